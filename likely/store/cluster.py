"""Analyses on a cluster that speaks Spark Connect (Apache Spark, Sail). Ibis words the questions.

Files of the lake are views of the session, under names that say which files they are: a lost session is
opened anew, and a view is laid when a statement first names it. Only sealed rows are asked there; fresh
ones are added where they are, unless a question needs both in one place.
"""

import socket
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Final, TypeVar
from urllib.parse import urlsplit

from likely.lib.refusal import Refusal
from likely.store.remote_engine import MOST_VIEWS, VIEW, RemoteEngine, view_name
from likely.store.sql_words import SPARK
from likely.store.table import IbisTable

# Ibis, PyArrow and PySpark are heavy: imported where they are used.
ArrowSchema = Any
ArrowTable = Any
Session = Any
Answer = TypeVar("Answer")

PORT: Final = 15002  # where Spark Connect listens unless told otherwise
SECONDS_TO_ANSWER: Final = 5  # of a server that is there at all
RETRIES: Final = 4  # within some five seconds
SETTINGS: Final = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}


class Cluster(RemoteEngine):
    """A server of Spark Connect.

    Refuses, with the setting at fault, where the library is not installed or no server answers.
    """

    words = SPARK

    def __init__(self, url: str) -> None:
        self._url = url
        self.backend = _backend()
        self._session: Session = None
        self._views: OrderedDict[str, tuple[tuple[str, ...], ArrowSchema]] = OrderedDict()
        self._laid: set[str] = set()
        self._lock = threading.RLock()

    def files(self, files: Sequence[str], schema: ArrowSchema) -> str:
        name = view_name(files, schema)
        with self._lock:
            self._views[name] = (tuple(files), schema)
            self._views.move_to_end(name)
        return self.words.name(name)

    def arrow(self, asked: IbisTable) -> ArrowTable:
        def ask(session: Session) -> ArrowTable:
            with _memory_laid(session, asked):
                return self._frame(session, asked).toArrow().cast(asked.schema().to_pyarrow())

        return self._run(ask)

    def stream(self, asked: IbisTable, rows: int) -> Iterator[Any]:
        import pyarrow as pa

        def ask(session: Session) -> Iterator[Any]:
            frame = self._frame(session, asked)
            batches: Iterator[Any] = session.client.to_table_as_iterator(
                frame._plan.to_proto(session.client), {}
            )
            return batches

        schema = asked.schema().to_pyarrow()
        with _memory_laid(self._run(lambda session: session), asked):
            for table in self._run(ask):
                if isinstance(table, pa.Table):  # the rest tells types and progress
                    yield from table.cast(schema).to_batches(max_chunksize=rows)

    def version(self) -> str:
        return str(self._run(lambda session: session.version))

    def _frame(self, session: Session, asked: IbisTable) -> Any:
        statement = str(self.backend.compile(asked))
        for name in VIEW.findall(statement):
            self._lay(session, name)
        return session.sql(statement)

    def _lay(self, session: Session, name: str) -> None:
        from pyspark.sql.pandas.types import from_arrow_schema

        with self._lock:
            if name in self._laid:
                return
            files, schema = self._views[name]
            frame = session.read.schema(from_arrow_schema(schema)).parquet(*map(_address, files))
            frame.createOrReplaceTempView(name)
            self._laid.add(name)
            while len(self._views) > MOST_VIEWS:
                oldest, _ = self._views.popitem(last=False)
                session.catalog.dropTempView(oldest)
                self._laid.discard(oldest)

    def _run(self, ask: Callable[[Session], Answer]) -> Answer:
        """The answer; once more where the server forgot the session, as after an hour unused or a restart."""
        from pyspark.errors import PySparkException

        session = self._opened()
        try:
            return ask(session)
        except PySparkException as error:
            if not _is_lost(error):
                raise
            self._forget(session)
            return ask(self._opened())

    def _opened(self) -> Session:
        with self._lock:
            if self._session is None:
                self._session = _session(self._url)
            return self._session

    def _forget(self, session: Session) -> None:
        with self._lock:
            if self._session is session:
                self._session = None
                self._laid.clear()


@contextmanager
def _memory_laid(session: Session, asked: IbisTable) -> Iterator[None]:
    """Rows in memory that the expression needs beside those of the cluster, laid there meanwhile."""
    import ibis.expr.operations as ops
    from pyspark.sql.pandas.types import from_arrow_schema

    needed = asked.op().find(ops.InMemoryTable)
    try:
        for op in needed:
            rows = op.data.to_pyarrow(op.schema)
            session.createDataFrame(rows, from_arrow_schema(rows.schema)).createOrReplaceTempView(op.name)
        yield
    finally:
        for op in needed:
            session.catalog.dropTempView(op.name)


def _backend() -> Any:
    try:
        from ibis.backends.pyspark import Backend  # heavy, an extra
        from ibis.backends.sql.compilers.pyspark import PySparkCompiler
    except ImportError as error:
        raise Refusal(
            "engine_not_installed",
            f"LIKELY_ENGINE_URL names Spark Connect, for which {error.name or 'a library'} is missing.",
            cure="Install it with: pip install 'likely[spark]'.",
            field="LIKELY_ENGINE_URL",
        ) from None

    class Compiler(PySparkCompiler):  # type: ignore[misc, unused-ignore]
        SIMPLE_OPS: ClassVar[dict[Any, Any]] = {}  # those of Spark are there already

        def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802 - Ibis's own name
            told = super().visit_NonNullLiteral(op, value=value, dtype=dtype)
            # 0.0 is a decimal to Spark, and what is summed with it is rounded as one.
            return self.cast(told, dtype) if dtype.is_floating() else told

    backend = Backend()
    backend.compiler = Compiler()
    backend.register_options()  # which it does by itself only where it connects, and float sums ask for them
    return backend


def _session(url: str) -> Session:
    from pyspark.sql.connect.client.retries import DefaultPolicy
    from pyspark.sql.connect.session import SparkSession

    _refuse_unreachable(url)
    session = SparkSession.builder.remote(url).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    return session


def _refuse_unreachable(url: str) -> None:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or PORT), SECONDS_TO_ANSWER).close()
    except OSError as error:
        raise Refusal(
            "engine_unreachable",
            f"LIKELY_ENGINE_URL: no server answers at {parts.hostname}:{parts.port or PORT} ({error}).",
            cure="Start Spark Connect or Sail there, or take the setting away: analyses then run on DuckDB.",
            field="LIKELY_ENGINE_URL",
        ) from None


def _is_lost(error: Exception) -> bool:
    return any(word in str(error) for word in ("SESSION_NOT_FOUND", "SESSION_CLOSED", "SESSION_CHANGED"))


def _address(file: str) -> str:
    """Of a file of the lake. Without the scheme a cluster would look into its own file system."""
    return file if "://" in file else f"file://{file}"
