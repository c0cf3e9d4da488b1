"""A list of addresses from another tool: which column holds them, and which rows hold none.

Read are exports of unsubscribes and bounces as other tools write them: a column named Email, Phone or the
like, or a bare list without a head, one address a line.
"""

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from likely.lib.refusal import Refusal
from likely.people.address import read_address

LARGEST: Final = 10_000_000  # bytes
MOST: Final = 100_000  # addresses
MOST_TOLD: Final = 20  # faults
NAMED: Final = re.compile(r"\b(e-?mail|mail|address|phone|number|mobile|recipient)s?\b", re.I)


class AddressFaults(Refusal):
    """rows: (row as a spreadsheet counts, what stands there) of those at fault, the first of them."""

    def __init__(self, rows: Sequence[tuple[int, str]]) -> None:
        told = "; ".join(f"row {number}: {cell!r}" for number, cell in rows[:MOST_TOLD])
        more = f" and {len(rows) - MOST_TOLD} more" if len(rows) > MOST_TOLD else ""
        super().__init__(
            "addresses_malformed",
            f"These are no addresses: {told}{more}. Nothing was imported.",
            cure="Correct or remove these rows and send the file again.",
            field="file",
        )
        self.rows = tuple(rows[:MOST_TOLD])


def read_addresses(file: bytes) -> list[str]:
    """Every address in its one spelling, once. All of them or a refusal that tells the rows at fault."""
    rows = _rows(file)
    head, columns = _columns(rows)
    found: dict[str, None] = {}
    faults: list[tuple[int, str]] = []
    for number, row in enumerate(rows[head:], start=head + 1):
        for cell in (row[column].strip() for column in columns if column < len(row)):
            if cell:
                try:
                    found[read_address("", cell)] = None
                except Refusal:
                    faults.append((number, cell[:60]))
    if faults:
        raise AddressFaults(faults)
    if not found:
        raise Refusal("file_empty", "The file holds no address.", field="file")
    if len(found) > MOST:
        raise Refusal(
            "too_many",
            f"The file holds {len(found)} addresses; the most at once is {MOST}.",
            cure="Send it in parts.",
            field="file",
        )
    return list(found)


def _rows(file: bytes) -> list[list[str]]:
    if len(file) > LARGEST:
        raise Refusal("list_too_large", f"The file is larger than {LARGEST // 1_000_000} MB.", field="file")
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "file_not_utf8", "The file is not encoded in UTF-8.", cure="Save it as UTF-8.", field="file"
        ) from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        return [row for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark) if any(row)]
    except csv.Error as error:
        raise Refusal("file_not_csv", f"The file is no CSV: {error}.", field="file") from None


def _columns(rows: Sequence[Sequence[str]]) -> tuple[int, list[int]]:
    """How many rows are the head, and the columns that hold addresses."""
    if not rows:
        raise Refusal("file_empty", "The file is empty.", field="file")
    bare = [place for place, cell in enumerate(rows[0]) if _is_address(cell)]
    if bare:
        return 0, bare
    named = [place for place, cell in enumerate(rows[0]) if NAMED.search(cell.replace("_", " "))]
    if not named:
        raise Refusal(
            "column_missing",
            "No column of the file holds addresses.",
            cure="Name the column Email or Phone, or send one address a line.",
            field="file",
        )
    return 1, named


def _is_address(cell: str) -> bool:
    try:
        return bool(read_address("", cell))
    except Refusal:
        return False
