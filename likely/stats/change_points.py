"""When the level of a series changed, looking back: dates with intervals, and whether there is any.

The series is one mean a day with a weight, its number of answers. A change is looked for where the two
sides differ most (F = between/within); whether that is more than chance is told by the largest F of as
many series without a change (bootstrap, Andrews 1993 gives the same by tables). Then each side is looked at
alone (binary segmentation, Scott & Knott 1974), and each date is placed once more between its neighbours.
The interval of a date holds all days whose log-likelihood is within 1.92 of the best.

Slow drift looks like several steps, and a season like two: a change point says that, not why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

RATE = 0.05
SHORTEST = 14  # days on either side of a change
WITHIN = 1.92  # of the log-likelihood: half of the 95 % point of chi-square with 1 degree of freedom
SERIES = 999  # without a change, drawn to see how large F gets by chance
SEED = 20260104


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """at: index of the first day after the change; earliest, latest: as far as that is known.

    before, after: means of the stretches on either side, in the unit of the series. p: of "no change here".
    """

    at: int
    earliest: int
    latest: int
    before: float
    after: float
    p: float


def change_points(
    means: "ArrayLike", weights: "ArrayLike", *, rate: float = RATE, shortest: int = SHORTEST
) -> tuple[ChangePoint, ...]:
    """Changes of level in the order of time. Days without answers have weight 0.

    rate: chance of any false change in a series that has none. shortest: days that a level must last.
    """
    import numpy as np

    y, w = np.asarray(means, dtype=float), np.asarray(weights, dtype=float)
    if y.shape != w.shape or y.ndim != 1 or not ((w >= 0) & np.isfinite(w)).all() or shortest < 1:
        raise Refusal("bad_series", "One weight of 0 or more is needed for each mean.", field="weights")
    y = np.where(w > 0, y, 0.0)
    found: dict[int, float] = {}
    _split(y, w, 0, len(y), found, rate, shortest)
    return tuple(_placed(y, w, found, shortest))


def _split(
    y: "Floats", w: "Floats", begin: int, end: int, found: dict[int, float], rate: float, shortest: int
) -> None:
    """Find a change in begin … end and, where there is one, in each of its sides."""
    result = any_change(y[begin:end], w[begin:end], shortest)
    if result is None or result[1] > rate:
        return
    at, p = begin + result[0], result[1]
    found[at] = p
    _split(y, w, begin, at, found, rate, shortest)
    _split(y, w, at, end, found, rate, shortest)


def any_change(
    means: "ArrayLike", weights: "ArrayLike", shortest: int = SHORTEST
) -> tuple[int, float] | None:
    """The likeliest change and its p: how often the largest F of a series without one is as large.

    None where the series is too short for two stretches of `shortest` days with answers.
    """
    import numpy as np

    y, w = np.asarray(means, dtype=float), np.asarray(weights, dtype=float)
    there = (w > 0).sum()
    if len(y) < 2 * shortest or there < 4:
        return None
    f, allowed = _f(y[None], w, shortest)
    if not allowed.any():
        return None
    noise = np.random.default_rng(SEED).standard_normal((SERIES, len(y)))
    chance, _ = _f(noise / np.sqrt(np.where(w > 0, w, 1.0)) * (w > 0), w, shortest)
    largest = f[0].max()
    p = (1 + float((chance.max(axis=1) >= largest).sum())) / (SERIES + 1)
    return int(np.flatnonzero(allowed)[f[0].argmax()]) + 1, p


def _f(y: "Floats", w: "Floats", shortest: int) -> "tuple[Floats, NDArray[np.bool_]]":
    """F of a change after each allowed day, for each row of y; which days are allowed."""
    import numpy as np

    sizes = np.cumsum(w)
    size = max(sizes[-1], 1e-300)
    dust = 1e-20 * (w * y**2).sum(axis=1, keepdims=True) + 1e-300  # what rounding leaves of a flat series
    y = y - (w * y).sum(axis=1, keepdims=True) / size
    sums = np.cumsum(y * w, axis=1)
    days = np.arange(1, len(w))
    allowed = (days >= shortest) & (len(w) - days >= shortest) & (sizes[:-1] > 0) & (sizes[:-1] < size)
    left, n = sums[:, :-1][:, allowed], sizes[:-1][allowed]
    between = left**2 * size / (n * (size - n))
    within = np.maximum((w * y**2).sum(axis=1, keepdims=True) - between, dust)
    return between / within, allowed


def _placed(y: "Floats", w: "Floats", found: dict[int, float], shortest: int) -> list[ChangePoint]:
    """Each change where it is likeliest between its neighbours, with its interval."""
    if not found:
        return []
    dates = sorted(found)
    p = [found[date] for date in dates]
    for _ in range(2):
        for place in range(len(dates)):
            begin, end = ([0, *dates][place], [*dates, len(y)][place + 1])
            f, allowed = _f(y[None, begin:end], w[begin:end], shortest)
            if allowed.any():
                dates[place] = begin + int(allowed.nonzero()[0][f[0].argmax()]) + 1
    edges = [0, *dates, len(y)]
    within = _within(y, w, edges)
    return [
        ChangePoint(
            date,
            *_interval(y, w, edges[place], date, edges[place + 2], within),
            _mean(y, w, edges[place], date),
            _mean(y, w, date, edges[place + 2]),
            p[place],
        )
        for place, date in enumerate(dates)
    ]


def _mean(y: "Floats", w: "Floats", begin: int, end: int) -> float:
    return float((w[begin:end] * y[begin:end]).sum() / w[begin:end].sum())


def _within(y: "Floats", w: "Floats", edges: Sequence[int]) -> float:
    """The variance of one answer about the level of its stretch, days that differ more included."""
    squares, days = 0.0, 0
    for begin, end in pairwise(edges):
        squares += float((w[begin:end] * (y[begin:end] - _mean(y, w, begin, end)) ** 2).sum())
        days += int((w[begin:end] > 0).sum())
    return squares / max(days - len(edges) + 1, 1)


def _interval(y: "Floats", w: "Floats", begin: int, at: int, end: int, variance: float) -> tuple[int, int]:
    """The first and last day whose likelihood, both means fitted anew, is within 1.92 of the best."""
    import numpy as np

    f, allowed = _f(y[None, begin:end], w[begin:end], 1)
    days = begin + np.flatnonzero(allowed) + 1
    whole = float((w[begin:end] * (y[begin:end] - _mean(y, w, begin, end)) ** 2).sum())
    between = whole * f[0] / (1 + f[0])  # F = between/(whole − between)
    inside = days[between >= between.max() - 2 * WITHIN * variance] if variance > 0 else days[days == at]
    return int(min(inside.min(initial=at), at)), int(max(inside.max(initial=at), at))
