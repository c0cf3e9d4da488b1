"""How long customers stay: from who was at risk and who left at each duration, counted once.

Rows are (duration, at risk just before it, left at it), durations ascending, as `lifetimes` counts them.
Customers who are still here are at risk until they were last seen, and never counted as having left.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.normal import z_of_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# NumPy and SciPy are imported inside the functions: `import likely` must stay light.

AtRisk = Sequence[tuple[float, int, int]]
ROUNDS = 50  # of Newton's method
CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Step:
    """share, low, high: of customers still here after `duration`, 0..1."""

    duration: float
    share: float
    low: float
    high: float
    at_risk: int


def kaplan_meier(rows: AtRisk, level: float = 0.95) -> tuple[Step, ...]:
    """S = Π (1 − left/at risk); interval by Greenwood's variance on the log(−log) scale, inside 0..1."""
    z, share, spread, steps = z_of_level(level), 1.0, 0.0, []
    for duration, at_risk, left in rows:
        if left > at_risk or at_risk < 1:
            raise Refusal("more_than_all", f"{left} left at {duration}, but only {at_risk} were there.")
        share *= 1 - left / at_risk
        spread += left / (at_risk * (at_risk - left)) if left < at_risk else 0.0
        steps.append(Step(duration, share, *_ends(share, spread, z), at_risk))
    return tuple(steps)


def _ends(share: float, spread: float, z: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return (1.0, 1.0) if share >= 1 else (0.0, 0.0)
    log = math.log(share)
    half = z * math.sqrt(spread) / abs(log)
    return math.exp(log * math.exp(half)), math.exp(log * math.exp(-half))


def share_at(steps: Sequence[Step], duration: float) -> float:
    """Of customers still here after `duration`."""
    return next((step.share for step in reversed(steps) if step.duration <= duration), 1.0)


def median_life(steps: Sequence[Step]) -> float | None:
    """The first duration after which at most half are here; None where more than half still are."""
    return next((step.duration for step in steps if step.share <= 0.5 + 1e-12), None)


def log_rank(groups: Mapping[str, AtRisk]) -> tuple[float, float]:
    """Chi-square and p of "all groups leave alike" (Mantel 1966), groups − 1 degrees of freedom."""
    import numpy as np
    from scipy.special import chdtrc

    if len(groups) < 2:
        raise Refusal("one_group", "At least two groups are needed to compare.")
    times = sorted({duration for rows in groups.values() for duration, _, left in rows if left})
    at_risk = np.array([[_at_risk(rows, time) for rows in groups.values()] for time in times], dtype=float)
    left = np.array(
        [
            [sum(gone for duration, _, gone in rows if duration == time) for rows in groups.values()]
            for time in times
        ],
        dtype=float,
    )
    n, d = at_risk.sum(axis=1, keepdims=True), left.sum(axis=1, keepdims=True)
    shares = at_risk / n
    apart = (left - d * shares).sum(axis=0)[:-1]
    factor = (d * (n - d) / np.maximum(n - 1, 1))[:, :, None]
    products = np.eye(len(groups))[None] * shares[:, :, None] - shares[:, :, None] * shares[:, None, :]
    covariance = (factor * products).sum(axis=0)[:-1, :-1]
    chi2 = float(apart @ np.linalg.pinv(covariance, hermitian=True) @ apart)
    return chi2, float(chdtrc(len(groups) - 1, chi2))


def _at_risk(rows: AtRisk, time: float) -> int:
    return next((there for duration, there, _ in rows if duration >= time), 0)


def cox(durations: "ArrayLike", left: "ArrayLike", x: "ArrayLike") -> "tuple[Floats, Floats]":
    """Coefficients of the log hazard and their standard errors; one row of x for each customer.

    Cox 1972, ties as in Efron 1977, by Newton's method on the partial likelihood.
    """
    import numpy as np

    time, event = np.asarray(durations, dtype=float), np.asarray(left, dtype=bool)
    rows = np.asarray(x, dtype=float)
    centred = rows - rows.mean(axis=0)
    beta = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        gradient, information = _efron(time, event, centred, beta)
        step = np.linalg.solve(information, gradient)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            return beta, np.sqrt(np.diag(np.linalg.inv(information)))
    raise Refusal("does_not_settle", "The hazards can't be told apart: a column predicts perfectly.")


def _efron(
    time: "Floats", event: "NDArray[np.bool_]", x: "Floats", beta: "Floats"
) -> "tuple[Floats, Floats]":
    import numpy as np

    risk = np.exp(x @ beta)
    gradient, information = np.zeros(len(beta)), np.zeros((len(beta), len(beta)))
    for moment in np.unique(time[event]):
        there, gone = time >= moment, (time == moment) & event
        s0, s1, s2 = _sums(risk[there], x[there])
        t0, t1, t2 = _sums(risk[gone], x[gone])
        gradient += x[gone].sum(axis=0)
        for share in np.arange(gone.sum()) / gone.sum():
            mean = (s1 - share * t1) / (s0 - share * t0)
            gradient -= mean
            information += (s2 - share * t2) / (s0 - share * t0) - np.outer(mean, mean)
    return gradient, information


def _sums(risk: "Floats", x: "Floats") -> "tuple[float, Floats, Floats]":
    weighted = x * risk[:, None]
    return float(risk.sum()), weighted.sum(axis=0), weighted.T @ x
