"""Copies of the lake's files in a PostgreSQL: each file one table, in a schema of its workspace.

A file never changes and has a name of its own, so a copy is right for ever, and is made once, whoever asks
first: all that make or drop copies of a workspace wait for each other. A copy stays only while the table's
log names its file; what somebody still asks after that is copied for the one question. So when an erasure has
reached the lake and `keep` was called, no later moment finds the erased rows in a copy that stays.

Copies are unlogged: in no write-ahead log, base backup or replica. A crash empties them together with the
list of what was copied, so that they are made again.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from likely.lib.refusal import Refusal
from likely.store.lake import Lake
from likely.store.postgres_dialect import short_name
from likely.store.sql_words import POSTGRES

# PyArrow and Psycopg are heavy: imported where they are used.
ArrowSchema = Any
ArrowType = Any
Connection = Any

LIST: Final = "copies"  # the table that says what was copied, one in each schema
PREFIX: Final = "likely_lake_"  # of schemas
ROWS_AT_ONCE: Final = 20_000
WAIT: Final = "3s"  # for a reader of a copy that goes; later tries come
TYPES: Final = {  # by Arrow's name, after `_plain`
    "string": "TEXT", "int8": "SMALLINT", "int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT",
    "double": "DOUBLE PRECISION", "bool": "BOOLEAN", "date32[day]": "DATE",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ", "timestamp[us]": "TIMESTAMP",
}  # fmt: skip
# Of those that a server has, the first orders as DuckDB does and knows the letters of all scripts.
COLLATIONS: Final = ("pg_c_utf8", "C.utf8", "C.UTF-8", "en_US.utf8", "und-x-icu")


@dataclass(frozen=True, slots=True)
class Copy:
    """Where the rows of a file lie. table: as SQL writes it. columns: what the file has of them.

    file: not empty where they must be laid there first, for one transaction.
    """

    table: str
    columns: frozenset[str]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A file's copy by name: of which workspace, table of its lake, and file."""

    schema: str
    kind: str
    name: str

    @classmethod
    def of(cls, file: str) -> "Place":
        path = PurePath(file)
        kind, above = path.parent.name, path.parent.parent
        try:
            workspace = UUID(above.name)
        except ValueError:  # a lake of no workspace
            workspace = UUID(_digest(str(above)))
        return cls(schema_of(workspace), kind, f"{kind}_{_digest(path.name)}")

    @property
    def table(self) -> str:
        return f"{POSTGRES.name(self.schema)}.{POSTGRES.name(self.name)}"


def schema_of(workspace: UUID) -> str:
    return f"{PREFIX}{workspace.hex}"


def type_of(type: ArrowType) -> str:
    return TYPES[str(_plain(type))]


def _plain(type: ArrowType) -> ArrowType:
    """Of the ways to write a type, the one that all understand: a file that was rewritten has others."""
    import pyarrow as pa

    if pa.types.is_string_view(type) or pa.types.is_large_string(type):
        return pa.string()
    if pa.types.is_timestamp(type):
        return pa.timestamp("us", "UTC" if type.tz else None)
    return type


class Copies:
    """connection: without a transaction of its own going on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, files: Sequence[str]) -> list[Copy]:
        """Where each file's rows lie, copied where they did not yet."""
        places = {file: Place.of(file) for file in files}
        known: dict[str, frozenset[str]] = {}
        for schema in {place.schema for place in places.values()}:
            known |= self._known(schema)
        return [
            Copy(place.table, known[place.name]) if place.name in known else self._made(file, place)
            for file, place in places.items()
        ]

    def keep(self, folder: str, files: Collection[str]) -> bool:
        """Drop copies of files in this folder, but for these. False: one is still being read, and stays."""
        one = Place.of(f"{folder}/-")
        wanted = {Place.of(file).name for file in files}
        with self._alone(one.schema):
            named = [name for name in self._tables(one.schema) if name.rpartition("_")[0] == one.kind]
            stayed = [name for name in named if name not in wanted and not self._drop(one.schema, name)]
        return not stayed

    def workspaces(self) -> dict[UUID, tuple[str, ...]]:
        rows = self._connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ %s", [f"^{PREFIX}[0-9a-f]{{32}}$"]
        ).fetchall()
        return {
            UUID(schema.removeprefix(PREFIX)): tuple(
                sorted({name.rpartition("_")[0] for name in self._tables(schema)} - {""})
            )
            for (schema,) in rows
        }

    def forget(self, workspace: UUID) -> None:
        schema = schema_of(workspace)
        with self._alone(schema):
            self._connection.execute(f"DROP SCHEMA IF EXISTS {POSTGRES.name(schema)} CASCADE")

    def _known(self, schema: str) -> dict[str, frozenset[str]]:
        from psycopg.errors import UndefinedTable

        try:
            rows = self._connection.execute(f"SELECT name, columns FROM {_list(schema)}").fetchall()  # noqa: S608
        except UndefinedTable:
            return {}
        return {name: frozenset(columns) for name, columns in rows}

    def _tables(self, schema: str) -> list[str]:
        rows = self._connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> %s", [schema, LIST]
        )
        return [name for (name,) in rows.fetchall()]

    def _made(self, file: str, place: Place) -> Copy:
        with self._alone(place.schema):
            self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {POSTGRES.name(place.schema)}")
            self._connection.execute(
                f"CREATE UNLOGGED TABLE IF NOT EXISTS {_list(place.schema)}"
                " (name TEXT PRIMARY KEY, columns TEXT[] NOT NULL)"
            )
            known = self._known(place.schema)
            if place.name in known:  # somebody else was faster
                return Copy(place.table, known[place.name])
            parquet = _opened(file)
            columns = frozenset(parquet.schema_arrow.names)
            if file not in _named_now(file):
                return Copy(POSTGRES.name(place.name), columns, file)
            self._drop(place.schema, place.name)  # a crash has emptied it
            create_table(self._connection, "UNLOGGED", place.table, parquet.schema_arrow)
            copy_rows(self._connection, place.table, parquet.iter_batches(ROWS_AT_ONCE))
            self._connection.execute(f"ANALYZE {place.table}")
            self._connection.execute(
                f"INSERT INTO {_list(place.schema)} VALUES (%s, %s)",  # noqa: S608
                [place.name, sorted(columns)],
            )
        return Copy(place.table, columns)

    def _drop(self, schema: str, name: str) -> bool:
        from psycopg.errors import LockNotAvailable

        try:
            with self._connection.transaction():
                self._connection.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
                self._connection.execute(
                    f"DROP TABLE IF EXISTS {POSTGRES.name(schema)}.{POSTGRES.name(name)}"
                )
                self._connection.execute(f"DELETE FROM {_list(schema)} WHERE name = %s", [name])  # noqa: S608
        except LockNotAvailable:
            return False
        return True

    @contextmanager
    def _alone(self, schema: str) -> Iterator[None]:
        """One transaction in which nobody else makes or drops copies of the workspace."""
        from psycopg.errors import InsufficientPrivilege

        key = int.from_bytes(sha256(schema.encode()).digest()[:8], signed=True)
        try:
            with self._connection.transaction():
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", [key])
                yield
        except InsufficientPrivilege as error:
            raise Refusal(
                "engine_not_allowed",
                f"LIKELY_ENGINE_URL: that user may not keep copies of answers there ({str(error).strip()}).",
                cure="Let them: GRANT CREATE, TEMPORARY ON DATABASE name TO user.",
                field="LIKELY_ENGINE_URL",
            ) from None


