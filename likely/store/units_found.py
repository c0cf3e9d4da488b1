"""Units out of what answers carry: region above store, where these are properties of answers."""

from collections.abc import Sequence
from typing import Final

from likely.lib.refusal import Refusal
from likely.people.unit import UnitTree
from likely.people.unit_rows import UnitRow
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.table import Responses

MOST_KEYS: Final = 3


def rows_found(
    table: Responses, keys: Sequence[str], levels: Sequence[str], top: tuple[str, ...], tree: UnitTree
) -> list[UnitRow]:
    """A row for each value of each property, from the top down. top: the way under which they lie.

    A value that was seen under several others lies under the one with most answers. A value that some unit
    has already is that unit's: it is left out.
    """
    known = [key for key in dict.fromkeys(keys) if key in table.dimensions]
    if not known or len(known) != len(set(keys)) or len(known) > MOST_KEYS:
        raise Refusal("unit_keys", f"Name 1 to {MOST_KEYS} properties that answers have.", field="properties")
    taken = {(one.key, value) for one in tree.units for value in one.values}
    ways: dict[tuple[str, str], tuple[str, ...]] = {
        (one.key, value): tuple(part.name for part in tree.above(one))
        for one in tree.units
        for value in one.values
    }
    cells = counts(table, Slice().cut(*known)).cells
    rows = []
    for depth, key in enumerate(known):
        seen: dict[str, dict[tuple[str, ...], int]] = {}
        for values, cell in cells.items():
            if value := values[depth]:
                above = next(
                    (
                        ways[k, str(v)]
                        for k, v in reversed(list(zip(known[:depth], values, strict=False)))
                        if v
                    ),
                    top,
                )
                under = seen.setdefault(str(value), {})
                under[above] = under.get(above, 0) + cell.answered + cell.unanswered
        for value, under in sorted(seen.items()):
            if (key, value) in taken:
                continue
            way = (*max(under.items(), key=lambda pair: (pair[1], pair[0]))[0], value[:80])
            ways[key, value] = way
            rows.append(UnitRow(way, levels[depth] if depth < len(levels) else None, key, (value,)))
    return rows
