"""The table of key drivers: importance with its interval, direction and proof of an effect of its own."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Literal

from likely.lib.refusal import Refusal
from likely.stats.drivers import MOST_FOR_LMG, Moments, correlations, lmg, relative_weights
from likely.stats.jackknife import jackknife_covariance
from likely.stats.multiplicity import benjamini_hochberg
from likely.stats.student import p_of_t, t_of_level

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy and SciPy are imported inside the functions: `import likely` must stay light.

Direction = Literal["up", "down", "none"]
LeftOut = Literal["too_few", "constant"]

FEWEST_ANSWERS = 150  # below, shares of importance swing by more than they differ
FEWEST_PER_DRIVER = 20
FEWEST_PAIRS = 30  # rows in which two drivers were both rated
FEWEST_BUCKETS = 10
COLLINEAR_VIF = 10.0
RANK_DRAWS = 4000


@dataclass(frozen=True, slots=True)
class KeyDriver:
    """share, low, high: percent of the explained variation (the shares sum to 100).

    direction: of the association with everything else held still; "none" unless p ≤ 0.05. p: of the partial
    coefficient, Benjamini–Hochberg over the drivers. coefficient: steps of the outcome for one unit of the
    driver. mean, n: of the driver; a categorical one has neither coefficient nor mean. first: the
    probability that it is the most important. vif: variance inflation; above 10, others say nearly the same.
    least, most: interval of the coefficient, of this driver alone. deviation: standard, of the driver.
    """

    name: str
    share: float
    low: float
    high: float
    direction: Direction
    p: float
    coefficient: float | None
    mean: float | None
    n: int
    first: float
    vif: float
    least: float | None = None
    most: float | None = None
    deviation: float | None = None


@dataclass(frozen=True, slots=True)
class KeyDrivers:
    """drivers: the most important first. r2: explained share of the outcome's variance, 0..1.

    n: answers. left_out: drivers that could not be used, with the reason. collinear: names with a VIF
    above 10. sparse: names answered in fewer than half of the rows, whose moments come from those alone.
    """

    drivers: tuple[KeyDriver, ...]
    r2: float
    n: int
    method: Literal["LMG", "relative weights"]
    left_out: Mapping[str, LeftOut]
    collinear: tuple[str, ...]
    sparse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Model:
    """What is made anew without each bucket: shares (percent), coefficients (of each column), R²."""

    shares: "Floats"
    coefficients: "Floats"
    r2: float


def key_drivers(
    buckets: Sequence[Moments],
    names: Sequence[str],
    groups: Sequence[Sequence[int]] | None = None,
    *,
    level: float = 0.95,
    fewest_answers: int = FEWEST_ANSWERS,
) -> KeyDrivers:
    """The drivers of column 0 from its moments in buckets of customers (64 by a hash of the person).

    names: of the drivers. groups: the columns of each (1 is the first after the outcome); None where each
    has one. Refuses with fewer than 150 answers or 20 a driver: the ranking would be chance.
    """
    groups = [[column] for column in range(1, len(names) + 1)] if groups is None else groups
    buckets = [bucket for bucket in buckets if bucket.n[0, 0] > 0]
    total = _total(buckets, fewest_answers)
    left_out = _left_out(total, names, groups, fewest_answers)
    kept = [index for index, name in enumerate(names) if name not in left_out]
    _refuse_too_few(total, len(kept), fewest_answers)
    columns = [0, *(column for index in kept for column in groups[index])]
    small = _regrouped([groups[index] for index in kept])
    whole = _columns(total, columns)
    model = _model(whole, small)
    if model.r2 < 1e-9:
        raise Refusal("nothing_explained", "None of the drivers moves together with the score.")
    without = [_model(_columns(total - bucket, columns), small) for bucket in buckets]
    drivers = _table(whole, [names[index] for index in kept], small, model, without, level)
    return KeyDrivers(
        drivers=tuple(sorted(drivers, key=lambda driver: -driver.share)),
        r2=model.r2,
        n=int(total.n[0, 0]),
        method="LMG" if len(kept) <= MOST_FOR_LMG else "relative weights",
        left_out=left_out,
        collinear=tuple(driver.name for driver in drivers if driver.vif > COLLINEAR_VIF),
        sparse=tuple(driver.name for driver in drivers if driver.n < total.n[0, 0] / 2),
    )


def _total(buckets: Sequence[Moments], fewest: int) -> Moments:
    if len(buckets) < FEWEST_BUCKETS:
        raise _too_few(f"They come from fewer than {FEWEST_BUCKETS} groups of customers.", fewest)
    return reduce(add, buckets)


def _refuse_too_few(total: Moments, drivers: int, fewest: int) -> None:
    n = int(total.n[0, 0])
    needed = max(fewest, FEWEST_PER_DRIVER * drivers)
    if not drivers:
        raise _too_few("No driver was rated often enough, or none varies.", fewest)
    if n < needed:
        raise _too_few(f"There are {n} answers.", needed)


def _too_few(what: str, needed: int) -> Refusal:
    return Refusal(
        "too_few_for_drivers",
        f"Drivers cannot be told apart yet. {what}",
        cure=f"Collect at least {needed} answers, or name fewer drivers.",
        field="drivers",
    )


def _left_out(
    total: Moments, names: Sequence[str], groups: Sequence[Sequence[int]], fewest: int
) -> dict[str, LeftOut]:
    """Drivers rated too rarely or always alike; then, one by one, those hardly ever rated with another."""
    import numpy as np

    spread = np.diag(total.products) - np.diag(total.sums) ** 2 / np.maximum(np.diag(total.n), 1)
    varies = spread > 1e-12 * np.maximum(np.diag(total.products), 1e-300)  # what rounding leaves of 0
    left: dict[str, LeftOut] = {}
    for name, group in zip(names, groups, strict=True):
        if total.n[0, group].min() < fewest:
            left[name] = "too_few"
        elif not varies[group].any():
            left[name] = "constant"
    if not varies[0]:
        raise Refusal("score_is_constant", "Every answer has the same score: nothing can drive it.")
    while rare := _rarest_of_a_lonely_pair(total, names, groups, left):
        left[rare] = "too_few"
    return left


def _rarest_of_a_lonely_pair(
    total: Moments, names: Sequence[str], groups: Sequence[Sequence[int]], left: Mapping[str, LeftOut]
) -> str | None:
    firsts = {name: group[0] for name, group in zip(names, groups, strict=True) if name not in left}
    lonely = [
        name
        for name, i in firsts.items()
        if any(total.n[i, j] < FEWEST_PAIRS for other, j in firsts.items() if other != name)
    ]
    return min(lonely, key=lambda name: total.n[0, firsts[name]], default=None)


def _regrouped(groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """The same groups when their columns stand one after the other behind the outcome."""
    result, column = [], 1
    for group in groups:
        result.append(list(range(column, column + len(group))))
        column += len(group)
    return result


def _columns(moments: Moments, columns: Sequence[int]) -> Moments:
    import numpy as np

    cut = np.ix_(columns, columns)
    return Moments(moments.n[cut], moments.sums[cut], moments.products[cut])


def _model(moments: Moments, groups: Sequence[Sequence[int]]) -> _Model:
    import numpy as np

    if len(groups) <= MOST_FOR_LMG:
        parts = lmg(moments, groups)
    else:
        weights = relative_weights(moments)
        parts = np.array([weights[[column - 1 for column in group]].sum() for group in groups])
    r = correlations(moments)
    deviations = moments.deviations
    safe = np.where(deviations[1:] > 0, deviations[1:], 1.0)
    betas = np.linalg.pinv(r[1:, 1:], rcond=1e-9, hermitian=True) @ r[1:, 0]
    total = parts.sum()
    shares = 100 * parts / total if total > 0 else np.full(len(parts), 100 / len(parts))
    return _Model(shares, betas * deviations[0] / safe, float(total))


def _table(
    whole: Moments,
    names: Sequence[str],
    groups: Sequence[Sequence[int]],
    model: _Model,
    without: Sequence[_Model],
    level: float,
) -> list[KeyDriver]:
    import numpy as np

    covariance = jackknife_covariance(np.array([one.shares for one in without]))
    halves = t_of_level(level, len(without) - 1) * np.sqrt(np.diag(covariance))
    spread = jackknife_covariance(np.array([one.coefficients for one in without]))
    errors = t_of_level(level, len(without) - 1) * np.sqrt(np.diag(spread))
    p = benjamini_hochberg([_p(model.coefficients, spread, group, len(without)) for group in groups])
    first = _chance_of_first(model.shares, covariance)
    inflation = _inflation(whole, groups)
    return [
        KeyDriver(
            name=name,
            share=float(model.shares[index]),
            low=max(float(model.shares[index] - halves[index]), 0.0),
            high=min(float(model.shares[index] + halves[index]), 100.0),
            direction=_direction(model.coefficients, group, p[index]),
            p=p[index],
            coefficient=float(model.coefficients[group[0] - 1]) if len(group) == 1 else None,
            mean=float(whole.means[group[0]]) if len(group) == 1 else None,
            n=int(whole.n[0, group[0]]),
            first=first[index],
            vif=inflation[index],
            least=float(model.coefficients[group[0] - 1] - errors[group[0] - 1]) if len(group) == 1 else None,
            most=float(model.coefficients[group[0] - 1] + errors[group[0] - 1]) if len(group) == 1 else None,
            deviation=float(whole.deviations[group[0]]) if len(group) == 1 else None,
        )
        for index, (name, group) in enumerate(zip(names, groups, strict=True))
    ]


def _direction(coefficients: "Floats", group: Sequence[int], p: float) -> Direction:
    if p > 0.05 or len(group) > 1:
        return "none"
    return "up" if coefficients[group[0] - 1] > 0 else "down"


def _p(coefficients: "Floats", covariance: "Floats", group: Sequence[int], buckets: int) -> float:
    """Of "no effect of its own": t for one column; for several, Hotelling's T² as an F."""
    import numpy as np
    from scipy.special import fdtrc

    at = [column - 1 for column in group]
    if len(at) == 1:
        error = math.sqrt(covariance[at[0], at[0]])
        return p_of_t(float(coefficients[at[0]]) / error, buckets - 1) if error > 0 else 1.0
    inverse = np.linalg.pinv(covariance[np.ix_(at, at)], hermitian=True)
    squared = float(coefficients[at] @ inverse @ coefficients[at])
    freedom = max(buckets - len(at), 1)
    return float(fdtrc(len(at), freedom, squared * freedom / (len(at) * (buckets - 1))))


