"""An event: what happened to a person elsewhere (an order, a closed case, a renewal), told by API or file."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from django.db import IntegrityError, models, transaction

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import PersonFacts, PropertyValue, read_properties
from likely.people.person import Kept, Person, keep_people

LONGEST: Final = 80  # characters, of a name or a key
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
CLOCK_LEAD: Final = timedelta(days=1)  # how far ahead of ours a machine's clock may be
AT_ONCE: Final = 500  # rows a statement


class Event(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="events")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="events")
    name = models.CharField(max_length=80)  # "ticket_closed"
    key = models.CharField(max_length=80, blank=True)  # names one event; told again, it is the same one
    properties = models.JSONField(default=dict)  # {key: text, number or boolean}
    source = models.CharField(max_length=16)  # api, file, widget, mail
    at = models.DateTimeField()  # when it happened
    received_at = models.DateTimeField(auto_now_add=True)
    considered = models.BooleanField(default=False)  # the programmes that wait for such have taken note
    seal = models.PositiveIntegerField(null=True)  # number of the seal that carried it to the lake
    sealed_before = models.BooleanField(default=False)  # an older copy lies in the lake

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "key"], condition=~models.Q(key=""), name="event_once_per_key"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["workspace", "name", "received_at"], name="event_received"),
            models.Index(fields=["person", "-at"], name="event_of_person"),
            models.Index(fields=["workspace", "seal"], name="event_seal"),
            models.Index(fields=["id"], condition=models.Q(considered=False), name="event_unconsidered"),
        ]


@dataclass(frozen=True, slots=True)
class EventFacts:
    """What somebody tells about an event. key: names it, so that it is kept once; "": it has no name."""

    name: str
    person: PersonFacts
    at: datetime
    key: str
    properties: Mapping[str, PropertyValue]


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """is_new: false for one that was told before under the same key."""

    event: Event
    is_new: bool


def read_event(
    name: object, person: PersonFacts, at: datetime | None, key: object, properties: object, now: datetime
) -> EventFacts:
    """A refusal names the field and the rule."""
    happened = now if at is None else at
    if not EARLIEST <= happened <= now + CLOCK_LEAD:
        raise Refusal("at_out_of_bounds", "at must lie between the year 2000 and tomorrow.", field="at")
    return EventFacts(
        read_event_name(name),
        person,
        happened,
        clean_text(key or "", "key", LONGEST),
        read_properties(properties or {}),
    )


def read_event_name(name: object) -> str:
    """In small letters: "Ticket closed" becomes ticket_closed."""
    said = clean_text(name, "name", LONGEST)
    found = re.sub(r"[^a-z0-9]+", "_", said.lower()).strip("_")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", found):
        raise Refusal(
            "event_name",
            f"The event name {said[:40]!r} can't be used.",
            cure="Begin it with a letter a to z.",
            field="name",
        )
    return found


def keep_events(workspace: Workspace, told: Sequence[EventFacts], source: str) -> list[KeptEvent | Refusal]:
    """Keep each once; their people are made or brought up to date. A refused one spoils no other.

    What they lead to is decided later, by the programmes that wait for them.
    """
    try:
        return _kept(workspace, told, source)
    except IntegrityError:  # somebody else made the same person in between: now they are found
        return _kept(workspace, told, source)


@transaction.atomic
def _kept(workspace: Workspace, told: Sequence[EventFacts], source: str) -> list[KeptEvent | Refusal]:
    keys = [facts.key for facts in told if facts.key]
    known = {event.key: event for event in Event.objects.of(workspace).filter(key__in=keys)}
    seen: Counter[str] = Counter(known.keys())
    fresh = []
    for facts in told:
        seen[facts.key] += bool(facts.key)
        if not facts.key or seen[facts.key] == 1:
            fresh.append(facts)
    people = keep_people(workspace, [facts.person for facts in fresh]).told
    made = {
        id(facts): _event(workspace, facts, kept, source) if isinstance(kept, Kept) else kept
        for facts, kept in zip(fresh, people, strict=True)
    }
    rows = [event for event in made.values() if isinstance(event, Event)]
    Event.objects.bulk_create(rows, AT_ONCE)
    known |= {event.key: event for event in rows if event.key}
    return [_outcome(facts, made.get(id(facts)), known) for facts in told]


def _outcome(
    facts: EventFacts, made: Event | Refusal | None, known: Mapping[str, Event]
) -> KeptEvent | Refusal:
    if isinstance(made, Event):
        return KeptEvent(made, True)
    if made is None and facts.key in known:
        return KeptEvent(known[facts.key], False)
    return made or Refusal("event_repeated", "Another event of this key was refused.", field="key")


def _event(workspace: Workspace, facts: EventFacts, kept: Kept, source: str) -> Event:
    return Event(
        workspace=workspace,
        person=kept.person,
        name=facts.name,
        key=facts.key,
        properties=dict(facts.properties),
        source=source,
        at=facts.at,
    )
