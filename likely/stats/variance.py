"""How much the score of a sample varies: of one answer counted −1, 0 or 1, and of their mean."""

import math


def variance_of_counts(detractors: float, passives: float, promoters: float) -> float:
    """The variance of one answer counted −1, 0, 1: (p + d)/n − ((p − d)/n)², from 0 to 1."""
    n = detractors + passives + promoters
    score = (promoters - detractors) / n
    return max((promoters + detractors) / n - score * score, 0.0)


def standard_error(
    detractors: float,
    passives: float,
    promoters: float,
    *,
    sample: bool = False,
    population: int | None = None,
) -> float:
    """The standard error of the score in points: 100·√(variance/n).

    sample: divide by n − 1 instead of n. population: N of a finite population; times √(1 − n/N).
    """
    n = detractors + passives + promoters
    variance = variance_of_counts(detractors, passives, promoters) / (n - 1 if sample else n)
    return 100 * math.sqrt(variance * (1 - n / population if population else 1.0))
