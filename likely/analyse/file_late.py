"""Early answers of a file against late ones, by a column that tells how long each took."""

from likely.analyse.late import Late, late_of
from likely.analyse.segments import SMALLEST_GROUP
from likely.lib.refusal import Refusal
from likely.store.aggregate import Cell, counts
from likely.store.cut_name import bins_at
from likely.store.slice import Slice
from likely.store.spread import spread_of
from likely.store.table import Responses


def file_late(table: Responses, slice: Slice, wait: str, response_rate: float) -> Late | None:
    """The halves part at the middle of all waits of the table. response_rate: 0..1."""
    spread = spread_of(table, wait)
    if not spread.is_number or not spread.varies:
        raise Refusal("not_a_wait", f"{wait}: this column does not tell how long answers took.", field="wait")
    middle = spread.quantiles[1]
    bins = bins_at(wait, (middle,), whole=spread.whole)
    cells = counts(table, slice.cut(bins.name)).cells
    early, late = (cells.get((value,), Cell()).n for value in bins.values)
    return late_of(middle, early, late, response_rate, SMALLEST_GROUP)
