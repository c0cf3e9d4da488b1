"""Any file of answers as a table of responses: what it holds, what was guessed, what was ignored and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from likely.lib.refusal import Refusal
from likely.store.canonical import number_of
from likely.store.columns import Role
from likely.store.cut_name import column_asked
from likely.store.delimited import read_delimited
from likely.store.measures import Measure
from likely.store.parquet import read_parquet
from likely.store.query import ask, flattened
from likely.store.reading import Reading, find_column, read_sheet
from likely.store.sheet import Sheet
from likely.store.table import Responses
from likely.store.workbook import read_workbook

PARQUET, ZIP, OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how such files begin
OTHER_FORMATS = (
    (b"{", "JSON"), (b"[", "JSON"), (b"<?xml", "XML"), (b"<!doctype", "HTML"), (b"<html", "HTML"),
    (b"%pdf", "PDF"),
)  # fmt: skip
WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}


@dataclass(frozen=True, slots=True)
class ResponseFile:
    """A file that can be asked.

    source: the file's name. table: its responses; it always has `score`, all null where the file has none.
    rows: data rows of the file. ignored: reason -> rows that are no answer (REASONS in scores.py and
    docs/files.md); rows − their sum = answered.
    columns: role -> the file's column or None. guessed: roles that nobody named.
    notes: facts for the warnings, `code` or `code:detail` (docs/files.md lists them).
    measures: questions that are no score of 0..10, only where the file has no score column.
    names: the file's column -> its name in the table. labels: column -> what was asked.
    tool: whose export it is, or empty. folder: where converted rows lie; it goes when this goes.
    """

    source: str
    table: Responses
    rows: int
    ignored: Mapping[str, int]
    columns: Mapping[str, str | None]
    guessed: tuple[str, ...]
    notes: tuple[str, ...]
    measures: tuple[Measure, ...]
    names: Mapping[str, str]
    labels: Mapping[str, str]
    tool: str
    folder: TemporaryDirectory[str]

    @property
    def answered(self) -> int:
        return self.rows - sum(self.ignored.values())

    def column(self, name: str) -> str:
        """The table's name of a column that a person names as the file does. Refuses what is not there."""
        return self.names[find_column(name, list(self.names), self.labels)]

    def cut(self, name: str) -> str:
        """The table's name of a cut: of a column, or of one in bins (`wait:10,50`)."""
        return self._asked_column(name) + name[len(self._named(name)) :]

    def _asked_column(self, name: str) -> str:
        return self.column(self._named(name))

    def _narrowing(self, where: Sequence[str]) -> list[str]:
        """The columns behind these, where the table has them; what it lacks is refused when it is asked."""
        own = set(self.names.values())
        behind = (name if name in own else column_asked(name) for name in where)
        return [name for name in behind if name in own]

    def _named(self, name: str) -> str:
        """What of a cut's name is the column's: all of it where there is such a column."""
        bare = column_asked(name)
        return name if bare != name and self._has(name) else bare

    def _has(self, name: str) -> bool:
        try:
            return bool(self.column(name))
        except Refusal:
            return False

    def asked(
        self, by: tuple[str, ...] = (), drivers: tuple[str, ...] = (), where: tuple[str, ...] = ()
    ) -> Responses:
        """The table with these columns among its dimensions and ratings, named as the file names them.

        where: columns that a slice is narrowed by, under the names that the table gives them.
        """
        dimensions = tuple(
            dict.fromkeys([*self.table.dimensions, *map(self._asked_column, by), *self._narrowing(where)])
        )
        wanted = [self.column(name) for name in drivers]
        ratings = tuple(dict.fromkeys([*self.table.ratings, *wanted]))
        rows = self.table.rows
        numbers = {name: number_of(rows[name]) for name in wanted if rows[name].type().is_string()}
        if numbers:
            rows = flattened(rows.mutate(**numbers))
            found = ask(rows.aggregate(**{name: rows[name].count() for name in numbers})).to_pylist()[0]
            _refuse_wordy(self.names, found)
        return replace(self.table, rows=rows, dimensions=dimensions, ratings=ratings)


def open_file(
    path: str | Path,
    score: str | None = None,
    comment: str | None = None,
    date: str | None = None,
    weight: str | None = None,
    person: str | None = None,
    answers: bool = True,
) -> ResponseFile:
    """The file as a table of responses. Columns that are not named are guessed.

    answers=False opens a table of anything, people for instance: nothing is guessed, no score is needed.
    """
    named: dict[Role, str | None] = {
        "score": score, "comment": comment, "date": date, "weight": weight, "person": person
    }  # fmt: skip
    place = Path(path)
    folder = TemporaryDirectory(prefix="likely-", ignore_cleanup_errors=True)
    sheet = open_sheet(place, Path(folder.name))
    reading = read_sheet(place.name, sheet, named, Path(folder.name), answers)
    return _file(place.name, sheet, reading, folder)


def _refuse_wordy(names: Mapping[str, str], numbers: Mapping[str, int]) -> None:
    for name, own in names.items():
        if not numbers.get(own, 1):
            raise Refusal(
                "driver_is_text", f"{name}: a driver must be rated in numbers; it holds none.", field=name
            )


def _checked(path: Path) -> None:
    if not path.exists():
        raise Refusal("file_missing", f"{path}: there is no such file.", field="file")
    if not path.is_file():
        raise Refusal("not_a_file", f"{path}: this is no file.", field="file")
    if not path.stat().st_size:
        raise Refusal("file_empty", f"{path.name}: the file is empty.", field="file")


def open_sheet(path: Path, folder: Path) -> Sheet:
    """The file as rows and columns. What must be converted for that is written to `folder`.

    Read by what the file is, not by what it is called; a name that promises too much is refused.
    """
    _checked(path)
    try:
        with path.open("rb") as file:
            start = file.read(2000)
    except PermissionError:
        raise Refusal("file_locked", f"{path.name}: the file may not be read.", field="file") from None
    ending = path.suffix.casefold()
    if start.startswith(PARQUET) or ending in (".parquet", ".pq"):
        return read_parquet(path)
    if start.startswith((ZIP, OLE)) or ending in WORKBOOKS:
        return read_workbook(path, folder)
    _refuse_other_format(path, start.lstrip(b"\xef\xbb\xbf \t\r\n"))
    return read_delimited(path, folder)


def _refuse_other_format(path: Path, start: bytes) -> None:
    found = next((said for mark, said in OTHER_FORMATS if start.lower().startswith(mark)), "")
    if found and path.suffix.casefold() not in (".csv", ".tsv", ".txt", ".tab"):
        raise Refusal(
            "not_a_table",
            f"{path.name}: this is {found}, not a table of answers.",
            cure="Export the answers as CSV, XLSX or Parquet.",
            field="file",
        )


def _file(source: str, sheet: Sheet, reading: Reading, folder: TemporaryDirectory[str]) -> ResponseFile:
    return ResponseFile(
        source=source,
        table=replace(reading.table, stamp=f"file:{folder.name}"),
        rows=reading.rows,
        ignored=reading.ignored,
        columns=reading.columns,
        guessed=reading.guessed,
        notes=reading.notes,
        measures=reading.measures,
        names=reading.names,
        labels=sheet.labels,
        tool=sheet.tool,
        folder=folder,
    )
