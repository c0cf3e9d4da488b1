"""People and teams compared fairly: the same mix of cases, and small numbers believed less (R08).

Two agents at 78 and 32 who take different calls must not be ranked as they stand.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.refusal import Refusal


def standardised(observed: float, mix: Sequence[float], norms: Sequence[float], company: float) -> float:
    """The score in points with the agent's mix of cases taken out: observed − expected + company.

    mix: how often the agent had each kind of case (any unit). norms: the company's score for each kind.
    """
    total = math.fsum(mix)
    if len(mix) != len(norms) or total <= 0:
        raise Refusal("bad_mix", "mix and norms need one figure for each kind of case.", field="mix")
    expected = math.fsum(share * norm for share, norm in zip(mix, norms, strict=True)) / total
    return observed - expected + company


@dataclass(frozen=True, slots=True)
class Spread:
    """What the members of a group differ by. q: heterogeneity statistic. between: variance between them.

    mean, error: the pooled mean and its standard error, in the unit of the values.
    """

    q: float
    between: float
    mean: float
    error: float


def spread(values: Sequence[float], variances: Sequence[float]) -> Spread:
    """DerSimonian & Laird's (1986) moment estimate; `variances` are of each value's own sampling error."""
    if len(values) != len(variances) or len(values) < 2 or min(variances) <= 0:
        raise Refusal("bad_spread", "At least two values are needed, each with a variance above 0.")
    weights = [1 / variance for variance in variances]
    total = math.fsum(weights)
    fixed = _mean(values, weights)
    q = math.fsum(weight * (value - fixed) ** 2 for value, weight in zip(values, weights, strict=True))
    scale = total - math.fsum(weight**2 for weight in weights) / total
    between = max((q - (len(values) - 1)) / scale, 0.0)
    weights = [1 / (variance + between) for variance in variances]
    return Spread(q, between, _mean(values, weights), 1 / math.sqrt(math.fsum(weights)))


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return math.fsum(v * w for v, w in zip(values, weights, strict=True)) / math.fsum(weights)


@dataclass(frozen=True, slots=True)
class Shrunken:
    """value, error: in the unit of the values. belief: share of the own figure in it, 0..1."""

    value: float
    error: float
    belief: float


def shrunken(values: Sequence[float], variances: Sequence[float]) -> list[Shrunken]:
    """Each value drawn towards the mean by as much as chance could have driven it away.

    belief B = between/(between + variance); value = mean + B·(value − mean);
    error² = B·variance + (1 − B)²·error of the mean².
    """
    group = spread(values, variances)
    result = []
    for value, variance in zip(values, variances, strict=True):
        belief = group.between / (group.between + variance)
        error = math.sqrt(belief * variance + ((1 - belief) * group.error) ** 2)
        result.append(Shrunken(group.mean + belief * (value - group.mean), error, belief))
    return result


def james_stein(values: Sequence[float], variance: float) -> tuple[float, list[float]]:
    """The share c of each deviation from the mean that is kept, and the shrunken values, at equal variances.

    c = 1 − (k − 3)·variance/Σ(value − mean)², not below 0 (Efron & Morris 1977). Four values or more.
    """
    if len(values) < 4 or not variance > 0:
        raise Refusal("bad_spread", "At least four values are needed, with a variance above 0.")
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    kept = max(1 - (len(values) - 3) * variance / squares, 0.0) if squares > 0 else 0.0
    return kept, [mean + kept * (value - mean) for value in values]
