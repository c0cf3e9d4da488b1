"""Segments that stand out, found by looking at all of them: every value, and every pair of values.

Looking at a thousand segments finds fifty at 5 %. All comparisons are therefore judged together
(Benjamini–Hochberg). A pair of values must stand out three times, against all other answers, against the
rest of its row and against the rest of its column (the largest of the three p counts, Berger 1982):
otherwise each part of a bad shop would be a finding of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from likely.analyse.heat import most_answered, shown_cells
from likely.analyse.segments import SMALLEST_GROUP, score_of, without, written
from likely.analyse.small_groups import unseen
from likely.stats.difference import Difference, differences
from likely.stats.multiplicity import benjamini_hochberg
from likely.stats.score import Score
from likely.store.aggregate import Cell, Counts, counts
from likely.store.slice import Slice
from likely.store.spread import cut_named
from likely.store.table import Responses

MOST_CUTS = 12  # crossed with each other: 66 queries
FEWEST = 30  # answers of a segment that is worth a sentence
RATE = 0.05


@dataclass(frozen=True, slots=True)
class Surprise:
    """where: (cut, value) pairs, one or two. rest: all other answers. difference: segment − rest.

    p: adjusted for all comparisons made. certain: points that the difference is at least, toward 0.
    """

    where: tuple[tuple[str, str], ...]
    score: Score
    rest: Score
    difference: Difference
    p: float

    @property
    def certain(self) -> float:
        return max(self.difference.low, -self.difference.high, 0.0)


@dataclass(frozen=True, slots=True)
class Surprises:
    """found: what stands out most certainly first, the same answers once. looked_at: segments compared."""

    found: tuple[Surprise, ...]
    looked_at: int
    rate: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    where: tuple[tuple[str, str], ...]
    cell: Cell
    wholes: tuple[Cell, ...]  # without which it must stand out: everything, its row, its column


def surprises(
    table: Responses,
    slice: Slice,
    cuts: Sequence[str] = (),
    *,
    smallest: int = SMALLEST_GROUP,
    fewest: int = FEWEST,
    rate: float = RATE,
) -> Surprises:
    """One query for each pair of cuts. cuts: the dimensions where none is named, 12 at most.

    Numbers of many values are looked at in bins.
    """
    names = tuple(cut_named(table, name) for name in tuple(cuts or table.dimensions)[:MOST_CUTS])
    if len(names) == 1:
        return surprises_of([counts(table, slice.cut(names[0]))], smallest, fewest, rate)
    crossed = (counts(table, replace(slice, by=pair)) for pair in combinations(names, 2))
    return surprises_of(crossed, smallest, fewest, rate)


def surprises_of(
    crossed: Iterable[Counts], smallest: int = SMALLEST_GROUP, fewest: int = FEWEST, rate: float = RATE
) -> Surprises:
    """From counts by one cut or two."""
    candidates: dict[tuple[tuple[str, str], ...], _Candidate] = {}
    for found in crossed:
        for one in (*_values(found, smallest), *_pairs(most_answered(found)[0], smallest)):
            if one.cell.answered >= fewest:
                candidates.setdefault(one.where, one)
    return _judged(list(candidates.values()), rate)


def _values(found: Counts, smallest: int) -> Iterator[_Candidate]:
    total = found.total()
    for name in found.by:
        cells = found.over(name).cells
        few = unseen(cells, smallest)
        for key, cell in cells.items():
            if key not in few:
                yield _Candidate(((name, written(key)),), cell, (total,))


def _pairs(found: Counts, smallest: int) -> Iterator[_Candidate]:
    if len(found.by) != 2:
        return
    total = found.total()
    rows, columns = (found.over(name).cells for name in found.by)
    cells = {(key[0], key[1]): cell for key, cell in found.cells.items()}
    for (row, column), cell in shown_cells(cells, smallest).items():
        where = tuple(zip(found.by, (written((row,)), written((column,))), strict=True))
        yield _Candidate(where, cell, (total, rows[(row,)], columns[(column,)]))


def _judged(candidates: Sequence[_Candidate], rate: float) -> Surprises:
    compared = [(one, pairs) for one in candidates if (pairs := _comparisons(one))]
    found = iter(differences([pair for _, pairs in compared for pair in pairs]))
    gaps = [[next(found) for _ in pairs] for _, pairs in compared]
    p = benjamini_hochberg([_largest_p(one) for one in gaps])
    made = [
        Surprise(one.where, *pairs[0], gap[0], adjusted)
        for (one, pairs), gap, adjusted in zip(compared, gaps, p, strict=True)
        if adjusted <= rate
    ]
    made.sort(key=lambda one: (-one.certain, len(one.where), one.where))
    return Surprises(tuple(_once(made)), len(compared), rate)


def _once(found: Sequence[Surprise]) -> Iterator[Surprise]:
    """The same answers under two names (a touchpoint, and the one survey about it) under the first."""
    told = set()
    for one in found:
        same = one.score.counts, one.rest.counts, one.difference.value
        if same not in told:
            told.add(same)
            yield one


def _comparisons(one: _Candidate) -> list[tuple[Score, Score]]:
    """The segment with the rest of each whole; none where it is the whole of its row and column."""
    mine, pairs = score_of(one.cell), []
    for whole in one.wholes:
        rest = score_of(without(whole, one.cell))
        if mine is None or rest is None:
            return []
        pairs.append((mine, rest))
    return pairs


def _largest_p(gaps: Sequence[Difference]) -> float:
    """1 where the segment is above one rest and below another."""
    if len({gap.value > 0 for gap in gaps}) > 1:
        return 1.0
    return max(gap.p for gap in gaps)
