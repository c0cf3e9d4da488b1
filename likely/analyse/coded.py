"""A column of categories as columns of 0 and 1, so that it can be a driver; its values enter as one."""

from collections.abc import Sequence
from dataclasses import replace

from likely.store.aggregate import counts
from likely.store.narrow import column_of
from likely.store.slice import Slice
from likely.store.table import Responses

MOST_VALUES = 8  # of a category, the most answered; the others count as one


def coded(
    table: Responses, slice: Slice, names: Sequence[str]
) -> tuple[Responses, dict[str, tuple[str, ...]]]:
    """The table with these columns among its ratings, and which belong to each name.

    The most answered value is what the others are held against and has no column. A missing value stays
    missing. One query a name.
    """
    made: dict[str, tuple[str, ...]] = {}
    for name in names:
        values = _values(table, slice, name)
        columns = {value: f"{name} = {value}" for value in values[1:MOST_VALUES]}
        others = f"{name}: others" if len(values) > MOST_VALUES else ""
        made[name] = (*columns.values(), *((others,) if others else ()))
        table = _with(table, name, columns, others, values[:MOST_VALUES])
    return table, made


def _values(table: Responses, slice: Slice, name: str) -> list[str]:
    """The most answered first."""
    sizes = {
        str(key[0]): cell.answered for key, cell in counts(table, slice.cut(name)).cells.items() if key[0]
    }
    return sorted(sizes, key=lambda value: (-sizes[value], value))


def _with(
    table: Responses, name: str, columns: dict[str, str], others: str, known: Sequence[str]
) -> Responses:
    def marked(part: Responses) -> Responses:
        given = column_of(part, name)
        made = {label: (given == value).cast("float64") for value, label in columns.items()}
        if others:
            made[others] = given.notin(list(known)).cast("float64")
        return replace(part, rows=part.rows.mutate(**made), ratings=(*part.ratings, *made), parts=())

    return replace(marked(table), parts=tuple(marked(part) for part in table.parts))
