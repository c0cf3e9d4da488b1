"""The tags of a workspace's comments: a Delta table beside the responses, one for each set of themes.

No word of anybody is in it: a response's id, its themes, and how favourable it sounds. A new set writes a
table of its own from the beginning, and the one before it is dropped once nobody reads it any more.
"""

import shutil
from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from likely.base.workspace import Workspace
from likely.store.engine import new_cursor
from likely.store.lake import Kind, Lake, Snapshot
from likely.store.lake_query import asked_by, duckdb_files, files_of
from likely.store.schema import THEME_COLUMNS
from likely.store.seal import lake_of
from likely.store.table import IbisTable

# deltalake, Ibis and PyArrow are heavy: imported where they are used.
ArrowTable = Any

TAGGED: Final = {
    "id": "string",  # of the response
    "at": "moment",  # of the response: never changes, so that an older copy is found without a search
    "changed_at": "moment",  # of the response, when it was read
    "themes": "string",  # likely/text/tag_code.py
    "themes_favour": "small",  # 0..100: how favourable it sounds, by a model that has not seen its score
    "themes_language": "string",  # language code
    "themes_empty": "flag",  # says nothing: likely/text/spam.py
    "themes_guessed": "flag",  # a theme that no word says, only what examples taught
}
JOINED: Final = THEME_COLUMNS


@lru_cache(1)
def tag_schema() -> Any:
    import pyarrow as pa

    types = {
        "string": pa.string(), "moment": pa.timestamp("us", tz="UTC"), "small": pa.int8(), "flag": pa.bool_(),
    }  # fmt: skip
    return pa.schema([pa.field(name, types[type]) for name, type in TAGGED.items()])


TAGS: Final = Kind(
    "themes", "Themes of comments, by response. See docs/reasons.md.", tag_schema, "id,at,changed_at"
)


def tags_of(workspace: Workspace, number: int) -> Lake:
    return Lake(f"{lake_of(workspace).url.rpartition('/')[0]}/themes-{number}", TAGS)


def tags_table(at: Snapshot) -> IbisTable:
    """The tags as a table that can be joined."""
    import ibis

    columns = ", ".join(("id", *JOINED))
    statement = f"SELECT {columns} FROM {files_of(at.files, tag_schema())}"  # noqa: S608
    types = dict(ibis.Schema.from_pyarrow(tag_schema()).items())
    return asked_by(statement, ibis.schema({name: types[name] for name in ("id", *JOINED)}))


def read_before(at: Snapshot | None, batch: Collection[tuple[str, datetime]]) -> dict[str, datetime]:
    """Of these (id, at) those that have been tagged, with the change at which they were."""
    if at is None or not at.files or not batch:
        return {}
    import pyarrow as pa

    ids = pa.table({"id": pa.array([id for id, _ in batch], pa.string())})
    moments = [moment for _, moment in batch]
    cursor, files = new_cursor(), duckdb_files(at.files)
    try:
        cursor.register("batch", ids)
        cursor.execute(
            f'SELECT id, changed_at FROM {files} WHERE "at" BETWEEN ? AND ? AND id IN (SELECT id FROM batch)',  # noqa: S608
            [min(moments), max(moments)],
        )
        return dict(cursor.fetchall())
    finally:
        cursor.close()


def row_of(at: Snapshot | None, id: str, moment: datetime) -> dict[str, Any] | None:
    """All columns of one response's tags, where it has been read."""
    if at is None or not at.files:
        return None
    cursor, files = new_cursor(), duckdb_files(at.files)
    try:
        columns = ", ".join(f'"{name}"' for name in TAGGED)
        cursor.execute(f'SELECT {columns} FROM {files} WHERE "at" = ? AND id = ?', [moment, id])  # noqa: S608
        rows = cursor.fetchall()
    finally:
        cursor.close()
    return dict(zip(TAGGED, rows[0], strict=True)) if rows else None


def drop(lake: Lake) -> None:
    """Forget the table. In object storage its rows go, and what is left of it is a few lines of a log."""
    from deltalake import DeltaTable

    folder = Path(lake.url)
    if "://" not in lake.url:
        shutil.rmtree(folder, ignore_errors=True)
    elif DeltaTable.is_deltatable(lake.url):
        table = DeltaTable(lake.url)
        table.delete()
        table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
