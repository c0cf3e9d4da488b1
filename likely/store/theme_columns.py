"""A table of responses with the themes of their comments beside them, as columns that a slice can ask for."""

from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from likely.store.engine import backend, fetch_arrow
from likely.store.lake import Snapshot
from likely.store.sealed import joined
from likely.store.table import IbisTable, Responses
from likely.store.theme_lake import JOINED, tags_table

# Ibis is imported where it is used: `import likely` must stay light.
THEMES: Final = "themes"  # the column, and the cut by which comments are counted


def with_themes(table: Responses, at: Snapshot) -> Responses:
    """Columns of JOINED; null where a response has not been tagged, or says nothing."""
    tags = tags_table(at)
    return joined([_told(part, tags) for part in table.split()])


def _told(part: Responses, tags: IbisTable) -> Responses:
    import ibis

    part = replace(part, has=part.has | {THEMES}, dimensions=(*part.dimensions, THEMES), parts=())
    if part.stamp is None:  # rows in memory: few, and fresh with every page
        key = ("with_themes", str(tags.op().query))
        rows = fetch_arrow(part, lambda asked: _beside(asked.rows, tags), key)
        schema = _beside(part.rows, tags).schema()
        return replace(part, rows=ibis.memtable(rows, schema=schema))
    rows = _beside(part.rows, tags)
    statement = backend().compile(rows)
    stamp = sha256(statement.encode()).hexdigest()
    return replace(part, rows=backend().sql(statement, schema=rows.schema()), stamp=stamp)


def _beside(rows: IbisTable, tags: IbisTable) -> Any:
    both = rows.left_join(tags, rows["id"] == tags["id"])
    return both.select(*(rows[name] for name in rows.columns), *(tags[name] for name in JOINED))
