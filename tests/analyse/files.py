"""Small files of answers, made for a test."""

from pathlib import Path
from typing import Any

from likely.store.file import ResponseFile, open_file


def parquet(folder: Path, columns: dict[str, Any], name: str = "answers.parquet") -> Path:
    import pyarrow as pa
    import pyarrow.parquet as parquet

    path = folder / name
    parquet.write_table(pa.table(columns), path)
    return path


def opened(folder: Path, **columns: Any) -> ResponseFile:
    return open_file(parquet(folder, columns))
