"""How far goals have come: the figure so far with its interval, and the probability of being there at last.

The probability takes it that those to come are like those so far, as many a day as in the last 91 days: no
trend and no season is in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from likely.act.case import Case
from likely.act.goal import IN_TIME, RESPONSE_RATE, SCORE, Goal
from likely.analyse.segments import score_of
from likely.ask.invitation import Invitation
from likely.ask.response_rate import ANSWERED
from likely.base.workspace import Workspace
from likely.people.local_days import LocalDays, moments_of
from likely.people.unit import Unit, UnitTree, tree_of
from likely.stats.estimate import Estimate
from likely.stats.proportion import proportion
from likely.stats.score import Score
from likely.stats.target import probability_of_reaching, probability_of_share
from likely.store.aggregate import Cell
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.unit_answers import counts_by_unit
from likely.store.workspace_table import table_of

RECENT_DAYS: Final = 91  # whose answers tell how many are to come
SURE: Final = 0.95  # before the end a goal is reached when it is this likely to be so in the end


@dataclass(frozen=True, slots=True)
class Progress:
    """figure: of the period so far, in points or percent; None of fewer than may be shown.

    days: of the period that are left, today not counted. more: answers, invitations or cases still expected.
    chance: of being on the target in the end, 0..1; None where there is no figure.
    """

    goal: Goal
    figure: Score | Estimate | None
    days: int
    more: int
    chance: float | None
    begun: bool
    over: bool

    @property
    def on_target(self) -> bool:
        return self.figure is not None and self.figure.value >= self.goal.target - 1e-9

    @property
    def reached(self) -> bool:
        """At the end, or so early that it will hardly be lost again."""
        return self.on_target and (self.over or (self.chance or 0.0) >= SURE)


def progress_of(workspace: Workspace, goals: Sequence[Goal], now: datetime) -> list[Progress]:
    """In their order. Two queries of the store for each period that scores are told of."""
    if not goals:
        return []
    today, tree = LocalDays(workspace.time_zone, now).today, tree_of(workspace)
    scores = _Scores(table_of(workspace), tree, today) if any(one.measure == SCORE for one in goals) else None
    if scores:
        scores.read(one for one in goals if one.measure == SCORE)
    return [_progress(workspace, goal, now, tree, scores) for goal in goals]


def _progress(
    workspace: Workspace, goal: Goal, now: datetime, tree: UnitTree, scores: "_Scores | None"
) -> Progress:
    goal.workspace, today = workspace, LocalDays(workspace.time_zone, now).today
    last = min(today, goal.until)
    days = max((goal.until - max(today, goal.since - timedelta(days=1))).days, 0)
    begun, over = goal.since <= today, goal.until < today
    if not begun:
        return Progress(goal, None, days, 0, None, begun, over)
    if goal.measure == SCORE and scores is not None:
        score = score_of(scores.cell(goal, goal.since, last))
        recent = scores.cell(goal, *scores.recent).answered
        more = round(recent / RECENT_DAYS * days)
        if score is None or score.n < workspace.smallest_group:
            return Progress(goal, None, days, more, None, begun, over)
        return Progress(
            goal, score, days, more, probability_of_reaching(score, goal.target, more), begun, over
        )
    x, n, recent = _shares(goal, last, now, tree)
    more = round(recent / RECENT_DAYS * days)
    figure = proportion(x, n) if n >= max(workspace.smallest_group, 1) else None
    chance = None if figure is None else probability_of_share(x, n, goal.target, more)
    return Progress(goal, figure, days, more, chance, begun, over)


class _Scores:
    """The cells of units in the periods that are asked about, each asked once."""

    def __init__(self, table: Responses, tree: UnitTree, today: date) -> None:
        self.table, self.tree, self.today = table, tree, today
        self.recent = (today - timedelta(days=RECENT_DAYS - 1), today)
        self.cells: dict[tuple[date, date, Any], Cell] = {}

    def read(self, goals: Iterable[Goal]) -> None:
        known = list(goals)
        ids = {one.unit_id for one in known}
        units = [one for one in self.tree.units if one.pk in ids]
        periods = {(one.since, min(one.until, self.today)) for one in known if one.since <= self.today}
        for since, until in sorted({*periods, self.recent}):
            found, whole = counts_by_unit(self.table, Slice(since, until), self.tree, units)
            self.cells[since, until, None] = whole.total()
            for unit, its in found.items():
                self.cells[since, until, unit] = its.total()

    def cell(self, goal: Goal, since: date, until: date) -> Cell:
        return self.cells.get((since, until, goal.unit_id), Cell())


def _shares(goal: Goal, last: date, now: datetime, tree: UnitTree) -> tuple[int, int, int]:
    """(x, n, n of the last 91 days) of a share."""
    unit = tree.by_id[goal.unit_id] if goal.unit_id else None
    since, behind = moments_of(goal.workspace.time_zone, goal.since, last)
    recent = now - timedelta(days=RECENT_DAYS)
    if goal.measure == RESPONSE_RATE:
        rows: QuerySet[Any] = Invitation.objects.of(goal.workspace).filter(_of_unit(unit, tree, "properties"))
        asked = rows.filter(sent_at__gte=since, sent_at__lt=behind)
        return asked.filter(ANSWERED).count(), asked.count(), rows.filter(sent_at__gte=recent).count()
    assert goal.measure == IN_TIME  # noqa: S101 - there is no other
    rows = Case.objects.of(goal.workspace).filter(
        _of_unit(unit, tree, "response__properties"), merged_into=None
    )
    told = rows.filter(opened_at__gte=since, opened_at__lt=behind).filter(
        Q(replied_at__isnull=False) | Q(closed_at__isnull=False) | Q(reply_due_at__lte=min(behind, now))
    )
    kept = told.filter(replied_at__lte=F("reply_due_at"))
    return kept.count(), told.count(), rows.filter(opened_at__gte=recent).count()


def _of_unit(unit: Unit | None, tree: UnitTree, column: str) -> Q:
    """Rows whose properties make them the unit's, as answers are."""
    if unit is None:
        return Q()
    asked = Q(pk__in=())
    for name, values in tree.matches(unit).items():
        asked |= Q(**{f"{column}__{name}__in": [*values, *_numbers(values)]})
    return asked


def _numbers(values: Sequence[str]) -> list[int]:
    """A store may be told as 12 or as "12"."""
    return [int(one) for one in values if one.isascii() and one.isdecimal() and len(one) < 16]
