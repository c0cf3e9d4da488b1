"""What weights cannot mend: those who stay silent may be less satisfied than those like them who answer."""

import math
from dataclasses import dataclass

from likely.lib.refusal import Refusal
from likely.stats.difference import Difference, difference
from likely.stats.score import Score

SILENT_LOWER = (10.0, 20.0)  # points that silent customers are supposed to be less happy by


def if_silent_differ(points: float, response_rate: float, lower_by: float) -> float:
    """The score of all customers, in points, if the silent ones scored `lower_by` points lower.

    points − (1 − response_rate)·lower_by. response_rate: 0..1.
    """
    if not 0 <= response_rate <= 1:
        raise Refusal("not_a_rate", f"response_rate {response_rate!r} is not between 0 and 1.")
    if not math.isfinite(lower_by):
        raise Refusal("not_points", f"lower_by {lower_by!r} is not a number.", field="lower_by")
    return max(min(points - (1 - response_rate) * lower_by, 100.0), -100.0)


@dataclass(frozen=True, slots=True)
class EarlyAndLate:
    """difference: late − early. if_silent_are_late: points of all, were the silent like the late."""

    early: Score
    late: Score
    difference: Difference
    if_silent_are_late: float


def early_against_late(early: Score, late: Score, response_rate: float) -> EarlyAndLate:
    """Those who answered late, or only when reminded, are the nearest that there is to those who never do.

    Armstrong & Overton 1977 (J. of Marketing Research 14). early, late: two halves of the answers by the
    time between question and answer. response_rate: 0..1.
    """
    gap = difference(late, early)
    n = early.n + late.n
    answered = (early.n * early.value + late.n * late.value) / n
    return EarlyAndLate(
        early, late, gap, if_silent_differ(answered, response_rate, lower_by=answered - late.value)
    )
