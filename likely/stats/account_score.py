"""The score of accounts: a company with a hundred users counts once, or by what it is worth.

θ = Σ v·ȳ/Σ v over accounts, ȳ the mean of an account's answers counted −1, 0, 1 and v its value (1 where all
count alike). The answers of an account are one cluster (Lumley 2010): of m accounts, the variance is
m/(m − 1)·Σ (v·(ȳ − θ))²/(Σ v)², with Student's t of m − 1 degrees of freedom.
"""

import math
from collections.abc import Sequence

from likely.lib.refusal import Refusal
from likely.stats.estimate import Estimate
from likely.stats.score import Score
from likely.stats.student import t_of_level

FEWEST_ACCOUNTS = 5  # that answered


def account_score(
    scores: Sequence[Score], values: Sequence[float] | None = None, level: float = 0.95
) -> Estimate | None:
    """scores: of each account that answered. values: of each, 0 or more; None: all alike.

    In points; n is the number of accounts. None below five: a handful of accounts says nothing of the others.
    """
    weights = [1.0] * len(scores) if values is None else [float(value) for value in values]
    if len(weights) != len(scores) or not all(math.isfinite(weight) and weight >= 0 for weight in weights):
        raise Refusal("bad_values", "A value of 0 or more is needed for each account.", field="values")
    kept = [(score.value, weight) for score, weight in zip(scores, weights, strict=True) if weight > 0]
    if len(kept) < FEWEST_ACCOUNTS:
        return None
    total = math.fsum(weight for _, weight in kept)
    mean = math.fsum(value * weight for value, weight in kept) / total
    squares = math.fsum((weight * (value - mean)) ** 2 for value, weight in kept)
    m = len(kept)
    half = t_of_level(level, m - 1) * math.sqrt(m / (m - 1) * squares) / total
    return Estimate(mean, max(mean - half, -100.0), min(mean + half, 100.0), m, "clusters, t", level)