def _chance_of_first(shares: "Floats", covariance: "Floats") -> list[float]:
    """How often each share is the largest in draws around the estimate; the draws are always the same."""
    import numpy as np

    values, vectors = np.linalg.eigh(covariance)
    roots = vectors * np.sqrt(np.maximum(values, 0.0))
    draws = np.random.default_rng(1).standard_normal((RANK_DRAWS, len(shares))) @ roots.T + shares
    winners = np.bincount(draws.argmax(axis=1), minlength=len(shares))
    return [float(count) / RANK_DRAWS for count in winners]


def _inflation(moments: Moments, groups: Sequence[Sequence[int]]) -> list[float]:
    """VIF, 1/(1 − R² on the other drivers); of a categorical driver, its generalised form per dummy.

    det(own)·det(others)/det(all), whose root of the number of dummies is comparable (Fox & Monette 1992).
    """
    import numpy as np

    r = correlations(moments)[1:, 1:]
    values = np.maximum(np.linalg.eigvalsh(r), 1e-12)
    whole = float(np.log(values).sum())
    result = []
    for group in groups:
        own = [column - 1 for column in group]
        others = [index for index in range(len(r)) if index not in own]
        log = _log_determinant(r[np.ix_(own, own)]) + _log_determinant(r[np.ix_(others, others)]) - whole
        result.append(max(math.exp(log / len(own)), 1.0))
    return result


def _log_determinant(r: "Floats") -> float:
    import numpy as np

    return float(np.log(np.maximum(np.linalg.eigvalsh(r), 1e-12)).sum()) if len(r) else 0.0
