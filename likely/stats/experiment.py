"""Experiments: two arms by chance, the score as outcome, looked at as often as anybody likes.

The difference has a confidence sequence (see there), so that "stop when it is clear" does not spoil it.
Before anything is believed the split is checked, and the share of those who answered in each arm: a
difference among those who answer is a difference of the arms only where both answer alike.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from likely.lib.refusal import Refusal
from likely.stats.confidence_sequence import EXPECTED, half_width
from likely.stats.count import read_count
from likely.stats.difference import Difference
from likely.stats.estimate import Estimate
from likely.stats.normal import p_of_z
from likely.stats.running import FEWEST, METHOD, sequence_of
from likely.stats.score import Score
from likely.stats.variance import variance_of_counts

Advice = Literal["split_broken", "too_few", "better", "worse", "no_matter", "go_on"]
Guarded = Literal["held", "harmed", "unclear"]

SPLIT_ALARM = 0.001  # p of the split below which it is taken for broken


def running_difference(
    control: Score, variant: Score, *, level: float = 0.95, expected: float = EXPECTED
) -> Difference | None:
    """variant − control in points, with an interval that may be looked at daily. None below 20 an arm.

    d ± √(v·n)·(half width of a mean of n answers with variance 1), v = s²/n of both arms together.
    expected: answers in both arms at which a decision is expected; choose it before the first look.
    """
    v = _error2(control) + _error2(variant)
    if min(control.n, variant.n) < FEWEST or v <= 0:
        return None
    return sequence_of(variant.value - control.value, 1e4 * v, control.n + variant.n, level, expected)


def _error2(score: Score) -> float:
    return variance_of_counts(*score.counts) / sum(score.counts)


def relative_lift(
    control: tuple[int, int], variant: tuple[int, int], *, level: float = 0.95, expected: float = 5000
) -> Estimate:
    """(variant − control)/control of two shares (x, n), e.g. of those who answered; unit "ratio".

    The variance by the delta method: s²ᵦ/(nᵦ·a²) + s²ₐ·b²/(nₐ·a⁴).
    """
    (xa, na), (xb, nb) = control, variant
    if not (0 < xa <= na and 0 <= xb <= nb and nb > 0):
        raise Refusal("no_share", "The control arm needs at least one success.", field="control")
    a, b, n = xa / na, xb / nb, na + nb
    error2 = b * (1 - b) / nb / a**2 + a * (1 - a) / na * b**2 / a**4
    value, half = b / a - 1, half_width(error2 * n, n, level, expected)
    return Estimate(value, value - half, value + half, n, METHOD, level, "ratio")


@dataclass(frozen=True, slots=True)
class Split:
    """Whether the arms have the sizes that chance was to give them. p: of the chi-square test."""

    chi2: float
    p: float

    @property
    def broken(self) -> bool:
        """p below 0.001: something between the draw and the count loses one arm more than the other."""
        return self.p < SPLIT_ALARM


def split_check(n: Sequence[int], shares: Sequence[float] | None = None) -> Split | None:
    """n: those drawn into each arm (not those who answered). shares: as planned; None is equal parts.

    Pearson's chi-square with arms − 1 degrees of freedom. None when nobody was drawn.
    """
    counts = [read_count(count, "n") for count in n]
    planned = list(shares) if shares is not None else [1.0] * len(counts)
    if len(planned) != len(counts) or len(counts) < 2 or not all(share > 0 for share in planned):
        raise Refusal("bad_split", "A share above 0 is needed for each of at least two arms.", field="shares")
    total = sum(counts)
    if total == 0:
        return None
    expected = [total * share / sum(planned) for share in planned]
    chi2 = math.fsum((c - e) ** 2 / e for c, e in zip(counts, expected, strict=True))
    if len(counts) == 2:
        return Split(chi2, p_of_z(math.sqrt(chi2)))
    from scipy.special import chdtrc  # heavy

    return Split(chi2, float(chdtrc(len(counts) - 1, chi2)))


def guarded(difference: Estimate, most_harm: float) -> Guarded:
    """A figure that must not fall by more than `most_harm` (in its unit, above 0) for the variant's sake.

    difference: variant − control. "held" only where the whole interval is above −most_harm.
    """
    if not most_harm > 0:
        raise Refusal("not_a_margin", f"most_harm {most_harm!r} is not above 0.", field="most_harm")
    if difference.low > -most_harm:
        return "held"
    return "harmed" if difference.high < -most_harm else "unclear"


def kept_within(difference: Estimate, allowed: float) -> Guarded:
    """allowed: how far the figure may change, in its unit: −5, it may fall by 5; 5, it may rise by 5."""
    if allowed < 0:
        return guarded(difference, -allowed)
    value, low, high = -difference.value, -difference.high, -difference.low
    return guarded(replace(difference, value=value, low=low, high=high), allowed)


def advice(
    difference: Difference | None,
    split: Split | None = None,
    *,
    worthwhile: float = 0.0,
    guards: Sequence[Guarded] = (),
) -> Advice:
    """What may be done now; the answer keeps its promise however often it is asked.

    worthwhile: points below which a difference would change nothing; with it, "no_matter" is said as soon as
    the interval lies within ±worthwhile. A guard that is "harmed" turns "better" into "worse".
    """
    if split is not None and split.broken:
        return "split_broken"
    if difference is None:
        return "too_few"
    if difference.low > 0:
        return "worse" if "harmed" in guards else "go_on" if "unclear" in guards else "better"
    if difference.high < 0:
        return "worse"
    return "no_matter" if -worthwhile < difference.low and difference.high < worthwhile else "go_on"


def answers_until_clear(
    control: Score, variant: Score, points: float, *, level: float = 0.95, expected: float = EXPECTED
) -> int:
    """Answers in both arms together at which the sequence is no wider than ± `points`, by these variances."""
    v = variance_of_counts(*control.counts) + variance_of_counts(*variant.counts)
    if not points > 0:
        raise Refusal("not_a_margin", f"points {points!r} is not above 0.", field="points")
    few, many = 2.0, 2.0
    while 100 * half_width(2 * v, many, level, expected) > points:
        few, many = many, 2 * many
    while many - few > 1:
        middle = (few + many) / 2
        if 100 * half_width(2 * v, middle, level, expected) > points:
            few = middle
        else:
            many = middle
    return math.ceil(many)
