"""Business hours: how much working time lies between two moments, and when so much of it is over. Pure.

A day's hours are read off the wall clock of the workspace, so that a day on which the clock moves inside
of them is an hour shorter or longer. Time is counted in real seconds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY_MINUTES: Final = 1440
LAST_HOUR: Final = timedelta(hours=1)  # what comes in then is the next day's
MOST_DAYS: Final = 4000  # looked ahead for a working day
Week = tuple[tuple[int, int] | None, ...]


def never_closed(_day: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """week: Monday first, each day's first and last minute after midnight (540, 1020); None: no work.

    closed: whether a day is a holiday.
    """

    zone: str
    week: Week
    closed: Callable[[date], bool] = never_closed

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working times that end after `since`, in UTC and in their order; the first may have begun."""
        zone = ZoneInfo(self.zone)
        first = since.astimezone(zone).date() - timedelta(days=1)
        for n in range(MOST_DAYS):
            day = first + timedelta(days=n)
            hours = self.week[day.weekday()]
            if hours is None or self.closed(day):
                continue
            begins, ends = (_moment(day, minutes, zone) for minutes in hours)
            if ends > since and begins < ends:
                yield begins, ends

    def between(self, since: datetime, until: datetime) -> timedelta:
        """The working time from one moment to a later one; none where it is not later."""
        found = timedelta(0)
        if until <= since:
            return found
        for begins, ends in self.spans(since):
            if begins >= until:
                break
            found += min(ends, until) - max(begins, since)
        return found

    def after(self, since: datetime, worked: timedelta) -> datetime:
        """The moment at which so much working time has passed; with none, the next working moment."""
        left, ended = worked, since
        for begins, ends in self.spans(since):
            start = max(begins, since)
            if left <= ends - start:
                return start + left
            left, ended = left - (ends - start), ends
        return ended + left

    def same_day(self, at: datetime) -> datetime:
        """The end of the working day that a case of this moment belongs to."""
        ended = at
        for begins, ends in self.spans(at):
            ended = ends
            if begins > at or ends - at >= LAST_HOUR:
                break
        return ended


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """That time on the wall clock. A time that the clock skips is as far behind midnight as it says."""
    if minutes == DAY_MINUTES:
        day, minutes = day + timedelta(days=1), 0
    wall = time(minutes // 60, minutes % 60)
    return datetime.combine(day, wall, zone).astimezone(UTC)
