"""Early answers against late ones: what the silent may think, as far as anything tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from likely.stats.nonresponse import EarlyAndLate, early_against_late
from likely.stats.score import score_of_cell

FEWEST: Final = 30  # answers of a half


@dataclass(frozen=True, slots=True)
class Late:
    """wait: where the halves part, in the unit that was given. rate: of the asked that answered, 0..1."""

    wait: float
    told: EarlyAndLate
    rate: float


def late_of(
    wait: float, early: Sequence[int], late: Sequence[int], rate: float, smallest: int
) -> Late | None:
    """early, late: answers at 0 to 10. None where a half has too few to say anything, or to be shown."""
    if min(sum(early), sum(late)) < max(FEWEST, smallest):
        return None
    scores = score_of_cell(early), score_of_cell(late)
    assert scores[0] is not None and scores[1] is not None  # noqa: S101, PT018 - both have answers
    return Late(wait, early_against_late(scores[0], scores[1], rate), rate)
