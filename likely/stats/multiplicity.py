"""Many comparisons at once: p values adjusted for how many were looked at.

Compare an adjusted p with the rate that is allowed. Benjamini–Hochberg (1995) keeps the share of false
alarms among the alarms, Benjamini–Yekutieli (2001) does so under any dependence, Holm (1979) keeps the
chance of a single false alarm.
"""

from collections.abc import Sequence

from likely.lib.refusal import Refusal


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """For everything that is shown together: min over j ≥ i of p(j)·m/j."""
    return _step_up(p, 1.0)


def benjamini_yekutieli(p: Sequence[float]) -> list[float]:
    """As Benjamini–Hochberg, times 1 + 1/2 + … + 1/m: holds whatever the comparisons share."""
    return _step_up(p, sum(1 / rank for rank in range(1, len(p) + 1)))


def holm(p: Sequence[float]) -> list[float]:
    """For a handful of decisions: max over j ≤ i of p(j)·(m − j + 1)."""
    order = _order(p)
    adjusted, highest = [0.0] * len(p), 0.0
    for place, index in enumerate(order):
        highest = max(highest, min(p[index] * (len(p) - place), 1.0))
        adjusted[index] = highest
    return adjusted


def _step_up(p: Sequence[float], factor: float) -> list[float]:
    order = _order(p)
    adjusted, lowest = [0.0] * len(p), 1.0
    for place in range(len(p), 0, -1):
        index = order[place - 1]
        lowest = min(lowest, p[index] * factor * len(p) / place)
        adjusted[index] = lowest
    return adjusted


def _order(p: Sequence[float]) -> list[int]:
    for value in p:
        if not 0 <= value <= 1:  # refuses NaN too
            raise Refusal("not_a_p", f"p {value!r} is not between 0 and 1.", field="p")
    return sorted(range(len(p)), key=p.__getitem__)
