"""How fast a channel may send: `mail 50/s 20000/h, sms 1/s`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from likely.lib.refusal import Refusal

PERIODS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}  # seconds
RULE: Final = re.compile(r"([1-9]\d{0,8})/([smhd])")
SHORT_SECONDS: Final = 10  # a period so short is a speed, a longer one is a cap


@dataclass(frozen=True, slots=True)
class SendLimit:
    """At most `most` messages in `seconds`, as a bucket of tokens: `held` when full, `refill` a second.

    A cap (minutes and longer) holds in every stretch of that length: what the bucket holds is taken off the
    refill. A speed (seconds) holds in the long run, and after a pause up to twice as many go at once.
    """

    most: int
    seconds: int

    @property
    def held(self) -> float:
        return float(min(self.most, max(1, 2 * self.most // self.seconds)))

    @property
    def refill(self) -> float:
        spare = 0.0 if self.seconds <= SHORT_SECONDS else self.held - 1
        return (self.most - spare) / self.seconds

    def filled(self, tokens: float, passed_seconds: float) -> float:
        """What a bucket of `tokens` holds later. A clock that went back fills nothing."""
        return min(self.held, tokens + max(0.0, passed_seconds) * self.refill)


def read_send_limits(text: str) -> Mapping[str, tuple[SendLimit, ...]]:
    """{channel: its limits}. A channel that is not named has none."""
    read = (part.split() for part in text.split(",") if part.strip())
    return {name: tuple(_limit(rule) for rule in rules) for name, *rules in read}


def _limit(rule: str) -> SendLimit:
    found = RULE.fullmatch(rule)
    if not found:
        raise Refusal(
            "wrong_setting",
            f"LIKELY_SEND_LIMITS has {rule!r}, which is no limit.",
            cure="Write mail 50/s 20000/h, sms 1/s.",
            field="LIKELY_SEND_LIMITS",
        )
    return SendLimit(int(found[1]), PERIODS[found[2]])
