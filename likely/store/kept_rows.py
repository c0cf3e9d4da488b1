"""A table with only some of its rows. Each part of it stays a plain table: asked and remembered as before."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from hashlib import sha256

from likely.store.engine import backend, fetch_arrow
from likely.store.sealed import joined
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.
Keep = Callable[[IbisTable], IbisTable]


def kept_rows(table: Responses, keep: Keep, key: Hashable) -> Responses:
    """The rows that `keep` leaves, in their own columns. key: the same for the same rule alone."""
    return joined([_kept(part, keep, key) for part in table.split()])


def _kept(part: Responses, keep: Keep, key: Hashable) -> Responses:
    import ibis

    if part.stamp is None:  # rows in memory: few, and fresh with every page
        rows = fetch_arrow(part, lambda asked: keep(asked.rows), ("kept", key))
        return replace(part, rows=ibis.memtable(rows, schema=part.rows.schema()), parts=())
    statement = backend().compile(keep(part.rows))
    stamp = sha256(statement.encode()).hexdigest()
    return replace(part, rows=backend().sql(statement, schema=part.rows.schema()), stamp=stamp, parts=())
