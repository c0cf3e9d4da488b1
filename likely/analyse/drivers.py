"""What moves together with the score: ratings and operational figures, with how sure that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from likely.analyse.coded import coded
from likely.analyse.findings import Driver
from likely.lib.refusal import Refusal
from likely.stats.driver_difference import DriverDifference, driver_differences
from likely.stats.drivers import Moments
from likely.stats.key_driver import KeyDriver, KeyDrivers, LeftOut, key_drivers
from likely.store.aggregate import moments
from likely.store.slice import Slice
from likely.store.spread import cut_named
from likely.store.table import Responses

MOST_DRIVERS = 24  # taken when nobody names any


@dataclass(frozen=True, slots=True)
class Drivers:
    """drivers: the most important first. r2: explained share of the score's variance, 0..1; None: unknown.

    refused: why there are none, or empty. left_out: column -> why it is not among them. collinear: names
    that say nearly the same as others. method: LMG or relative weights.
    """

    drivers: tuple[Driver, ...] = ()
    r2: float | None = None
    refused: str = ""
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    collinear: tuple[str, ...] = ()
    method: str = ""


def drivers(
    table: Responses, slice: Slice, columns: Sequence[str], categories: Sequence[str] = ()
) -> Drivers:
    """Drivers of the 0..10 score among columns of the table. A missing rating or figure is never a zero.

    columns: ratings, and figures that stand among them (minutes, days, yes or no).
    categories: dimensions whose values enter together as one driver each, without a direction.
    """
    if not (columns or categories):
        return Drivers()
    table, marks = coded(table, slice, categories)
    marked = [mark for name in categories for mark in marks[name]]
    groups = _groups(len(columns), [len(marks[name]) for name in categories if marks[name]])
    names = [*columns, *(name for name in categories if marks[name])]
    try:
        return _found(key_drivers(_buckets(table, slice, (*columns, *marked)), names, groups))
    except Refusal as refusal:
        if refusal.field != "drivers" and refusal.code not in ("score_is_constant", "nothing_explained"):
            raise
        return Drivers(refused=str(refusal))


def drivers_by(table: Responses, slice: Slice, columns: Sequence[str], by: str) -> dict[str, Drivers]:
    """The drivers within each value of a dimension that has enough answers for them."""
    found = {}
    for key, cells in moments(table, slice.cut(cut_named(table, by)), ("score", *columns)).items():
        try:
            found[str(key[0] or "–")] = _found(key_drivers(cells, columns))
        except Refusal as refusal:
            found[str(key[0] or "–")] = Drivers(refused=str(refusal))
    return found


def drivers_between(
    table: Responses, a: Slice, b: Slice, columns: Sequence[str]
) -> tuple[DriverDifference, ...]:
    """Whether drivers weigh differently in two slices that share no person; both must be large enough."""
    first, second = (key_drivers(_buckets(table, side, columns), columns) for side in (a, b))
    return driver_differences(first, second)


def _groups(single: int, sizes: Sequence[int]) -> list[list[int]]:
    """The columns of each driver, the outcome being column 0: one each, then the values of the categories."""
    groups = [[column] for column in range(1, single + 1)]
    for size in sizes:
        begin = groups[-1][-1] + 1 if groups else 1
        groups.append(list(range(begin, begin + size)))
    return groups


def _found(result: KeyDrivers) -> Drivers:
    return Drivers(
        drivers=tuple(_driver(one) for one in result.drivers),
        r2=result.r2,
        left_out=result.left_out,
        collinear=result.collinear,
        method=result.method,
    )


def _driver(one: KeyDriver) -> Driver:
    return Driver(
        one.name,
        one.share,
        one.low,
        one.high,
        one.direction,
        one.mean,
        one.n,
        coefficient=one.coefficient,
        p=one.p,
        first=one.first,
        vif=one.vif,
        least=one.least,
        most=one.most,
        deviation=one.deviation,
    )


def _buckets(table: Responses, slice: Slice, columns: Sequence[str]) -> Sequence[Moments]:
    return moments(table, slice.cut(), ("score", *columns)).get((), [])
