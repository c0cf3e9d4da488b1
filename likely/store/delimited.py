"""CSV and its relatives: what parts the cells, where the head ends, and the rows that do not fit."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from likely.lib.refusal import Refusal
from likely.store.encoding import Encoding, Repairs, encoding_of, lines
from likely.store.exports import Tool, head_of, tool_of
from likely.store.query import quoted, table_of
from likely.store.sheet import Sheet, unique_names

DELIMITERS = (",", ";", "\t", "|")
HEAD_CHARACTERS = 256_000  # what is looked at to find the delimiter and the head
HEAD_ROWS = 200
LONGEST_ROW_BYTES = 2_000_000
MOST_COLUMNS = 5_000
MOST_BROKEN = 100_000  # lines that are told one by one
MEMORY_MIB = 192  # of DuckDB while it converts; with Python and Arrow around it the whole stays under 512 MiB
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
NUMBER = re.compile(r"\s*[+-]?\d+([.,]\d+)?\s*")
# DuckDB's names of what is wrong with a row -> our reason
REJECTED = {
    "MISSING COLUMNS": "ragged_row",
    "TOO MANY COLUMNS": "ragged_row",
    "UNQUOTED VALUE": "broken_quote",
    "INVALID ENCODING": "broken_letters",
    "INVALID UNICODE": "broken_letters",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """names: one a column. skip: physical rows before the answers. notes: facts about the layout."""

    delimiter: str
    names: list[str]
    labels: dict[str, str]
    skip: int
    tool: Tool | None
    notes: tuple[str, ...] = ()


def read_delimited(path: Path, folder: Path) -> Sheet:
    """A text file as a sheet of text columns, converted once to Parquet in `folder` without being loaded."""
    encoding = encoding_of(path)
    repairs = Repairs()
    layout = layout_of(path.name, _start(path, encoding))
    source = path if encoding.clean else _copied(path, encoding, repairs, folder)
    target = folder / "rows.parquet"
    ignored, broken = _converted(path.name, source, layout, target)
    if source is not path:
        source.unlink()
    mended = [f"mended_{kind}:{places}" for kind, places in repairs.count.items()]
    spoken = [] if encoding.name.startswith("utf-8") else [f"encoding:{encoding.name}"]
    return Sheet(
        rows=table_of(f"SELECT * FROM read_parquet({quoted(str(target))})"),  # noqa: S608 - a quoted path
        labels=layout.labels,
        ignored=ignored,
        tool=layout.tool.name if layout.tool else "",
        notes=(*layout.notes, *spoken, *mended),
        converted=target,
        head_rows=layout.skip,
        broken=broken,
    )


def _start(path: Path, encoding: Encoding) -> str:
    text = ""
    for piece in lines(path, encoding, Repairs()):
        text += piece
        if len(text) >= HEAD_CHARACTERS:
            break
    return text[: HEAD_CHARACTERS * 2]


def _copied(path: Path, encoding: Encoding, repairs: Repairs, folder: Path) -> Path:
    copy = folder / "text.csv"
    with copy.open("w", encoding="utf-8", newline="", errors="replace") as file:
        file.writelines(lines(path, encoding, repairs))
    return copy


def layout_of(source: str, text: str) -> Layout:
    """The layout that the first rows show. Refuses what has no head or no columns."""
    said = SEPARATOR_LINE.match(text)
    body = text[said.end() :] if said else text
    delimiter = said[1] if said else _delimiter(body)
    rows = _rows(body, delimiter)
    blank = next((place for place, row in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if blank is None:
        raise Refusal("file_empty", f"{source}: the file holds no text.", field="file")
    head = rows[blank:]
    if len(head[0]) > MOST_COLUMNS:
        raise Refusal(
            "too_many_columns",
            f"{source}: {len(head[0])} columns; the most allowed are {MOST_COLUMNS}.",
            field="file",
        )
    layout = named_layout(head)
    return Layout(
        delimiter, layout.names, layout.labels, layout.skip + blank + bool(said), layout.tool, layout.notes
    )


def named_layout(head: Sequence[Sequence[str]]) -> Layout:
    """Names, labels and tool out of the first rows of any format that has cells."""
    tool = tool_of(head)
    if tool is None and _has_no_head(head):
        names = unique_names([""] * len(head[0]))
        return Layout(",", names, {}, 0, None, ("no_head_row",))
    raw, labels = head_of(tool, head)
    skip = tool.head_rows if tool else 1
    raw = _widened(raw, head[skip:])
    names = unique_names(raw)
    named = {name: label for name, label in zip(names, labels, strict=False) if label and label != name}
    return Layout(",", names, named, skip, tool)


def _has_no_head(head: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is already an answer: every cell of it is a number."""
    return all(NUMBER.fullmatch(cell) for cell in head[0])


