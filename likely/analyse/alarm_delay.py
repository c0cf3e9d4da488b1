"""How soon the alarm sees a dip, as measured by `bench/alarms.py`: 2000 streams a row, dips of 28 days."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Delay:
    """points: of the dip. seen: percent of such dips seen while they last. days: until then, the median."""

    points: int
    seen: int
    days: int


# answers a day -> dips
MEASURED: Final[Mapping[int, tuple[Delay, ...]]] = {
    5: (Delay(10, 25, 14), Delay(15, 47, 13), Delay(25, 85, 9)),
    30: (Delay(10, 83, 12), Delay(15, 99, 8), Delay(25, 100, 3)),
    150: (Delay(10, 100, 4), Delay(15, 100, 2), Delay(25, 100, 1)),
}


def delays(answers_a_day: float) -> tuple[int, tuple[Delay, ...]]:
    """The measured number of answers a day that is nearest (by ratio), and what was measured there."""
    asked = math.log(max(answers_a_day, 0.1))
    nearest = min(MEASURED, key=lambda n: abs(math.log(n) - asked))
    return nearest, MEASURED[nearest]
