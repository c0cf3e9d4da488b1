"""Key drivers: how much of the score's variation each rated question or operational figure accounts for.

All from pairwise moments, which one query gathers and which add up over days, files and machines.
Importance is the LMG share (Lindeman, Merenda & Gold 1980; Groemping 2006, JSS 17): the gain in R² from a
driver, averaged over all orders in which the drivers may enter, which is its Shapley value. With more than
15 drivers Johnson's relative weights (2000, Multivariate Behavioral Research 35) stand in.

An importance is never negative, so its interval says nothing about whether a driver has an effect of its
own: that is what the partial coefficient and its p are for. Neither says that the driver is the cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

MOST_FOR_LMG = 15  # 2^15 models; beyond, relative weights
NO_PIVOT = 1e-9  # share of a column's variance that is left when others say the same


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Pairwise moments of p columns, the outcome first. All are p × p.

    n[i, j]: rows in which i and j are both present. sums[i, j]: Σ of column i over those rows.
    products[i, j]: Σ of i times j over those rows. They add up.
    """

    n: "Floats"
    sums: "Floats"
    products: "Floats"

    def __post_init__(self) -> None:
        if not self.n.shape == self.sums.shape == self.products.shape == (len(self.n), len(self.n)):
            raise Refusal("bad_moments", "n, sums and products must be square and of one size.")

    def __add__(self, other: Self) -> Self:
        return type(self)(self.n + other.n, self.sums + other.sums, self.products + other.products)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.n - other.n, self.sums - other.sums, self.products - other.products)

    @classmethod
    def of_rows(cls, rows: "Floats") -> Self:
        """The moments of rows × columns, NaN where nothing was said."""
        import numpy as np

        there = ~np.isnan(rows)
        filled, present = np.where(there, rows, 0.0), there.astype(float)
        return cls(present.T @ present, filled.T @ present, filled.T @ filled)

    @property
    def means(self) -> "Floats":
        """Of each column over the rows in which it is present."""
        means: Floats = self.sums.diagonal() / self.n.diagonal().clip(1)
        return means

    @property
    def deviations(self) -> "Floats":
        """Standard deviation of each column over the rows in which it is present (divided by n)."""
        variances: Floats = covariances(self).diagonal().clip(0.0)
        return variances**0.5


def covariances(moments: Moments) -> "Floats":
    """The covariance of each pair over the rows in which both are present (divided by n)."""
    n = moments.n.clip(1)
    pairs: Floats = moments.products / n - (moments.sums / n) * (moments.sums.T / n)
    return pairs


def correlations(moments: Moments) -> "Floats":
    """The correlation matrix, mended to a possible one where pairs from different rows contradict."""
    import numpy as np

    deviations = moments.deviations
    safe = np.where(deviations > 0, deviations, 1.0)
    r: Floats = covariances(moments) / np.outer(safe, safe)
    np.fill_diagonal(r, 1.0)
    values, vectors = np.linalg.eigh(r)
    if values[0] >= -1e-10:
        return r
    mended = (vectors * np.maximum(values, 0.0)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    possible: Floats = mended / np.outer(scale, scale)
    return possible


def lmg(moments: Moments, groups: Sequence[Sequence[int]] | None = None) -> "Floats":
    """The LMG contribution of each driver to R²; they sum to R².

    groups: the columns of each driver (1 is the first after the outcome), so that the dummies of a
    categorical driver enter together; None makes each column a driver.
    """
    import numpy as np

    groups = [[column] for column in range(1, len(moments.n))] if groups is None else groups
    if len(groups) > 20:
        raise Refusal("too_many_drivers", "LMG needs 2^drivers models: 20 drivers at most.")
    r2 = _r2_of_subsets(correlations(moments), groups).reshape((2,) * len(groups))
    return np.array([_shapley(r2, driver) for driver in range(len(groups))])


def _r2_of_subsets(r: "Floats", groups: Sequence[Sequence[int]]) -> "Floats":
    """R² of all 2^k sets of drivers; the first driver is the highest bit.

    One driver after another is either dropped or swept out of what is left of the matrix, so that the
    matrices shrink while their number doubles and what remains at the end is 1 − R².
    """
    import numpy as np

    order = [0] + [column for group in reversed(groups) for column in reversed(group)]
    left = r[np.ix_(order, order)][None]  # the driver to be treated next is always last
    for group in groups:
        keep = left.shape[1] - len(group)
        dropped = swept = left[:, :keep, :keep]
        for size in range(left.shape[1], keep, -1):
            left = _sweep_last(left[:, :size, :size])
        swept = left
        left = np.stack([dropped, swept], axis=1).reshape(-1, keep, keep)
    return np.asarray(1 - left[:, 0, 0])


def _sweep_last(matrices: "Floats") -> "Floats":
    import numpy as np

    column, pivot = matrices[:, :-1, -1], matrices[:, -1, -1]
    inverse = np.where(pivot > NO_PIVOT, 1 / np.maximum(pivot, NO_PIVOT), 0.0)
    return matrices[:, :-1, :-1] - column[:, :, None] * column[:, None, :] * inverse[:, None, None]


def _shapley(r2: "Floats", driver: int) -> float:
    """The mean gain from adding the driver, over all orders: |S|!·(k − |S| − 1)!/k! for each set S."""
    import numpy as np

    gains = np.moveaxis(r2, driver, 0)
    gains = (gains[1] - gains[0]).ravel()
    others = r2.ndim - 1
    sizes = np.array([0])
    for _ in range(others):
        sizes = np.concatenate([sizes, sizes + 1])
    return float(sum(gains[sizes == size].mean() for size in range(others + 1)) / (others + 1))


def relative_weights(moments: Moments) -> "Floats":
    """Johnson's relative weights (the same as Genizi's decomposition); they sum to R²."""
    import numpy as np

    r = correlations(moments)
    values, vectors = np.linalg.eigh(r[1:, 1:])
    there = values > NO_PIVOT
    roots = np.sqrt(np.where(there, values, 0.0))
    half = (vectors * roots) @ vectors.T
    inverse = (vectors * np.where(there, 1 / np.where(there, roots, 1.0), 0.0)) @ vectors.T
    return np.asarray(half**2 @ (inverse @ r[1:, 0]) ** 2)
