"""Responses as a file, streamed: however many, memory stays at a batch."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.store.rows import export
from likely.store.slice import Slice
from likely.store.table import Responses

# pyarrow is heavy: imported where it is used.

FIRST: Final = (
    "id", "survey", "kind", "version", "person", "at", "day", "score", "comment", "permission",
    "completed_at", "channel", "language", "touchpoint", "state", "doubt", "verdict",
)  # fmt: skip
ANSWERS: Final = "answers"  # the column with all of them, as JSON

Stream = Callable[..., Iterator[bytes]]  # of a table, a slice and its columns


@dataclass(frozen=True, slots=True)
class Told:
    """Answers in words. say: from a row's survey, version and answers, what stands under each of `keys`."""

    keys: tuple[str, ...]
    say: Callable[[str, int, Mapping[str, Any]], Mapping[str, object]]


def columns_of(table: Responses) -> tuple[str, ...]:
    """What is asked first, then properties, then ratings."""
    return tuple(dict.fromkeys((*FIRST, *table.dimensions, *table.ratings)))


def csv_stream(
    table: Responses, slice: Slice, columns: tuple[str, ...], told: Told | None = None
) -> Iterator[bytes]:
    """told: adds a column `answers.KEY` for each of its keys."""
    keys = told.keys if told else ()
    text = io.StringIO()
    rows = csv.writer(text)
    text.write(BYTE_ORDER_MARK)
    rows.writerow([*(plain_cell(column) for column in columns), *(f"answers.{key}" for key in keys)])
    yield _taken(text)
    for batch in export(table, slice, (*columns, ANSWERS) if keys else columns):
        rows.writerows(_cells(row, told) for row in batch.to_pylist())
        yield _taken(text)


def parquet_stream(table: Responses, slice: Slice, columns: tuple[str, ...]) -> Iterator[bytes]:
    import pyarrow
    import pyarrow.parquet as parquet

    sink, writer = Sink(), None
    for batch in export(table, slice, columns):
        writer = writer or parquet.ParquetWriter(
            pyarrow.PythonFile(sink, "w"), batch.schema, compression="zstd"
        )
        writer.write_batch(batch.cast(writer.schema))
        yield sink.taken()
    if writer is None:
        writer = parquet.ParquetWriter(
            pyarrow.PythonFile(sink, "w"), pyarrow.schema([(c, "string") for c in columns])
        )
    writer.close()
    yield sink.taken()


class Sink(io.RawIOBase):
    """A file that is written to and, piece by piece, taken away."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


STREAMS: Final[dict[str, Stream]] = {"csv": csv_stream, "parquet": parquet_stream}


def _cells(row: dict[str, Any], told: Told | None) -> list[object]:
    if told is None or not told.keys:
        return [_cell(value) for value in row.values()]
    answers = json.loads(row.pop(ANSWERS) or "{}")
    said = told.say(row["survey"], row["version"], answers) if answers else {}
    return [_cell(value) for value in (*row.values(), *(said.get(key) for key in told.keys))]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return plain_cell(value)


def _taken(text: io.StringIO) -> bytes:
    piece = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return piece
