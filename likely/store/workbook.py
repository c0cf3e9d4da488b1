"""XLSX and other workbooks: the first sheet that holds a table, as text columns."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from likely.lib.refusal import Refusal
from likely.store.delimited import named_layout
from likely.store.query import quoted, table_of
from likely.store.sheet import Sheet

MOST_UNPACKED_BYTES = 1 << 30  # a workbook that unpacks to more is a bomb or needs another format
LONGEST_CELL = 32_767  # characters, the rule of the format itself
TITLE_ROWS = 10  # a head row may stand below a title
PIECE_ROWS = 20_000


def read_workbook(path: Path, folder: Path) -> Sheet:
    """The sheet, written once to Parquet in `folder`. Refuses what is broken, locked or empty."""
    _checked(path)
    name, rows, others = _first_table(path)
    start = _head_row(rows)
    layout = named_layout([[shown(cell) for cell in row] for row in rows[start : start + 10]])
    target = folder / "rows.parquet"
    _written(layout.names, rows[start + layout.skip :], target)
    return Sheet(
        rows=table_of(f"SELECT * FROM read_parquet({quoted(str(target))})"),  # noqa: S608 - a quoted path
        labels=layout.labels,
        tool=layout.tool.name if layout.tool else "",
        notes=(*layout.notes, *((f"sheet:{name}",) if others else ())),
        converted=target,
        head_rows=start + layout.skip,
    )


def _checked(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return  # the old binary format; the reader checks it
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
            raise Refusal(
                "workbook_too_large",
                f"{path.name}: the workbook unpacks to over 1 GiB.",
                cure="Export the answers as CSV or Parquet.",
                field="file",
            )


def _first_table(path: Path) -> tuple[str, list[list[Any]], bool]:
    """(name, rows, whether there are further sheets) of the first sheet with more than one row."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=True)
            if len(rows) > 1:
                return name, rows, len(book.sheet_names) > 1
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal(
            "workbook_broken",
            f"{path.name}: this workbook cannot be read ({str(error).splitlines()[0][:160]}).",
            cure="Open it and save it again without a password, or as CSV.",
            field="file",
        ) from error
    raise Refusal("no_rows", f"{path.name}: no sheet of the workbook has a head row and rows.", field="file")


def _head_row(rows: Sequence[Sequence[Any]]) -> int:
    """The first row that fills at least half of the width."""
    width = max(len(row) for row in rows)
    filled = (sum(cell not in ("", None) for cell in row) for row in rows[:TITLE_ROWS])
    return next((place for place, cells in enumerate(filled) if 2 * cells >= width), 0)


def shown(cell: Any) -> str:
    """A cell as the text that a CSV of the same sheet would hold."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return "" if cell is None else str(cell)[:LONGEST_CELL]


def _written(names: list[str], rows: Sequence[Sequence[Any]], target: Path) -> None:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema([(name, pyarrow.string()) for name in names])
    with ParquetWriter(target, schema) as writer:
        for piece in _pieces(rows):
            columns = [[shown(cell) or None for cell in column] for column in zip(*piece, strict=True)]
            writer.write_table(
                pyarrow.table([pyarrow.array(c, pyarrow.string()) for c in columns], schema=schema)
            )


def _pieces(rows: Sequence[Sequence[Any]]) -> Iterator[Sequence[Sequence[Any]]]:
    """Rows with anything in them, some thousand at a time."""
    kept = [row for row in rows if any(cell not in ("", None) for cell in row)]
    for start in range(0, len(kept), PIECE_ROWS):
        yield kept[start : start + PIECE_ROWS]
