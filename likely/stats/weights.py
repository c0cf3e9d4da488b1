"""Weighted scores: how much a sample with unequal weights still says.

Linearised variance of the weighted score θ (Lumley 2010, Complex Surveys, ch. 2), y = −1, 0, 1:
  V = n/(n − 1) · Σ w²(y − θ)² / (Σ w)²
It needs only n, Σw and Σw² for each score, so it comes from the same one query as everything else. The
interval is the score interval of the effective number of answers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.refusal import Refusal
from likely.stats.interval import score_interval
from likely.stats.score import Score, counts_of_cell

Y = (-1,) * 7 + (0,) * 2 + (1,) * 2  # what the scores 0..10 count for


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedScore(Score):
    """A score whose answers count with their weights.

    promoters, passives, detractors, n: answers as they came. n_effective: the unweighted answers that
    would say as much. design_effect: Kish's, 1 or more. unweighted: the score in points without weights.
    standard_error: linearised, in points. weighted_shares: of detractors, passives, promoters, sum 1.
    """

    n_effective: float
    design_effect: float
    unweighted: float
    standard_error: float
    weighted_shares: tuple[float, float, float]

    @property
    def counts(self) -> tuple[float, float, float]:
        d, n0, p = self.weighted_shares
        return d * self.n_effective, n0 * self.n_effective, p * self.n_effective


def weighted_score(
    n: Sequence[int],
    w: Sequence[float],
    w2: Sequence[float],
    level: float = 0.95,
    *,
    of: int | None = None,
) -> WeightedScore | None:
    """The score of answers with weights; n, w, w2 are counts, Σweights and Σweights² at each of 0..10.

    of: the answers of the whole sample where this is a part of it, whose size was left to chance.
    None when nobody answered.
    """
    if sum(counts_of_cell(n)) == 0:
        return None
    _refuse_bad_sums(n, w, w2)
    total = math.fsum(w)
    theta = (math.fsum(w[9:]) - math.fsum(w[:7])) / total
    spread = math.fsum(squares * (y - theta) ** 2 for y, squares in zip(Y, w2, strict=True)) / total**2
    return weighted_score_of_variance(n, w, w2, spread, level, of=of)


def weighted_score_of_variance(
    n: Sequence[int],
    w: Sequence[float],
    w2: Sequence[float],
    variance: float,
    level: float = 0.95,
    *,
    of: int | None = None,
) -> WeightedScore:
    """As `weighted_score` where the variance of the score (before n/(n − 1)) is known from elsewhere."""
    d, n0, p = counts_of_cell(n)
    answers, total, kish = d + n0 + p, math.fsum(w), math.fsum(w) ** 2 / math.fsum(w2)
    shares = math.fsum(w[:7]) / total, math.fsum(w[7:9]) / total, math.fsum(w[9:]) / total
    value = max(min(100 * (math.fsum(w[9:]) - math.fsum(w[:7])) / total, 100.0), -100.0)
    effective = _effective(shares[0] + shares[2] - (value / 100) ** 2, variance, kish, answers)
    low, high = score_interval(shares[0] * effective, shares[1] * effective, shares[2] * effective, level)
    return WeightedScore(
        value=value,
        low=max(min(low, value), -100.0),
        high=min(max(high, value), 100.0),
        n=answers,
        method="score, effective answers",
        level=level,
        promoters=p,
        passives=n0,
        detractors=d,
        n_effective=effective,
        design_effect=max(answers / kish, 1.0),
        unweighted=100 * (p - d) / answers,
        standard_error=100 * math.sqrt(variance * _bessel(of or answers)),
        weighted_shares=shares,
    )


def _effective(variance: float, spread: float, kish: float, answers: int) -> float:
    """Unweighted answers with the same variance of the score, never more than there are.

    Where all gave the same group there is no spread to compare with, and Kish's number serves.
    """
    if variance < 1e-12 or spread <= 0:
        return min(kish, answers)
    return min(variance / spread, answers)


def _bessel(n: int) -> float:
    return n / (n - 1) if n > 1 else 1.0


def _refuse_bad_sums(n: Sequence[int], w: Sequence[float], w2: Sequence[float]) -> None:
    for name, sums in (("w", w), ("w2", w2)):
        if len(sums) != len(n):
            raise Refusal("not_eleven_sums", f"{name} has {len(sums)} sums; there are 11 scores.", field=name)
        for count, value in zip(n, sums, strict=True):
            if not math.isfinite(value) or value < 0 or (value > 0) != (count > 0):
                raise Refusal(
                    "bad_weights",
                    f"{name}: weights must be finite and above 0.",
                    cure="Leave out the rows without a weight, or give each a weight above 0.",
                    field=name,
                )


def kish(weights: Sequence[float]) -> tuple[float, float]:
    """Kish's design effect n·Σw²/(Σw)² (1965) and the effective number of answers n / design effect."""
    effective = math.fsum(weights) ** 2 / math.fsum(weight * weight for weight in weights)
    return len(weights) / effective, effective
