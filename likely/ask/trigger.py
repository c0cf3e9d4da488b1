"""Occasions: events are noted for the programmes that wait for them, and are due after their delay."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from likely.ask.condition import holds
from likely.ask.decision import Decision
from likely.ask.policy import Rule
from likely.ask.programme import Programme, ProgrammeKind, ProgrammeState
from likely.ask.programme_plan import Outcome, Plan, Trigger
from likely.people.event import Event

EVENTS_AT_ONCE: Final = 2000
WAITS: Final = (ProgrammeKind.TRIGGER, ProgrammeKind.OUTCOME)


def consider_events(now: datetime) -> int:
    """Note the events that nobody has looked at. How many there were. Each is looked at exactly once."""
    total = 0
    while n := _consider_some(now):
        total += n
    return total


@transaction.atomic
def _consider_some(now: datetime) -> int:
    waiting = Event.objects.filter(considered=False).order_by("pk")  # of every workspace: a worker's view
    events = list(waiting.select_for_update(skip_locked=True)[:EVENTS_AT_ONCE])
    if not events:
        return 0
    listening = _listening({event.workspace_id for event in events})
    noted = [
        _note(programme, plan, event, now)
        for event in events
        for programme, plan in listening[event.workspace_id, event.name]
        if is_occasion(programme, plan, event)
    ]
    Decision.objects.bulk_create(noted, 500, ignore_conflicts=True)
    Event.objects.filter(pk__in=[event.pk for event in events]).update(considered=True)
    return len(events)


def is_occasion(programme: Programme, plan: Plan, event: Event) -> bool:
    """Whether the event is one that the programme waits for, and happened since it was started."""
    listens = plan.listens
    if listens is None or event.person_id is None or listens.event != event.name:
        return False
    if programme.started_at is None or event.at < programme.started_at:
        return False
    return listens.where is None or holds(listens.where, event.properties)


def note_occasion(programme: Programme, event: Event, now: datetime) -> bool:
    """Make the event an occasion of this programme alone; false where it waits for none. Twice is once."""
    plan = programme.read()
    if plan.listens is None or event.person_id is None:
        return False
    Decision.objects.bulk_create([_note(programme, plan, event, now)], ignore_conflicts=True)
    return True


def turn_after(event_at: datetime, listens: Trigger | Outcome) -> datetime:
    """When the event's time has come."""
    if isinstance(listens, Outcome):
        return event_at + timedelta(weeks=listens.delay_weeks)
    return event_at + timedelta(days=listens.delay_days)


def _listening(workspaces: Iterable[UUID]) -> dict[tuple[UUID, str], list[tuple[Programme, Plan]]]:
    """The programmes by workspace and name of event; a paused one listens on."""
    found: dict[tuple[UUID, str], list[tuple[Programme, Plan]]] = defaultdict(list)
    for workspace in workspaces:
        rows = Programme.objects.of(workspace).filter(
            kind__in=WAITS, state__in=(ProgrammeState.RUNNING, ProgrammeState.PAUSED)
        )
        for programme in rows:
            plan = programme.read()
            if plan.listens:
                found[workspace, plan.listens.event].append((programme, plan))
    return found


def _note(programme: Programme, plan: Plan, event: Event, now: datetime) -> Decision:
    """Not yet decided: a no that is looked at again when the event's time has come."""
    assert plan.listens and event.person_id  # noqa: S101, PT018 - it is an occasion
    turn = turn_after(event.at, plan.listens)
    return Decision(
        workspace_id=event.workspace_id,
        programme=programme,
        person_id=event.person_id,
        round=event.pk.hex,
        asked=False,
        rule=Rule.WAITING.value,
        at=now,
        eligible_at=turn,
        look_at=turn,
        event=event,
    )
