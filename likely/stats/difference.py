"""The difference of two independent scores.

MOVER (Zou & Donner 2008, Statistics in Medicine 27) builds it from the two score intervals [l, u]:
  low  = (a − b) − √((a − la)² + (ub − b)²)
  high = (a − b) + √((ua − a)² + (b − lb)²)
so a small group with a lopsided interval against a large one gets what it deserves, where the textbook
form is far too sure of itself. p belongs to it: 1 − the level at which the interval touches 0.

A weighted score enters with its effective counts. A finite population is left out of account: whether two
groups differ is never a statement about only those who were asked.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.estimate import Estimate
from likely.stats.interval import STEPS, score_interval, score_intervals, score_z, score_zs
from likely.stats.normal import p_of_z, z_of_level
from likely.stats.score import Score
from likely.stats.variance import variance_of_counts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported where many are made at once: `import likely` must stay light.

Counts = tuple[float, float, float]  # detractors, passives, promoters

FEW = 8  # pairs that are quicker one by one
SMALLEST_P = 1e-300  # an infinite statistic still gets a p above 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Estimate):
    """A difference in points (−200..200) with its interval and the two-sided p of "there is none".

    n: the answers on both sides together.
    """

    p: float


def difference(a: Score, b: Score, level: float | None = None) -> Difference:
    """a − b. The level is theirs where none is given."""
    level = _common_level(a, b) if level is None else level
    ends_a, ends_b = score_interval(*a.counts, level), score_interval(*b.counts, level)
    return _difference(a, b, ends_a, ends_b, level, _p_of_difference(a, b))


def _difference(
    a: Score, b: Score, ends_a: tuple[float, float], ends_b: tuple[float, float], level: float, p: float
) -> Difference:
    low, high = mover(a.value, ends_a, b.value, ends_b)
    return Difference(
        value=a.value - b.value,
        low=low,
        high=high,
        n=a.n + b.n,
        method="MOVER of score intervals",
        level=level,
        p=p,
    )


def _common_level(a: Score, b: Score) -> float:
    if a.level != b.level:
        raise Refusal("levels_differ", f"level: {a.level} and {b.level} cannot be compared.", field="level")
    return a.level


def mover(
    a: float, ends_a: tuple[float, float], b: float, ends_b: tuple[float, float], r: float = 0.0
) -> tuple[float, float]:
    """The interval of a − b from the intervals of a and b, whose correlation is r (0: independent)."""
    down_a, up_a = a - ends_a[0], ends_a[1] - a
    down_b, up_b = b - ends_b[0], ends_b[1] - b
    low = math.sqrt(max(down_a**2 + up_b**2 - 2 * r * down_a * up_b, 0.0))
    high = math.sqrt(max(up_a**2 + down_b**2 - 2 * r * up_a * down_b, 0.0))
    return max(a - b - low, -200.0), min(a - b + high, 200.0)


def _p_of_difference(a: Score, b: Score) -> float:
    """The p at which the interval touches 0.

    Let a be the larger. The lower end is 0 where (a − la)² + (ub − b)² = (a − b)², and both ends belong to
    the same z. So la is halved between b and a, ub follows from the circle, and the two z are compared.
    """
    if a.value < b.value:
        a, b = b, a
    gap = (a.value - b.value) / 100
    if gap <= 0:
        return 1.0
    reach, beyond = 0.0, gap  # a − la
    for _ in range(STEPS):
        middle = (reach + beyond) / 2
        if _z_above(a, middle) < _z_below(b, math.sqrt(max(gap * gap - middle * middle, 0.0))):
            reach = middle
        else:
            beyond = middle
    return _p(min(_z_above(a, reach), _z_below(b, math.sqrt(gap * gap - reach * reach))))


def _z_above(score: Score, down: float) -> float:
    return score_z(*score.counts, max(score.value / 100 - down, -1.0))


def _z_below(score: Score, up: float) -> float:
    return -score_z(*score.counts, min(score.value / 100 + up, 1.0))


def differences(pairs: Sequence[tuple[Score, Score]]) -> list[Difference]:
    """`difference` of many pairs at once: the same figures, a thousand pairs in some tens of milliseconds."""
    import numpy as np

    if len(pairs) < FEW:
        return [difference(a, b) for a, b in pairs]
    for a, b in pairs:
        _common_level(a, b)
    p = _ps_of_differences(
        np.array([a.counts for a, _ in pairs], dtype=float).T,
        np.array([b.counts for _, b in pairs], dtype=float).T,
    )
    ends = _ends_of({(*score.counts, score.level) for pair in pairs for score in pair})
    return [
        _difference(a, b, ends[*a.counts, a.level], ends[*b.counts, b.level], a.level, float(one))
        for (a, b), one in zip(pairs, p, strict=True)
    ]


def _ends_of(keys: set[tuple[float, ...]]) -> dict[tuple[float, ...], tuple[float, float]]:
    """The score intervals of (detractors, passives, promoters, level)."""
    import numpy as np

    ends: dict[tuple[float, ...], tuple[float, float]] = {}
    for level in sorted({key[3] for key in keys}):
        same = [key for key in keys if key[3] == level]
        d, n0, p = np.array([key[:3] for key in same], dtype=float).T
        lows, highs = score_intervals(d, n0, p, level)
        ends.update(zip(same, zip(lows.tolist(), highs.tolist(), strict=True), strict=True))
    return ends


def _ps_of_differences(a: "Floats", b: "Floats") -> "Floats":
    """`_p_of_difference` of the columns of two 3 × k arrays of counts."""
    import numpy as np

    score_a, score_b = (a[2] - a[0]) / a.sum(axis=0), (b[2] - b[0]) / b.sum(axis=0)
    swap = score_a < score_b
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    score_a, score_b = np.maximum(score_a, score_b), np.minimum(score_a, score_b)
    gap = score_a - score_b

    def zs(down: "Floats") -> tuple["Floats", "Floats"]:
        up = np.sqrt(np.maximum(gap * gap - down * down, 0.0))
        below = -score_zs(b[0], b[1], b[2], np.minimum(score_b + up, 1.0))
        return score_zs(a[0], a[1], a[2], np.maximum(score_a - down, -1.0)), below

    reach, beyond = np.zeros_like(gap), gap
    for _ in range(STEPS):
        middle = (reach + beyond) / 2
        above, below = zs(middle)
        reach, beyond = np.where(above < below, middle, reach), np.where(above < below, beyond, middle)
    z = np.minimum(*zs(reach))
    return np.array([_p(float(one)) if apart > 0 else 1.0 for one, apart in zip(z, gap, strict=True)])


def _p(z: float) -> float:
    return max(p_of_z(z), SMALLEST_P)


def wald_difference(a: Counts, b: Counts, level: float = 0.95) -> Difference:
    """The textbook form from two times three counts. For comparison only."""
    return _normal_difference(a, b, level, "Wald", sum(a) + sum(b))


def adjusted_wald_difference(a: Counts, b: Counts, level: float = 0.95) -> Difference:
    """Wald after adding 3/4, 3/2, 3/4 answers to each side (Rocks 2016): the closed form for millions."""
    return _normal_difference(_adjusted(a), _adjusted(b), level, "adjusted Wald", sum(a) + sum(b))


def _adjusted(counts: Counts) -> Counts:
    return counts[0] + 0.75, counts[1] + 1.5, counts[2] + 0.75


def _normal_difference(a: Counts, b: Counts, level: float, method: str, n: float) -> Difference:
    value = _score(a) - _score(b)
    error = math.sqrt(variance_of_counts(*a) / sum(a) + variance_of_counts(*b) / sum(b))
    z = value / error if error else math.copysign(math.inf, value) if value else 0.0
    half = z_of_level(level) * error
    return Difference(
        value=100 * value,
        low=100 * max(value - half, -2.0),
        high=100 * min(value + half, 2.0),
        n=round(n),
        method=method,
        level=level,
        p=p_of_z(z),
    )


def _score(counts: Counts) -> float:
    return (counts[2] - counts[0]) / sum(counts)
