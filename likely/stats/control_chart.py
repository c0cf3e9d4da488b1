"""Charts of a series whose usual mean and spread are known: an operational figure, day by day.

For the score itself see `cusum`, which learns both from the answers.
"""

import math
from collections.abc import Sequence

from likely.lib.refusal import Refusal


def ewma(values: Sequence[float], mean: float, weight: float = 0.1) -> list[float]:
    """The moving average that forgets exponentially: z = weight·x + (1 − weight)·z before, from `mean` on."""
    if not 0 < weight <= 1:
        raise Refusal("not_a_weight", f"weight {weight!r} is not between 0 and 1.", field="weight")
    z, path = mean, []
    for value in values:
        z = weight * value + (1 - weight) * z
        path.append(z)
    return path


def ewma_limit(mean: float, sigma: float, weight: float = 0.1, width: float = 2.7) -> float:
    """The upper limit that the average settles at: mean + width·sigma·√(weight/(2 − weight))."""
    return mean + width * sigma * math.sqrt(weight / (2 - weight))


def tabular_cusum(values: Sequence[float], mean: float, sigma: float, slack: float = 0.5) -> list[float]:
    """How far the series has drifted up, in sigma: C = max(0, C before + (x − mean)/sigma − slack)."""
    if not sigma > 0:
        raise Refusal("not_a_spread", f"sigma {sigma!r} is not above 0.", field="sigma")
    c, path = 0.0, []
    for value in values:
        c = max(0.0, c + (value - mean) / sigma - slack)
        path.append(c)
    return path
