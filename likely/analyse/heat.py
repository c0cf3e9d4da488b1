"""Two cuts crossed: a score in each cell, beside those of the rows and columns, small groups hidden."""

from dataclasses import dataclass

from likely.analyse.findings import SegmentScore
from likely.analyse.hidden_cells import unseen_cells
from likely.analyse.segments import SMALLEST_GROUP, score_of, scores_by, without, written
from likely.lib.refusal import Refusal
from likely.stats.difference import differences
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Cell, Counts, counts
from likely.store.slice import CutValue, Slice
from likely.store.spread import cut_named
from likely.store.table import Responses

Pair = tuple[CutValue, CutValue]

MOST_VALUES = 40  # of a cut, the most answered first; a picture of more can't be read


@dataclass(frozen=True, slots=True)
class HeatCell:
    """score: None where the cell is hidden or empty. verdict: against all other answers."""

    row: str
    column: str
    score: Score | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Heat:
    """rows, columns: each value's score over the whole of the other cut. cells: row after row, as shown.

    by: the two cuts. left_out: values beyond the 40 most answered of a cut; their answers are in no figure.
    """

    by: tuple[str, str]
    rows: tuple[SegmentScore, ...]
    columns: tuple[SegmentScore, ...]
    cells: tuple[HeatCell, ...]
    left_out: int

    def at(self, row: str, column: str) -> HeatCell:
        return next(cell for cell in self.cells if (cell.row, cell.column) == (row, column))


def heat(table: Responses, slice: Slice, row: str, column: str, *, smallest: int = SMALLEST_GROUP) -> Heat:
    """One aggregate query. The verdicts of the cells are judged together.

    Numbers of many values are put into bins.
    """
    if row == column:
        raise Refusal("same_cut", f"{row} can't be crossed with itself.", cure="Name two cuts.", field="by")
    by = (cut_named(table, row), cut_named(table, column))
    found, left_out = _crossed(counts(table, slice.cut(*by)), smallest)
    return heat_of(found, smallest, weighted=slice.weighted, left_out=left_out)


def heat_of(found: Counts, smallest: int, *, weighted: bool = False, left_out: int = 0) -> Heat:
    """The table of counts by two cuts."""
    row, column = found.by
    cells = {(key[0], key[1]): cell for key, cell in found.cells.items()}
    shown = shown_cells(cells, smallest)
    total = found.total()
    scores = {pair: score_of(cell, weighted=weighted) for pair, cell in shown.items()}
    words = _against_the_rest(shown, scores, total, weighted)
    rows = scores_by(found.over(row), smallest, weighted=weighted)
    columns = scores_by(found.over(column), smallest, weighted=weighted)
    by_name = {(written((a,)), written((b,))): (a, b) for a, b in cells}
    return Heat(
        by=(row, column),
        rows=rows,
        columns=columns,
        cells=tuple(
            _cell(one.value, other.value, by_name.get((one.value, other.value)), scores, words)
            for one in rows
            for other in columns
        ),
        left_out=left_out,
    )


def shown_cells(cells: dict[Pair, Cell], smallest: int) -> dict[Pair, Cell]:
    """Those that may be shown beside the totals of rows and columns."""
    few = unseen_cells(cells, smallest)
    return {pair: cell for pair, cell in cells.items() if pair not in few}


def _crossed(found: Counts, smallest: int) -> tuple[Counts, int]:
    """The most answered values of each cut. What is left out is no small group either: else the total less
    all that is shown would be one.
    """
    total, most = found.total().answered, MOST_VALUES
    kept, left_out = most_answered(found, most)
    while most > 1 and 0 < total - kept.total().answered < smallest:
        most -= 1
        kept, left_out = most_answered(found, most)
    return kept, left_out


def most_answered(found: Counts, most: int = MOST_VALUES) -> tuple[Counts, int]:
    """The counts without the values of either cut that are not among its `most` most answered."""
    left_out = 0
    for place, name in enumerate(found.by):
        sizes = {key[0]: cell.answered for key, cell in found.over(name).cells.items()}
        kept = set(sorted(sizes, key=lambda value: (-sizes[value], str(value)))[:most])
        left_out += len(sizes) - len(kept)
        found = Counts(found.by, {key: cell for key, cell in found.cells.items() if key[place] in kept})
    return found, left_out


def _against_the_rest(
    shown: dict[Pair, Cell], scores: dict[Pair, Score | None], total: Cell, weighted: bool
) -> dict[Pair, Verdict]:
    rests = {pair: score_of(without(total, cell), weighted=weighted) for pair, cell in shown.items()}
    pairs = [(pair, mine, rest) for pair in shown if (mine := scores[pair]) and (rest := rests[pair])]
    found = differences([(mine, rest) for _, mine, rest in pairs])
    return dict(zip((pair for pair, _, _ in pairs), verdicts(found), strict=True))


def _cell(
    row: str,
    column: str,
    pair: Pair | None,
    scores: dict[Pair, Score | None],
    words: dict[Pair, Verdict],
) -> HeatCell:
    if pair is None:
        return HeatCell(row, column, None, "too_few")
    return HeatCell(row, column, scores.get(pair), words.get(pair, "too_few"))
