"""Deciding about a batch of people: the policy's verdicts, and what follows from them, in one transaction.

The invitation, its message, the clocks, the caps' counts and the ledger are written together or not at all.
A worker that dies in between has done nothing; the next one decides the same, since chance is drawn from ids.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from likely.ask.acquaintance import Acquaintance, Way, acquainted, ways
from likely.ask.brief import Brief
from likely.ask.candidate import Candidate
from likely.ask.contact_clock import ANY, Crossed, Cutoffs, claim
from likely.ask.decision import Decision
from likely.ask.decision_write import Written, write
from likely.ask.policy import PersonState, Rule, Verdict, decide
from likely.ask.programme import Programme, ProgrammeKind, ProgrammeState
from likely.ask.room import HOUR, Room, next_midnight
from likely.ask.tally import count, counted, hour_of
from likely.base.workspace import Workspace

TRIES: Final = 3  # where another asker came in between
LOOKED_AHEAD: Final = timedelta(days=10)  # no invitation waits longer for a weekday and an hour
LEAST_WAIT: Final = timedelta(minutes=1)  # before the same is decided anew
NO_ROOM: Final = frozenset({Rule.DAY_FULL, Rule.HOUR_FULL, Rule.RESERVED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """rules: how many people by rule. Nobody is in it whose turn had not come."""

    rules: Counter[Rule]

    @property
    def asked(self) -> int:
        return self.rules[Rule.ASKED]

    @property
    def is_full(self) -> bool:
        """Nobody could be asked any more for want of room."""
        return not self.asked and any(self.rules[rule] for rule in NO_ROOM)


def decide_all(brief: Brief, candidates: Sequence[Candidate], now: datetime) -> Outcome:
    """Decide about them, once each, and do what follows. candidates: in the order of their ids, each once."""
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with transaction.atomic():
                return _decided(brief, candidates, now)
        except Crossed:
            if last:
                raise
    raise AssertionError("the last try returns or raises")


def _decided(brief: Brief, candidates: Sequence[Candidate], now: datetime) -> Outcome:
    hold_workspace(brief.workspace)
    if not candidates or not _runs(brief.programme):
        return Outcome(Counter())
    longest = max(brief.policy.clock_of(brief.kind), brief.policy.any_clock)
    known = acquainted(brief.workspace, [one.id for one in candidates], brief.kind, now - longest)
    judged = [(one, *_judged(brief, one, known, now)) for one in candidates]
    wanted = [one for one, _, verdict in judged if verdict.asked]
    found = ways(brief.workspace, wanted, brief.plan.channels, brief.kind, now) if wanted else {}
    room = room_of(brief, now)
    written = []
    for one, state, verdict in judged:
        each = Written(one, verdict, look_at(brief, one, verdict, now))
        if verdict.asked:
            each = _settled(brief, one, state, found[one.id], room, now)
        if each.verdict.rule != Rule.WAITING or one.event:
            written.append(each)  # else the front of the sample has not come to them: nothing is decided
    _follow(brief, written, now)
    return Outcome(Counter(each.verdict.rule for each in written))


def hold_workspace(workspace: Workspace) -> None:
    """One decides at a time in a workspace: caps and quotas are counted, and nobody counts beside us."""
    Workspace.objects.select_for_update(no_key=True).only("pk").get(pk=workspace.pk)


def _runs(programme: Programme) -> bool:
    rows = Programme.objects.of(programme.workspace_id).filter(pk=programme.pk)
    return rows.filter(state=ProgrammeState.RUNNING).exists()


def state_of(brief: Brief, one: Candidate, known: Acquaintance) -> PersonState:
    """What is known without looking for a way to them and for room, which is done for few."""
    id, sampling = one.id, brief.sampling
    draw = brief.sample_draw(one.round, id) if sampling.is_drawn else 0.0
    clocks = known.clocks.get(id)
    return PersonState(
        population=one.population,
        in_segment=one.in_segment,
        turn_at=one.turn_at if one.event else None,
        is_latest=one.is_latest,
        year_draw=brief.year_draw(id) if brief.policy.holdout else 1.0,
        programme_draw=brief.programme_draw(id) if brief.asked.holdout else 1.0,
        out_of_sample=sampling.refuses(draw, one.value),
        answered_at=known.answered.get(id),
        kind_asked_at=clocks.get(brief.asked.kind) if clocks else None,
        any_asked_at=clocks.get(ANY) if clocks else None,
    )


def _judged(brief: Brief, one: Candidate, known: Acquaintance, now: datetime) -> tuple[PersonState, Verdict]:
    state = state_of(brief, one, known)
    return state, decide(state, brief.asked, brief.policy, now)


def _settled(
    brief: Brief, one: Candidate, state: PersonState, way: Way, room: Room, now: datetime
) -> Written:
    """The verdict with the way to them and the room of the hour known; what it takes is taken."""
    due, no_room = fitted(brief, one, room, now)
    sample = brief.sampling.refuses(0.0, one.value) if brief.sampling.is_limited else state.out_of_sample
    whole = state._replace(
        out_of_sample=sample,
        unreachable=way.refused,
        no_room=no_room,
        room_at=room.again_at(no_room, due, now) if no_room else None,
    )
    verdict = decide(whole, brief.asked, brief.policy, now)
    if verdict.asked:
        room.take(due)
        brief.sampling.take(one.value)
    return Written(one, verdict, look_at(brief, one, verdict, now), due, way)


def fitted(brief: Brief, one: Candidate, room: Room, now: datetime) -> tuple[datetime, Rule | None]:
    """When it goes out: a later hour of the same day where the hour is full; and the cap, where all are."""
    due = brief.due(one, now)
    refused = room.refuses(due)
    until, at = next_midnight(due, brief.zone), due
    while refused in (Rule.HOUR_FULL, Rule.RESERVED) and hour_of(at) + HOUR < until:
        at = brief.due(one._replace(turn_at=hour_of(at) + HOUR), now)
        if at >= until:
            break
        later = room.refuses(at)
        if later is None:
            return at, None
    return due, refused


def look_at(brief: Brief, one: Candidate, verdict: Verdict, now: datetime) -> datetime | None:
    """When a no is decided anew; None: it stays one."""
    if verdict.asked or verdict.eligible_at is None:
        return None
    at, last = max(verdict.eligible_at, now + LEAST_WAIT), brief.last_look(one)
    return None if last is not None and at > last else at


def room_of(brief: Brief, now: datetime) -> Room:
    room = Room(
        brief.programme.pk,
        brief.is_wave,
        False,
        brief.policy,
        brief.plan.per_day,
        brief.plan.per_hour,
        brief.zone,
        {},
    )
    if room.is_endless:
        return room
    running = Programme.objects.of(brief.workspace).filter(state=ProgrammeState.RUNNING)
    waves_run = running.filter(kind=ProgrammeKind.WAVE).exists()
    counts = counted(brief.workspace, now - timedelta(days=2), now + LOOKED_AHEAD)
    return replace(room, waves_run=waves_run, counts=counts)


def _follow(brief: Brief, written: Sequence[Written], now: datetime) -> None:
    """Clocks, invitations, messages, counts and the ledger."""
    asked = [each for each in written if each.verdict.asked]
    if asked:
        cutoffs = Cutoffs.at(now, brief.policy.clock_of(brief.kind), brief.policy.any_clock)
        due = {each.candidate.id: each.due for each in asked if each.due}
        claim(brief.workspace, due, brief.kind, cutoffs)
        count(brief.workspace, brief.programme, Counter(hour_of(at) for at in due.values()))
    write(brief, written, now)


def already_decided(brief: Brief, label: str, people: Sequence[UUID]) -> set[UUID]:
    """Who of them has a decision in the round. Named one by one: a span of ids would lead SQLite astray."""
    rows = Decision.objects.of(brief.workspace).filter(
        programme=brief.programme, round=label, person__in=people
    )
    return set(rows.values_list("person_id", flat=True))
