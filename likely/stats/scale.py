"""The scale of the recommendation question: what is a score, and which group it falls in (R02, R03)."""

import math
import numbers
from typing import Literal

from likely.lib.refusal import Refusal

Group = Literal["detractor", "passive", "promoter"]

LOWEST, HIGHEST = 0, 10
GROUPS: tuple[Group, ...] = ("detractor", "passive", "promoter")
GROUP_SCORES: dict[Group, range] = {
    "detractor": range(7),
    "passive": range(7, 9),
    "promoter": range(9, 11),
}


def group_of(score: int) -> Group:
    """The group of a score of 0..10."""
    return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"


def read_score(value: object) -> int:
    """`value` if it is a whole number of 0..10 of an integer type; a refusal with its reason otherwise.

    Nothing is rounded or parsed: 6.5, "9", true, NaN, None and 11 are refused (R02). NumPy's integers are
    integers; its booleans are not.
    """
    if value is None:
        raise _refusal("score_is_missing", "is missing")
    if isinstance(value, bool):
        raise _refusal("score_is_boolean", "is true or false, not a number")
    if isinstance(value, str):
        raise _refusal("score_is_text", "is text, not a number")
    if isinstance(value, float):
        if math.isnan(value):
            raise _refusal("score_is_nan", "is not a number")
        raise _refusal("score_not_whole", "is not a whole number")
    if not isinstance(value, numbers.Integral):
        raise _refusal("score_not_a_number", "is not a number")
    score = int(value)
    if not LOWEST <= score <= HIGHEST:
        raise _refusal("score_out_of_range", "is outside 0 to 10")
    return score


def _refusal(code: str, what: str) -> Refusal:
    return Refusal(code, f"The score {what}.", cure="Give a whole number from 0 to 10.", field="score")
