"""Happenings that no change of a row tells: that the score sank, and that a goal was reached.

They are reckoned again and again, for workspaces with a playbook that waits for such; the key of the event
keeps each from being told twice.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from likely.act.digest_content import lasting_alarm
from likely.act.domain_event import DomainEvent, emit, event
from likely.act.goal import SCORE, Goal
from likely.act.goal_progress import Progress, progress_of
from likely.act.playbook import Playbook
from likely.analyse.segments import score_of
from likely.base.workspace import Workspace
from likely.people.local_days import LocalDays, day_start
from likely.stats.score import Score
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.workspace_table import table_of

ALARM, GOAL = "score.alarm", "goal.reached"
FRESH: Final = timedelta(days=3)  # what is older is news to nobody
GOAL_DAYS: Final = 30  # whose score is held against the target
LATE: Final = timedelta(days=7)  # after its end in which a goal of a unit may still be found reached
REST: Final = timedelta(days=30)  # in which the same target is not told once more


def note_reckoned(now: datetime) -> int:
    """How many events were noted. Also for a playbook that is off: its dry run counts them."""
    waiting = Playbook.objects.filter(when__in=(ALARM, GOAL)).values_list("workspace", "when").distinct()
    noted = 0
    for pk, when in list(waiting):
        workspace = Workspace.objects.get(pk=pk)
        yesterday = LocalDays(workspace.time_zone, now).today - timedelta(days=1)  # the last full day
        noted += (_note_alarm if when == ALARM else _note_goal)(workspace, yesterday, now)
    return noted + note_goals(now)


def note_goals(now: datetime) -> int:
    """Goals that were reached: each is told once for ever, whether or not anything waits for it."""
    noted = 0
    open_ones = Goal.objects.filter(reached_at=None, until__gte=now.date() - LATE)
    for pk in list(open_ones.values_list("workspace", flat=True).distinct()):
        workspace = Workspace.objects.get(pk=pk)
        goals = list(open_ones.filter(workspace=pk).select_related("unit").order_by("pk"))
        for one in progress_of(workspace, goals, now):
            noted += one.reached and _reached(one, now)
    return noted


@transaction.atomic
def _reached(progress: Progress, now: datetime) -> bool:
    goal, figure = progress.goal, progress.figure
    if figure is None or not Goal.objects.filter(pk=goal.pk, reached_at=None).update(reached_at=now):
        return False
    facts = {
        "goal": str(goal.pk),
        "unit": str(goal.unit) if goal.unit else "",
        "measure": goal.measure,
        "target": goal.target,
        ("score" if goal.measure == SCORE else "share"): round(figure.value),
        "low": round(figure.low),
        "high": round(figure.high),
        "n": figure.n,
        "since": goal.since.isoformat(),
        "until": goal.until.isoformat(),
    }
    emit(event(goal.workspace, GOAL, goal.pk, "reached", now, facts))
    return True


def _note_alarm(workspace: Workspace, yesterday: date, now: datetime) -> bool:
    alarm = lasting_alarm(table_of(workspace), yesterday)
    if alarm is None or yesterday - alarm.day > FRESH:
        return False
    facts = {
        "day": alarm.day.isoformat(),
        "since": alarm.since.isoformat(),
        "usual": round(alarm.level, 1),
        "change": round(alarm.change, 1),
    }
    return _emitted(workspace, ALARM, alarm.day, facts, now)


def _note_goal(workspace: Workspace, yesterday: date, now: datetime) -> bool:
    """The score of the last full days came up to the target: the day before it was below."""
    target = workspace.target_score
    if target is None:
        return False
    told = DomainEvent.objects.of(workspace).filter(kind=GOAL, facts__target=target, at__gt=now - REST)
    if told.exists():
        return False
    table, days = table_of(workspace), [yesterday - timedelta(days=n) for n in range(FRESH.days)]
    for day in days:
        after, before = _score(table, workspace, day), _score(table, workspace, day - timedelta(days=1))
        if after and before and before.value < target <= after.value:
            facts = {
                "target": target,
                "score": round(after.value),
                "low": round(after.low),
                "high": round(after.high),
                "n": after.n,
                "day": day.isoformat(),
            }
            return _emitted(workspace, GOAL, day, facts, now)
    return False


def _score(table: Responses, workspace: Workspace, until: date) -> Score | None:
    """Of the days up to it; None of fewer answers than may be shown."""
    found = score_of(counts(table, Slice(until - timedelta(days=GOAL_DAYS - 1), until)).total())
    return found if found and found.n >= workspace.smallest_group else None


def _emitted(workspace: Workspace, kind: str, day: date, facts: dict[str, object], now: datetime) -> bool:
    """At the end of its day: a playbook that was switched on later does not act on it."""
    key = f"{kind}:{workspace.pk}:{day}"
    if DomainEvent.objects.of(workspace).filter(key=key).exists():
        return False
    ended = day_start(workspace.time_zone, day + timedelta(days=1))
    emit(event(workspace, kind, workspace.pk, day.isoformat(), min(ended, now), facts))
    return True
