"""Scores by a cut, each against the rest, with small groups hidden (small_groups.py)."""

from collections.abc import Callable
from datetime import date

from likely.analyse.findings import SegmentScore
from likely.analyse.small_groups import unseen
from likely.stats.difference import Difference, difference
from likely.stats.score import Score, score_of_cell
from likely.stats.verdict import verdicts
from likely.stats.weights import weighted_score
from likely.store.aggregate import Cell, Counts
from likely.store.cut_name import bins_named
from likely.store.slice import CutValue

SMALLEST_GROUP = 5  # answers; a smaller group is never shown
NO_VALUE = "–"  # how a missing value of the cut is written
BETWEEN = " · "  # between the values of several cuts


def scores_by(
    counts: Counts, threshold: int = SMALLEST_GROUP, *, weighted: bool = False
) -> tuple[SegmentScore, ...]:
    """One row a value, the best score first (bins of a number the lowest first), hidden ones last.

    The verdict compares a value with all other answers together (leave-one-out), Benjamini–Hochberg over
    the table. A group of fewer than `threshold` answers has no score; see `unseen`.
    """
    total = counts.total()
    few = unseen(counts.cells, threshold)
    shown = {key: cell for key, cell in counts.cells.items() if key not in few}
    scores = {key: score_of(cell, weighted=weighted) for key, cell in shown.items()}
    rests = {key: score_of(without(total, cell), weighted=weighted) for key, cell in shown.items()}
    words = verdicts([_against(scores[key], rests[key]) for key in shown])
    rows = [SegmentScore(written(key), scores[key], word) for key, word in zip(shown, words, strict=True)]
    rows.sort(key=_order(counts.by))
    return (*rows, *(SegmentScore(value, None, "too_few") for value in sorted(map(written, few))))


def _order(by: tuple[str, ...]) -> Callable[[SegmentScore], tuple[float, str]]:
    bins = bins_named(by[0]) if len(by) == 1 else None
    if bins is None:
        return lambda row: (-row.score.value if row.score else 101, row.value)
    places = {value: place for place, value in enumerate(bins.values)}
    return lambda row: (places.get(row.value, len(places)), row.value)


def score_of(cell: Cell, *, weighted: bool = False) -> Score | None:
    return weighted_score(cell.n, cell.w, cell.w2) if weighted else score_of_cell(cell.n)


def without(total: Cell, part: Cell) -> Cell:
    """The answers of `total` that are not in `part`; dust that rounding leaves in sums of weights is cut."""
    n = tuple(a - b for a, b in zip(total.n, part.n, strict=True))
    return Cell(
        n,
        tuple(max(a - b, 0.0) if left else 0.0 for a, b, left in zip(total.w, part.w, n, strict=True)),
        tuple(max(a - b, 0.0) if left else 0.0 for a, b, left in zip(total.w2, part.w2, n, strict=True)),
        total.unanswered - part.unanswered,
    )


def written(key: tuple[CutValue, ...]) -> str:
    return BETWEEN.join(_written(value) for value in key)


def _written(value: CutValue) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value or NO_VALUE


def _against(score: Score | None, rest: Score | None) -> Difference | None:
    return difference(score, rest) if score and rest else None