def lay(connection: Connection, copy: Copy) -> None:
    """The rows of a file that the log no longer names, until the transaction ends."""
    parquet = _opened(copy.file)
    create_table(connection, "TEMPORARY", copy.table, parquet.schema_arrow, "ON COMMIT DROP")
    copy_rows(connection, copy.table, parquet.iter_batches(ROWS_AT_ONCE))


def create_table(connection: Connection, sort: str, table: str, schema: ArrowSchema, end: str = "") -> None:
    """table: as SQL writes it. Texts are ordered and folded alike, whatever the locale of the database."""
    columns = ", ".join(
        f"{POSTGRES.name(short_name(field.name))} {kind}"
        + (f" COLLATE {POSTGRES.name(collation(connection))}" if kind == "TEXT" else "")
        for field, kind in ((field, type_of(field.type)) for field in schema)
    )
    connection.execute(f"CREATE {sort} TABLE {table} ({columns}) {end}")


def copy_rows(connection: Connection, table: str, batches: Iterable[Any]) -> None:
    from pyarrow import csv

    plain = csv.WriteOptions(include_header=False, quoting_style="all_valid")  # what is not quoted is null
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as into:
        for batch in batches:
            written = BytesIO()
            csv.write_csv(_plain_rows(batch), written, plain)
            into.write(_NUL.sub(rb"\1", written.getvalue()))


def _plain_rows(batch: Any) -> Any:
    import pyarrow as pa

    schema = pa.schema([field.with_type(_plain(field.type)) for field in batch.schema])
    return pa.Table.from_batches([batch]).cast(schema)


def collation(connection: Connection) -> str:
    server = connection.info.parameter_status("server_version"), connection.info.dsn
    if server not in _COLLATION:
        rows = connection.execute(
            "SELECT collname FROM pg_collation WHERE collencoding IN (-1, pg_char_to_encoding('UTF8'))"
            " AND collname = ANY(%s) AND getdatabaseencoding() = 'UTF8'",
            [list(COLLATIONS)],
        ).fetchall()
        there = {name for (name,) in rows}
        found = next((name for name in COLLATIONS if name in there), None)
        if found is None:
            raise Refusal(
                "engine_not_allowed",
                "LIKELY_ENGINE_URL: that database has no order of texts in UTF-8 that we know"
                f" ({', '.join(COLLATIONS)}).",
                cure="Make one with ENCODING 'UTF8' on a PostgreSQL that was built with ICU.",
                field="LIKELY_ENGINE_URL",
            )
        _COLLATION[server] = found
    return _COLLATION[server]


# No text of PostgreSQL can hold it, as it is or as JSON writes it.
_NUL: Final = re.compile(rb"\x00|(?<!\\)((?:\\\\)*)\\u0000")
_COLLATION: dict[tuple[str | None, str], str] = {}


def _opened(file: str) -> Any:
    import pyarrow.parquet as pq

    return pq.ParquetFile(file)


def _named_now(file: str) -> tuple[str, ...]:
    """The files that the log of this file's table names at this moment."""
    at = Lake(str(PurePath(file).parent)).snapshot()
    return at.files if at else ()


def _list(schema: str) -> str:
    return f"{POSTGRES.name(schema)}.{POSTGRES.name(LIST)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]
