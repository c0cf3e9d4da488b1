"""Where analyses run: one DuckDB in the process, shared by its threads, through Ibis.

A question is asked of a table as an Ibis expression. What it compiles to depends only on the table's
columns and on the question, so the compiled text is remembered: compiling takes longer than answering.
A table of another engine is asked there. The lake's rows are asked on the one that LIKELY_ENGINE_URL names.
"""

import atexit
import tempfile
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from likely.lib import environment
from likely.lib.refusal import Refusal
from likely.store.cluster import Cluster
from likely.store.postgres_engine import Postgres, refuse_unreadable
from likely.store.remembered import Remembered
from likely.store.remote_engine import RemoteEngine
from likely.store.table import IbisTable, Responses

# DuckDB, Ibis and PyArrow are heavy: imported where they are used.
Connection = Any
ArrowTable = Any
Backend = Any
Question = Callable[[Responses], IbisTable]

ENGINE_URL = "duckdb://?memory=400MB"  # memory: of all threads together; threads: default all cores
POSTGRESQL = ("postgresql", "postgres")  # what addresses of one start with
PLACE = '"{responses}"'  # stands for the table in a remembered statement
HOT = "hot_rows"  # under this name a cursor sees the Arrow table it is asked about
STATEMENTS = Remembered[str](longest=2000)


@dataclass(frozen=True, slots=True)
class EngineUrl:
    """memory, threads: of the process's own DuckDB. remote: the address of another engine, or empty."""

    memory: str = "400MB"
    threads: str = ""
    remote: str = ""


def parse_engine_url(url: str) -> EngineUrl:
    """`duckdb://?memory=400MB&threads=2`, `postgresql://user:password@host/name`, or `sc://host:15002` with
    Spark Connect's options behind `/;`.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    if parts.scheme in POSTGRESQL:
        refuse_unreadable(url)
        return EngineUrl(remote=url)
    if parts.scheme == "sc" and parts.hostname and not options:
        return EngineUrl(remote=url)
    if parts.scheme != "duckdb" or options.keys() - {"memory", "threads"}:
        raise Refusal(
            "wrong_setting",
            f"LIKELY_ENGINE_URL {url!r} names no engine that this version can use.",
            cure="Write duckdb://?memory=400MB&threads=2, postgresql://user:password@host/name, or "
            "sc://host:15002 for Spark Connect.",
            field="LIKELY_ENGINE_URL",
        )
    return EngineUrl(**options)


@cache
def _chosen() -> EngineUrl:
    return parse_engine_url(environment.text("LIKELY_ENGINE_URL", ENGINE_URL))


@cache
def remote() -> RemoteEngine | None:
    """The engine that the lake's rows are asked on; None: this process's DuckDB asks them."""
    url = _chosen().remote
    if not url:
        return None
    return Postgres(url) if urlsplit(url).scheme in POSTGRESQL else Cluster(url)


@cache
def _database() -> Connection:
    import duckdb

    url = _chosen()
    config: dict[str, Any] = {
        "memory_limit": url.memory,
        "temp_directory": tempfile.gettempdir(),
        # Nothing is ever downloaded at run time: what is not built in does not exist.
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    if url.threads:
        config["threads"] = int(url.threads)
    database = duckdb.connect(config=config)
    # Footers of files are kept; those of a changed file are read again.
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    atexit.register(database.close)  # its threads end before the interpreter does
    return database


class _CursorOfThread:
    """The database's connection as Ibis sees it: each thread works on a cursor of its own."""

    def __init__(self) -> None:
        self._kept = threading.local()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor(), name)

    def _cursor(self) -> Connection:
        cursor = getattr(self._kept, "cursor", None)
        if cursor is None:
            cursor = self._kept.cursor = new_cursor()
        return cursor


def new_cursor() -> Connection:
    """A connection to the process's database for one thread, times in UTC. Costs about 0.1 ms."""
    with _STARTING:
        return _database().cursor()


_STARTING = threading.Lock()


@cache
def backend() -> Backend:
    """The process's DuckDB as an Ibis backend that any thread may use."""
    import ibis

    return ibis.duckdb.from_connection(_CursorOfThread())


def warm_up() -> None:
    """Load the engine (seconds on a small machine), so that a server's first page need not wait for it."""
    import deltalake  # noqa: F401
    import pyarrow as pa
    import pyarrow.compute

    remote()  # a setting that can't be followed stops the start
    pa.array([0])  # has PyArrow look for pandas, which takes longest
    backend().compile(backend().sql("SELECT 1 AS one", schema={"one": "int8"}))


def fetch(table: Responses, question: Question, key: Hashable) -> list[tuple[Any, ...]]:
    """The rows that answer the question. `key` names the question: the same key, the same expression."""
    plain = _plain_source(table, question)
    if plain is None:
        answer = _arrow(question(table))
        return list(zip(*(column.to_pylist() for column in answer.columns), strict=True))
    with _asked(table, question, key, plain) as (cursor, statement):
        rows: list[tuple[Any, ...]] = cursor.execute(statement).fetchall()
    return rows


def fetch_arrow(table: Responses, question: Question, key: Hashable) -> ArrowTable:
    """As `fetch`, as an Arrow table."""
    plain = _plain_source(table, question)
    if plain is None:
        return _arrow(question(table))
    with _asked(table, question, key, plain) as (cursor, statement):
        return cursor.sql(statement).to_arrow_table()


def stream_arrow(table: Responses, question: Question, key: Hashable, rows: int) -> Iterator[Any]:
    """As `fetch`, as Arrow batches of at most so many rows. Memory stays at a batch."""
    plain = _plain_source(table, question)
    if plain is None:
        asked, there = question(table), remote()
        far = there is not None and there.holds(asked)
        yield from there.stream(asked, rows) if there and far else asked.to_pyarrow_batches(chunk_size=rows)
        return
    with _asked(table, question, key, plain) as (cursor, statement):
        yield from cursor.sql(statement).to_arrow_reader(rows)


@contextmanager
def _asked(
    table: Responses, question: Question, key: Hashable, source: str | ArrowTable
) -> Iterator[tuple[Connection, str]]:
    """A cursor and the statement to give it."""
    statement = _statement(table, question, key)
    cursor = new_cursor()
    try:
        if isinstance(source, str):
            yield cursor, statement.replace(PLACE, f"({source})")
        else:
            cursor.register(HOT, source)
            yield cursor, statement.replace(PLACE, HOT)
    finally:
        cursor.close()


def _plain_source(table: Responses, question: Question) -> str | ArrowTable | None:
    """What DuckDB can be asked directly: the text of a query, or rows in memory. Else None."""
    import ibis.expr.operations as ops

    op, there = table.rows.op(), remote()
    if isinstance(op, ops.SQLQueryResult) and op.source is backend():
        return str(op.query)
    if isinstance(op, ops.InMemoryTable) and not (there and there.holds(question(table))):
        return op.data.to_pyarrow(op.schema)
    return None


def _arrow(asked: IbisTable) -> ArrowTable:
    """The answer of an expression where its tables lie."""
    there = remote()
    return there.arrow(asked) if there and there.holds(asked) else asked.to_pyarrow()


def _statement(table: Responses, question: Question, key: Hashable) -> str:
    schema = table.rows.schema()
    names = (key, schema, table.has, table.dimensions, table.ratings, table.drawn)
    return STATEMENTS.get(names, lambda: _compiled(table, schema, question))


def _compiled(table: Responses, schema: Any, question: Question) -> str:
    import ibis

    place = ibis.table(schema, name=PLACE.strip('"'))
    return str(backend().compile(question(replace(table, rows=place))))
