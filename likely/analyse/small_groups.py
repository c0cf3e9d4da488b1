"""Which groups must not be shown, so that no sum or difference of what is shown tells a few answers."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
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
    few = {row for row, atoms in sizes.items() if _some_few(atoms, threshold)}
    for wider in _wider(sizes):
        few |= hidden(wider, threshold)
    return _with_others(few, sizes, threshold)


def _with_others(few: set[Row], sizes: Mapping[Row, Atoms], threshold: int) -> set[Row]:
    """sizes: of each group its answers, under (), and whatever else must not be a few."""
    others = sorted((row for row in sizes if row not in few), key=lambda row: (sizes[row][()], str(row)))
    answered = [sizes[row] for row in few if sizes[row][()]]
    together = sum(map(Counter, answered), Counter[Pattern]())
    while others and answered and (len(answered) < 2 or _some_few(together, threshold)):
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


def _some_few(atoms: Atoms, threshold: int) -> bool:
    return any(0 < n < threshold for n in atoms.values())


def too_few(table: Responses, slice: Slice, smallest: int) -> bool:
    """Whether what the filters leave, or what they leave out, is a few answers: nothing is shown then.

    Nor is a value shown by itself, or with others, that a cut by its column hides together with smaller ones.
    """
    if counts(table, slice.cut()).total().is_few(smallest):
        return True
    return slice.guarded and any(_is_hidden_in_cut(table, slice, *one, smallest) for one in judged(slice))


def _is_hidden_in_cut(
    table: Responses, slice: Slice, column: str, values: tuple[str, ...], smallest: int
) -> bool:
    around = replace(slice, where=tuple(one for one in slice.where if one[0] != column))
    cells = counts(table, around.cut(column)).cells
    few = unseen(cells, smallest)
    return any(cells[key].answered and str(key[0] or "") in values for key in few)
