"""A goal: what a unit, or everybody together, wants to reach by the end of a month, quarter or year (L09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q, QuerySet

from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.local_days import LocalDays
from likely.people.unit import Unit

SCORE, RESPONSE_RATE, IN_TIME = MEASURES = ("score", "response_rate", "in_time")
PERIODS: Final = {"month": 1, "quarter": 3, "year": 12}  # months
MOST_GOALS: Final = 2000  # of a workspace that run or are to come
MOST_ENDED: Final = 20_000  # with which a further one of a past period can be set; what repeats goes on


class Goal(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="goals")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="goals")  # null: everybody
    measure = models.CharField(max_length=16)  # one of MEASURES
    target = models.SmallIntegerField()  # points of the score, else percent
    period = models.CharField(max_length=8)  # one of PERIODS
    since = models.DateField()  # local days, both included
    until = models.DateField()
    repeats = models.BooleanField(default=False)  # of its row that was made last; renewed rows hand it on
    reached_at = models.DateTimeField(null=True)  # when it was told to be; once for ever
    created_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "unit", "measure", "since", "until"], name="goal_once_of_unit"
            ),
            models.UniqueConstraint(
                fields=["workspace", "measure", "since", "until"],
                condition=Q(unit=None),
                name="goal_once_of_all",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "until"], name="goal_by_end"),
            models.Index(fields=["until"], condition=Q(repeats=True), name="goal_to_renew"),
        ]

    @property
    def subject(self) -> str:
        """Its name in the journal."""
        return f"goal:{self.pk}"


@dataclass(frozen=True, slots=True)
class GoalFacts:
    """unit: its id; None: everybody. day: any day of the period. repeats: anew in each period after it."""

    measure: str
    target: int
    period: str
    day: date
    unit: UUID | None = None
    repeats: bool = False


def period_of(period: str, day: date) -> tuple[date, date]:
    """The first and the last day of the month, quarter or year that a day lies in."""
    months = PERIODS[period]
    first = date(day.year, day.month - (day.month - 1) % months, 1)
    place = first.month - 1 + months
    behind = date(first.year + place // 12, place % 12 + 1, 1)
    return first, behind - timedelta(days=1)


@transaction.atomic
def set_goal(workspace: Workspace, facts: GoalFacts, actor: str, now: datetime) -> Goal:
    """One goal for each unit, measure and period."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    if facts.measure not in MEASURES:
        raise Refusal("measure_unknown", f"It is one of {', '.join(MEASURES)}.", field="measure")
    if facts.period not in PERIODS:
        raise Refusal("goal_period_unknown", f"It is one of {', '.join(PERIODS)}.", field="period")
    if facts.unit is not None and not Unit.objects.of(workspace).filter(pk=facts.unit).exists():
        raise Refusal("unit_unknown", "There is no such unit.", field="unit")
    if not date(2000, 1, 1) <= facts.day <= date(2100, 1, 1):
        raise Refusal("not_a_day", "day: write a day such as 2026-11-26.", field="day")
    _check_target(facts.measure, facts.target)
    since, until = period_of(facts.period, facts.day)
    _check_room(workspace, until, LocalDays(workspace.time_zone, now).today)
    goal = Goal(
        workspace=workspace, unit_id=facts.unit, measure=facts.measure, target=facts.target,
        period=facts.period, since=since, until=until, repeats=facts.repeats, created_at=now,
    )  # fmt: skip
    same = Goal.objects.of(workspace).filter(unit=facts.unit, measure=facts.measure, since=since, until=until)
    if same.exists():
        raise Refusal(
            "goal_taken",
            "There is a goal of this kind for the unit and the period already.",
            cure="Change that one.",
            field="period",
        )
    goal.save()
    record(workspace, actor, "goal.set", goal.subject, **told(goal))
    return goal


@transaction.atomic
def change_goal(
    goal: Goal, actor: str, now: datetime, *, target: int | None = None, repeats: bool | None = None
) -> None:
    """None: stays as it is. A goal that was reached stays told of: it is not reached anew.

    Periods that follow take the target over. Those that ended keep theirs: how they ended was told.
    """
    ended = has_ended(goal, now)
    if target is not None and target != goal.target:
        if ended:
            raise _over("target")
        _check_target(goal.measure, target)
        goal.target = target
    if repeats and ended:
        raise _over("repeats")
    if repeats is not None:
        goal.repeats = repeats
    goal.save(update_fields=["target", "repeats"])
    record(goal.workspace, actor, "goal.changed", goal.subject, **told(goal))


def _over(field: str) -> Refusal:
    cure = "Its target stays as it was. Set a goal for a period that runs."
    return Refusal("goal_ended", "The period of this goal is over.", cure=cure, field=field)


def has_ended(goal: Goal, now: datetime) -> bool:
    return goal.until < LocalDays(goal.workspace.time_zone, now).today


def other_periods(goal: Goal) -> QuerySet[Goal]:
    """The same goal in its other periods, the newest first."""
    same = {"unit": goal.unit_id, "measure": goal.measure, "period": goal.period}
    rows = Goal.objects.of(goal.workspace).filter(**same).exclude(pk=goal.pk)
    return rows.select_related("unit").order_by("-since")


@transaction.atomic
def drop_goal(goal: Goal, actor: str) -> None:
    """One that repeats ends with it; its earlier periods stay."""
    record(goal.workspace, actor, "goal.dropped", goal.subject, **told(goal))
    goal.delete()


def goals_on(workspace: Workspace, day: date, units: Sequence[UUID | None] | None = None) -> QuerySet[Goal]:
    """Those whose period holds the day, the ones that end first before the others. units: None: of all."""
    rows = Goal.objects.of(workspace).filter(since__lte=day, until__gte=day)
    if units is not None:
        told = [one for one in units if one is not None]
        rows = rows.filter(Q(unit__in=told) | (Q(unit=None) if None in units else Q(pk__in=())))
    return rows.select_related("unit").order_by("until", "unit__name", "measure", "pk")


def _check_target(measure: str, target: int) -> None:
    low, high = (-100, 100) if measure == SCORE else (1, 100)
    if not low <= target <= high:
        raise Refusal("target_out_of_range", f"target lies between {low} and {high}.", field="target")


def _check_room(workspace: Workspace, until: date, today: date) -> None:
    rows = Goal.objects.of(workspace)
    ended = until < today
    taken = (rows.filter(until__lt=today) if ended else rows.filter(until__gte=today)).count()
    if taken >= (MOST_ENDED if ended else MOST_GOALS):
        raise Refusal(
            "too_many_goals",
            f"A workspace has at most {MOST_GOALS} goals that run or are to come, "
            f"and {MOST_ENDED} that ended.",
        )


def told(goal: Goal) -> dict[str, object]:
    """As the journal keeps it."""
    return {
        "unit": str(goal.unit) if goal.unit_id else "",
        "measure": goal.measure,
        "target": goal.target,
        "since": goal.since.isoformat(),
        "until": goal.until.isoformat(),
        "repeats": goal.repeats,
    }