def _widened(names: list[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows that have one cell more than the head: row names before, or a delimiter too many behind."""
    kept = [row for row in rows if any(row)][:HEAD_ROWS]
    longer = [row for row in kept if len(row) == len(names) + 1]
    if len(longer) <= 0.9 * len(kept) or not kept:
        return names
    if not any(row[-1].strip() for row in longer):
        return [*names, ""]
    numbered = len({row[0] for row in longer}) == len(longer) > 1
    return ["row_name", *names] if numbered else names


def _delimiter(text: str) -> str:
    """The mark that parts most rows into the same number of cells, at least two of them."""
    fits = {mark: _evenness(_rows(text, mark)) for mark in DELIMITERS}
    return max(fits, key=lambda mark: fits[mark])


def _evenness(rows: list[list[str]]) -> tuple[float, int]:
    sizes = Counter(len(row) for row in rows if row)
    wide = {size: n for size, n in sizes.items() if size > 1}
    if not wide:
        return 0.0, 0
    usual = max(wide, key=lambda size: wide[size])
    return round(wide[usual] / sizes.total(), 1), usual


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows. The last one may be cut off by the end of the look, and is left out then."""
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    csv.field_size_limit(HEAD_CHARACTERS * 2)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > HEAD_ROWS:
                break
    except csv.Error:
        pass  # an answer longer than the look; the engine will say which
    return rows[:-1] if len(text) >= HEAD_CHARACTERS and 1 < len(rows) <= HEAD_ROWS else rows


def _converted(
    name: str, source: Path, layout: Layout, target: Path
) -> tuple[dict[str, int], tuple[tuple[int, str], ...]]:
    """Writes the rows; reason -> rows left out, and their lines. Refuses what is mostly broken."""
    import duckdb

    columns = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in layout.names)
    reader = (
        f"read_csv({quoted(str(source))}, auto_detect=false, header=false, skip={layout.skip}, "
        f"delim={quoted(layout.delimiter)}, quote='\"', escape='\"', columns={{{columns}}}, "
        f"store_rejects=true, rejects_limit=0, max_line_size={LONGEST_ROW_BYTES}, strict_mode=true)"
    )
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{MEMORY_MIB}MiB",
        "temp_directory": str(target.parent / "spill"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(config=config) as connection:
        try:
            written = connection.execute(
                f"COPY (SELECT * FROM {reader}) TO {quoted(str(target))} (FORMAT parquet)"  # noqa: S608
            ).fetchone()
        except duckdb.Error as error:
            first = str(error).strip().splitlines()[0][:160]
            raise Refusal("not_a_table", f"{name}: this is no table ({first}).", field="file") from error
        rejected = connection.execute(
            "SELECT error_type, count(DISTINCT line), min(line), "
            "max(len(csv_line) - len(replace(csv_line, chr(10), ''))) FROM reject_errors GROUP BY 1"
        ).fetchall()
        lines = connection.execute(
            "SELECT line, min(error_type) FROM reject_errors GROUP BY 1 ORDER BY 1 LIMIT ?", [MOST_BROKEN]
        ).fetchall()
    ignored = _counted(name, layout, written[0] if written else 0, rejected)
    return ignored, tuple((line, REJECTED.get(kind, "ragged_row")) for line, kind in lines)


def _counted(
    name: str, layout: Layout, kept: int, rejected: list[tuple[str, int, int, int]]
) -> dict[str, int]:
    ignored: dict[str, int] = {}
    for kind, rows, line, swallowed in rejected:
        if kind == "LINE SIZE OVER MAXIMUM":
            raise Refusal(
                "row_too_long",
                f"{name}: the row in line {line} has over {LONGEST_ROW_BYTES:,} bytes, which no answer has.",
                cure="A quotation mark that is never closed does this; mend that line.",
                field="file",
            )
        if kind == "UNQUOTED VALUE" and swallowed > 1:
            raise Refusal(
                "quote_never_closed",
                f"{name}: the quotation mark in line {line} is never closed; it swallows {swallowed} lines.",
                cure="Mend that line.",
                field="file",
            )
        reason = REJECTED.get(kind, "ragged_row")
        ignored[reason] = ignored.get(reason, 0) + rows
    broken = sum(ignored.values())
    if broken > kept:
        first = min(line for _, _, line, _ in rejected)
        raise Refusal(
            "not_a_table",
            f"{name}: {broken} of {broken + kept} rows do not have the {len(layout.names)} columns of the "
            f"head row; the first is line {first}.",
            field="file",
        )
    return ignored
