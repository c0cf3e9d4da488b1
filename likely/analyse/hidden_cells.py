"""Which cells of a two-way table must stay hidden, so that no sum or difference of shown ones tells them.

The totals of rows and columns are shown beside the cells. Hidden rows (and columns) count as one merged row,
whose total anybody can work out. What can be worked out of the hidden cells is the answers that leave a set
of rows for columns outside a set that only these rows enter. So a cell of fewer than `threshold` answers is
safe exactly where every such set that it belongs to holds at least `threshold` answers: where so much can
flow from its row to its column, cells as pipes of their size and free return from column to row (the
largest flow equals the smallest cut, Ford & Fulkerson 1956).
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeVar

from likely.analyse.small_groups import hidden, unseen
from likely.store.aggregate import Cell

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Amount = TypeVar("Amount", int, Cell)
Place = tuple[int, int]  # of a row and a column
Node = tuple[str, int]

MERGED = 0  # the place of all hidden rows, or columns, together


def hidden_cells(
    sizes: Mapping[tuple[Row, Column], int], threshold: int
) -> tuple[set[tuple[Row, Column]], set[Row], set[Column]]:
    """Cells, rows and columns that must not be shown. sizes: answers of each cell; absent ones have none."""
    rows, columns = (hidden(_margin(sizes, side), threshold) for side in (0, 1))
    return _hidden_beside(sizes, threshold, rows, columns), rows, columns


def unseen_cells(cells: Mapping[tuple[Row, Column], Cell], threshold: int) -> set[tuple[Row, Column]]:
    """Those that must not be shown, also because a page with other filters would tell a few by them.

    What the filters leave out is a table for each way to fail them, and each must be safe.
    """
    rows, columns = (unseen(_margin(cells, side), threshold) for side in (0, 1))
    few = _hidden_beside({pair: cell.answered for pair, cell in cells.items()}, threshold, rows, columns)
    for pattern in {pattern for cell in cells.values() for pattern in cell.atoms}:
        sizes = {pair: cell.atoms.get(pattern, 0) for pair, cell in cells.items()}
        few |= _hidden_beside(sizes, threshold, rows, columns, fewest=1)
    return few


def _hidden_beside(
    sizes: Mapping[tuple[Row, Column], int],
    threshold: int,
    rows: set[Row],
    columns: set[Column],
    fewest: int = 0,
) -> set[tuple[Row, Column]]:
    """rows, columns: that are hidden whole. fewest: as of `_hidden_places`."""
    row_of, column_of = _places({row for row, _ in sizes}, rows), _places({one for _, one in sizes}, columns)
    merged: dict[Place, int] = {(i, j): 0 for i in set(row_of.values()) for j in set(column_of.values())}
    for (row, column), n in sizes.items():
        merged[row_of[row], column_of[column]] += n
    few = _hidden_places(merged, threshold, fewest)
    return {
        (row, column) for row in row_of for column in column_of if (row_of[row], column_of[column]) in few
    }


def _margin(table: Mapping[tuple[Any, Any], Amount], side: int) -> dict[Any, Amount]:
    """The sums of the rows (side 0) or of the columns (side 1)."""
    totals: dict[Any, Amount] = {}
    for key, amount in table.items():
        totals[key[side]] = totals[key[side]] + amount if key[side] in totals else amount
    return totals


def _places(names: set[Row], few: set[Row]) -> dict[Row, int]:
    """A number for each shown name, MERGED for the hidden ones."""
    shown = sorted((name for name in names if name not in few), key=str)
    numbers = {name: place for place, name in enumerate(shown, MERGED + 1)}
    return {name: numbers.get(name, MERGED) for name in names}


def _hidden_places(sizes: Mapping[Place, int], threshold: int, fewest: int) -> set[Place]:
    """Small cells and merged ones, and for each small one that is not safe the least rectangle that helps.

    fewest: from which on answers are few. 0 where an empty cell has nothing to show anyway; 1 where the cells
    are shown, and none is left out of them. Hiding more never makes a cell less safe, so that each needs to
    be looked at once.
    """
    unseen = {place for place, n in sizes.items() if fewest <= n < threshold or MERGED in place}
    for place in sorted(place for place in unseen if 0 < sizes[place] < threshold):
        pipes = _Pipes(sizes, unseen)
        while pipes.flow(place, threshold) < threshold:
            corners = _rectangle(sizes, unseen, place, threshold)
            if not corners:
                break
            unseen |= corners
            pipes = _Pipes(sizes, unseen)
    return unseen


def _rectangle(sizes: Mapping[Place, int], unseen: set[Place], place: Place, threshold: int) -> set[Place]:
    """The other corners of a rectangle at the cell that are not hidden yet.

    Enough must flow round it where that can be; then as few answers as possible are hidden.
    """
    row, column = place
    best: tuple[int, int, set[Place]] | None = None
    for other_row, other_column in sizes:
        if other_row == row or other_column == column:
            continue
        forth = (row, other_column), (other_row, column)
        corners = {*forth, (other_row, other_column)} - unseen
        if corners:
            lacking = max(threshold - sizes[place] - min(sizes[forth[0]], sizes[forth[1]]), 0)
            price = lacking, sum(sizes[corner] for corner in corners), corners
            best = price if best is None or price[:2] < best[:2] else best
    return best[2] if best else set()


class _Pipes:
    """The hidden cells as pipes from their row to their column, with free return."""

    def __init__(self, sizes: Mapping[Place, int], unseen: set[Place]) -> None:
        self._sizes = sizes
        self._of_row: dict[int, list[Place]] = {}
        self._of_column: dict[int, list[Place]] = {}
        for place in unseen:
            self._of_row.setdefault(place[0], []).append(place)
            self._of_column.setdefault(place[1], []).append(place)

    def flow(self, cell: Place, enough: int) -> int:
        """The largest flow from the cell's row to its column, or `enough` if it is more."""
        used: dict[Place, int] = {}
        total = 0
        while total < enough:
            path = self._path(used, cell)
            if path is None:
                return total
            slack = [self._sizes[place] - used.get(place, 0) for place, forth in path if forth]
            step = min([*slack, enough - total])
            for place, forth in path:
                used[place] = used.get(place, 0) + (step if forth else -step)
            total += step
        return total

    def _path(self, used: Mapping[Place, int], cell: Place) -> list[tuple[Place, bool]] | None:
        """A way from the cell's row to its column: forth where a pipe has room, back always."""
        start, end = ("row", cell[0]), ("column", cell[1])
        came: dict[Node, tuple[Place, bool]] = {}
        queue, seen = [start], {start}
        for node in queue:
            for reached, place, forth in self._next(node, used):
                if reached not in seen:
                    seen.add(reached)
                    came[reached] = place, forth
                    queue.append(reached)
            if end in seen:
                return _traced(came, start, end)
        return None

    def _next(self, node: Node, used: Mapping[Place, int]) -> Iterator[tuple[Node, Place, bool]]:
        kind, number = node
        if kind == "row":
            for place in self._of_row.get(number, ()):
                if self._sizes[place] > used.get(place, 0):
                    yield ("column", place[1]), place, True
        else:
            for place in self._of_column.get(number, ()):
                yield ("row", place[0]), place, False


def _traced(came: Mapping[Node, tuple[Place, bool]], start: Node, end: Node) -> list[tuple[Place, bool]]:
    path, at = [], end
    while at != start:
        place, forth = came[at]
        path.append((place, forth))
        at = ("row", place[0]) if forth else ("column", place[1])
    return path
