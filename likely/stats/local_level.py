"""A smooth line through a score day by day, with the band in which the level lies.

The local level model: each day's mean is the level plus the chance of its answers (variance s²/n, known);
the level walks at random, by a variance q a day that the data choose (largest likelihood). Kalman's filter
goes forward, Rauch, Tung & Striebel's smoother back (Durbin & Koopman 2012, ch. 2). For looking at: whether
anything changed is told by `difference`, `change_points` and `cusum`, never by this line.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.normal import z_of_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# NumPy and SciPy are imported inside the functions: `import likely` must stay light.

FLATTEST, ROUGHEST = 1e-7, 1e2  # of q in units of the mean variance of a day
VAGUE = 1e7


@dataclass(frozen=True, slots=True, eq=False)
class LocalLevel:
    """line, low, high: of each day, in the unit of the series. walk: q, the level's variance a day."""

    line: "Floats"
    low: "Floats"
    high: "Floats"
    walk: float
    log_likelihood: float


def local_level(
    means: "ArrayLike", variances: "ArrayLike", level: float = 0.95, walk: float | None = None
) -> LocalLevel:
    """variances: of each day's mean, infinite where it has no answers. walk: None lets the data choose."""
    import numpy as np

    y, v = np.asarray(means, dtype=float), np.asarray(variances, dtype=float)
    there = np.isfinite(v)
    if y.shape != v.shape or there.sum() < 3 or not (v > 0).all():
        raise Refusal("bad_series", "A variance above 0 is needed for each of at least three days.")
    if walk is None:
        walk = _likeliest(np.where(there, y, 0.0), v)
    a, p, log_likelihood = _filtered(np.where(there, y, 0.0), v, walk)
    line, spread = _smoothed(a, p, walk)
    half = z_of_level(level) * np.sqrt(spread)
    return LocalLevel(line, line - half, line + half, walk, log_likelihood)


def _likeliest(y: "Floats", v: "Floats") -> float:
    import numpy as np
    from scipy.optimize import minimize_scalar

    unit = math.log(float(np.median(v[np.isfinite(v)])))
    found = minimize_scalar(
        lambda log: -_filtered(y, v, math.exp(log))[2],
        bounds=(unit + math.log(FLATTEST), unit + math.log(ROUGHEST)),
        method="bounded",
        options={"xatol": 1e-3},
    )
    return math.exp(float(found.x))


def _filtered(y: "Floats", v: "Floats", walk: float) -> "tuple[Floats, Floats, float]":
    """Level and variance of each day from the days up to it; the log-likelihood but for the first day."""
    import numpy as np

    a, p = np.zeros(len(y)), np.zeros(len(y))
    level, spread, log_likelihood = 0.0, VAGUE * float(np.max(v[np.isfinite(v)])), 0.0
    vague = True
    for t, (value, variance) in enumerate(zip(y.tolist(), v.tolist(), strict=True)):
        if t:
            spread += walk
        if math.isfinite(variance):
            f = spread + variance
            if not vague:
                log_likelihood -= (math.log(2 * math.pi * f) + (value - level) ** 2 / f) / 2
            vague = False
            level += spread / f * (value - level)
            spread *= variance / f
        a[t], p[t] = level, spread
    return a, p, log_likelihood


def _smoothed(a: "Floats", p: "Floats", walk: float) -> "tuple[Floats, Floats]":
    line, spread = a.copy(), p.copy()
    for t in range(len(a) - 2, -1, -1):
        ahead = p[t] + walk
        share = p[t] / ahead
        line[t] = a[t] + share * (line[t + 1] - a[t])
        spread[t] = p[t] + share**2 * (spread[t + 1] - ahead)
    return line, spread
