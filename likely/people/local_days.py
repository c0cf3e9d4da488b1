"""The days of a workspace: where each begins, and which one is today."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class LocalDays:
    zone: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def start(self, day: date) -> datetime:
        """The first moment of the day, in UTC."""
        return day_start(self.zone, day)


def day_start(zone: str, day: date) -> datetime:
    """The first moment of a day in that time zone, in UTC; where midnight is skipped, the end of the gap."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def moments_of(zone: str, first: date, last: date) -> tuple[datetime, datetime]:
    """The first moment of the days from `first` to `last`, and the first after them, in UTC."""
    return day_start(zone, first), day_start(zone, last + timedelta(days=1))
