"""What followed an answer, by its group: shares with intervals, and promoters against detractors (N06)."""

from collections.abc import Mapping
from dataclasses import dataclass

from likely.stats.difference import mover
from likely.stats.estimate import Estimate
from likely.stats.proportion import proportion
from likely.stats.scale import Group


@dataclass(frozen=True, slots=True)
class Afterwards:
    """shares: of each group, in percent; None where fewer answered than may be shown.

    gap: promoters − detractors in percent points, from both intervals (MOVER of Wilson's); None without both.
    """

    shares: Mapping[Group, Estimate | None]
    gap: Estimate | None


def afterwards(counted: Mapping[Group, tuple[int, int]], smallest: int) -> Afterwards:
    """counted: group -> (answers, those of them that it followed)."""
    shares = {
        group: proportion(did, people) if people >= smallest else None
        for group, (people, did) in counted.items()
    }
    a, b = shares.get("promoter"), shares.get("detractor")
    if a is None or b is None:
        return Afterwards(shares, None)
    low, high = mover(a.value, (a.low, a.high), b.value, (b.low, b.high))
    gap = Estimate(a.value - b.value, low, high, a.n + b.n, "MOVER of Wilson", a.level, "percent")
    return Afterwards(shares, gap)
