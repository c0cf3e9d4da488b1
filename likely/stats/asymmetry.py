"""What a bad rating costs and what a good one brings: penalty and reward of each driver.

y = a + Σ (penalty·[rating low] + reward·[rating high]), all drivers together (Brandt 1988; Matzler &
Sauerwein 2002). A basic need costs when it is missing and brings nothing when it is there; a delight brings
and does not cost; what does both alike is linear. Alike means by step: a low rating may lie further from a
middling one than a high one does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Literal

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments
from likely.stats.estimate import Estimate
from likely.stats.least_squares import fit
from likely.stats.multiplicity import benjamini_hochberg

# NumPy is imported inside the functions: `import likely` must stay light.

Kind = Literal["basic", "linear", "delight", "none"]

FEWEST_AT_AN_END = 20
RATE = 0.05
MARKED = 1.5  # times the other, to be called one-sided


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """penalty, reward: steps of the outcome against a middling rating. p: of "they are of one size, by step".

    kind: basic where the penalty is the larger, by half at least and beyond chance, delight where the reward
    is; linear where either is there and neither is so much larger; none where neither is, or where a better
    rating goes with a worse outcome. low, high: answers at either end.
    """

    name: str
    penalty: Estimate
    reward: Estimate
    kind: Kind
    p: float
    low: int
    high: int


def asymmetries(
    buckets: Sequence[Moments],
    names: Sequence[str],
    distances: Sequence[tuple[float, float]] | None = None,
    level: float = 0.95,
) -> tuple[tuple[Asymmetry, ...], tuple[str, ...]]:
    """And the names left out: fewer than 20 answers at an end.

    buckets: moments of the outcome and, for each name, of "rated low" and "rated high" as 0 and 1. distances:
    steps between the means of the low and the middling ratings, and of the middling and the high.
    """
    import numpy as np

    if len(buckets) == 0 or len(buckets[0].n) != 1 + 2 * len(names):
        raise Refusal("bad_moments", "Two columns are needed for each driver after the outcome.")
    ends = [round(float(end)) for end in reduce(add, buckets).sums.diagonal()]
    kept = [i for i in range(len(names)) if min(ends[1 + 2 * i : 3 + 2 * i]) >= FEWEST_AT_AN_END]
    if not kept:
        raise Refusal(
            "too_few_for_drivers",
            f"No driver has {FEWEST_AT_AN_END} low and {FEWEST_AT_AN_END} high ratings.",
            field="drivers",
        )
    columns = np.ix_(*[[0, *(column for i in kept for column in (1 + 2 * i, 2 + 2 * i))]] * 2)
    found = fit([Moments(one.n[columns], one.sums[columns], one.products[columns]) for one in buckets])
    steps = [distances[i] if distances else (1.0, 1.0) for i in kept]
    tested = []
    for at, (down, up) in enumerate(steps):
        both = np.zeros(2 * len(kept))
        both[2 * at : 2 * at + 2] = 1 / down, 1 / up
        tested += [found.one(1 + 2 * at, level), found.one(2 + 2 * at, level), found.combined(both, level)]
    p = benjamini_hochberg([one for _, one in tested])
    rows = []
    for at, i in enumerate(kept):
        penalty, reward = tested[3 * at][0], tested[3 * at + 1][0]
        kind = _kind(penalty.value / steps[at][0], reward.value / steps[at][1], p[3 * at : 3 * at + 3])
        ends_of = ends[1 + 2 * i], ends[2 + 2 * i]
        rows.append(Asymmetry(names[i], penalty, reward, kind, p[3 * at + 2], *ends_of))
    return tuple(rows), tuple(name for i, name in enumerate(names) if i not in kept)


def _kind(penalty: float, reward: float, p: Sequence[float]) -> Kind:
    """By step. p: of penalty, of reward, and of "they are of one size"."""
    costs, brings = -penalty if p[0] <= RATE else 0.0, reward if p[1] <= RATE else 0.0
    if max(costs, brings) <= 0 or reward - penalty <= 0:
        return "none"
    if p[2] <= RATE and costs > MARKED * reward:
        return "basic"
    return "delight" if p[2] <= RATE and brings > MARKED * -penalty else "linear"
