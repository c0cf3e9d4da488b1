"""What a chart's axis measures: points of a score, or percent of answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from likely.lib.figure import percent, signed
from likely.lib.measured import Gettext, as_written


@dataclass(frozen=True, slots=True)
class Scale:
    """low, high: the ends of the axis. ticks: what is named on a line of figures. write: one figure."""

    low: float
    high: float
    ticks: tuple[float, ...]
    write: Callable[[float], str]
    of_share: bool = False
    named: str = "Score"  # of a scale that is none of shares

    def clipped(self, value: float) -> float:
        return min(max(value, self.low), self.high)

    def name(self, gettext: Gettext = as_written) -> str:
        return gettext("Share") if self.of_share else gettext(self.named)

    def none(self, gettext: Gettext = as_written) -> str:
        return gettext("no answers") if self.of_share else gettext("no score")

    def span(self, low: float, high: float, gettext: Gettext = as_written) -> str:
        """An interval: +52 to +71, or 39 % to 86 %."""
        return gettext("{low} to {high}").format(low=self.write(low), high=self.write(high))


def _of_hundred(value: float) -> str:
    return percent(value / 100)


def percent_to(high: float) -> Scale:
    """From 0 to the next of a few round percentages: small shares on the whole scale show no interval."""
    top = next((one for one in (5, 10, 20, 50) if high <= one), 100)
    return PERCENT if top == 100 else replace(PERCENT, high=top, ticks=(0, top / 2, top))


DIFFERENCE: Final = Scale(-200, 200, (-200, -100, 0, 100, 200), signed, named="Difference")
POINTS: Final = Scale(-100, 100, (-100, -50, 0, 50, 100), signed)
PERCENT: Final = Scale(0, 100, (0, 25, 50, 75, 100), _of_hundred, of_share=True)
