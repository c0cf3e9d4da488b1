"""The events of the past weeks as occasions of the next: what a programme that waits for them would meet."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from likely.ask.brief import Brief
from likely.ask.candidate import Candidate, candidate_of, rows_of
from likely.ask.condition import holds
from likely.ask.programme_plan import Outcome, Trigger
from likely.ask.trigger import turn_after
from likely.people.event import Event
from likely.people.person import Person

REPLAYED_DAYS: Final = 28
MOST_EVENTS: Final = 20_000  # the newest
AT_ONCE: Final = 2000


def replayed(brief: Brief, now: datetime) -> Iterator[list[tuple[Candidate, datetime | None]]]:
    """Each occasion moved on by four weeks, in the order of time, with when its person's last one was due.

    Of several events the last counts where the plan says so: one that another follows within its delay is
    no occasion.
    """
    listens = brief.plan.listens
    if listens is None:
        return
    shift, last_turn = timedelta(days=REPLAYED_DAYS), dict[UUID, datetime]()
    events = Event.objects.of(brief.workspace).filter(name=listens.event, person__isnull=False)
    rows = list(events.filter(at__gt=now - shift, at__lte=now).order_by("-at")[:MOST_EVENTS])[::-1]
    met = _occasions(rows, listens)
    for start in range(0, len(met), AT_ONCE):
        part = met[start : start + AT_ONCE]
        people = Person.objects.of(brief.workspace).filter(pk__in={event.person_id for event in part})
        cells = {row[0]: row for row in rows_of(people, brief.sampling.by)}
        found = []
        for event in part:
            person = event.person_id
            if person is None or person not in cells:
                continue
            turn = turn_after(event.at + shift, listens)
            one = candidate_of(cells[person], event.pk.hex, turn, event)
            found.append((one, last_turn.get(person)))
            last_turn[person] = turn
        yield found


def _occasions(rows: list[Event], listens: Trigger | Outcome) -> list[Event]:
    """rows: in the order of time."""
    met, following = [], dict[UUID | None, datetime]()
    for event in reversed(rows):
        if listens.where is not None and not holds(listens.where, event.properties):
            continue
        later = following.get(event.person_id)
        if later is None or not listens.latest_only or later > turn_after(event.at, listens):
            met.append(event)
        following[event.person_id] = event.at
    return met[::-1]
