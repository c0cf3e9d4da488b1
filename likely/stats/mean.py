"""The mean of a scale (0..10, CSAT 1..5, CES 1..7) from how often each step was chosen."""

import math
from collections.abc import Sequence

from likely.stats.count import read_count
from likely.stats.estimate import Estimate
from likely.stats.normal import z_of_level
from likely.stats.student import t_of_level


def mean_of_counts(counts: Sequence[int], lowest: int = 0, level: float = 0.95) -> Estimate | None:
    """The mean in steps of the scale; counts[i] chose lowest + i. None when nobody answered.

    Student's interval, mean ± t·s/√n, kept inside the scale. Where all chose the same step, s says nothing:
    then the share that might have chosen otherwise is taken at its Wilson limit z²/(n + z²) and put at
    either end of the scale.
    """
    n = [read_count(count, "counts") for count in counts]
    answers = sum(n)
    if answers == 0:
        return None
    highest = lowest + len(n) - 1
    mean = sum(count * step for step, count in enumerate(n, lowest)) / answers
    squares = math.fsum(count * (step - mean) ** 2 for step, count in enumerate(n, lowest))
    if squares == 0:
        z2 = z_of_level(level) ** 2
        unseen = z2 / (answers + z2)
        ends = mean - unseen * (mean - lowest), mean + unseen * (highest - mean)
        return Estimate(mean, *ends, answers, "Wilson limit of other answers", level, "mean")
    half = t_of_level(level, answers - 1) * math.sqrt(squares / (answers - 1) / answers)
    ends = max(mean - half, lowest), min(mean + half, highest)
    return Estimate(mean, *ends, answers, "t", level, "mean")
