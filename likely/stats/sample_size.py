"""How many answers a question needs."""

import math
from collections.abc import Sequence
from statistics import NormalDist

from likely.lib.refusal import Refusal
from likely.stats.normal import z_of_level
from likely.stats.score import Score
from likely.stats.variance import variance_of_counts

TYPICAL_VARIANCE = 0.53  # of 15 % detractors, 35 % passives, 50 % promoters
WORST_VARIANCE = 1.0  # half promoters, half detractors


def answers_needed(margin: float, variance: float = WORST_VARIANCE, level: float = 0.95) -> int:
    """Answers for a score ± margin points: z²·variance/margin² − 3, rounded up, at least 1.

    variance: of one answer counted −1, 0, 1 (0..1); 1 is the worst case. The 3 are the answers that the
    adjusted Wald interval adds.
    """
    if not (math.isfinite(margin) and margin > 0):
        raise Refusal("not_a_margin", f"margin {margin!r} is not above 0.", field="margin")
    if not 0 <= variance <= 1:
        raise Refusal("not_a_variance", f"variance {variance!r} is not between 0 and 1.", field="variance")
    z = z_of_level(level)
    return max(math.ceil(z * z * variance / (margin / 100) ** 2 - 3), 1)


def answers_still_needed(score: Score, margin: float) -> int:
    """How many more answers like these bring the interval to ± margin points; 0 when it is there.

    The variance is taken with 3/4, 3/2, 3/4 answers added: three promoters do not promise that all are.
    Effective answers of a weighted score are converted at its own design effect.
    """
    detractors, passives, promoters = score.counts
    variance = variance_of_counts(detractors + 0.75, passives + 1.5, promoters + 0.75)
    effective = detractors + passives + promoters
    missing = answers_needed(margin, variance, score.level) - effective
    return max(math.ceil(missing * score.n / effective), 0)


def answers_to_tell(a: Score, b: Score, power: float = 0.8, level: float = 0.95) -> int:
    """Answers in each of two groups to see a difference as large as that of a and b in `power` of cases."""
    return math.ceil(answers_per_arm(a.shares, b.shares, power, level))


def answers_per_arm(a: Sequence[float], b: Sequence[float], power: float = 0.8, level: float = 0.95) -> float:
    """As `answers_to_tell`, unrounded, from shares of detractors, passives, promoters in any unit.

    (z(level) + z(power))² · (variance of a + variance of b) / difference².
    """
    if not 0 < power < 1:
        raise Refusal("not_a_power", f"power {power!r} is not between 0 and 1.", field="power")
    gap = (a[2] - a[0]) / sum(a) - (b[2] - b[0]) / sum(b)
    if abs(gap) < 1e-9:
        raise Refusal("no_difference", "Two equal scores cannot be told apart by any number of answers.")
    z = z_of_level(level) + NormalDist().inv_cdf(power)
    return z * z * (variance_of_counts(*a) + variance_of_counts(*b)) / gap**2
