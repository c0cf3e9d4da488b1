"""A goal that repeats begins anew when its period is over, a row of its own: what was before stays."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from likely.act.goal import Goal, period_of, told
from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.people.local_days import LocalDays

FARTHEST_EAST: Final = timedelta(hours=14)  # where a day ends first


def renew_goals(now: datetime) -> int:
    """How many goals began anew."""
    ended = Goal.objects.filter(repeats=True, until__lt=(now + FARTHEST_EAST).date())
    pairs = list(ended.order_by("pk").values_list("pk", "workspace"))
    return sum(_renewed(goal, workspace, now) for goal, workspace in pairs)


@transaction.atomic
def _renewed(pk: UUID, workspace_id: UUID, now: datetime) -> bool:
    """Every period since then gets its row, also where nobody looked for months.

    A goal that was set by hand for one of them keeps its own target, which those after it take over.
    """
    workspace = Workspace.objects.select_for_update().get(pk=workspace_id)
    today = LocalDays(workspace.time_zone, now).today
    if not Goal.objects.filter(pk=pk, repeats=True, until__lt=today).update(repeats=False):
        return False
    goal = Goal.objects.select_related("unit").get(pk=pk)
    while goal.until < today:
        goal = _next(workspace, goal, now)
    goal.repeats = True
    goal.save(update_fields=["repeats"])
    record(workspace, "system", "goal.renewed", goal.subject, **told(goal))
    return True


def _next(workspace: Workspace, goal: Goal, now: datetime) -> Goal:
    since, until = period_of(goal.period, goal.until + timedelta(days=1))
    found, _made = Goal.objects.get_or_create(
        workspace=workspace,
        unit=goal.unit,
        measure=goal.measure,
        since=since,
        until=until,
        defaults={"target": goal.target, "period": goal.period, "created_at": now},
    )
    return found
