"""Edges of bins that may be moved: no difference of two views tells a few answers.

`wait:10,50` and then `wait:10,51` would tell who waited 51. So the edges that may be asked for come from one
list for each number, and in each view only those are used that keep at least `smallest` answers, or none,
between them and between them and the number's own edges, in every row of a table that is crossed. Where the
number's own bins have too few answers somewhere, these stay as they are: then nothing is moved.
What is asked for goes to the nearest edge that may be used, and the bins are called by that.
"""

from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from likely.analyse.small_groups import hidden
from likely.lib.refusal import Refusal
from likely.store.aggregate import Cell, counts
from likely.store.cut_name import Bins, bins_named, column_asked
from likely.store.left_out import Pattern
from likely.store.slice import Key, Slice
from likely.store.spread import edges_offered, readable_edges, spread_of
from likely.store.table import Responses


def settled(table: Responses, slice: Slice, everything: Responses, smallest: int, *cross: str) -> Slice:
    """The slice with edges that may be used, in its cuts and its filters.

    everything: of the workspace; its numbers give the list. cross: further columns of the same table.
    """
    slice = replace(slice, guarded=True)
    cuts = (*slice.by, *cross)
    where = tuple(
        _filter(table, slice, everything, smallest, cuts, column, values) for column, values in slice.where
    )
    by = tuple(_cut(table, slice, everything, smallest, cuts, name) for name in slice.by)
    return replace(slice, where=where, by=by)


def _cut(
    table: Responses, slice: Slice, everything: Responses, smallest: int, cuts: Sequence[str], name: str
) -> str:
    bins = _bins(everything, name)
    if bins is None:
        return name
    others = [one for one in cuts if column_asked(one) != bins.column]
    return replace(bins, edges=_used(table, slice, everything, smallest, others, bins)).name


def _filter(
    table: Responses,
    slice: Slice,
    everything: Responses,
    smallest: int,
    cuts: Sequence[str],
    column: str,
    values: tuple[str, ...],
) -> tuple[str, tuple[str, ...]]:
    bins = _bins(everything, column)
    if bins is None or not set(values) & set(bins.values):
        return column, values
    others = [one for one in cuts if column_asked(one) != bins.column]
    context = replace(slice, where=tuple(one for one in slice.where if column_asked(one[0]) != bins.column))
    edges = _used(table, context, everything, smallest, others, bins)
    return replace(bins, edges=edges).name, _moved(bins, edges, values)


def _bins(everything: Responses, name: str) -> Bins | None:
    """None for a column of this very name, and for a number that there is not, which is refused later."""
    columns = (*everything.dimensions, *everything.ratings)
    bins = None if name in columns else bins_named(name)
    return bins if bins and bins.column in columns else None


def _moved(asked: Bins, edges: Sequence[float], values: Sequence[str]) -> tuple[str, ...]:
    """The bins between the edges to which those of the values' bins went; a bin without room is left out."""
    used = replace(asked, edges=tuple(edges))
    places = [-1, *(used.edges.index(nearest(edge, edges)) for edge in asked.edges), len(used.edges)]
    to = {
        value: used.values[high] if low < high else None
        for value, (low, high) in zip(asked.values, pairwise(places), strict=True)
    }
    moved = tuple(dict.fromkeys(to.get(value, value) for value in values))
    told = tuple(value for value in moved if value is not None)
    if not told:
        raise Refusal(
            "bin_too_narrow",
            f"{asked.column}: this bin is too narrow to be shown by itself.",
            cure="Ask for a wider one.",
            field=asked.column,
        )
    return told


def _used(
    table: Responses,
    slice: Slice,
    everything: Responses,
    smallest: int,
    others: Sequence[str],
    bins: Bins,
) -> tuple[float, ...]:
    spread = spread_of(everything, bins.column)
    own = readable_edges(spread)
    if not own or bins.edges == own:
        return bins.edges
    offered = edges_offered(spread)
    fine = replace(bins, edges=tuple(sorted({*offered, *own})))
    found = counts(table, slice.cut(*others, fine.name))
    rows = rows_of(found.cells, fine.values, smallest)
    return edges_used(rows, fine.edges, own, offered, bins.edges, smallest)


