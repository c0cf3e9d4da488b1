"""Analyses in a PostgreSQL of the operator's own. Ibis words the questions.

Rows of the lake lie there as copies (`store/postgres_copies.py`), each file once, and a statement names the
files that it asks by a common table over their copies. A question is one transaction: rows in memory that it
needs beside them are laid there meanwhile. Nothing of ours stays but the copies.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from likely.lib.refusal import Refusal
from likely.store.postgres_copies import Copies, Copy, copy_rows, create_table, lay, type_of
from likely.store.postgres_dialect import backend, short_name
from likely.store.remembered import Remembered
from likely.store.remote_engine import MOST_VIEWS, VIEW, RemoteEngine, view_name
from likely.store.sql_words import POSTGRES
from likely.store.table import IbisTable

# Ibis, PyArrow and Psycopg are heavy: imported where they are used.
ArrowSchema = Any
ArrowTable = Any
Connection = Any
Answer = TypeVar("Answer")

SECONDS_TO_ANSWER: Final = 5  # of a server that is there at all
MOST_IDLE: Final = 4  # connections that are kept open between questions
TRIES: Final = 3  # a copy may be taken away between being looked for and being asked
FIELD: Final = "LIKELY_ENGINE_URL"


def refuse_unreadable(url: str) -> None:
    """Refuses an address that names no database, or says what no PostgreSQL takes. Tells no password."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        named = conninfo_to_dict(url).get("dbname")
    except psycopg.ProgrammingError as error:
        raise _wrong(str(error)) from None
    if not named:
        raise _wrong("it names no database")


def _wrong(why: str) -> Refusal:
    return Refusal(
        "wrong_setting",
        f"{FIELD} is no address of a PostgreSQL: {why.strip()}.",
        cure="Write postgresql://user:password@host:5432/name.",
        field=FIELD,
    )


class _Files(NamedTuple):
    """What a view stands for."""

    files: tuple[str, ...]
    schema: ArrowSchema


