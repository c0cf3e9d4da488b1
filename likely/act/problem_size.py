"""How large a problem is: the answers that speak of it, their people and accounts, points of the score."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from likely.act.problem import Problem
from likely.ask.definition import NPS_KINDS
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.account import Account
from likely.stats.difference import difference
from likely.stats.estimate import Estimate
from likely.stats.scale import HIGHEST
from likely.stats.score import Score, score_of_cell
from likely.store.comment_index import matching
from likely.store.rows import export
from likely.store.slice import Slice
from likely.store.theme_table import theme_table
from likely.store.workspace_table import table_of
from likely.text.comment_words import wanted

LOOK_BACK: Final = timedelta(days=365)
AT_ONCE: Final = 500  # ids a query


@dataclass(frozen=True, slots=True)
class ProblemSize:
    """Of the last LOOK_BACK. answers: that speak of it. value: of their accounts a year, where known.

    score: theirs. points: what the score of all would be off by without them. None: too few to be told.
    """

    answers: int
    people: int
    accounts: int
    value: float | None
    score: Score | None
    points: Estimate | None


def affected(problem: Problem, now: datetime) -> frozenset[UUID]:
    """Ids of the answers in its cases, with its words, or of its themes."""
    found = set(_counted(problem.workspace, now).filter(cases__problems=problem).values_list("pk", flat=True))
    for words in problem.words:
        rows = matching(_counted(problem.workspace, now), wanted(words))
        found.update(rows.values_list("pk", flat=True))
    return frozenset(found | _of_themes(problem, now))


def problem_size(problem: Problem, ids: frozenset[UUID], now: datetime) -> ProblemSize:
    """ids: as `affected` gave them."""
    workspace = problem.workspace
    people = {one for row in _in_parts(ids) for one in row.values_list("person", flat=True) if one}
    accounts = Account.objects.of(workspace)
    held = reduce(or_, (accounts.filter(people__in=some) for some in parts(people)), accounts.none())
    ours = Account.objects.filter(pk__in=set(held.values_list("pk", flat=True)))
    inside, total = [0] * (HIGHEST + 1), _cell(_scored(_counted(workspace, now)))
    for rows in _in_parts(ids):
        inside = [a + b for a, b in zip(inside, _cell(_scored(rows)), strict=True)]
    outside = [all - mine for all, mine in zip(total, inside, strict=True)]
    enough = min(sum(inside), sum(outside)) >= max(workspace.smallest_group, 1)
    score = score_of_cell(inside) if enough else None
    rest = score_of_cell(outside) if enough else None
    return ProblemSize(
        answers=len(ids),
        people=len(people),
        accounts=ours.count(),
        value=ours.filter(value__gt=0).aggregate(sum=Sum("value"))["sum"],
        score=score,
        points=_points(score, rest) if score and rest else None,
    )


def _points(score: Score, rest: Score) -> Estimate:
    """share · (score with it − score without it), with the interval of the difference (MOVER)."""
    share, gap = score.n / (score.n + rest.n), difference(score, rest)
    return Estimate(
        share * gap.value, share * gap.low, share * gap.high, gap.n, "share times MOVER", gap.level
    )


def _counted(workspace: Workspace, now: datetime) -> QuerySet[Response]:
    rows: QuerySet[Response] = Response.objects.of(workspace).filter(
        state=ResponseState.COUNTED, at__gte=now - LOOK_BACK, at__lte=now
    )
    return rows


def _scored(rows: QuerySet[Response]) -> QuerySet[Response]:
    return rows.filter(Q(survey__kind__in=NPS_KINDS), score__isnull=False)


def _cell(rows: QuerySet[Response]) -> list[int]:
    """Answers at 0..10."""
    told = dict(rows.order_by().values_list("score").annotate(n=Count("pk")))
    return [told.get(score, 0) for score in range(HIGHEST + 1)]


def _of_themes(problem: Problem, now: datetime) -> set[UUID]:
    found = theme_table(problem.workspace, table_of(problem.workspace)) if problem.themes else None
    if found is None:
        return set()
    slice = Slice((now - LOOK_BACK).date(), now.date()).only("themes", *problem.themes)
    batches = export(found.table, slice, ("id",))
    return {UUID(str(one)) for batch in batches for one in batch.column("id").to_pylist()}


def _in_parts(ids: frozenset[UUID]) -> list[QuerySet[Response]]:
    return [Response.objects.filter(pk__in=some) for some in parts(ids)]


def parts(ids: Iterable[UUID]) -> list[list[UUID]]:
    """A database takes only so many at once."""
    named = sorted(ids)
    return [named[at : at + AT_ONCE] for at in range(0, len(named), AT_ONCE)]