def rows_of(cells: Mapping[Key, Cell], values: Sequence[str], smallest: int) -> list[list[int]]:
    """Answers by bin, last those without one, of each shown row, of the others together, and of all.

    So too of what the filters leave out, for each way to fail them, and of all that they were asked of.
    """
    unseen = hidden(_row_sizes(cells), smallest)
    patterns = {pattern for cell in cells.values() for pattern in cell.sizes}
    tables = [_table_of(cells, values, (pattern,)) for pattern in sorted(patterns, key=str)]
    if len(patterns) > 1:
        tables.append(_table_of(cells, values, [pattern for pattern in patterns if pattern]))
    return [row for table in tables for row in _groups(table, unseen)]


def _row_sizes(cells: Mapping[Key, Cell]) -> dict[Hashable, int]:
    sizes: dict[Hashable, int] = {}
    for key, cell in cells.items():
        sizes[key[:-1]] = sizes.get(key[:-1], 0) + cell.answered
    return sizes


def _table_of(
    cells: Mapping[Key, Cell], values: Sequence[str], patterns: Iterable[Pattern]
) -> dict[Hashable, list[int]]:
    places = {value: place for place, value in enumerate(values)}
    rows: dict[Hashable, list[int]] = {}
    for key, cell in cells.items():
        row = rows.setdefault(key[:-1], [0] * (len(values) + 1))
        row[places.get(str(key[-1]), len(values))] += sum(cell.sizes.get(one, 0) for one in patterns)
    return rows


def _groups(table: Mapping[Hashable, list[int]], unseen: set[Hashable]) -> list[list[int]]:
    shown = [[row] for key, row in table.items() if key not in unseen]
    merged = [row for key, row in table.items() if key in unseen]
    groups = [*shown, merged, list(table.values())]
    return [[sum(column) for column in zip(*group, strict=True)] for group in groups if group]


def edges_used(
    rows: Sequence[Sequence[int]],
    edges: Sequence[float],
    own: Sequence[float],
    offered: Sequence[float],
    asked: Sequence[float],
    smallest: int,
) -> tuple[float, ...]:
    """rows: answers in the bins of all `edges`, last those without one. own, offered: among `edges`."""
    if any(_has_few(row, edges, own, smallest) for row in rows):
        return tuple(own)
    order = dict.fromkeys((*own, *offered))
    kept = [set(_kept(row, edges, tuple(order), smallest)) for row in rows]
    usable = sorted(set(edges).intersection(*kept))
    return tuple(sorted({nearest(edge, usable) for edge in asked}))


def _has_few(row: Sequence[int], edges: Sequence[float], own: Sequence[float], smallest: int) -> bool:
    """Whether a bin of the number's own, or those without a bin, are some but few."""
    *bins, without = row
    before = [0, *accumulate(bins)]
    ends = [0, *(bisect_left(edges, edge) + 1 for edge in own), len(bins)]
    sizes = [before[end] - before[start] for start, end in pairwise(ends)]
    return any(0 < n < smallest for n in (*sizes, without))


def _kept(row: Sequence[int], edges: Sequence[float], order: Sequence[float], smallest: int) -> list[float]:
    """Those that leave no few answers between neighbours, taken one after the other in the order."""
    before = [0, *accumulate(row[:-1])]
    ends = [0, len(edges) + 1]
    for edge in order:
        end = bisect_left(edges, edge) + 1
        place = bisect_left(ends, end)
        parts = (before[end] - before[ends[place - 1]], before[ends[place]] - before[end])
        if not any(0 < n < smallest for n in parts):
            insort(ends, end)
    return [edges[end - 1] for end in ends[1:-1]]


def nearest(edge: float, usable: Sequence[float]) -> float:
    """Of two that are as near, the lower one."""
    return min(usable, key=lambda one: (abs(one - edge), one))
