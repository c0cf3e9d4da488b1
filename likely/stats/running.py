"""The difference of two means that may be looked at as often as anybody likes: a score, a share, a number."""

from dataclasses import dataclass

from likely.stats.confidence_sequence import EXPECTED, always_valid_p, half_width
from likely.stats.difference import Difference

FEWEST = 20  # answers in each arm before anything is said
METHOD = "confidence sequence"
MOST_POINTS = 200.0  # that two scores can differ by


@dataclass(frozen=True, slots=True)
class Sums:
    """n answers, their sum and the sum of their squares, in any unit. They add up."""

    n: int
    y: float
    y2: float

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.n + other.n, self.y + other.y, self.y2 + other.y2)

    @property
    def mean(self) -> float:
        return self.y / self.n

    @property
    def error2(self) -> float:
        """The squared standard error of the mean."""
        return max(self.y2 / self.n - self.mean**2, 0.0) / self.n


def running_gap(
    control: Sums, variant: Sums, *, level: float = 0.95, expected: float = EXPECTED, unit: str = "mean"
) -> Difference | None:
    """variant − control in their unit. None below 20 an arm, or where nothing varies.

    d ± √(v·n)·(half width of a mean of n answers with variance 1), v = s²/n of both arms together.
    expected: answers in both arms at which a decision is expected; choose it before the first look.
    """
    if min(control.n, variant.n) < FEWEST or (error2 := control.error2 + variant.error2) <= 0:
        return None
    n = control.n + variant.n
    return sequence_of(variant.mean - control.mean, error2, n, level, expected, unit=unit)


def sequence_of(
    value: float, error2: float, n: int, level: float, expected: float, *, unit: str = "points"
) -> Difference:
    """error2: squared standard error of `value` in its own unit."""
    half = half_width(error2 * n, n, level, expected)
    low, high = value - half, value + half
    if unit == "points":
        low, high = max(low, -MOST_POINTS), min(high, MOST_POINTS)
    return Difference(
        value=value,
        low=low,
        high=high,
        n=n,
        method=METHOD,
        level=level,
        unit=unit,
        p=always_valid_p(value, error2 * n, n, level, expected),
    )
