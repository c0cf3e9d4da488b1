"""Text of a query as a table, and a table as its answer, on the process's engine.

Ibis's own `to_pyarrow` loads pandas first, which takes longer than a report: the compiled text is handed
to DuckDB instead.
"""

from pathlib import Path
from typing import Any

from likely.store.engine import backend, new_cursor
from likely.store.table import IbisTable

# Ibis is imported where it is used: `import likely` must stay light.
ArrowTable = Any


def table_of(statement: str) -> IbisTable:
    """What the statement yields, as a table that can be asked on. Nothing is run but its types."""
    import ibis

    cursor = new_cursor()
    try:
        schema = cursor.sql(f"SELECT * FROM ({statement}) LIMIT 0").to_arrow_table().schema  # noqa: S608 - our own statement
    finally:
        cursor.close()
    return backend().sql(statement, schema=ibis.Schema.from_pyarrow(schema))


def flattened(table: IbisTable) -> IbisTable:
    """The same rows as one statement, so that each later question is compiled in a moment."""
    return backend().sql(backend().compile(table), schema=table.schema())


def stored(table: IbisTable, target: Path) -> IbisTable:
    """The same rows written to a Parquet file once, so that dear columns are not worked out each time."""
    cursor = new_cursor()
    try:
        cursor.execute(f"COPY ({backend().compile(table)}) TO {quoted(str(target))} (FORMAT parquet)")
    finally:
        cursor.close()
    return table_of(f"SELECT * FROM read_parquet({quoted(str(target))})")  # noqa: S608 - a quoted path


def ask(table: IbisTable) -> ArrowTable:
    """The answer of an expression as an Arrow table."""
    cursor = new_cursor()
    try:
        return cursor.sql(backend().compile(table)).to_arrow_table()
    finally:
        cursor.close()


def quoted(text: str) -> str:
    """Text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
