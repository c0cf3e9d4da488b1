"""Intervals of the net promoter score from its three counts.

The default is the score interval: all values t that a test against t would not refuse. The test compares
p − d with n·t and takes the variance from the shares that fit the counts best among those whose score is t
(Tango 1998, Statistics in Medicine 17; May & Johnson 1997, Biometrics 53; "iterative" in Rocks 2016, The
American Statistician 70). It stays inside −100…100, holds the point, and is right for one answer and for
ten promoters of ten, where the usual interval (Wald) has no width at all.

Counts here may be fractions: a weighted sample enters with its effective number of answers.
Everything is in shares of 1 (−1…1) inside, in points (−100…100) outside.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from likely.stats.normal import z_of_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the many-at-once forms: one score must not wait for it.

Method = Literal["score", "adjusted Wald", "Wald"]

STEPS = 46  # halvings of an interval of at most 2: 3e-14 of a share, 3e-12 points


def score_z(detractors: float, passives: float, promoters: float, t: float) -> float:
    """The test statistic against a true score of t (−1…1): standard normal when t is true."""
    n = detractors + passives + promoters
    gap = promoters - detractors - n * t
    if abs(gap) <= 1e-14 * n:
        return 0.0
    variance = 2 * _fitted_detractors(n, detractors, promoters, t) + t - t * t
    return gap / math.sqrt(n * variance) if variance > 1e-300 else math.copysign(math.inf, gap)


def _fitted_detractors(n: float, d: float, p: float, t: float) -> float:
    """The share q of detractors that fits best when promoters − detractors is t.

    The larger root of 2n·q² + [(2n − p + d)·t − (p + d)]·q − d·t·(1 − t) = 0, in the form that keeps
    all its digits.
    """
    b = (2 * n - p + d) * t - (p + d)
    c = d * t * (1 - t)
    root = math.sqrt(max(b * b + 8 * n * c, 0.0))
    q = 2 * c / (b + root) if b > 0 else (root - b) / (4 * n)
    return min(max(q, -t, 0.0), (1 - t) / 2)


def score_interval(
    detractors: float, passives: float, promoters: float, level: float = 0.95, *, shrink: float = 1.0
) -> tuple[float, float]:
    """Low and high in points. shrink: factor on the variance (1 − n/N for a finite population)."""
    z = z_of_level(level) * math.sqrt(shrink)
    high = _upper_end(detractors, passives, promoters, z)
    low = -_upper_end(promoters, passives, detractors, z)
    return 100 * low, 100 * high


def _upper_end(d: float, n0: float, p: float, z: float) -> float:
    """The largest t that the test does not refuse, by halving between the point and 1."""
    inside, outside = (p - d) / (d + n0 + p), 1.0
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        if score_z(d, n0, p, middle) > -z:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2 if d + n0 else 1.0


def wald_interval(
    detractors: float, passives: float, promoters: float, level: float = 0.95
) -> tuple[float, float]:
    """The textbook interval, score ± z·s/√n, clipped. For comparison only: too narrow near the ends."""
    n = detractors + passives + promoters
    score = (promoters - detractors) / n
    half = z_of_level(level) * math.sqrt(max((promoters + detractors) / n - score * score, 0.0) / n)
    return 100 * max(score - half, -1.0), 100 * min(score + half, 1.0)


def adjusted_wald_interval(
    detractors: float, passives: float, promoters: float, level: float = 0.95
) -> tuple[float, float]:
    """Wald after adding 3/4, 3/2 and 3/4 answers (Rocks 2016). Centred on the shrunken score: never "±"."""
    return wald_interval(detractors + 0.75, passives + 1.5, promoters + 0.75, level)


INTERVALS: dict[Method, Callable[[float, float, float, float], tuple[float, float]]] = {
    "score": score_interval,
    "adjusted Wald": adjusted_wald_interval,
    "Wald": wald_interval,
}


def score_zs(d: "Floats", n0: "Floats", p: "Floats", t: "Floats") -> "Floats":
    """`score_z` of many cells at once; none may be empty."""
    import numpy as np

    n = d + n0 + p
    gap = p - d - n * t
    b = (2 * n - p + d) * t - (p + d)
    c = d * t * (1 - t)
    root = np.sqrt(np.maximum(b * b + 8 * n * c, 0.0))
    q = np.where(b > 0, 2 * c / np.where(b > 0, b + root, 1.0), (root - b) / (4 * n))
    q = np.minimum(np.maximum(q, np.maximum(-t, 0.0)), (1 - t) / 2)
    variance = 2 * q + t - t * t
    z = gap / np.sqrt(n * np.where(variance > 1e-300, variance, 1.0))
    z = np.where(variance > 1e-300, z, np.copysign(np.inf, gap))
    return np.where(np.abs(gap) <= 1e-14 * n, 0.0, z)


def score_intervals(d: "Floats", n0: "Floats", p: "Floats", level: float = 0.95) -> tuple["Floats", "Floats"]:
    """Low and high in points of many cells at once; none may be empty."""
    z = z_of_level(level)
    return -100 * _upper_ends(p, n0, d, z), 100 * _upper_ends(d, n0, p, z)


def _upper_ends(d: "Floats", n0: "Floats", p: "Floats", z: float) -> "Floats":
    import numpy as np

    inside = (p - d) / (d + n0 + p)
    outside = np.ones_like(inside)
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        holds = score_zs(d, n0, p, middle) > -z
        inside, outside = np.where(holds, middle, inside), np.where(holds, outside, middle)
    return np.where(d + n0 > 0, (inside + outside) / 2, 1.0)
