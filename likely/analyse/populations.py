"""Two populations side by side, buyers and users or owners and employees: both must be happy (N10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from likely.analyse.heat import Heat, heat, heat_of
from likely.analyse.segments import NO_VALUE, SMALLEST_GROUP
from likely.stats.difference import Difference, difference
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Counts
from likely.store.slice import Slice
from likely.store.table import Responses

Balance = Literal["both", "first", "second", "neither", "unclear", "too_few"]


@dataclass(frozen=True, slots=True)
class Side:
    """Both populations in one place. gap: the first − the second; verdict: of it, judged with all others.

    balance: which of them are surely above the line; "unclear": one of the intervals holds it.
    """

    name: str
    first: Score | None
    second: Score | None
    gap: Difference | None
    verdict: Verdict
    balance: Balance


@dataclass(frozen=True, slots=True)
class Populations:
    """first, second: values of the population. all: everywhere. units: by place, the widest gap first.

    line: points above which a population is called happy.
    """

    first: str
    second: str
    all: Side
    units: tuple[Side, ...]
    line: float


def populations(
    table: Responses,
    slice: Slice,
    column: str,
    pair: tuple[str, str],
    by: str,
    *,
    line: float = 0.0,
    smallest: int = SMALLEST_GROUP,
) -> Populations:
    """column: which says the population. pair: two of its values. by: the place, another column."""
    crossed = heat(table, slice.only(column, *pair), by, column, smallest=smallest)
    return populations_of(crossed, pair, line)


def counted_populations(
    found: Counts, pair: tuple[str, str], *, line: float = 0.0, smallest: int = SMALLEST_GROUP
) -> Populations:
    """found: by place and population."""
    kept = {key: cell for key, cell in found.cells.items() if key[1] in pair}
    return populations_of(heat_of(Counts(found.by, kept), smallest), pair, line)


def populations_of(crossed: Heat, pair: tuple[str, str], line: float) -> Populations:
    """crossed: places down, populations across."""
    whole = {one.value: one.score for one in crossed.columns}
    places = [one.value for one in crossed.rows if one.value != NO_VALUE]
    cells = {(one.row, one.column): one.score for one in crossed.cells}
    first, second = pair
    rows = [(name, cells.get((name, first)), cells.get((name, second))) for name in places]
    gaps = [difference(a, b) if a and b else None for _name, a, b in rows]
    told = zip(rows, gaps, verdicts(gaps), strict=True)
    sides = [_side(name, a, b, gap, verdict, line) for (name, a, b), gap, verdict in told]
    sides.sort(key=lambda one: (one.gap is None, -abs(one.gap.value) if one.gap else 0.0, one.name))
    a, b = whole.get(first), whole.get(second)
    gap = difference(a, b) if a and b else None
    everywhere = _side("", a, b, gap, verdicts([gap])[0], line)
    return Populations(first, second, everywhere, tuple(sides), line)


def balance_of(a: Score | None, b: Score | None, line: float) -> Balance:
    if a is None or b is None:
        return "too_few"
    happy = (a.low > line, b.low > line)
    unhappy = (a.high < line, b.high < line)
    table: Sequence[tuple[bool, Balance]] = (
        (all(happy), "both"),
        (all(unhappy), "neither"),
        (happy[0] and unhappy[1], "first"),
        (unhappy[0] and happy[1], "second"),
    )
    return next((word for there, word in table if there), "unclear")


def _side(
    name: str, a: Score | None, b: Score | None, gap: Difference | None, verdict: Verdict, line: float
) -> Side:
    return Side(name, a, b, gap, verdict, balance_of(a, b, line))
