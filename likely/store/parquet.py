"""Parquet, read where it lies: no row of it is ever loaded as a whole."""

from pathlib import Path

from likely.lib.refusal import Refusal
from likely.store.exports import OWN
from likely.store.query import quoted, table_of
from likely.store.sheet import Sheet


def read_parquet(path: Path) -> Sheet:
    """The file as a lazily read sheet. Refuses what is damaged."""
    import duckdb

    try:
        rows = table_of(f"SELECT * FROM read_parquet({quoted(str(path))})")  # noqa: S608 - a quoted path
        return Sheet(rows, tool=OWN.name if OWN.recognises([rows.columns]) else "")
    except (duckdb.Error, OSError) as error:
        raise Refusal(
            "parquet_broken",
            f"{path.name}: this Parquet file cannot be read ({first_line(error)}).",
            cure="Write it again; the copy may be incomplete.",
            field="file",
        ) from error


def first_line(error: Exception) -> str:
    """The first line of a library's message, short enough for one line of ours."""
    lines = str(error).strip().splitlines()
    return lines[0][:160].rstrip(".") if lines else type(error).__name__
