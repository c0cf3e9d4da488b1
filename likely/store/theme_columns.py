"""A table of responses with the themes of their comments beside them, as columns that a slice can ask for."""

from dataclasses import replace
from typing import Any, Final

from likely.store.kept_rows import remade
from likely.store.lake import Snapshot
from likely.store.lake_query import text_of
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
    part = replace(part, has=part.has | {THEMES}, dimensions=(*part.dimensions, THEMES), parts=())
    return remade(part, lambda rows: _beside(rows, tags), ("with_themes", text_of(tags)))


def _beside(rows: IbisTable, tags: IbisTable) -> Any:
    both = rows.left_join(tags, rows["id"] == tags["id"])
    return both.select(*(rows[name] for name in rows.columns), *(tags[name] for name in JOINED))
