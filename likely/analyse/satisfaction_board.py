"""The board of one survey that asks for satisfaction or effort: the same figures, in percent."""

from dataclasses import replace

from likely.analyse.board import Board, Gap, make_board
from likely.analyse.findings import Change, PeriodScore, SegmentScore
from likely.analyse.satisfaction import as_share, best_counts, share_of
from likely.store.slice import Grain, Slice
from likely.store.table import Responses


def make_satisfaction_board(
    table: Responses,
    slice: Slice,
    kind: str,
    survey: str,
    *,
    smallest: int,
    grain: Grain | None = None,
    narrowed: bool = False,
) -> Board:
    """survey: its slug. All scores are shares in percent (0..100), and so are their changes and gaps.

    There is no target: the workspace's is one for the score.
    """
    count = best_counts(kind, survey)
    board = make_board(table, slice, smallest=smallest, grain=grain, narrowed=narrowed, count=count)
    return replace(
        board,
        score=board.score and as_share(board.score),
        before=board.before and _gap(board.before),
        trend=tuple(_period(period) for period in board.trend),
        changes=tuple(_change(change) for change in board.changes),
        segments=tuple(_segment(segment) for segment in board.segments),
    )


def _period(period: PeriodScore) -> PeriodScore:
    return replace(period, score=period.score and as_share(period.score))


def _segment(segment: SegmentScore) -> SegmentScore:
    return replace(segment, score=segment.score and as_share(segment.score))


def _change(change: Change) -> Change:
    return replace(change, before=share_of(change.before), after=share_of(change.after))


def _gap(gap: Gap) -> Gap:
    apart = gap.difference
    halved = replace(apart, value=apart.value / 2, low=apart.low / 2, high=apart.high / 2, unit="percent")
    return replace(gap, points=share_of(gap.points), difference=halved)
