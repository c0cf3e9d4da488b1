"""Quiet hours: when nobody is written to, by the clock on their own wall."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Final, Self
from zoneinfo import ZoneInfo

from pydantic import StringConstraints, model_validator

from likely.ask.plain_data import PlainData

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # "20:00"
EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)  # Monday is 1, as in ISO 8601
MONDAY_TO_FRIDAY: Final = (1, 2, 3, 4, 5)
DAY_MINUTES: Final = 24 * 60


class QuietHours(PlainData):
    """From `start` until just before `end`, over midnight where start is the later. The same: never quiet."""

    start: Clock = "20:00"
    end: Clock = "08:00"

    @model_validator(mode="after")
    def _leaves_an_hour(self) -> Self:
        if DAY_MINUTES - _minutes(self.start, self.end) < 60:
            raise ValueError("quiet hours must leave at least one hour of the day")
        return self

    def at(self, moment: time) -> bool:
        """Whether it is quiet at this time of day."""
        first, last = _time(self.start), _time(self.end)
        if first <= last:
            return first <= moment < last
        return moment >= first or moment < last

    @property
    def opening(self) -> time:
        """The first moment of a day that is not quiet."""
        return _time(self.end) if self.at(time()) else time()

    def at_share(self, share: float) -> time:
        """The moment that lies `share` (0 to less than 1) of the way through the loud part of a day."""
        minutes = _loud_minutes(self.start, self.end)
        return minutes[int(share * len(minutes))]


def next_allowed(
    at: datetime, zone: ZoneInfo, quiet: QuietHours, weekdays: Collection[int] = EVERY_DAY
) -> datetime:
    """The first moment from `at` on, in UTC, that is neither quiet nor on another weekday in the zone."""
    local = at.astimezone(zone)
    if local.isoweekday() in weekdays and not quiet.at(local.time()):
        return at.astimezone(UTC)
    day = local.date()
    for ahead in range(9):  # a week, and a day on each side of it
        opened = _opening(day + timedelta(days=ahead), at, zone, quiet, weekdays)
        if opened is not None:
            return opened
    raise AssertionError("a week has an allowed day")


def local_moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, at which the wall shows it; one that is skipped in spring comes after the gap."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def zone_named(name: str, fallback: str = "UTC") -> ZoneInfo:
    """The time zone; the fallback for a name that nobody knows."""
    for each in (name, fallback):
        try:
            if each:
                return ZoneInfo(each)
        except (KeyError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def _opening(
    day: date, at: datetime, zone: ZoneInfo, quiet: QuietHours, weekdays: Collection[int]
) -> datetime | None:
    """The first allowed moment of that day which is not before `at`. An hour may come twice or never."""
    if day.isoweekday() not in weekdays:
        return None
    for fold in (0, 1):
        for clock in (quiet.opening, _time(quiet.end)):
            moment = datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC)
            local = moment.astimezone(zone)
            if moment >= at and local.date() == day and not quiet.at(local.time()):
                return moment
    return None


@lru_cache(maxsize=64)
def _loud_minutes(start: str, end: str) -> tuple[time, ...]:
    """Every minute of a day that is not quiet."""
    quiet = QuietHours(start=start, end=end)
    minutes = (time(minute // 60, minute % 60) for minute in range(DAY_MINUTES))
    return tuple(minute for minute in minutes if not quiet.at(minute))


@lru_cache(maxsize=256)
def _time(clock: str) -> time:
    return time(int(clock[:2]), int(clock[3:]))


def _minutes(start: str, end: str) -> int:
    """From start to end, over midnight if need be."""
    first, last = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (start, end))
    return (last - first) % DAY_MINUTES
