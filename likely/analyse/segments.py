"""Scores by a cut, each against the rest, with small groups hidden so that no sum gives them away."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import TypeVar

from likely.analyse.findings import SegmentScore
from likely.stats.difference import Difference, difference
from likely.stats.score import Score, score_of_cell
from likely.stats.verdict import verdicts
from likely.stats.weights import weighted_score
from likely.store.aggregate import Cell, Counts, CutValue
from likely.store.cut_name import bins_named

SMALLEST_GROUP = 5  # answers; a smaller group is never shown
NO_VALUE = "–"  # how a missing value of the cut is written
BETWEEN = " · "  # between the values of several cuts

Key = TypeVar("Key", bound=Hashable)


def scores_by(
    counts: Counts, threshold: int = SMALLEST_GROUP, *, weighted: bool = False
) -> tuple[SegmentScore, ...]:
    """One row a value, the best score first (bins of a number the lowest first), hidden ones last.

    The verdict compares a value with all other answers together (leave-one-out), Benjamini–Hochberg over
    the table. A group of fewer than `threshold` answers has no score; see `hidden`.
    """
    total = counts.total()
    unseen = hidden({key: cell.answered for key, cell in counts.cells.items()}, threshold)
    shown = {key: cell for key, cell in counts.cells.items() if key not in unseen}
    scores = {key: score_of(cell, weighted=weighted) for key, cell in shown.items()}
    rests = {key: score_of(without(total, cell), weighted=weighted) for key, cell in shown.items()}
    words = verdicts([_against(scores[key], rests[key]) for key in shown])
    rows = [SegmentScore(written(key), scores[key], word) for key, word in zip(shown, words, strict=True)]
    rows.sort(key=_order(counts.by))
    return (*rows, *(SegmentScore(value, None, "too_few") for value in sorted(map(written, unseen))))


def _order(by: tuple[str, ...]) -> Callable[[SegmentScore], tuple[float, str]]:
    bins = bins_named(by[0]) if len(by) == 1 else None
    if bins is None:
        return lambda row: (-row.score.value if row.score else 101, row.value)
    places = {value: place for place, value in enumerate(bins.values)}
    return lambda row: (places.get(row.value, len(places)), row.value)


def hidden(sizes: Mapping[Key, int], threshold: int) -> set[Key]:
    """The groups that must not be shown.

    Those below the threshold, and as many of the next smallest as it takes that what is hidden is at
    least two groups and at least `threshold` answers together: the total minus all that is shown says
    nothing of a small group then.
    """
    unseen = {key for key, n in sizes.items() if n < threshold}
    others = sorted((key for key in sizes if key not in unseen), key=lambda key: (sizes[key], str(key)))
    while others and _gives_away([sizes[key] for key in unseen], threshold):
        unseen.add(others.pop(0))
    return unseen


def _gives_away(sizes: list[int], threshold: int) -> bool:
    answered = [n for n in sizes if n]
    return bool(answered) and (len(answered) < 2 or sum(answered) < threshold)


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
