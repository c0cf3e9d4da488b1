"""How often each step of a rated question was answered, by cut: one query that adds up, like `counts`."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from likely.store.engine import fetch
from likely.store.narrow import cut_of, narrow, unknown_column
from likely.store.part_memory import remember
from likely.store.slice import Key, Slice
from likely.store.table import IbisTable, Responses


@dataclass(frozen=True, slots=True)
class Steps:
    """Answers by cut and step. `by` names the cuts; a key of `cells` has one value for each."""

    by: tuple[str, ...]
    cells: Mapping[Key, Mapping[int, int]]

    def total(self) -> Mapping[int, int]:
        return sum((Counter(cell) for cell in self.cells.values()), Counter())

    def __add__(self, other: "Steps") -> "Steps":
        if self.by != other.by:
            raise ValueError(f"steps by {self.by} and by {other.by} do not add up")
        keys = dict.fromkeys([*self.cells, *other.cells])
        return Steps(
            self.by,
            {key: Counter(self.cells.get(key, {})) + Counter(other.cells.get(key, {})) for key in keys},
        )


def step_counts(table: Responses, slice: Slice, column: str) -> Steps:
    """Answers of the slice in a rating column, by its cuts and the step."""
    if column not in table.ratings:
        raise unknown_column(column, table.ratings)
    return sum((_of_part(part, slice, column) for part in table.split()), Steps(slice.by, {}))


def steps_query(table: Responses, slice: Slice, column: str) -> IbisTable:
    """The one query: columns cut_0.., step, n. Who did not answer it is left out."""
    import ibis  # heavy

    rows = narrow(table, slice)
    answered = rows.filter(rows[column].notnull())
    cuts = {f"cut_{place}": cut_of(table, name) for place, name in enumerate(slice.by)}
    return answered.group_by(**cuts, step=ibis._[column].cast("int64")).agg(n=ibis._.count())


def _of_part(part: Responses, slice: Slice, column: str) -> Steps:
    def count() -> Steps:
        key = ("steps", slice, column)
        rows = fetch(part, lambda table: steps_query(table, slice, column), key)
        return Steps(slice.by, _cells(rows, len(slice.by)))

    return remember(part, ("steps", slice, column), count)


def _cells(rows: list[tuple[Any, ...]], cuts: int) -> dict[Key, dict[int, int]]:
    cells: dict[Key, dict[int, int]] = {}
    for row in rows:
        cells.setdefault(row[:cuts], {})[int(row[cuts])] = int(row[cuts + 1])
    return cells
