"""Which groups must not be shown, so that no sum or difference of what is shown tells a few answers."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

from likely.store.aggregate import Cell, counts
from likely.store.left_out import Atoms, Pattern, failed, judged
from likely.store.slice import Slice
from likely.store.table import Responses

Row = TypeVar("Row", bound=Hashable)


def hidden(sizes: Mapping[Row, int], threshold: int) -> set[Row]:
    """The groups that must not be shown.

    Those below the threshold, and as many of the next smallest as it takes that what is hidden is at
    least two groups and at least `threshold` answers together: the total minus all that is shown says
    nothing of a small group then.
    """
    few = {row for row, n in sizes.items() if n < threshold}
    return _with_others(few, {row: {(): n} for row, n in sizes.items()}, threshold)


def unseen(cells: Mapping[Row, Cell], threshold: int) -> set[Row]:
    """`hidden`, and those that a page with other filters, less this one, would tell a few answers of."""
    sizes = {row: cell.sizes for row, cell in cells.items()}
    few = {row for row, cell in cells.items() if cell.is_few(threshold)}
    for wider in _wider(sizes):
        few |= hidden(wider, threshold)
    return _with_others(few, sizes, threshold)


def _with_others(few: set[Row], sizes: Mapping[Row, Atoms], threshold: int) -> set[Row]:
    """sizes: of each group its answers, under (), and whatever else must not be a few."""
    others = sorted((row for row in sizes if row not in few), key=lambda row: (sizes[row][()], str(row)))
    answered = [sizes[row] for row in few if sizes[row][()]]
    together = sum(map(Counter, answered), Counter[Pattern]())
    while others and answered and (len(answered) < 2 or any(0 < n < threshold for n in together.values())):
        few.add(row := others.pop(0))
        answered.append(sizes[row])
        together.update(sizes[row])
    return few


def _wider(sizes: Mapping[Row, Atoms]) -> Iterator[dict[Row, int]]:
    """The answers of each group, and what they were if some of the filters were not there, or none."""
    yield {row: atoms[()] for row, atoms in sizes.items()}
    patterns = {pattern for atoms in sizes.values() for pattern in atoms if pattern}
    failing = {dropped for dropped in map(failed, patterns) if dropped}
    for dropped in {*failing, frozenset[int]().union(*failing)} if failing else ():
        yield {
            row: sum(n for pattern, n in atoms.items() if pattern and failed(pattern) <= dropped)
            for row, atoms in sizes.items()
        }


def too_few(table: Responses, slice: Slice, smallest: int) -> bool:
    """Whether what the filters leave, or what they leave out, is a few answers: nothing is shown then.

    Nor is a value shown by itself, or with others, that a cut by its column hides together with smaller ones.
    """
    if counts(table, slice.cut()).total().is_few(smallest):
        return True
    if not slice.guarded:
        return False
    hiding = (
        (values, hidden_values(table, slice.without(name), name, smallest)) for name, values in judged(slice)
    )
    return any(few[value].answered for values, few in hiding for value in values if value in few)


def hidden_values(table: Responses, slice: Slice, column: str, smallest: int) -> dict[str, Cell]:
    """The values, and their answers, that a cut of the slice by this column would hide, small or not."""
    cells = counts(table, slice.cut(column)).cells
    few: dict[str, Cell] = {}
    for value, cell in ((str(key[0] or ""), cells[key]) for key in unseen(cells, smallest)):
        few[value] = few.get(value, Cell()) + cell
    return few
