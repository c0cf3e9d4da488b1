"""Tables sorted by a click on their head: one parameter of the address, so that a view can be shared."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Head:
    """What the page is sorted by. by: "name", or "-name" for descending."""

    parameter: str
    by: str
    usual: str

    def next_of(self, column: str) -> str:
        """What a click on the head asks for; empty: the usual order, which needs no parameter."""
        wanted = f"-{column}" if self.by == column else column
        if self.by.lstrip("-") != column and self.usual == f"-{column}":
            wanted = self.usual
        return "" if wanted == self.usual else wanted

    def aria(self, column: str) -> str:
        """The value of aria-sort."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.by, "none")


def head(asked: str, known: Sequence[str], usual: str, parameter: str = "sort") -> Head:
    return Head(parameter, asked if asked in known else usual, usual)


def ordered(rows: Iterable[Row], by: str) -> list[Row]:
    """By an attribute; rows without a value come last whichever way."""
    read, descending = attrgetter(by.lstrip("-")), by.startswith("-")
    kept = list(rows)
    told = sorted((row for row in kept if read(row) is not None), key=_folded(read), reverse=descending)
    return [*told, *(row for row in kept if read(row) is None)]


def _folded(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Names as people look them up, whatever their case."""
    return lambda row: value.casefold() if isinstance(value := read(row), str) else value
