"""The normal distribution, from the standard library: a score of three counts must not need SciPy."""

import math
from functools import lru_cache
from statistics import NormalDist

from likely.lib.refusal import Refusal


@lru_cache(128)
def z_of_level(level: float) -> float:
    """How many standard errors hold a share `level` (above 0, below 1) in the middle: 0.95 gives 1.95996."""
    if not 0 < level < 1:
        raise Refusal("not_a_level", f"level {level!r} is not between 0 and 1.", field="level")
    return NormalDist().inv_cdf(0.5 + level / 2)


def p_of_z(z: float) -> float:
    """The two-sided p of a standard normal statistic, 0..1."""
    return math.erfc(abs(z) / math.sqrt(2))
