"""The sealed part of a table: the query over the files that a snapshot of the lake lists.

SQL text is made here (and for themes and events) in the words of the engine: Ibis can't give DuckDB a list
of files without opening them all once more for every page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, reduce
from hashlib import sha256
from typing import Any

from likely.store.engine import new_cursor
from likely.store.lake import Snapshot
from likely.store.lake_query import asked_by, duckdb_files, files_of, words
from likely.store.schema import DIMENSIONS, HAS, PROPERTY, RATING, arrow_schema, shown_names
from likely.store.table import Responses

ArrowTable = Any


def sealed_parts(
    at: Snapshot, states: Sequence[str], without: Sequence[str], columns: Sequence[str]
) -> list[Responses]:
    """The rows of a snapshot in these states, without these ids, under the names that are asked for.

    columns: the wide columns of the whole table, those of its hot part included. Large files are a part
    of their own, so that what is remembered of them outlives the next seal.
    """
    return [
        _sealed_part(_query(at, files, states, without, columns), columns)
        for files in (at.settled, at.recent)
        if files
    ]


def _sealed_part(query: str, columns: Sequence[str]) -> Responses:
    # The query names the files, and a file never changes: the same query, the same rows.
    stamp = sha256(query.encode()).hexdigest()
    return responses(asked_by(query, _ibis_schema(tuple(columns))), columns, stamp)


def responses(rows: Any, columns: Sequence[str], stamp: str | None = None) -> Responses:
    """A table of a workspace with these wide columns."""
    shown = shown_names(columns)
    return Responses(
        rows=rows,
        has=HAS,
        dimensions=(*DIMENSIONS, *(shown[name] for name in columns if name.startswith(PROPERTY))),
        ratings=tuple(shown[name] for name in columns if name.startswith(RATING)),
        stamp=stamp,
        drawn=True,
    )


def hot_part(batch: ArrowTable, columns: Sequence[str]) -> Responses:
    """Rows in memory, in the form of the sealed ones."""
    import ibis

    batch = batch.select(arrow_schema(columns).names)
    shown = shown_names(columns)
    batch = batch.rename_columns([shown.get(name, name) for name in batch.column_names])
    return responses(ibis.memtable(batch, schema=_ibis_schema(tuple(columns))), columns)


def joined(parts: Sequence[Responses]) -> Responses:
    """One table of several parts with the same columns."""
    rows = reduce(lambda above, below: above.union(below), (part.rows for part in parts))
    stamp = parts[0].stamp if len(parts) == 1 else None
    return replace(parts[0], rows=rows, stamp=stamp, parts=tuple(parts))


def ids_within(at: Snapshot | None, batch: ArrowTable) -> list[str]:
    """Which rows of the batch the lake holds already. Files outside the batch's time are not read."""
    if at is None or not at.files:
        return []
    import pyarrow.compute as pc

    span = pc.min_max(batch["at"])
    cursor, files = new_cursor(), duckdb_files(at.files, grows=True)
    try:
        cursor.register("batch", batch.select(["id"]))
        cursor.execute(
            f'SELECT id FROM {files} WHERE "at" BETWEEN ? AND ? AND id IN (SELECT id FROM batch)',  # noqa: S608
            [span["min"].as_py(), span["max"].as_py()],
        )
        return [row[0] for row in cursor.fetchall()]
    finally:
        cursor.close()


def wide_columns(names: Iterable[str]) -> list[str]:
    """Property and rating columns, in one order whatever wrote them first."""
    return sorted(name for name in names if name.startswith((PROPERTY, RATING)))


def _query(
    at: Snapshot, files: Sequence[str], states: Sequence[str], without: Sequence[str], columns: Sequence[str]
) -> str:
    shown, there, say = shown_names(columns), set(at.columns), words()
    # A table made by an earlier version, or before a property was first seen, lacks a column.
    named = [
        f"{say.name(field.name) if field.name in there else say.nothing(str(field.type))}"
        f" AS {say.name(shown.get(field.name, field.name))}"
        for field in arrow_schema(columns)
    ]
    rules = [f"state IN ({say.texts(states)})"]
    if without:
        rules.append(f"id NOT IN ({say.texts(without)})")
    lies = files_of(files, arrow_schema(wide_columns(at.columns)), grows=True)
    return f"SELECT {', '.join(named)} FROM {lies} WHERE {' AND '.join(rules)}"  # noqa: S608


@lru_cache(256)
def _ibis_schema(columns: tuple[str, ...]) -> Any:
    import ibis

    shown = shown_names(columns)
    schema = ibis.Schema.from_pyarrow(arrow_schema(columns))
    return ibis.schema({shown.get(name, name): type for name, type in schema.items()})
