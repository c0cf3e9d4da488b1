"""What a customer will still buy, from how often and how recently he did.

Without a contract nobody says that he leaves. BG/NBD (Fader, Hardie & Lee 2005, Marketing Science 24): a
customer buys at a rate that is gamma distributed among customers (r, alpha) and may be gone after each
purchase with a chance that is beta distributed (a, b). Gamma–gamma (Fader & Hardie 2013): what he spends at a
time varies about his own mean, which is gamma distributed among customers.

With a contract renewals are seen: shifted beta–geometric (Fader & Hardie 2007, J. of Interactive
Marketing 21).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from likely.lib.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

# NumPy and SciPy are imported inside the functions: `import likely` must stay light.

FEWEST_CUSTOMERS = 100


@dataclass(frozen=True, slots=True)
class Purchases:
    """Parameters of BG/NBD; alpha in the unit of time of the data."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def expected(self, x: float, last: float, age: float, ahead: float) -> float:
        """Purchases in the next `ahead` of a customer with x repeat ones, the last at `last` of `age`."""
        from scipy.special import hyp2f1

        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        z = ahead / (alpha + age + ahead)
        growth = 1 - ((alpha + age) / (alpha + age + ahead)) ** (r + x) * hyp2f1(
            r + x, b + x, a + b + x - 1, z
        )
        gone = a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x) if x > 0 else 0.0
        return float((a + b + x - 1) / (a - 1) * growth / (1 + gone))


def purchases(
    x: "ArrayLike", last: "ArrayLike", age: "ArrayLike", count: "ArrayLike | None" = None
) -> Purchases:
    """Maximum likelihood from repeat purchases x, time of the last one and age, since the first purchase.

    count: customers with these figures, where equal ones are gathered.
    """
    import numpy as np
    from scipy.special import betaln, gammaln

    n, tx, t = (np.asarray(one, dtype=float) for one in (x, last, age))
    weight = np.ones_like(n) if count is None else np.asarray(count, dtype=float)
    _refuse_few(float(weight.sum()))

    def log_likelihood(logs: "Floats") -> float:
        r, alpha, a, b = np.exp(logs)
        common = gammaln(r + n) - gammaln(r) + r * np.log(alpha) + betaln(a, b + n) - betaln(a, b)
        alive = -(r + n) * np.log(alpha + t)
        left = np.log(a / np.maximum(b + n - 1, 1e-300)) - (r + n) * np.log(alpha + tx)
        return float(weight @ (common + np.where(n > 0, np.logaddexp(alive, left), alive)))

    found, best = _largest(log_likelihood, [0.0, math.log(float(np.median(t)) / 4 + 1e-6), 0.0, 0.5])
    r, alpha, a, b = found
    return Purchases(r, alpha, a, b, best)


@dataclass(frozen=True, slots=True)
class Spending:
    """Parameters of gamma–gamma; gamma in the currency."""

    p: float
    q: float
    gamma: float

    def expected(self, x: float, mean: float) -> float:
        """The mean purchase to come of a customer whose x purchases were `mean` on average."""
        share = self.p * x / (self.p * x + self.q - 1)
        return (1 - share) * self.p * self.gamma / (self.q - 1) + share * mean


def spending(x: "ArrayLike", mean: "ArrayLike") -> Spending:
    """Maximum likelihood from the number of purchases (1 or more) and their mean of each customer.

    How much somebody spends must not depend on how often he buys: look at their correlation first.
    """
    import numpy as np
    from scipy.special import gammaln

    n, m = np.asarray(x, dtype=float), np.asarray(mean, dtype=float)
    if not ((n > 0) & (m > 0)).all():
        raise Refusal("bad_spending", "Each customer needs a purchase and a mean above 0.")
    _refuse_few(len(n))

    def log_likelihood(logs: "Floats") -> float:
        p, q, gamma = np.exp(logs)
        return float(
            (
                gammaln(p * n + q) - gammaln(p * n) - gammaln(q)
                + q * np.log(gamma) + (p * n - 1) * np.log(m) + p * n * np.log(n)
                - (p * n + q) * np.log(gamma + m * n)
            ).sum()
        )  # fmt: skip

    found, _ = _largest(log_likelihood, [1.0, 1.0, math.log(float(np.median(m)))])
    return Spending(*found)


@dataclass(frozen=True, slots=True)
class Renewals:
    """Chance of not renewing, beta distributed among customers with alpha and beta."""

    alpha: float
    beta: float

    def kept(self, periods: int) -> float:
        """The share of customers after so many periods: B(alpha, beta + periods)/B(alpha, beta)."""
        from scipy.special import betaln

        return float(math.exp(betaln(self.alpha, self.beta + periods) - betaln(self.alpha, self.beta)))


def renewals(survivors: Sequence[float]) -> Renewals:
    """Maximum likelihood from the customers at the start and after each period, in any unit."""
    import numpy as np
    from scipy.special import betaln

    left = np.asarray(survivors, dtype=float)
    if len(left) < 3 or (np.diff(left) > 0).any() or not left[0] > left[-1] >= 0:
        raise Refusal("bad_survivors", "At least three figures are needed, none above the one before.")
    periods = np.arange(1, len(left))

    def log_likelihood(logs: "Floats") -> float:
        alpha, beta = np.exp(logs)
        ended = betaln(alpha + 1, beta + periods - 1) - betaln(alpha, beta)
        kept = betaln(alpha, beta + periods[-1]) - betaln(alpha, beta)
        return float(-np.diff(left) @ ended + left[-1] * kept) / float(left[0])

    found, _ = _largest(log_likelihood, [0.0, 0.0])
    return Renewals(*found)


def _largest(
    log_likelihood: "Callable[[Floats], float]", start: Sequence[float]
) -> tuple[list[float], float]:
    """The parameters, all above 0, with the largest likelihood; it is asked with their logarithms."""
    import numpy as np
    from scipy.optimize import minimize

    def loss(logs: "Floats", /, *_: Any, **__: Any) -> float:
        return -log_likelihood(logs)

    limits: Any = {"xatol": 1e-7, "fatol": 1e-10, "maxiter": 8000, "maxfev": 8000}
    with np.errstate(all="ignore"):
        found = minimize(loss, list(start), method="Nelder-Mead", options=limits)
    if not found.success or not np.isfinite(found.fun):
        raise Refusal("does_not_settle", "These customers do not fit the model: no parameters are the best.")
    return [float(one) for one in np.exp(found.x)], -float(found.fun)


def _refuse_few(n: float) -> None:
    if n < FEWEST_CUSTOMERS:
        raise Refusal(
            "too_few_customers", f"{n:.0f} customers are too few; {FEWEST_CUSTOMERS} are needed at least."
        )
