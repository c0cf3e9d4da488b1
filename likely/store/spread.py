"""How a column's numbers lie, and the readable bins that follow from it."""

import math
from dataclasses import dataclass
from typing import Any, Final

from likely.store.bins import NO, YES, number_in
from likely.store.cut_name import bins_at, bins_named
from likely.store.engine import fetch
from likely.store.part_memory import remember
from likely.store.slice import GRAINS
from likely.store.table import IbisTable, Responses

MOST_PLAIN: Final = 24  # whole values of a number that is cut value by value
FEWEST_NUMBERS: Final = 0.95  # share of the values; with more words among them a column is none of numbers
FEWEST_APART: Final = 100  # numbers in the first part of a table that speak for all of it
QUANTILES: Final = (0.25, 0.5, 0.75)
ROUNDEST: Final = (5, 2, 1)  # times a power of ten
PIECES: Final = 10  # of the middle half, between edges that may be asked for
FURTHER: Final = 1.25  # each edge further out, times the one before
MOST_FAR: Final = 20  # edges on either side


@dataclass(frozen=True, slots=True)
class Spread:
    """How a column's numbers lie. n: values of any kind; numbers: those that are numbers, of which `distinct`
    differ. whole: all of them. quantiles: a quarter, half and three quarters of the way. yes, no: how often
    said.
    """

    n: int
    numbers: int
    distinct: int
    whole: bool
    low: float
    high: float
    quantiles: tuple[float, ...]
    yes: int = 0
    no: int = 0

    @property
    def figures(self) -> int:
        """Values that are numbers, or a yes or no."""
        return self.numbers + self.yes + self.no

    @property
    def is_figure(self) -> bool:
        """Numbers, or yes and no; a mixture of both is neither."""
        few_words = self.figures >= FEWEST_NUMBERS * self.n > 0
        return few_words and not (self.numbers and self.yes + self.no)

    @property
    def is_yes_no(self) -> bool:
        """Said so, or written as 1 and 0."""
        marks = self.whole and (self.low, self.high, self.distinct) == (0, 1, 2)
        return marks if self.numbers else self.figures > 0

    @property
    def varies(self) -> bool:
        return self.low < self.high or bool(self.yes and self.no)

    @property
    def is_number(self) -> bool:
        return self.numbers > 0 and self.numbers >= FEWEST_NUMBERS * self.n


def cut_named(table: Responses, name: str) -> str:
    """The cut to ask for where a person names a column: a number of many values is put into bins.

    Everything else, and bins that the name itself gives, stay as they are.
    """
    if name in GRAINS or name not in (*table.dimensions, *table.ratings):
        bins = bins_named(name)
        return bins.name if bins else name
    spread = spread_of(table, name)
    few = spread.distinct <= MOST_PLAIN and spread.whole
    if few or not spread.is_number or spread.low == spread.high:
        return name
    return bins_at(name, readable_edges(spread), whole=spread.whole).name


def spread_of(table: Responses, column: str) -> Spread:
    """One question; of a table in parts, the first that holds enough: edges stay while answers come in."""
    found = _spread(table.split()[0], column)
    return found if found.numbers >= FEWEST_APART or not table.parts else _spread(table, column)


def _spread(part: Responses, column: str) -> Spread:
    key = ("spread", column)

    def ask() -> Spread:
        [row] = fetch(part, lambda table: spread_query(table, column), key)
        n, numbers, distinct, whole, low, high, yes, no, *quantiles = row
        told = tuple(0.0 if one is None else float(one) for one in quantiles)
        return Spread(
            n, numbers, distinct, whole == numbers, low or 0.0, high or 0.0, told, yes or 0, no or 0
        )

    return remember(part, key, ask)


def spread_query(table: Responses, column: str) -> IbisTable:
    """The one query of `spread_of`: n, numbers, distinct, whole, low, high and the quantiles."""
    number = number_in(table, column)
    rows = table.rows.select(given=table.rows[column], number=number)
    given, number = rows["given"], rows["number"]
    if given.type().is_string():
        given = given.nullif("")
    return rows.aggregate(
        n=given.count(),
        numbers=number.count(),
        distinct=number.nunique(),
        whole=(number == number.floor()).cast("int64").sum(),
        low=number.min(),
        high=number.max(),
        yes=_said(given, YES),
        no=_said(given, NO),
        **{f"quantile_{place}": number.quantile(share) for place, share in enumerate(QUANTILES)},
    )


def _said(given: Any, words: tuple[str, ...]) -> Any:
    import ibis  # heavy

    if not given.type().is_string():
        return ibis.literal(0, "int64")
    return given.strip().lower().isin(words).cast("int64").sum()


def readable_edges(spread: Spread) -> tuple[float, ...]:
    """Edges near the quartiles, rounded by at most an eighth of the way between the outer two.

    Fewer where quartiles coincide; none where all numbers are the same.
    """
    if spread.low >= spread.high:
        return ()
    first, _, last = spread.quantiles
    room = (last - first) / 8 or (spread.high - spread.low) / 100
    edges = sorted({_round(one, room, whole=spread.whole) for one in spread.quantiles})
    return tuple(one for one in edges if spread.low <= one < spread.high) or (spread.low,)


def edges_offered(spread: Spread) -> tuple[float, ...]:
    """Round numbers over what a column's numbers span, the roundest first: at least ten in the middle half.

    Far out, where numbers are rare, they lie further and further apart.
    """
    first, _, last = spread.quantiles
    step = _step((last - first) / PIECES or (spread.high - spread.low) / PIECES, whole=spread.whole)
    low, high = first - (last - first) / 2, last + 2 * (last - first)
    told = {place * step for place in range(math.ceil(low / step), math.floor(high / step) + 1)}
    for side, start, end in ((-1, -low, -spread.low), (1, high, spread.high)):
        reach = max(start, step)
        for _ in range(MOST_FAR):
            reach = _round(reach * FURTHER, reach / 20, whole=spread.whole)
            told |= {side * reach} if reach < end else set()
    within = {float(f"{one:.12g}") for one in told if spread.low <= one < spread.high}
    return tuple(sorted(within, key=lambda one: (_digits(one), one)))


def _step(value: float, *, whole: bool) -> float:
    """The largest of 1, 2, 5, 10, 20 … that is at most the value; of whole numbers at least 1."""
    power = 10.0 ** math.floor(math.log10(value))
    step = power * max(times for times in ROUNDEST if times * power <= value * (1 + 1e-9))
    return max(step, 1.0) if whole else step


def _digits(value: float) -> tuple[int, int]:
    """How round a number is: how many digits it has, and whether the last is a 5."""
    said = f"{abs(value):.12e}".split("e")[0].replace(".", "").rstrip("0")
    return len(said), 0 if said in ("", "1", "2", "5") or said.endswith("5") else 1


def _round(value: float, room: float, *, whole: bool) -> float:
    """The roundest number within `room` of the value."""
    power = 10.0 ** math.floor(math.log10(max(abs(value), room, 1e-300)))
    while True:
        for times in ROUNDEST:
            step = times * power
            near = round(value / step) * step
            if abs(near - value) <= room or (whole and step <= 1):
                return float(round(near)) if whole else float(f"{near:.12g}")
        power /= 10
