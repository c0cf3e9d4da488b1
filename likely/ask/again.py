"""What is due in the ledger: events whose time has come, and a no that may have become a yes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from likely.ask.brief import Brief, audience, brief_of
from likely.ask.candidate import Candidate, candidate_of, rows_of
from likely.ask.deciding import decide_all
from likely.ask.decision import Decision
from likely.ask.programme import Programme
from likely.ask.sampling import sampling_of
from likely.ask.trigger import turn_after
from likely.people.event import Event
from likely.people.person import Person

ROWS_AT_ONCE: Final = 1000
MOST_BATCHES: Final = 100  # a programme in one go; the others have their turn in between


@dataclass(frozen=True, slots=True)
class Occasions:
    """events: of the rows. newest: the last moment of such an event, by person."""

    events: dict[UUID, Event]
    newest: dict[UUID, datetime]


def look_again(programme: Programme, now: datetime) -> int:
    """Decide anew what is due. How many were asked."""
    brief, asked = brief_of(programme, now), 0
    if brief.round:
        _give_up_earlier(programme, brief.round.label, now)
    for _ in range(MOST_BATCHES):
        rows = _due(programme, now)
        if not rows:
            break
        label = brief.round.label if brief.round else ""
        sampled = replace(brief, sampling=sampling_of(programme, brief.plan, label, None, now))
        outcome = decide_all(sampled, _candidates(sampled, rows, now), now)
        asked += outcome.asked
        if outcome.is_full or not outcome.rules:
            break
    return asked


def _due(programme: Programme, now: datetime) -> list[Decision]:
    """Each person once; a second occasion of theirs is due in the next batch."""
    rows = Decision.objects.of(programme.workspace_id).filter(programme=programme, look_at__lte=now)
    found = [row for row in rows.order_by("look_at")[:ROWS_AT_ONCE] if not row.asked]
    return list({row.person_id: row for row in reversed(found)}.values())


def _give_up_earlier(programme: Programme, label: str, now: datetime) -> None:
    """A round that is over is decided no more."""
    due = Decision.objects.of(programme.workspace_id).filter(programme=programme, look_at__lte=now)
    due.exclude(round=label).update(look_at=None)


def _candidates(brief: Brief, rows: Sequence[Decision], now: datetime) -> list[Candidate]:
    by_person = {row.person_id: row for row in rows}
    people = Person.objects.of(brief.workspace).filter(pk__in=by_person)
    members = set(
        audience(brief.programme, brief.plan, now).filter(pk__in=by_person).values_list("pk", flat=True)
    )
    occasions = _occasions(brief, rows)
    found = rows_of(people.order_by("pk"), brief.sampling.by)
    return [_candidate(brief, cells, by_person[cells[0]], members, occasions) for cells in found]


def _candidate(
    brief: Brief, cells: Sequence[Any], row: Decision, members: set[UUID], occasions: Occasions
) -> Candidate:
    event = occasions.events.get(row.event_id) if row.event_id else None
    listens = brief.plan.listens
    latest = not (listens and listens.latest_only and event) or (
        event.at >= occasions.newest.get(row.person_id, event.at)
    )
    return candidate_of(
        cells,
        row.round,
        turn_after(event.at, listens) if event and listens else None,
        event,
        is_latest=latest,
        in_segment=row.person_id in members,
        kept=row.pk,
    )


def _occasions(brief: Brief, rows: Sequence[Decision]) -> Occasions:
    if brief.plan.listens is None:
        return Occasions({}, {})
    named = {row.event_id for row in rows if row.event_id}
    noted = Decision.objects.of(brief.workspace).filter(
        programme=brief.programme, person__in=[row.person_id for row in rows], event__isnull=False
    )
    newest = dict(noted.values_list("person_id").annotate(Max("event__at")).order_by())
    return Occasions(Event.objects.of(brief.workspace).in_bulk(named), newest)
