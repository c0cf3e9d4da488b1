"""What themes do to the score: with and without each, and each with the others held still. Small arrays only.

y is −100, 0, 100 (detractor, passive, promoter), x one column of 0 and 1 a theme. The plain gap is a
`difference` of two scores; what leaving the theme out would change is share · gap (an identity). The adjusted
effect is the coefficient of least squares on all themes together, with HC3 errors (MacKinnon & White 1985):
  Cov = (XᵀX)⁻¹ Xᵀ diag(eᵢ² / (1 − hᵢ)²) X (XᵀX)⁻¹
"""

from typing import TYPE_CHECKING

from likely.stats.estimate import Estimate
from likely.stats.normal import p_of_z, z_of_level
from likely.stats.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

FEWEST_PER_THEME = 20  # comments with it and without it, for an adjusted effect


def adjusted_effects(
    y: "Floats", x: "Floats", level: float = 0.95, times: "Floats | None" = None
) -> list[tuple[Estimate, float] | None]:
    """Per column of x the effect in points with its interval, and the p of none.

    y: rows of −100, 0, 100. x: rows × k of 0 and 1. times: how many comments each row stands for, 1 or more;
    the figures are those of the rows written out so often. None where a column has fewer than
    FEWEST_PER_THEME ones or zeros, or says what the others say already.
    """
    import numpy as np

    rows, k = x.shape
    often = np.ones(rows) if times is None else np.asarray(times, dtype=float)
    n = round(float(often.sum()))
    ones = often @ x
    usable = np.flatnonzero((ones >= FEWEST_PER_THEME) & (n - ones >= FEWEST_PER_THEME))
    found: list[tuple[Estimate, float] | None] = [None] * k
    if not len(usable) or n <= 2 * len(usable):
        return found
    design = np.column_stack([np.ones(rows), x[:, usable]])
    cross = (design * often[:, None]).T @ design
    inverse = np.linalg.pinv(cross, rcond=1e-10, hermitian=True)
    known = np.abs(cross @ inverse - np.eye(len(cross))).max(axis=0) < 1e-6  # not a sum of the others
    slopes = inverse @ (design.T @ (often * y))
    leverage = ((design @ inverse) * design).sum(axis=1)
    weights = often * ((y - design @ slopes) / np.maximum(1 - leverage, 1e-9)) ** 2
    covariance = inverse @ ((design * weights[:, None]).T @ design) @ inverse
    z = z_of_level(level)
    for place, column in enumerate(usable.tolist(), start=1):
        error = float(np.sqrt(max(covariance[place, place], 0.0)))
        if not known[place] or error == 0:
            continue
        value = float(slopes[place])
        estimate = Estimate(value, value - z * error, value + z * error, n, "least squares, HC3", level)
        found[column] = estimate, p_of_z(value / error)
    return found


def share_change(
    now: tuple[int, int], before: tuple[int, int], level: float = 0.95
) -> tuple[Estimate, float]:
    """How the share of comments with a theme moved, in percent points, and the p of "it did not".

    now, before: (with it, all). The interval is Newcombe's (1998, method 10: MOVER of two Wilson intervals);
    p that of the pooled score test.
    """
    import math

    (x1, n1), (x0, n0) = now, before
    share1, share0 = x1 / n1, x0 / n0
    low1, high1 = wilson(x1, n1, level)
    low0, high0 = wilson(x0, n0, level)
    gap = share1 - share0
    low = gap - math.hypot(share1 - low1, high0 - share0)
    high = gap + math.hypot(high1 - share1, share0 - low0)
    pooled = (x1 + x0) / (n1 + n0)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0))
    p = p_of_z(gap / error) if error else 1.0
    return Estimate(100 * gap, 100 * low, 100 * high, n1 + n0, "Newcombe", level, "percent"), p
