"""The rounds of a wave: periods of the calendar, and the day of each on which a person's turn comes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from likely.ask.programme_plan import Every, Once, Wave

MONTHS: Final[dict[Every, int]] = {"quarter": 3, "half_year": 6, "year": 12}
LETTER: Final[dict[Every, str]] = {"quarter": "Q", "half_year": "H", "year": ""}
ONCE: Final = "once"  # the label of the only round of a programme by hand


@dataclass(frozen=True, slots=True)
class Round:
    """first is included, until is not. days: on which is sent; the share of a person picks theirs.

    over_days: among how many days people are spread. Fewer are left where the programme was started late in
    the period: whoever's day is not among them waits for the next round, so that nobody is sent in a rush.
    """

    label: str
    first: date
    until: date
    days: tuple[date, ...]
    over_days: int
    at: datetime | None = None  # everybody at this moment; None: spread over the days

    def day_of(self, share: float) -> date | None:
        place = int(share * self.over_days)
        return self.days[place] if place < len(self.days) else None


def wave_round(wave: Wave, day: date, begun: date) -> Round:
    """The period in which `day` lies. begun: the programme's first day; nothing is sent before."""
    label, first, until = period_of(wave.every, day)
    start = max(first, begun) if begun < until else first
    return Round(
        label, first, until, _sending_days(start, until, wave.over_days, wave.weekdays), wave.over_days
    )


def once_round(once: Once, begun: datetime, zone: ZoneInfo) -> Round:
    """One day means at once, or as soon as nobody is disturbed."""
    first = begun.astimezone(zone).date()
    days = _sending_days(first, date.max, once.over_days, once.weekdays)
    return Round(ONCE, first, date.max, days, once.over_days, begun if once.over_days == 1 else None)


def period_of(every: Every, day: date) -> tuple[str, date, date]:
    """Its label (2026-Q4, 2026-H2, 2026), its first day, and the first day of the next."""
    months = MONTHS[every]
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    over, month = divmod(number * months + months, 12)
    letter = LETTER[every]
    label = f"{day.year}-{letter}{number + 1}" if letter else str(day.year)
    return label, first, date(day.year + over, month + 1, 1)


def _sending_days(first: date, until: date, most: int, weekdays: Collection[int]) -> tuple[date, ...]:
    found: list[date] = []
    day = first
    while day < until and len(found) < most:
        if day.isoweekday() in weekdays:
            found.append(day)
        day += timedelta(days=1)
    return tuple(found)
