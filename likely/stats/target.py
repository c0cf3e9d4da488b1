"""Will the target be reached? The probability that the score of the whole period is at least the target.

The answers so far are known; those to come are drawn from the Dirichlet distribution of the shares, Jeffreys'
½ added to each count (see `bayes`). It is assumed that they come from customers like those so far, who are as
satisfied as those so far: a trend or a season is not in it.
"""

import math

from likely.lib.refusal import Refusal
from likely.stats.bayes import JEFFREYS
from likely.stats.count import read_count
from likely.stats.score import Score

# NumPy is imported inside the function: `import likely` must stay light.

DRAWS = 40_000
SEED = 20260106


def probability_of_reaching(score: Score, points: float, more: int) -> float:
    """0..1. score: so far. points: the target. more: answers that are still expected in the period.

    By 40,000 draws that are always the same: within 0.005 of the exact figure.
    """
    import numpy as np

    if not -100 <= points <= 100:
        raise Refusal("not_points", f"points {points!r} is not between −100 and 100.", field="points")
    coming = read_count(more, "more")
    d, n0, p = score.counts
    if coming == 0:
        return float(score.value >= points - 1e-9)
    rng = np.random.default_rng(SEED)
    shares = rng.dirichlet((d + JEFFREYS, n0 + JEFFREYS, p + JEFFREYS), DRAWS)
    drawn = rng.multinomial(coming, shares)
    final = 100 * (p - d + drawn[:, 2] - drawn[:, 0]) / (d + n0 + p + coming)
    return float((final >= points - 1e-9).mean())


def probability_of_share(x: int, n: int, percent: float, more: int) -> float:
    """0..1. x of n so far. percent: the target of the share in the end. more: that are still expected.

    Exact: those to come are beta-binomial with the shapes x + ½ and n − x + ½ (Jeffreys).
    """
    if not 0 <= percent <= 100:
        raise Refusal("not_percent", f"percent {percent!r} is not between 0 and 100.", field="percent")
    count, total, coming = read_count(x, "x"), read_count(n, "n"), read_count(more, "more")
    if count > total:
        raise Refusal("more_than_all", f"x is {count}, but there are only {total}.", field="x")
    needed = math.ceil(percent / 100 * (total + coming) - 1e-9) - count
    if needed <= 0:
        return 1.0
    if needed > coming:
        return 0.0
    a, b = count + JEFFREYS, total - count + JEFFREYS
    whole = math.lgamma(coming + 1) - math.lgamma(coming + a + b) + math.lgamma(a + b) - math.lgamma(a)
    whole -= math.lgamma(b)

    def term(k: int) -> float:
        """ln C(coming, k) + ln B(k + a, coming − k + b) − ln B(a, b)"""
        among = math.lgamma(k + 1) + math.lgamma(coming - k + 1)
        return whole - among + math.lgamma(k + a) + math.lgamma(coming - k + b)

    return min(math.fsum(math.exp(term(k)) for k in range(needed, coming + 1)), 1.0)