class Postgres(RemoteEngine):
    """Refuses, with the setting at fault, where no server answers or it does not let us keep copies."""

    words = POSTGRES
    keeps_copies = True

    def __init__(self, url: str) -> None:
        self._url = url
        self.backend = backend()
        self._idle: list[Connection] = []
        self._views = Remembered[_Files](longest=MOST_VIEWS)
        self._lock = threading.Lock()

    def files(self, files: Sequence[str], schema: ArrowSchema) -> str:
        name = view_name(files, schema)
        self._views.keep(name, _Files(tuple(files), schema))
        return self.words.name(name)

    def arrow(self, asked: IbisTable) -> ArrowTable:
        def ask(connection: Connection) -> list[tuple[Any, ...]]:
            statement = self._begin(connection, asked)
            with connection.cursor(binary=True) as cursor:
                rows: list[tuple[Any, ...]] = cursor.execute(statement).fetchall()
            connection.execute("COMMIT")
            return rows

        return _table(self._run(ask), asked.schema().to_pyarrow())

    def stream(self, asked: IbisTable, rows: int) -> Iterator[Any]:
        def begin(connection: Connection) -> Any:
            statement = self._begin(connection, asked)
            return connection.cursor("likely_rows", binary=True).execute(statement)

        schema = asked.schema().to_pyarrow()
        with self._connection() as connection:
            cursor = self._again(begin, connection)
            while found := cursor.fetchmany(rows):
                yield from _table(found, schema).to_batches()
            cursor.close()
            connection.execute("COMMIT")

    def version(self) -> str:
        return str(self._run(lambda connection: connection.execute("SHOW server_version").fetchone()[0]))

    def keep(self, folder: str, files: Collection[str]) -> bool:
        return self._run(lambda connection: Copies(connection).keep(folder, files))

    def workspaces(self) -> dict[UUID, tuple[str, ...]]:
        return self._run(lambda connection: Copies(connection).workspaces())

    def forget(self, workspace: UUID) -> None:
        self._run(lambda connection: Copies(connection).forget(workspace))

    def _begin(self, connection: Connection, asked: IbisTable) -> str:
        """What to ask in the transaction that is begun, in which rows in memory were laid."""
        import ibis.expr.operations as ops

        statement = str(self.backend.compile(asked))
        named = {name: self._named(name) for name in VIEW.findall(statement)}
        copies = {name: Copies(connection).of(files) for name, (files, _schema) in named.items()}
        connection.execute("BEGIN")
        for op in asked.op().find(ops.InMemoryTable):
            rows, name = op.data.to_pyarrow(op.schema), self.words.name(op.name)
            create_table(connection, "TEMPORARY", name, rows.schema, "ON COMMIT DROP")
            copy_rows(connection, name, rows.to_batches())
        for copy in {copy for found in copies.values() for copy in found if copy.file}:
            lay(connection, copy)
        return _with_files(
            statement, {name: _rows_of(copies[name], schema) for name, (_files, schema) in named.items()}
        )

    def _named(self, view: str) -> _Files:
        known = self._views.known(view)
        if known is None:
            raise KeyError(view)
        return known

    def _run(self, ask: Callable[[Connection], Answer]) -> Answer:
        with self._connection() as connection:
            return self._again(ask, connection)

    def _again(self, ask: Callable[[Connection], Answer], connection: Connection) -> Answer:
        """The answer; once more where a copy went away between being looked for and being asked."""
        from psycopg.errors import UndefinedTable

        for left in reversed(range(TRIES)):
            try:
                return ask(connection)
            except UndefinedTable:
                connection.rollback()
                if not left:
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A connection that works, by itself until it is given back."""
        connection = self._taken()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def _taken(self) -> Connection:
        import psycopg

        while True:
            with self._lock:
                connection = self._idle.pop() if self._idle else None
            if connection is None:
                return _connect(self._url)
            try:
                connection.execute("SELECT 1")  # the server may have been started anew
            except psycopg.OperationalError:
                connection.close()
            else:
                return connection

    def _give_back(self, connection: Connection) -> None:
        from psycopg.pq import TransactionStatus

        is_whole = connection.info.transaction_status == TransactionStatus.IDLE
        with self._lock:
            if is_whole and len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()


def _connect(url: str) -> Connection:
    import psycopg

    parts = urlsplit(url)
    try:
        connection = psycopg.connect(
            url, autocommit=True, prepare_threshold=None, connect_timeout=SECONDS_TO_ANSWER
        )
    except psycopg.OperationalError as error:
        raise Refusal(
            "engine_unreachable",
            f"{FIELD}: the PostgreSQL at {parts.hostname or 'the socket'} does not let us in"
            f" ({str(error).strip()}).",
            cure="Start it or correct the setting; without the setting analyses run on DuckDB.",
            field=FIELD,
        ) from None
    connection.execute("SET TIME ZONE 'UTC'")
    return connection


def _rows_of(copies: Sequence[Copy], schema: ArrowSchema) -> str:
    """The rows of all copies with all columns of the schema."""
    told = [(copy.table, ", ".join(_column_of(copy, field) for field in schema)) for copy in copies]
    return " UNION ALL ".join(f"SELECT {columns} FROM {table}" for table, columns in told)  # noqa: S608


def _column_of(copy: Copy, field: Any) -> str:
    name = POSTGRES.name(short_name(field.name))
    return name if field.name in copy.columns else f"CAST(NULL AS {type_of(field.type)}) AS {name}"


def _with_files(statement: str, rows: Mapping[str, str]) -> str:
    told = ", ".join(f"{POSTGRES.name(name)} AS NOT MATERIALIZED ({asked})" for name, asked in rows.items())
    if not told:
        return statement
    rest = statement.removeprefix("WITH ")  # what it says of tables of its own follows
    return f"WITH {told}{' ' if rest == statement else ', '}{rest}"


def _table(rows: Sequence[tuple[Any, ...]], schema: ArrowSchema) -> ArrowTable:
    """Rows as they come from the server, in the types that were promised."""
    import pyarrow as pa

    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table(
        [_column(values, field.type) for values, field in zip(columns, schema, strict=True)], schema
    )


def _column(values: Sequence[Any], type: Any) -> Any:
    import pyarrow as pa

    # Sums of whole numbers come as decimals, and what is none as whole numbers.
    if pa.types.is_integer(type):
        return pa.array([None if value is None else int(value) for value in values], type)
    if pa.types.is_floating(type):
        return pa.array([None if value is None else float(value) for value in values], type)
    return pa.array(values, type)
