"""Room under the caps: how many may still be asked in an hour and on a day, of one programme and of all."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from likely.ask.contact_policy import ContactPolicy
from likely.ask.policy import Rule
from likely.ask.quiet_hours import local_moment
from likely.ask.tally import hour_of

HOUR = timedelta(hours=1)
Counts = Mapping[tuple[UUID, bool], Counter[datetime]]  # of tally.counted


@dataclass(slots=True)
class Room:
    """Counts what is taken. Hours are those in which the invitations go out; days are the workspace's.

    waves_run: whether any wave is running; only then is anything reserved for it.
    """

    programme: UUID
    is_wave: bool
    waves_run: bool
    policy: ContactPolicy
    per_day: int | None
    per_hour: int | None
    zone: ZoneInfo
    counts: Counts
    taken: Counter[datetime] = field(default_factory=Counter)  # by hour, since it was looked up

    @property
    def is_endless(self) -> bool:
        caps = (self.per_day, self.per_hour, self.policy.per_day, self.policy.per_hour)
        return all(cap is None for cap in caps)

    def refuses(self, due: datetime) -> Rule | None:
        """Which cap is reached for something that goes out then; None: there is room."""
        if self.is_endless:
            return None
        hour = {hour_of(due)}
        day = _hours_of_day(due, self.zone)
        return (
            self._full(day, self.per_day, self.policy.per_day, Rule.DAY_FULL)
            or self._full(hour, self.per_hour, self.policy.per_hour, Rule.HOUR_FULL)
        )  # fmt: skip

    def take(self, due: datetime) -> None:
        self.taken[hour_of(due)] += 1

    def again_at(self, rule: Rule, due: datetime, now: datetime) -> datetime:
        """When it is worth another look."""
        if rule == Rule.HOUR_FULL:
            return max(hour_of(due), hour_of(now)) + HOUR
        return next_midnight(due, self.zone)

    def _full(
        self, hours: set[datetime], own_cap: int | None, shared_cap: int | None, rule: Rule
    ) -> Rule | None:
        taken = sum(self.taken[hour] for hour in hours)
        if own_cap is not None and self._counted(hours, own=True) + taken >= own_cap:
            return rule
        if shared_cap is None:
            return None
        everybody = self._counted(hours) + taken
        if everybody >= shared_cap:
            return rule
        if self.is_wave or not self.waves_run:
            return None
        others = self._counted(hours, waves=False) + taken
        return Rule.RESERVED if others >= shared_cap * (100 - self.policy.wave_share) / 100 else None

    def _counted(self, hours: set[datetime], *, own: bool = False, waves: bool = True) -> int:
        return sum(
            found[hour]
            for (programme, is_wave), found in self.counts.items()
            if (programme == self.programme or not own) and (waves or not is_wave)
            for hour in hours & found.keys()
        )


def next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the next day of the zone."""
    return local_moment(at.astimezone(zone).date() + timedelta(days=1), time(), zone)


def _hours_of_day(at: datetime, zone: ZoneInfo) -> set[datetime]:
    """The hours of UTC that touch the same local day. One that two days share counts for both."""
    day = at.astimezone(zone).date()
    at, until = hour_of(local_moment(day, time(), zone)), local_moment(day + timedelta(days=1), time(), zone)
    found = set()
    while at < until:
        found.add(at)
        at += HOUR
    return found
