"""The same persons in two slices: how many went from which group to which. One query."""

from typing import Any

from likely.stats.scale import GROUPS
from likely.store.engine import fetch
from likely.store.narrow import narrow, need
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.


def wave_table(table: Responses, first: Slice, second: Slice) -> list[list[int]]:
    """Rows: detractor, passive, promoter in the first slice; columns: in the second.

    Of several answers of a person in one slice the last counts.
    """
    need(table, "person", "A comparison of the same persons")
    need(table, "score", "A comparison of the same persons")
    rows = fetch(table, lambda asked: _query(asked, first, second), ("waves", first, second))
    places = {group: place for place, group in enumerate(GROUPS)}
    cells = [[0] * 3 for _ in range(3)]
    for before, after, n in rows:
        cells[places[before]][places[after]] = n
    return cells


def _query(table: Responses, first: Slice, second: Slice) -> IbisTable:
    import ibis

    before, after = _last_group(table, first, "before"), _last_group(table, second, "after")
    both = before.inner_join(after, "person")
    return both.group_by("before", "after").agg(n=ibis._.count())


def _last_group(table: Responses, slice: Slice, name: str) -> IbisTable:
    import ibis

    rows = narrow(table, slice)
    rows = rows.filter(rows["score"].notnull() & rows["person"].notnull())
    score: Any = rows["score"].argmax(rows["at"]) if "at" in table.has else rows["score"].arbitrary()
    last = rows.group_by("person").agg(last=score)
    group = ibis.cases((last["last"] >= 9, GROUPS[2]), (last["last"] >= 7, GROUPS[1]), else_=GROUPS[0])
    return last.select("person", **{name: group})
