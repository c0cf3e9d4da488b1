"""Samples: who of those who may be asked is asked. At random, so many a value, or until enough is known.

A limited sample (quota, margin) goes by fronts: everybody has a number between 0 and 1 that never changes in
a round, and whoever lies below the front is asked. The front moves up as long as more are needed, so those
who are asked are a random sample at every moment, and a restart changes nothing.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from likely.ask.policy import Rule
from likely.ask.programme_plan import Sample
from likely.stats.sample_size import TYPICAL_VARIANCE, answers_needed, answers_still_needed
from likely.stats.score import score_of_cell

EVERYBODY: Final = ""  # the one stratum of a sample without a quota
Cell = list[int]  # answers by score, 0..10


@dataclass(slots=True)
class Sampling:
    """What one pass may take. fronts: by stratum; left: how many more; None: without end."""

    sample: Sample
    fronts: dict[str, float] = field(default_factory=dict)
    left: Counter[str] | None = None
    enough: bool = False  # the margin is reached
    by_fronts: bool = True  # false: people come by chance already, as events do

    @property
    def is_limited(self) -> bool:
        return self.left is not None

    @property
    def is_drawn(self) -> bool:
        return self.sample.share is not None or (self.is_limited and self.by_fronts)

    @property
    def is_short(self) -> bool:
        """More are needed, and a front can still move towards them: it may have moved past nobody."""
        left = (self.left or Counter()).items()
        return not self.enough and any(n > 0 and self.fronts.get(stratum, 1.0) < 1.0 for stratum, n in left)

    @property
    def by(self) -> str | None:
        return self.sample.quota.property if self.sample.quota else None

    def refuses(self, draw: float, value: object) -> Rule | None:
        """The rule by which somebody is not asked; WAITING: the front has not come to them yet."""
        if self.sample.share is not None:
            return Rule.NOT_SAMPLED if draw * 100 >= self.sample.share else None
        if self.left is None:
            return None
        stratum = self.stratum_of(value)
        if stratum is None or self.enough:
            return Rule.NOT_SAMPLED if stratum is None else Rule.MARGIN_REACHED
        if self.left[stratum] <= 0:
            return Rule.QUOTA_FULL if self.sample.quota else self._not_now
        return Rule.WAITING if self.by_fronts and draw >= self.fronts.get(stratum, 0.0) else None

    def take(self, value: object) -> None:
        stratum = self.stratum_of(value)
        if self.left is not None and stratum is not None:
            self.left[stratum] -= 1

    @property
    def _not_now(self) -> Rule:
        """Those who were asked may be enough. An event is over by the time that this is known."""
        return Rule.WAITING if self.by_fronts else Rule.MARGIN_REACHED

    def stratum_of(self, value: object) -> str | None:
        """None: whoever has this value is not asked at all."""
        quota = self.sample.quota
        if quota is None:
            return EVERYBODY
        told = said(value)
        return told if told in quota.each else None


def said(value: object) -> str:
    """A property's value as a quota names it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def moved(fronts: Mapping[str, float], left: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, float]:
    """Each front, so far on that as many more lie below it as are left to ask. sizes: people by stratum."""
    found = dict(fronts)
    for stratum, n in left.items():
        size = sizes.get(stratum, 0)
        if n > 0 and size > 0:
            found[stratum] = min(1.0, found.get(stratum, 0.0) + n / size)
    return found


def still_to_ask(cell: Cell, margin: float, pending: int, rate: float) -> int:
    """How many more to ask until the score is known to ± margin points; 0: enough for now.

    cell: the answers that are there. pending: who was asked and may still answer. rate: of 0..1.
    """
    if is_enough(cell, margin):
        return 0
    score = score_of_cell(cell)
    missing = answers_still_needed(score, margin) if score else answers_needed(margin, TYPICAL_VARIANCE)
    return max(math.ceil((max(missing, 1) - pending * rate) / rate), 0)


def is_enough(cell: Cell, margin: float) -> bool:
    """Whether the score's interval reaches no further than ± margin points."""
    score = score_of_cell(cell)
    return score is not None and (score.high - score.low) / 2 <= margin
