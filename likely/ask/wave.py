"""A pass over everybody whom a programme may ask: whose turn has come is decided about, the rest waits.

A pass remembers nothing but what it has decided: after a crash the next one starts at the beginning and
skips who is in the ledger.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from likely.ask.brief import Brief, ask_of, audience, brief_of, round_at
from likely.ask.candidate import COLUMNS, Candidate, candidate_of, ids_in_parts, in_parts, rows_of
from likely.ask.deciding import already_decided, decide_all
from likely.ask.draw import drawer
from likely.ask.programme import Programme
from likely.ask.quiet_hours import local_moment, zone_named
from likely.ask.room import HOUR, next_midnight
from likely.ask.round import Round
from likely.ask.sampling import keep_fronts, sampling_of
from likely.people.person import Person

PEOPLE_AT_ONCE: Final = 4000  # read
DECIDED_AT_ONCE: Final = 1000  # in a transaction: whoever stores an answer meanwhile waits for its end
AHEAD: Final = timedelta(hours=1)  # so much before their turn it is decided; the message waits for it
LEASE: Final = timedelta(seconds=15)  # after so long without a sign another worker takes the pass over
SOON: Final = timedelta(minutes=1)  # while a sample is being filled
ONE_DAY: Final = timedelta(days=1)
ZONE: Final = COLUMNS.index("time_zone")


@dataclass(frozen=True, slots=True)
class Turns:
    """When everybody's turn comes in a round. draws: of a person's day, and of their time of day."""

    round: Round
    draws: drawer

    @classmethod
    def of(cls, programme: Programme, round: Round) -> "Turns":
        return cls(round, drawer(programme.pk, "turn"))

    def turn(self, brief: Brief, row: Sequence[Any]) -> datetime | None:
        """Their moment, in the hours of their day that are not quiet; None: it is not in this round."""
        if self.round.at:
            return self.round.at
        day_share, time_share = self.draws.two(row[0])
        day = self.round.day_of(day_share)
        if day is None:
            return None
        zone = zone_named(row[ZONE], brief.workspace.time_zone)
        return local_moment(day, brief.quiet.at_share(time_share), zone)

    def comes_by(self, person: UUID, last_day: date) -> bool:
        """Whether their day is one of those up to the last."""
        day = self.round.day_of(self.draws(person))
        return day is not None and day <= last_day

    def candidate(self, brief: Brief, row: Sequence[Any], until: datetime) -> Candidate | None:
        """The person if their turn comes before `until`."""
        turn = self.turn(brief, row)
        return None if turn is None or turn > until else candidate_of(row, self.round.label, turn)


@dataclass(slots=True)
class Lease:
    """A worker's hold on a pass: renewed while it works, so that another takes over soon after it died."""

    rows: QuerySet[Programme]
    until: datetime
    begun: float

    @classmethod
    def take(cls, programme: Programme, now: datetime) -> "Lease | None":
        """None: no pass is due, or another worker is at it."""
        rows = Programme.objects.of(programme.workspace_id).filter(pk=programme.pk)
        due = rows.filter(Q(pass_at=None) | Q(pass_at__lte=now))
        taken = due.update(pass_at=now + LEASE)
        return cls(rows, now + LEASE, monotonic()) if taken else None

    def renew(self, now: datetime) -> None:
        """now: of the pass, which stands still."""
        self.end(now + timedelta(seconds=monotonic() - self.begun) + LEASE)

    def end(self, until: datetime) -> None:
        """Nothing, where the programme was changed meanwhile: then a new pass is due."""
        if self.rows.filter(pass_at=self.until).update(pass_at=until):
            self.until = until


def pass_if_due(programme: Programme, now: datetime) -> int:
    """Make a pass if one is due and no other worker is at it. How many people were asked."""
    lease = Lease.take(programme, now)
    if lease is None:
        return 0
    asked, again_at = pass_over(programme, now, lease.renew)
    lease.end(again_at)
    return asked


def pass_over(
    programme: Programme, now: datetime, alive: Callable[[datetime], None] = lambda _: None
) -> tuple[int, datetime]:
    """Everybody once. How many were asked, and when the next pass is due. alive: called again and again."""
    plan = programme.read()
    people = audience(programme, plan, now)
    round = round_at(programme, plan, zone_named(programme.workspace.time_zone), now)
    if round is None or (plan.starts_at and now < plan.starts_at):
        return 0, plan.starts_at or now + HOUR
    if not ask_of(programme, plan, now).survey_open:
        return 0, now + HOUR
    sampling = sampling_of(programme, plan, round.label, people, now)
    keep_fronts(programme, round.label, sampling)
    brief, turns, asked = brief_of(programme, now, sampling), Turns.of(programme, round), 0
    for part in _candidates(people, brief, turns, now):
        alive(now)
        outcome = decide_all(brief, part, now)
        asked += outcome.asked
        if outcome.is_full:
            return asked, _when_there_is_room(brief, now)
    goes_on = asked > 0 or (round.at is not None and sampling.is_short)
    return asked, now + (SOON if sampling.is_limited and goes_on else HOUR)


def _candidates(
    people: QuerySet[Person], brief: Brief, turns: Turns, now: datetime
) -> Iterator[list[Candidate]]:
    """Whose turn has come and who has no decision yet, as many as are decided at once."""
    left: list[Candidate] = []
    for rows in _near(people, brief, turns, now + AHEAD):
        found = (turns.candidate(brief, row, now + AHEAD) for row in rows)
        come = [one for one in found if one is not None]
        done = already_decided(brief, turns.round.label, [one.id for one in come]) if come else set()
        left += [one for one in come if one.id not in done]
        while len(left) >= DECIDED_AT_ONCE:
            yield left[:DECIDED_AT_ONCE]
            left = left[DECIDED_AT_ONCE:]
    if left:
        yield left


def _near(
    people: QuerySet[Person], brief: Brief, turns: Turns, until: datetime
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of those whose day has come, part by part. Of the others no more is read than the id."""
    if turns.round.at:
        yield from in_parts(people, brief.sampling.by, PEOPLE_AT_ONCE)
        return
    last_day = until.date() + ONE_DAY  # nobody's clock is further ahead
    for ids in ids_in_parts(people, PEOPLE_AT_ONCE):
        near = [id for id in ids if turns.comes_by(id, last_day)]
        if near:
            yield list(rows_of(people.filter(pk__in=near).order_by("pk"), brief.sampling.by))


def _when_there_is_room(brief: Brief, now: datetime) -> datetime:
    per_hour = brief.plan.per_hour or brief.policy.per_hour
    return now + HOUR if per_hour else next_midnight(now, brief.zone)
