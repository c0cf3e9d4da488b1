"""A number as a cut: the bins that it falls into, and the name by which they are asked for.

`wait:10,50` asks the column `wait` in three bins: up to 10, over 10 up to 50, over 50. An edge belongs to the
bin below it. Edges without decimals are of whole numbers, so that the middle bin is called 11–50; with
decimals (`wait:10.0,50.0`) it is called >10 ≤50.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from likely.lib.refusal import Refusal

MARK: Final = ":"
MOST_EDGES: Final = 11  # that anybody asks for
MOST_FINE: Final = 140  # that are looked at


@dataclass(frozen=True, slots=True)
class Bins:
    """edges: ascending. whole: of whole numbers, so that the bin above 10 begins with 11."""

    column: str
    edges: tuple[float, ...]
    whole: bool

    @property
    def name(self) -> str:
        return f"{self.column}{MARK}{','.join(_edge(one, self.whole) for one in self.edges)}"

    @property
    def values(self) -> tuple[str, ...]:
        """What the bins are called, the lowest first, in every language alike."""
        edges = [_number(one) for one in self.edges]
        middle = [self._between(low, high) for low, high in pairwise(self.edges)]
        return (f"≤{edges[0]}", *middle, f">{edges[-1]}")

    def span_of(self, value: str) -> tuple[float, float | None]:
        """Above which number a bin that is not the lowest lies, and up to which; None: without end."""
        place = self.values.index(value)
        return self.edges[place - 1], self.edges[place] if place < len(self.edges) else None

    def _between(self, low: float, high: float) -> str:
        if not self.whole:
            return f">{_number(low)} ≤{_number(high)}"
        return _number(high) if low + 1 == high else f"{_number(low + 1)}–{_number(high)}"


def bins_named(name: str, most: int = MOST_EDGES) -> Bins | None:
    """The bins that a cut's name asks for; None for any other name. Refuses edges that do not rise."""
    column, mark, text = name.rpartition(MARK)
    if not mark or not column:
        return None
    parts = [part.strip() for part in text.split(",")]
    try:
        edges = tuple(float(part) for part in parts)
    except ValueError:
        return None
    return bins_at(column, edges, whole=not any("." in part for part in parts), most=most)


def bins_at(column: str, edges: Sequence[float], *, whole: bool, most: int = MOST_EDGES) -> Bins:
    rises = all(a < b for a, b in pairwise(edges))
    if not edges or not rises or len(edges) > most or not all(map(math.isfinite, edges)):
        raise Refusal(
            "wrong_edges",
            f"{column}: the edges of bins are 1 to {MOST_EDGES} numbers, each above the one before.",
            cure=f"Write {column}:10,50 for up to 10, 11–50 and over 50.",
            field="by",
        )
    return Bins(column, tuple(edges), whole and all(map(float.is_integer, map(float, edges))))


def column_asked(name: str) -> str:
    """The column behind a cut's name: `wait` of `wait:10,50`."""
    column, mark, text = name.rpartition(MARK)
    parts = text.split(",")
    return column if mark and column and all(_is_number(part) for part in parts) else name


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _edge(value: float, whole: bool) -> str:
    return _number(value) if whole or value != int(value) else f"{int(value)}.0"
