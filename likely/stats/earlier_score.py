"""CUPED: what the earlier scores of the same people already said is taken out of the difference of two arms.

θ = cov(x, y)/var(x) within arms; d = ȳᵦ − ȳₐ − θ(x̄ᵦ − x̄ₐ); the variance is what y − θx varies by (Deng, Xu,
Kohavi & Walker 2013). x is older than the draw, so that both arms have the same on average and nothing but
noise is taken out. Who has no earlier score has the mean of those who have: all answers stay in both arms.
"""

from dataclasses import dataclass, fields

from likely.stats.confidence_sequence import EXPECTED
from likely.stats.difference import Difference
from likely.stats.running import FEWEST, sequence_of


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sums over one arm's answers that have an earlier score x of the same customer. They add up.

    y: the answer counted −1, 0, 1 (or any outcome); x in any unit.
    """

    n: int
    y: float
    x: float
    y2: float
    x2: float
    xy: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """Sums over one arm's answers, y counted −1, 0, 1; `known`: of those whose earlier score x is known."""

    n: int = 0
    y: float = 0.0
    y2: float = 0.0
    known: int = 0
    y_known: float = 0.0
    x: float = 0.0
    x2: float = 0.0
    xy: float = 0.0

    def __add__(self, other: "Earlier") -> "Earlier":
        return Earlier(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def about(self, centre: float) -> Pairs:
        """x counted from `centre`, which those have for whom it is not known."""
        return Pairs(
            n=self.n,
            y=self.y,
            x=self.x - centre * self.known,
            y2=self.y2,
            x2=self.x2 - 2 * centre * self.x + centre**2 * self.known,
            xy=self.xy - centre * self.y_known,
        )


@dataclass(frozen=True, slots=True)
class Adjusted:
    """raw, difference: in points, without and with the earlier scores.

    explained: share of the variance that they take away, 0..1. known: share of the answers with one, 0..1.
    """

    raw: Difference
    difference: Difference
    explained: float
    known: float


def adjusted(
    control: Earlier, variant: Earlier, *, level: float = 0.95, expected: float = EXPECTED
) -> Adjusted | None:
    """None where fewer than 20 answers of an arm have an earlier score: there is nothing to adjust by."""
    known = control.known + variant.known
    if min(control.known, variant.known) < FEWEST:
        return None
    centre = (control.x + variant.x) / known
    a, b = control.about(centre), variant.about(centre)
    theta = _theta(a, b)
    raw = _difference(a, b, 0.0, level, expected)
    found = _difference(a, b, theta, level, expected)
    if raw is None or found is None:
        return None
    left = _error2(a, b, theta) / _error2(a, b, 0.0)
    return Adjusted(raw, found, max(1 - left, 0.0), known / (a.n + b.n))


def with_earlier_score(
    control: Pairs, variant: Pairs, *, level: float = 0.95, expected: float = EXPECTED
) -> Difference | None:
    """The difference in points of answers that all have an earlier score. None below 20 an arm."""
    if min(control.n, variant.n) < FEWEST:
        return None
    return _difference(control, variant, _theta(control, variant), level, expected)


def _theta(a: Pairs, b: Pairs) -> float:
    xx = sum(_within(arm.x2, arm.x, arm.x, arm.n) for arm in (a, b))
    xy = sum(_within(arm.xy, arm.x, arm.y, arm.n) for arm in (a, b))
    return xy / xx if xx > 1e-9 else 0.0


def _difference(a: Pairs, b: Pairs, theta: float, level: float, expected: float) -> Difference | None:
    value = (b.y - theta * b.x) / b.n - (a.y - theta * a.x) / a.n
    error2 = _error2(a, b, theta)
    return sequence_of(100 * value, 1e4 * error2, a.n + b.n, level, expected) if error2 > 0 else None


def _error2(a: Pairs, b: Pairs, theta: float) -> float:
    return _error2_of(a, theta) + _error2_of(b, theta)


def _error2_of(arm: Pairs, theta: float) -> float:
    squares = (
        _within(arm.y2, arm.y, arm.y, arm.n)
        - 2 * theta * _within(arm.xy, arm.x, arm.y, arm.n)
        + theta**2 * _within(arm.x2, arm.x, arm.x, arm.n)
    )
    return max(squares, 0.0) / arm.n / (arm.n - 1)


def _within(product: float, a: float, b: float, n: int) -> float:
    return product - a * b / n
