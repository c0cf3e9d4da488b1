"""Least squares from moments in buckets of customers: coefficients, and how sure they are.

The covariance of the coefficients is the delete-a-group jackknife's (see `jackknife`), so that unequal
spread and several rows of one customer are taken into account: it stands in for HC3 and for errors clustered
by customer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments, covariances
from likely.stats.estimate import Estimate
from likely.stats.jackknife import jackknife_covariance
from likely.stats.student import p_of_t, t_of_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

FEWEST_BUCKETS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """coefficients: of columns 1, 2, … for column 0. covariance: theirs. buckets: that it rests on."""

    coefficients: "Floats"
    covariance: "Floats"
    n: int
    buckets: int

    def combined(self, weights: "Floats", level: float = 0.95) -> tuple[Estimate, float]:
        """Σ weight·coefficient with its interval, t with buckets − 1 degrees of freedom; and the p of 0."""
        value = float(weights @ self.coefficients)
        error = float(weights @ self.covariance @ weights) ** 0.5
        half = t_of_level(level, self.buckets - 1) * error
        p = p_of_t(value / error, self.buckets - 1) if error > 0 else 1.0
        return Estimate(value, value - half, value + half, self.n, "jackknife t", level, "coefficient"), p

    def one(self, column: int, level: float = 0.95) -> tuple[Estimate, float]:
        """Of column 1, 2, …"""
        import numpy as np

        return self.combined(np.eye(len(self.coefficients))[column - 1], level)


def fit(buckets: Sequence[Moments]) -> Fit:
    """Column 0 on all others and a constant. Refuses fewer than ten buckets that hold anything."""
    import numpy as np

    there = [bucket for bucket in buckets if bucket.n[0, 0] > 0]
    if len(there) < FEWEST_BUCKETS:
        raise Refusal(
            "too_few_customers",
            f"The answers come from fewer than {FEWEST_BUCKETS} groups of customers.",
            cure="Take a longer period.",
        )
    total = reduce(add, there)
    without = np.array([coefficients(total - bucket) for bucket in there])
    return Fit(coefficients(total), jackknife_covariance(without), int(total.n[0, 0]), len(there))


def coefficients(moments: Moments) -> "Floats":
    """Of the columns after the first; a column that says nothing new gets what is left for it."""
    import numpy as np

    c = covariances(moments)
    scale = np.sqrt(np.maximum(np.diag(c), 0.0))
    safe = np.where(scale > 0, scale, 1.0)
    r = c / np.outer(safe, safe)
    slopes = np.linalg.pinv(r[1:, 1:], rcond=1e-9, hermitian=True) @ r[1:, 0]
    return np.asarray(slopes * safe[0] / safe[1:] * (scale[1:] > 0))
