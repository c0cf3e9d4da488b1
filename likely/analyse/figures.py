"""Operational figures as drivers: how many points of the score a readable step of each goes with.

Minutes, days and a yes or no stand beside the ratings in one equation. A figure has no scale of its own, so
that "one more" says little: the step told is the round number nearest to its standard deviation.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from likely.lib.refusal import Refusal
from likely.stats.drivers import NO_PIVOT
from likely.stats.key_driver import KeyDriver, key_drivers
from likely.store.aggregate import POINTS, counts, moments
from likely.store.narrow import unknown_column
from likely.store.slice import Slice
from likely.store.spread import cut_named, spread_of
from likely.store.table import Responses

MOST_LOOKED_AT = 40  # columns, when nobody says which are figures
LEAST_KNOWN = 0.3  # share of the answers that hold the figure; a rarer one is left out
ROUND = (1, 2, 5, 10)  # times a power of ten


@dataclass(frozen=True, slots=True)
class Figure:
    """What `step` more of it goes with, all other drivers held still, in points of the score.

    yes_no: of a yes or no, whose step is from no to yes. mean: of it, a share where yes_no. n: answers that
    hold it. p: judged together with all drivers. points, low, high: of one step.
    """

    name: str
    yes_no: bool
    step: float
    points: float
    low: float
    high: float
    p: float
    mean: float
    n: int


def figures_among(table: Responses, columns: Sequence[str], slice: Slice) -> tuple[str, ...]:
    """Those of the columns that hold figures for enough of the slice's answers. Two questions a column."""
    least = LEAST_KNOWN * counts(table, slice.cut()).total().answered
    return tuple(name for name in columns[:MOST_LOOKED_AT] if _is_figure(table, name, slice, least))


def with_figures(table: Responses, figures: Sequence[str]) -> Responses:
    """The table with these dimensions among its ratings, so that they may be drivers."""
    for name in figures:
        if name not in (*table.dimensions, *table.ratings):
            raise unknown_column(name, table.dimensions)

    def also(part: Responses) -> Responses:
        return replace(part, ratings=tuple(dict.fromkeys((*part.ratings, *figures))))

    return replace(also(table), parts=tuple(map(also, table.parts)))


def figure_effects(
    table: Responses, slice: Slice, columns: Sequence[str], figures: Sequence[str]
) -> tuple[Figure, ...]:
    """The largest effect first. columns: all drivers of the equation, the figures among them."""
    buckets = moments(with_figures(table, figures), slice.cut(), (POINTS, *columns)).get((), [])
    try:
        found = {one.name: one for one in key_drivers(buckets, columns).drivers}
    except Refusal:
        return ()
    told = [_told(found[name], _is_yes_no(table, name)) for name in figures if name in found]
    return tuple(sorted(told, key=lambda one: (-abs(one.points), one.name)))


def readable_step(deviation: float) -> float:
    """The number 1, 2 or 5 times a power of ten that is nearest to the deviation, by ratio."""
    power = 10.0 ** math.floor(math.log10(deviation))
    step = min((times * power for times in ROUND), key=lambda one: abs(math.log(one / deviation)))
    return float(f"{step:.12g}")


def _told(one: KeyDriver, yes_no: bool) -> Figure:
    step = 1.0 if yes_no else readable_step(max(one.deviation or 0.0, NO_PIVOT))
    value, low, high = (step * (end or 0.0) for end in (one.coefficient, one.least, one.most))
    return Figure(one.name, yes_no, step, value, low, high, one.p, one.mean or 0.0, one.n)


def _is_figure(table: Responses, name: str, slice: Slice, least: float) -> bool:
    """least: answers of the slice that must hold it."""
    if name not in table.dimensions or name in table.ratings:
        return False
    spread = spread_of(table, name)
    if not (spread.is_figure and spread.varies) or spread.figures < least:
        return False
    cells = counts(table, slice.cut(cut_named(table, name))).cells
    return sum(cell.answered for key, cell in cells.items() if key[0]) >= least


def _is_yes_no(table: Responses, name: str) -> bool:
    return spread_of(table, name).is_yes_no
