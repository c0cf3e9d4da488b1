"""The answers of units: a table of one, and the counts of all of them by one query.

An answer is a unit's when one of its properties has a value of the unit or of a unit below it; it counts
once, whatever it is matched by.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from uuid import UUID

from likely.people.unit import Unit, UnitTree
from likely.store.aggregate import Cell, Counts, counts
from likely.store.kept_rows import kept_rows
from likely.store.slice import Key, Slice
from likely.store.table import IbisTable, Responses

Matches = Mapping[str, Sequence[str]]


def answers_of_unit(table: Responses, matches: Matches) -> Responses:
    """The rows that one of the properties {name: values} has. Answers of nobody in particular count too."""
    known = {name: tuple(values) for name, values in matches.items() if name in table.dimensions}

    def keep(rows: IbisTable) -> IbisTable:
        if not known:
            return rows.limit(0)
        return rows.filter(
            reduce(or_, (rows[name].isin(values).fill_null(False) for name, values in known.items()))
        )

    key: Hashable = ("unit", tuple(sorted(known.items())))
    return replace(kept_rows(table, keep, key), whole=table)


def counts_by_unit(
    table: Responses, slice: Slice, tree: UnitTree, units: Sequence[Unit]
) -> tuple[dict[UUID, Counts], Counts]:
    """{unit: its counts by the slice's cuts}, and the counts of all answers by the same cuts. One query."""
    wanted = {one.pk: tree.matches(one) for one in units}
    columns = sorted(
        {name for found in wanted.values() for name in found} & {*table.dimensions} - {*slice.by}
    )
    found = counts(table, replace(slice, by=(*slice.by, *columns)))
    owners: dict[tuple[str, str], set[UUID]] = {}
    for unit, matches in wanted.items():
        for name, values in matches.items():
            for value in values:
                owners.setdefault((name, value), set()).add(unit)
    cells: dict[UUID, dict[Key, Cell]] = {one.pk: {} for one in units}
    width = len(slice.by)
    for key, cell in found.cells.items():
        pairs = zip((*slice.by, *columns), key, strict=True)
        its = set().union(*(owners.get((name, str(value)), ()) for name, value in pairs if value is not None))
        for unit in its:
            kept = cells[unit]
            kept[key[:width]] = kept.get(key[:width], Cell()) + cell
    return {unit: Counts(slice.by, kept) for unit, kept in cells.items()}, found.over(*slice.by)
