"""Who is at risk, as a probability, and how good such probabilities are."""

from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# NumPy and SciPy are imported inside the functions: `import likely` must stay light.

ROUNDS = 50  # of Newton's method


def logistic(
    y: "ArrayLike", x: "ArrayLike", weights: "ArrayLike | None" = None, penalty: float = 0.0
) -> "tuple[Floats, Floats]":
    """Coefficients of the log odds, the constant first, and their standard errors; by Newton's method.

    weights: rows with these figures, where equal ones are gathered. penalty: of the squared coefficients, but
    for the constant's.
    """
    import numpy as np

    rows = np.column_stack([np.ones(len(np.asarray(y))), np.asarray(x, dtype=float)])
    target = np.asarray(y, dtype=float)
    n = np.ones(len(target)) if weights is None else np.asarray(weights, dtype=float)
    ridge = np.diag([0.0] + [penalty] * (rows.shape[1] - 1))
    beta = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(rows @ beta, -35, 35)))
        information = (rows * (n * p * (1 - p))[:, None]).T @ rows + ridge
        step = np.linalg.lstsq(information, rows.T @ (n * (target - p)) - ridge @ beta, rcond=None)[0]
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            return beta, np.sqrt(np.diag(np.linalg.inv(information)))
    raise Refusal("does_not_settle", "A column tells the outcome perfectly: leave it out, or add a penalty.")


def auc(y: "ArrayLike", p: "ArrayLike") -> float:
    """The chance that a case with the outcome has the higher p of a pair, ties half (Mann & Whitney 1947)."""
    import numpy as np
    from scipy.stats import rankdata

    there = np.asarray(y, dtype=bool)
    n1, n0 = int(there.sum()), int((~there).sum())
    if not n1 or not n0:
        raise Refusal("one_outcome", "All cases have the same outcome: nothing can be told apart.")
    ranks = rankdata(np.asarray(p, dtype=float))
    return float((ranks[there].sum() - n1 * (n1 + 1) / 2) / (n1 * n0))


def brier(y: "ArrayLike", p: "ArrayLike") -> float:
    """The mean squared distance of the probability from what happened; 0 is perfect (Brier 1950)."""
    import numpy as np

    return float(np.mean((np.asarray(p, dtype=float) - np.asarray(y, dtype=float)) ** 2))


def log_loss(y: "ArrayLike", p: "ArrayLike") -> float:
    """Minus the mean log probability of what happened."""
    import numpy as np

    happened = np.where(np.asarray(y, dtype=bool), np.asarray(p, dtype=float), 1 - np.asarray(p, dtype=float))
    return float(-np.log(np.clip(happened, 1e-15, 1)).mean())


def calibration(y: "ArrayLike", p: "ArrayLike") -> tuple[float, float]:
    """Intercept and slope of the outcome on the log odds of p: 0 and 1 where p means what it says."""
    import numpy as np

    odds = np.clip(np.asarray(p, dtype=float), 1e-9, 1 - 1e-9)
    beta, _ = logistic(y, np.log(odds / (1 - odds))[:, None])
    return float(beta[0]), float(beta[1])
