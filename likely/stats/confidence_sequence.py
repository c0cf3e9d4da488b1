"""Intervals that may be looked at every day: they hold the truth at all times together, not once.

An ordinary 95 % interval is right in 95 of 100 samples when it is looked at once. Who looks daily and stops
when it leaves 0 is wrong far more often. A confidence sequence is wider, by a factor of about 1.5 at first,
and may be looked at after each answer.

Asymptotic form (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas, arXiv 2103.06476): for a mean of n answers
with variance s², half width = s·√(2(n·ρ² + 1)/(n·ρ)²·log(√(n·ρ² + 1)/α)). ρ makes it narrowest about the
number of answers at which a decision is expected.
"""

import math

from likely.lib.refusal import Refusal

EXPECTED = 2000  # answers in all arms together, about which the sequence is narrowest


def tuning(expected: float, level: float = 0.95) -> float:
    """ρ of the sequence that is narrowest at `expected` answers.

    ρ² = (−2·log α + log(1 − 2·log α))/expected.
    """
    alpha = _alpha(level)
    if not expected > 0:
        raise Refusal("not_a_size", f"expected {expected!r} is not above 0.", field="expected")
    return math.sqrt((-2 * math.log(alpha) + math.log(1 - 2 * math.log(alpha))) / expected)


def half_width(variance: float, n: float, level: float = 0.95, expected: float = EXPECTED) -> float:
    """Of the mean of n answers, each with this variance, in the unit of the answers."""
    rho2 = tuning(expected, level) ** 2
    inner = n * rho2 + 1
    return math.sqrt(variance * 2 * inner / (n * n * rho2) * math.log(math.sqrt(inner) / _alpha(level)))


def always_valid_p(
    value: float, variance: float, n: float, level: float = 0.95, expected: float = EXPECTED
) -> float:
    """The p of "the mean is 0" that holds at any time: min(1, √(nρ² + 1)·exp(−ρ²n²·value²/(2s²(nρ² + 1)))).

    It is 1 − level or less exactly where the sequence of this level excludes 0.
    """
    if variance <= 0:
        return 1.0 if value == 0 else math.exp(-700)
    rho2 = tuning(expected, level) ** 2
    inner = n * rho2 + 1
    log = math.log(inner) / 2 - rho2 * (n * value) ** 2 / (2 * variance * inner)
    return math.exp(min(max(log, -700.0), 0.0))


def mixture_boundary(v: float, rho: float, level: float = 0.95) -> float:
    """How far a sum with variance v may go at any time: √((v + ρ)·log((v + ρ)/(ρ·α²))).

    The two-sided normal mixture (Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49).
    """
    return math.sqrt((v + rho) * (math.log((v + rho) / rho) - 2 * math.log(_alpha(level))))


def best_rho(v: float, level: float = 0.95) -> float:
    """ρ of a mixture about as narrow as can be at variance v: v/(−2·log α + log(1 − 2·log α))."""
    return v * tuning(1, level) ** -2


def mixture_likelihood_ratio(value: float, error: float, spread: float) -> float:
    """How much likelier `value` is if the truth is spread normally about 0 than if it is 0.

    √(e²/(e² + τ²))·exp(value²·τ²/(2e²(e² + τ²))) (Johari, Koomen, Pekelis & Walsh 2017), e the standard error
    and τ the spread, in one unit. Its reciprocal is a p that holds at any time.
    """
    e2, t2 = error**2, spread**2
    return math.sqrt(e2 / (e2 + t2)) * math.exp(value**2 * t2 / (2 * e2 * (e2 + t2)))


def _alpha(level: float) -> float:
    if not 0 < level < 1:
        raise Refusal("not_a_level", f"level {level!r} is not between 0 and 1.", field="level")
    return 1 - level
