"""The score as a probability statement: "with 91 % probability it is above 50".

The shares have a Dirichlet distribution: the counts plus Jeffreys' 1/2 each. Let A, B, C be these sums of
detractors, passives and promoters. Then score = U·(2Q − 1) with independent U ~ Beta(A + C, B), the share
of those who are not passive, and Q ~ Beta(C, A). Nothing is drawn at random: Q has a closed form, and U is
integrated out by Gauss–Legendre.
"""

import math
from functools import cache
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.estimate import Estimate
from likely.stats.score import Score

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# NumPy and SciPy are imported inside the functions: `import likely` must stay light.

JEFFREYS = 0.5
NODES = 300
REACH = 40  # standard deviations of U around its mean that are integrated


def posterior_mean_and_deviation(score: Score) -> tuple[float, float]:
    """Points. mean m = (C − A)/S, variance = ((A + C)/S − m²)/(S + 1), S = A + B + C."""
    a, b, c = _dirichlet(score)
    total = a + b + c
    mean = (c - a) / total
    return 100 * mean, 100 * math.sqrt(((a + c) / total - mean * mean) / (total + 1))


def probability_above(score: Score, points: float) -> float:
    """The probability, 0..1, that the true score is above `points` (−100..100), given these answers."""
    if not (math.isfinite(points) and -100 <= points <= 100):
        raise Refusal("not_points", f"points {points!r} is not between −100 and 100.", field="points")
    a, b, c = _dirichlet(score)
    if points < 0:
        return 1 - _tail(c, b, a, -points / 100)
    return _tail(a, b, c, points / 100)


def credible_interval(score: Score) -> Estimate:
    """The interval with equal tails around the posterior mean, at the level of the score."""
    low_tail = (1 + score.level) / 2
    return Estimate(
        value=posterior_mean_and_deviation(score)[0],
        low=_quantile(score, low_tail),
        high=_quantile(score, 1 - low_tail),
        n=score.n,
        method="Jeffreys Dirichlet",
        level=score.level,
    )


def _dirichlet(score: Score) -> tuple[float, float, float]:
    d, n0, p = score.counts
    return d + JEFFREYS, n0 + JEFFREYS, p + JEFFREYS


def _tail(a: float, b: float, c: float, t: float) -> float:
    """P(U·(2Q − 1) > t) for t of 0..1: the integral over u > t of U's density times P(Q > (1 + t/u)/2).

    With u = sin²φ the density 2·sin(φ)^(2(A + C) − 1)·cos(φ)^(2B − 1)/B(A + C, B) has no poles.
    """
    import numpy as np
    from scipy.special import betainc, betaln

    mean = (a + c) / (a + b + c)
    reach = REACH * math.sqrt(mean * (1 - mean) / (a + b + c + 1))
    start = math.asin(math.sqrt(min(max(t, mean - reach), 1.0)))
    end = math.asin(math.sqrt(min(mean + reach, 1.0)))
    if end <= start:
        return 0.0
    nodes, weights = _gauss()
    phi = start + (end - start) * (nodes + 1) / 2
    log_density = (2 * (a + c) - 1) * np.log(np.sin(phi)) + (2 * b - 1) * np.log(np.cos(phi))
    density = 2 * np.exp(log_density - betaln(a + c, b)) * (end - start) / 2
    q_above = betainc(a, c, ((1 - t / np.sin(phi) ** 2) / 2).clip(0, 1))
    return min(max(float(weights @ (density * q_above)), 0.0), 1.0)


@cache
def _gauss() -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Nodes and weights on −1..1."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return nodes, weights


def _quantile(score: Score, above: float) -> float:
    """The points that the score exceeds with probability `above`."""
    low, high = -100.0, 100.0
    for _ in range(40):
        middle = (low + high) / 2
        if probability_above(score, middle) > above:
            low = middle
        else:
            high = middle
    return (low + high) / 2
