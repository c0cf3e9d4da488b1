"""The overview as plain data: two aggregate queries, then exact mathematics on small tables."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from likely.analyse.report import Change, PeriodScore, SegmentScore
from likely.analyse.segments import score_of, scores_by
from likely.analyse.small_groups import too_few
from likely.analyse.trend import folded, grain_of, trend
from likely.stats.benchmark import against
from likely.stats.difference import Difference, difference
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Cell, Counts, counts
from likely.store.slice import Grain, Slice
from likely.store.table import Responses


@dataclass(frozen=True, slots=True)
class Gap:
    """The score against something: the period before, or the target. points: what it is held against."""

    points: float
    difference: Difference
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Board:
    """All figures of one slice.

    score: None without answers, or where `hidden`. hidden: a filter left fewer answers than may be shown.
    before: against the period of the same length just before; None where the slice has no first day.
    by, segments: one cut, each value against the rest. empty: the slice holds no response at all.
    """

    cell: Cell
    score: Score | None
    hidden: bool
    before: Gap | None
    target: Gap | None
    grain: Grain | None
    trend: tuple[PeriodScore, ...]
    changes: tuple[Change, ...]
    by: str
    segments: tuple[SegmentScore, ...]

    @property
    def empty(self) -> bool:
        return not self.cell.answered and not self.cell.unanswered


def make_board(
    table: Responses,
    slice: Slice,
    *,
    smallest: int,
    target: int | None = None,
    grain: Grain | None = None,
    narrowed: bool = False,
    count: Callable[[Responses, Slice], Counts] | None = None,
) -> Board:
    """slice.by holds at most one cut. smallest: answers; a smaller group is not shown.

    narrowed: the table itself holds only a part of the workspace's responses, such as those of a segment.
    count: what counts the answers, `counts` where none is given; see `satisfaction_board`.
    """
    count = count or counts
    by_day = count(table, _with_before(slice).cut("day"))
    inside = _since(by_day, slice.since)
    cell = inside.total()
    hidden = bool(slice.where or slice.words or narrowed) and _is_hidden(table, slice, smallest, count)
    score = None if hidden else score_of(cell)
    grain = grain or grain_of(inside)
    periods, changes = trend(folded(inside, grain), smallest) if grain and not hidden else ((), ())
    return Board(
        cell=cell,
        score=score,
        hidden=hidden,
        before=_before(score, by_day, slice.since, smallest),
        target=_target(score, target),
        grain=grain,
        trend=periods,
        changes=changes,
        by=slice.by[0] if slice.by else "",
        segments=scores_by(count(table, slice), smallest) if slice.by and not hidden else (),
    )


def _is_hidden(
    table: Responses, slice: Slice, smallest: int, count: Callable[[Responses, Slice], Counts]
) -> bool:
    if too_few(table, slice, smallest):
        return True
    return count is not counts and count(table, slice.cut()).total().is_few(smallest)


def _with_before(slice: Slice) -> Slice:
    """The slice, begun earlier by its own length where it has a first and a last day."""
    if not (slice.since and slice.until):
        return slice
    return replace(slice, since=slice.since - (slice.until - slice.since) - timedelta(days=1))


def _since(by_day: Counts, since: date | None) -> Counts:
    if since is None:
        return by_day
    cells = {key: cell for key, cell in by_day.cells.items() if isinstance(key[0], date) and key[0] >= since}
    return Counts(by_day.by, cells)


def _before(score: Score | None, by_day: Counts, since: date | None, smallest: int) -> Gap | None:
    if score is None or since is None:
        return None
    earlier = (cell for (day,), cell in by_day.cells.items() if isinstance(day, date) and day < since)
    cell = sum(earlier, Cell())
    before = score_of(cell) if cell.is_enough(smallest) else None
    return _gap(before.value, difference(score, before)) if before else None


def _target(score: Score | None, target: int | None) -> Gap | None:
    return None if score is None or target is None else _gap(target, against(score, target))


def _gap(points: float, gap: Difference) -> Gap:
    return Gap(points, gap, verdicts([gap])[0])
