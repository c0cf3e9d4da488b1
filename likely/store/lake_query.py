"""Queries over files of the lake, as text, in the words of the engine that analyses run on."""

from collections.abc import Sequence
from typing import Any

from likely.store.engine import backend, remote
from likely.store.sql_words import DUCKDB, SqlWords
from likely.store.table import IbisTable

# Ibis and PyArrow are imported where they are used.
ArrowSchema = Any


def words() -> SqlWords:
    there = remote()
    return there.words if there else DUCKDB


def files_of(files: Sequence[str], schema: ArrowSchema, *, grows: bool = False) -> str:
    """What a query reads them by. schema: all columns of the table. grows: files may lack some of them.

    A table has no partitions, whose columns would vanish for whoever reads a list of files.
    """
    there = remote()
    return there.files(files, schema) if there else duckdb_files(files, grows=grows)


def duckdb_files(files: Sequence[str], *, grows: bool = False) -> str:
    """As `files_of`, for the process's own DuckDB, which looks at each file where columns go by name."""
    by_name = ", union_by_name = true" if grows else ""
    return f"read_parquet([{DUCKDB.texts(files)}]{by_name}, hive_partitioning = false)"


def asked_by(statement: str, schema: Any) -> IbisTable:
    """What a query over the lake yields, as a table that can be asked on. schema: as Ibis has it."""
    there = remote()
    return (there.backend if there else backend()).sql(statement, schema=schema)


def in_one(rows: IbisTable) -> IbisTable:
    """The same rows as one query, where they lie. The text says all: the same text, the same rows."""
    there = remote()
    home = there.backend if there and there.holds(rows) else backend()
    return home.sql(home.compile(rows), schema=rows.schema())


def text_of(rows: IbisTable) -> str:
    """Of a table that is one query."""
    return str(rows.op().query)
