"""A file as rows and columns, before anybody knows what the columns mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from likely.store.table import IbisTable


@dataclass(frozen=True, slots=True)
class Sheet:
    """rows: lazily read, one row a response, columns in the file's order under unique names.

    labels: column -> what the respondent was asked, where the file says so in another row.
    ignored: reason -> rows that were already left out.
    tool: the name of the tool whose export this is, or empty.
    converted: the file that `rows` reads, where another format was converted to it.
    notes: facts for the warnings, `code` or `code:detail` (docs/files.md lists them).
    head_rows: rows of the file before its first row of data.
    broken: (line, reason) of the rows that could not be read, the first ones of them.
    """

    rows: IbisTable
    labels: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, int] = field(default_factory=dict)
    tool: str = ""
    notes: tuple[str, ...] = ()
    converted: Path | None = None
    head_rows: int = 1
    broken: tuple[tuple[int, str], ...] = ()


def unique_names(head: list[str]) -> list[str]:
    """The head row as column names that are not empty and differ even when case is ignored."""
    names: list[str] = []
    seen: set[str] = set()
    for position, raw in enumerate(head, start=1):
        name = stem = " ".join(raw.split()) or f"column_{position}"
        number = 2
        while name.casefold() in seen:
            name, number = f"{stem} ({number})", number + 1
        seen.add(name.casefold())
        names.append(name)
    return names
