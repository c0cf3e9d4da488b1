"""A table with some of its rows, or with more columns. Each part of it stays a plain table: asked and
remembered as before.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from hashlib import sha256

from likely.store.engine import fetch_arrow
from likely.store.lake_query import in_one, text_of
from likely.store.sealed import joined
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.
Change = Callable[[IbisTable], IbisTable]


def kept_rows(table: Responses, keep: Change, key: Hashable) -> Responses:
    """The rows that `keep` leaves, in their own columns. key: the same for the same rule alone."""
    return joined([remade(part, keep, ("kept", key)) for part in table.split()])


def remade(part: Responses, change: Change, key: Hashable) -> Responses:
    """The part with the rows that `change` makes of its own. key: the same for the same change alone."""
    import ibis

    rows = change(part.rows)
    if part.stamp is None:  # rows in memory: few, and fresh with every page
        found = fetch_arrow(part, lambda asked: change(asked.rows), key)
        return replace(part, rows=ibis.memtable(found, schema=rows.schema()), parts=())
    rows = in_one(rows)
    return replace(part, rows=rows, stamp=sha256(text_of(rows).encode()).hexdigest(), parts=())
