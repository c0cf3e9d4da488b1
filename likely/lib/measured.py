"""How a measured figure stands on a page: never without its interval and the answers it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from likely.lib.figure import grouped, rounded, signed

Gettext = Callable[[str], str]


class Measured(Protocol):
    """A score with its interval, in points, and the answers it rests on. Every estimate is one."""

    @property
    def value(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def n(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """The numbers of a chart as a table: for screen readers, for copying, for mail without pictures.

    names: how many columns say, from the left, what a line is about; the others are its figures.
    """

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    names: int = 1


def as_written(text: str) -> str:
    """The `gettext` of English."""
    return text


def span(low: float, high: float, gettext: Gettext = as_written) -> str:
    """An interval in points: +52 to +71."""
    return gettext("{low} to {high}").format(low=signed(low), high=signed(high))


def with_interval(figure: Measured, gettext: Gettext = as_written) -> str:
    """+63 ± 9 where both arms round to the same number of points, +63 (+52 to +71) where they do not."""
    below, above = rounded(figure.value - figure.low), rounded(figure.high - figure.value)
    if below == above:
        return f"{signed(figure.value)} ± {above}"
    return f"{signed(figure.value)} ({span(figure.low, figure.high, gettext)})"


def in_full(figure: Measured, gettext: Gettext = as_written) -> str:
    """A score as it must always stand: with its interval and n."""
    return f"{with_interval(figure, gettext)} · n {grouped(figure.n)}"
