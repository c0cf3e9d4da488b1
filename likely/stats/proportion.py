"""A share of answers (satisfied customers, response rate, churn) with its interval."""

import math

from likely.lib.refusal import Refusal
from likely.stats.count import read_count
from likely.stats.estimate import Estimate
from likely.stats.normal import z_of_level


def proportion(x: int, n: int, level: float = 0.95) -> Estimate | None:
    """x of n in percent, with Wilson's interval (1927); None when n is 0.

    The ends solve (share − t)² = z²·t·(1 − t)/n: inside 0…100 for any x, and of some width at 0 and at n.
    """
    count, total = read_count(x, "x"), read_count(n, "n")
    if count > total:
        raise Refusal("more_than_all", f"x is {count}, but there are only {total}.", field="x")
    if total == 0:
        return None
    low, high = wilson(count, total, level)
    return Estimate(100 * count / total, 100 * low, 100 * high, total, "Wilson", level, "percent")


def wilson(x: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of x of n, as shares of 1. x and n may be effective counts."""
    z2 = z_of_level(level) ** 2
    centre = (x + z2 / 2) / (n + z2)
    half = math.sqrt(z2 * (x * (n - x) / n + z2 / 4)) / (n + z2)
    low = 0.0 if x <= 0 else centre - half
    high = 1.0 if x >= n else centre + half
    return low, high
