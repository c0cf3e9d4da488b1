"""When a digest goes out, and which days it tells of: by the clock on the reader's own wall. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from likely.ask.quiet_hours import local_moment

DAY, WEEK = EVERY = ("day", "week")
DAYS: Final = {DAY: 1, WEEK: 7}  # that one digest tells of
PATIENCE: Final = {DAY: timedelta(hours=12), WEEK: timedelta(days=3)}  # later than that it is left out


@dataclass(frozen=True, slots=True)
class Period:
    """since, until: local days, both included. name: the same, however often it is asked for."""

    every: str
    since: date
    until: date

    @property
    def name(self) -> str:
        return f"{self.every}:{self.until.isoformat()}"


def next_moment(every: str, weekday: int, clock: str, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment behind `after`, in UTC, at which a digest is due; one on each day or in each week.

    A time that the clocks skip in spring comes after the gap; of one that comes twice the first counts.
    """
    today, wall = after.astimezone(zone).date(), time(int(clock[:2]), int(clock[3:]))
    for ahead in range(9):  # a week, and a day on each side of it
        day = today + timedelta(days=ahead)
        moment = local_moment(day, wall, zone)
        if moment > after and (every == DAY or day.isoweekday() == weekday):
            return moment
    raise AssertionError("a week has every weekday")


def period_at(every: str, moment: datetime, zone: ZoneInfo) -> Period:
    """What a digest that is due at `moment` tells of: the days before, up to yesterday."""
    until = moment.astimezone(zone).date() - timedelta(days=1)
    return Period(every, until - timedelta(days=DAYS[every] - 1), until)
