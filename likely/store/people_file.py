"""A file of people: looked at once, kept as text cells, and read from any row on."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.import_column import guess_columns
from likely.people.import_run import ROWS_AT_ONCE, Row
from likely.people.import_start import PeopleFile, folder_of
from likely.people.people_import import PeopleImport
from likely.store.file import open_sheet
from likely.store.query import stored
from likely.store.sheet import Sheet

KEPT: Final = "rows.parquet"
BROKEN: Final = "broken.txt"
SAMPLE_ROWS: Final = 10_000
SAMPLE_PLACES: Final = 10  # a sorted file must not fool the sample
MOST_COLUMNS: Final = 200
CACHE_KIB: Final = 200 * 1024
LONGEST_COLUMN: Final = 160  # characters, of its name
RULES: Final = {
    "ragged_row": "The row does not have as many cells as the head row.",
    "broken_quote": "A quotation mark of the row is broken.",
    "broken_letters": "The row holds letters that can't be read.",
}


def look(source: Path, name: str, folder: Path) -> PeopleFile:
    """What the file holds. Its rows are kept in `folder`; a refusal says why it is no table of people."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sheet = open_sheet(source, folder)
    names = list(sheet.rows.columns)
    if len(names) > MOST_COLUMNS:
        raise Refusal(
            "too_many_columns",
            f"{name}: {len(names)} columns; the most allowed are {MOST_COLUMNS}.",
            field="file",
        )
    kept = _kept(sheet, folder)
    rows = kept.metadata.num_rows
    if not rows:
        raise Refusal("no_rows", f"{name}: there is no row of data below the head row.", field="file")
    shown = [clean_text(one, "column", 10_000)[:LONGEST_COLUMN] for one in names]
    samples = dict(zip(shown, _samples(kept).values(), strict=True))
    (folder / BROKEN).write_text("\n".join(str(line) for line, _reason in sheet.broken), encoding="ascii")
    broken = [(line, reason, RULES[reason]) for line, reason in sheet.broken]
    return PeopleFile(name, guess_columns(shown, samples), rows, sheet.head_rows, broken)


def rows_from(one: PeopleImport, start: int) -> Iterator[Sequence[Row]]:
    """The rows behind the first `start`, in portions. Memory stays at one of them."""
    from pyarrow.parquet import ParquetFile  # heavy

    folder = folder_of(one)
    file = ParquetFile(folder / KEPT, memory_map=True)
    names = [column["name"] for column in one.columns]
    count = RowCount(one.head_rows, _lines(folder))
    group, skipped = _place(file, start)
    place = start
    wanted = range(group, file.metadata.num_row_groups)
    for batch in file.iter_batches(ROWS_AT_ONCE, row_groups=list(wanted)):
        if skipped:
            batch, skipped = batch.slice(min(skipped, len(batch))), max(0, skipped - len(batch))
        if len(batch):
            yield list(_named(names, batch, count, place))
            place += len(batch)


@contextmanager
def more_cache() -> Iterator[None]:
    """While an import writes, SQLite keeps more of its indexes in memory: new rows fall all over them."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def first_rows(one: PeopleImport, rows: int) -> list[Row]:
    """For the preview."""
    return list(next(rows_from(one, 0), ()))[:rows]


class RowCount:
    """How a spreadsheet counts the rows: the head row is 1, and rows that could not be read count too."""

    def __init__(self, head_rows: int, broken: Sequence[int]) -> None:
        self._head, self._broken, self._passed = head_rows, broken, 0

    def of(self, place: int) -> int:
        """Of the row at that place among those that could be read; asked in their order."""
        number = place + 1 + self._head + self._passed
        while self._passed < len(self._broken) and self._broken[self._passed] <= number:
            self._passed += 1
            number += 1
        return number


def _named(names: Sequence[str], batch: Any, count: RowCount, place: int) -> Iterator[Row]:
    columns = [column.to_numpy(zero_copy_only=False) for column in batch.columns]  # ten times a to_pylist
    for offset, cells in enumerate(zip(*columns, strict=True)):
        yield count.of(place + offset), dict(zip(names, cells, strict=True))


def _place(file: Any, start: int) -> tuple[int, int]:
    """The row group in which a row lies, and how many rows of it lie before."""
    before = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if start < before + rows:
            return group, start - before
        before += rows
    return file.metadata.num_row_groups, 0


def _lines(folder: Path) -> list[int]:
    text = (folder / BROKEN).read_text(encoding="ascii") if (folder / BROKEN).exists() else ""
    return [int(line) for line in text.split()]


def _kept(sheet: Sheet, folder: Path) -> Any:
    """All cells as text, in one Parquet file."""
    from pyarrow.parquet import ParquetFile  # heavy

    if sheet.converted is None or sheet.converted != folder / KEPT:
        stored(
            sheet.rows.mutate(**{name: _as_text(sheet.rows[name]) for name in sheet.rows.columns}),
            folder / KEPT,
        )
    return ParquetFile(folder / KEPT, memory_map=True)


def _as_text(column: Any) -> Any:
    """Whole numbers without a fraction, as a CSV of the same table would hold them."""
    kind = column.type()
    if kind.is_floating():
        whole = column == column.floor()
        return whole.ifelse(column.try_cast("int64").cast("string"), column.cast("string"))
    return column.cast("string")


def _samples(file: Any) -> Mapping[str, list[str]]:
    """Filled cells of every column, of rows that are spread over the file."""
    each = SAMPLE_ROWS // SAMPLE_PLACES
    groups = file.metadata.num_row_groups
    chosen = sorted({group * groups // SAMPLE_PLACES for group in range(SAMPLE_PLACES)})
    found: dict[str, list[str]] = {name: [] for name in file.schema_arrow.names}
    for group in chosen:
        want = max(each, SAMPLE_ROWS // len(chosen))
        for batch in file.iter_batches(want, row_groups=[group]):
            for name, column in zip(found, batch.columns, strict=True):
                found[name] += [cell for cell in column.to_pylist() if cell and cell.strip()]
            break
    return found


def folder_for(one: PeopleImport) -> str:
    """Inside the home."""
    return f"imports/{one.pk}"
