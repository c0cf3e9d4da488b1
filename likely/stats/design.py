"""The weighted mean of any figure and its standard error under the design of the sample.

Linearisation with replacement (Lumley 2010, Complex Surveys): z = w·(y − mean)/Σw, summed by cluster;
within each stratum of m clusters the variance is m/(m − 1)·Σ(z − mean z)²·(1 − m/M). Several answers from
one customer are a cluster. Post-strata replace y − mean by the residual from the post-stratum's mean.
"""

import math
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.


def design_mean(
    values: "ArrayLike",
    weights: "ArrayLike",
    *,
    clusters: "ArrayLike | None" = None,
    strata: "ArrayLike | None" = None,
    population: "ArrayLike | None" = None,
    poststrata: "ArrayLike | None" = None,
    domain: "ArrayLike | None" = None,
) -> tuple[float, float]:
    """Mean and standard error in the unit of `values`; every argument has one entry for each answer.

    population: how many clusters (or answers) the stratum has in all, for samples of a large part of it.
    domain: true where the answer belongs to the part of interest; the others count as 0, so that the
    size of the part stays a matter of chance.
    """
    import numpy as np

    y, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if len(y) < 2 or len(y) != len(w) or not (w > 0).all():
        raise Refusal("bad_weights", "At least two answers are needed, each with a weight above 0.")
    inside = np.ones(len(y)) if domain is None else np.asarray(domain, dtype=float)
    total = float((w * inside).sum())
    mean = float((w * inside * y).sum() / total)
    apart = inside * (y - mean)
    if poststrata is not None:
        apart = apart - _group_means(apart, w, np.asarray(poststrata))
    ids = np.arange(len(y)) if clusters is None else np.asarray(clusters)
    layers = np.zeros(len(y)) if strata is None else np.asarray(strata)
    sizes = np.full(len(y), np.inf) if population is None else np.asarray(population, dtype=float)
    variance = sum(
        _stratum_variance(
            (w * apart / total)[layers == layer], ids[layers == layer], sizes[layers == layer][0]
        )
        for layer in np.unique(layers)
    )
    return mean, math.sqrt(variance)


def _group_means(apart: "Floats", w: "Floats", groups: "NDArray[np.generic]") -> "Floats":
    import numpy as np

    _, at = np.unique(groups, return_inverse=True)
    means: Floats = (np.bincount(at, w * apart) / np.bincount(at, w))[at]
    return means


def _stratum_variance(z: "Floats", ids: "NDArray[np.generic]", size: float) -> float:
    import numpy as np

    _, at = np.unique(ids, return_inverse=True)
    sums = np.bincount(at, z)
    m = len(sums)
    if m < 2:
        raise Refusal("lonely_cluster", "A stratum with a single cluster has no variance of its own.")
    return float(m / (m - 1) * ((sums - sums.mean()) ** 2).sum() * (1 - m / size))
