"""Which case first: one number from the score, the account's value and the time that it has waited. Pure.

    priority = 50 · (10 − score) / 10  +  30 · value / (value + usual)  +  hours waited / 4

A 0 weighs 50 points and a 10 none; without a score it is 25. An account of the usual value weighs 15, one
of nine times that 27. Four hours of waiting are one point, a day 6: nothing sinks for good, and a 0 of today
comes before a 6 of four days ago.

As every case gains the same in each hour, their order never changes by waiting alone. What is stored is the
part that stays (`urgency`), so that the queue is sorted by an index.

While the customer is waited for a case is set aside: behind every one that we owe something, in the same
order among its like. It has no level then, since nothing is to be done.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from likely.stats.scale import HIGHEST

FOR_SCORE: Final = 50.0  # points
FOR_VALUE: Final = 30.0
NO_SCORE: Final = 25.0
A_POINT: Final = timedelta(hours=4)  # of waiting
ORIGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
HIGH: Final = 50.0  # points from which a priority is called so
URGENT: Final = 75.0
FAR: Final = 1e9  # points beyond any
ASIDE: Final = 1e6  # points, more than four centuries of waiting
# level -> the points that it begins with, and those that are more than it
LEVELS: Final = {"urgent": (URGENT, FAR), "high": (HIGH, URGENT), "normal": (-ASIDE / 2, HIGH)}


def weight(score: int | None, value: float | None, usual_value: float | None) -> float:
    """Points of a case that nobody has waited for yet, 0..80. Values: a year's revenue; usual: the mean."""
    for_score = NO_SCORE if score is None else FOR_SCORE * (HIGHEST - score) / HIGHEST
    known = max(value or 0.0, 0.0)
    usual = max(usual_value or 0.0, 0.0)
    return for_score + (FOR_VALUE * known / (known + usual) if known else 0.0)


def urgency(points: float, since: datetime) -> float:
    """What the queue is sorted by, highest first: the priority at the origin of time."""
    return points - (since - ORIGIN) / A_POINT


def priority(urgency: float, now: datetime) -> float:
    """Points at this moment."""
    return urgency + (now - ORIGIN) / A_POINT


def level(points: float) -> str:
    """One of LEVELS; "" of a case that is set aside."""
    if points < -ASIDE / 2:
        return ""
    return "urgent" if points >= URGENT else "high" if points >= HIGH else "normal"
