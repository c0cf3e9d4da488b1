"""Scores by a cut, each against the rest, with small groups hidden so that no sum gives them away."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import TypeVar

from likely.analyse.findings import SegmentScore
from likely.stats.difference import Difference, difference
from likely.stats.score import Score, score_of_cell
from likely.stats.verdict import verdicts
from likely.stats.weights import weighted_score
from likely.store.aggregate import Cell, Counts, counts
from likely.store.cut_name import bins_named
from likely.store.left_out import Atoms, Pattern
from likely.store.slice import CutValue, Slice
from likely.store.table import Responses

SMALLEST_GROUP = 5  # answers; a smaller group is never shown
NO_VALUE = "–"  # how a missing value of the cut is written
BETWEEN = " · "  # between the values of several cuts

Row = TypeVar("Row", bound=Hashable)


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


def hidden(sizes: Mapping[Row, int], threshold: int) -> set[Row]:
    """The groups that must not be shown.

    Those below the threshold, and as many of the next smallest as it takes that what is hidden is at
    least two groups and at least `threshold` answers together: the total minus all that is shown says
    nothing of a small group then.
    """
    return _hidden({row: {(): n} for row, n in sizes.items()}, threshold)


def unseen(cells: Mapping[Row, Cell], threshold: int) -> set[Row]:
    """`hidden`, and those that a page with other filters, less this one, would tell a few answers of."""
    return _hidden({row: cell.sizes for row, cell in cells.items()}, threshold)


def _hidden(sizes: Mapping[Row, Atoms], threshold: int) -> set[Row]:
    """sizes: of each group its answers, under (), and whatever else must not be a few."""
    few = {row for row, atoms in sizes.items() if atoms[()] < threshold or _some_few(atoms, threshold)}
    others = sorted((row for row in sizes if row not in few), key=lambda row: (sizes[row][()], str(row)))
    answered = [sizes[row] for row in few if sizes[row][()]]
    together = sum(map(Counter, answered), Counter[Pattern]())
    while others and answered and (len(answered) < 2 or _some_few(together, threshold)):
        few.add(row := others.pop(0))
        answered.append(sizes[row])
        together.update(sizes[row])
    return few


def _some_few(atoms: Atoms, threshold: int) -> bool:
    return any(0 < n < threshold for n in atoms.values())


def too_few(table: Responses, slice: Slice, smallest: int) -> bool:
    """Whether what the filters leave, or what they leave out, is a few answers: nothing is shown then."""
    return counts(table, slice.cut()).total().is_few(smallest)


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
