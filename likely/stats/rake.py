"""Weights for non-response: the sample is given the margins that the population is known to have.

Raking (Deming & Stephan 1940) multiplies the weights of each category by target/current, one margin after
another, until all fit. Only totals by class (a cell of all the margins crossed) are needed.

Raked weights depend on who answered, so the variance is taken from residuals of the answers on the
margins, fitted with the starting weights, each over 1 − its leverage h (as in R's survey, apart from h):
  V = Σ w²e²/(1 − h)² / (Σ w)²
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from likely.lib.refusal import Refusal
from likely.stats.weights import WeightedScore, Y, weighted_score_of_variance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# NumPy is imported inside the functions: `import likely` must stay light.

CLOSE = 1e-9  # largest relative error of a margin when raking ends
MOST_CYCLES = 500
THIN = 20  # answers below which a category makes its weights jumpy
MOST_LEVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class Margin:
    """One known margin. of: the category of each class. target: the population of each category."""

    name: str
    of: tuple[str, ...]
    target: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WeightClass:
    """Answers, Σ starting weights and Σ starting weights² at 0..10 of one class."""

    n: tuple[int, ...]
    w: tuple[float, ...]
    w2: tuple[float, ...]


def rake(start: Sequence[float], margins: Sequence[Margin]) -> tuple[float, ...]:
    """The factor of each class's starting weights so that every margin meets its target.

    start: Σ starting weights of each class. Refuses a category that nobody answered in but that the
    population has, and targets of different totals.
    """
    import numpy as np

    for margin in margins:
        _refuse_bad_margin(start, margin, sum(margins[0].target.values()))
    weights, factors = np.array(start, dtype=float), np.ones(len(start))
    members = [_members(margin) for margin in margins]
    for _ in range(MOST_CYCLES):
        error = 0.0
        for inside, target in members:
            current = inside @ (weights * factors)
            ratio = np.divide(target, current, out=np.ones_like(target), where=current > 0)
            error = max(error, float(np.abs(ratio[current > 0] - 1).max(initial=0.0)))
            factors *= ratio @ inside
        if error < CLOSE:
            return tuple(float(factor) for factor in factors)
    raise Refusal(
        "raking_does_not_settle",
        f"The margins still contradict the sample after {MOST_CYCLES} rounds.",
        cure="Collapse small categories.",
    )


def _members(margin: Margin) -> "tuple[Floats, Floats]":
    """Which classes (columns) belong to which category (rows), and the categories' targets."""
    import numpy as np

    names = sorted(margin.target)
    inside = np.array([[float(category == name) for category in margin.of] for name in names])
    return inside, np.array([margin.target[name] for name in names], dtype=float)


def _refuse_bad_margin(start: Sequence[float], margin: Margin, total: float) -> None:
    if len(margin.of) != len(start):
        raise Refusal("bad_margin", f"{margin.name}: one category is needed for each class.")
    if unknown := sorted(set(margin.of) - set(margin.target)):
        raise Refusal("no_target", f"{margin.name}: there is no target for {unknown[0]}.", field=margin.name)
    if any(not (math.isfinite(value) and value >= 0) for value in margin.target.values()):
        raise Refusal("bad_target", f"{margin.name}: a target is below 0.", field=margin.name)
    if not math.isclose(sum(margin.target.values()), total, rel_tol=1e-6):
        raise Refusal(
            "totals_differ", f"{margin.name}: its targets have another total than the first margin's."
        )
    answered = {category for category, weight in zip(margin.of, start, strict=True) if weight > 0}
    for category, value in margin.target.items():
        if value > 0 and category not in answered:
            raise Refusal(
                "empty_category",
                f"{margin.name}: nobody in {category} answered, so nobody can stand for them.",
                cure="Collapse it with another category.",
                field=margin.name,
            )


def thin_categories(n: Sequence[int], margins: Sequence[Margin]) -> tuple[tuple[str, str], ...]:
    """(margin, category) pairs with fewer than 20 answers, which should be collapsed. n: by class."""
    found = []
    for margin in margins:
        for category in sorted(margin.target):
            answers = sum(count for count, of in zip(n, margin.of, strict=True) if of == category)
            if answers < THIN:
                found.append((margin.name, category))
    return tuple(found)


def rake_trimmed(
    start: Sequence[float], n: Sequence[int], margins: Sequence[Margin], limit: float = 5.0
) -> tuple[float, ...]:
    """As `rake`, with no class's mean weight above `limit` times the mean, as far as margins allow.

    Too large weights are cut to the limit and the rest is raked again, ten times at most. Trimming buys a
    smaller variance with some bias: show both scores.
    """
    factors = rake(start, margins)
    for _ in range(10):
        raked = [weight * factor for weight, factor in zip(start, factors, strict=True)]
        ceiling = limit * sum(raked) / sum(n)
        cut = [min(weight, ceiling * count) for weight, count in zip(raked, n, strict=True)]
        if all(a >= b * (1 - 1e-6) for a, b in zip(cut, raked, strict=True)):
            break
        again = rake(cut, margins)
        factors = tuple(
            factor * (a / b if b else 1.0) * more
            for factor, a, b, more in zip(factors, cut, raked, again, strict=True)
        )
    return factors


def raked_score(
    classes: Sequence[WeightClass], margins: Sequence[Margin], factors: Sequence[float], level: float = 0.95
) -> WeightedScore | None:
    """The score with the weights that `rake` gave, and the variance that raking leaves.

    The leverage is that of a class's mean weight: exact where the starting weights of a class are equal.
    """
    import numpy as np

    if not any(sum(one.n) for one in classes):
        return None
    factor = np.array(factors)[:, None]
    n = np.array([one.n for one in classes])
    start = np.array([one.w for one in classes])
    w = factor * start
    w2 = factor**2 * np.array([one.w2 for one in classes])
    fitted, leverage = _fit(start, n, margins)
    residuals = np.array(Y)[None, :] - fitted[:, None]
    spread = float((w2 * (residuals / (1 - leverage[:, None])) ** 2).sum() / w.sum() ** 2)
    return weighted_score_of_variance(
        [int(count) for count in n.sum(axis=0)],
        [float(total) for total in w.sum(axis=0)],
        [float(total) for total in w2.sum(axis=0)],
        spread,
        level,
    )


def _fit(start: "Floats", n: "NDArray[np.int_]", margins: Sequence[Margin]) -> "tuple[Floats, Floats]":
    """For each class: the answer (−1..1) that the margins predict, and the leverage of one answer in it."""
    import numpy as np

    x = np.vstack([_members(margin)[0] for margin in margins]).T
    weight = start.sum(axis=1)
    answers = start @ np.array(Y, dtype=float)
    inverse = np.linalg.pinv((x * weight[:, None]).T @ x, hermitian=True)
    mean_weight = weight / np.maximum(n.sum(axis=1), 1)
    leverage = mean_weight * np.einsum("ij,jk,ik->i", x, inverse, x)
    return x @ (inverse @ (x.T @ answers)), np.minimum(leverage, MOST_LEVERAGE)
