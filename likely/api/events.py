"""Events: what happened to people elsewhere, told once and acted on by the programmes that wait for it."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, ValidationError, WrapValidator

from likely.api.caller import workspace_of
from likely.api.field import Line, Moment, Sent, Told, read_id
from likely.api.once import once
from likely.api.page import NEWEST_FIRST, Asked, Listed, page_of
from likely.api.people import NamedPerson, Properties, facts_of
from likely.api.refused import refusal_of
from likely.lib.refusal import Refusal
from likely.people.event import Event, EventFacts, KeptEvent, keep_events, read_event

router = Router(tags=["Events"])

MOST_AT_ONCE: Final = 1000


class NewEvent(Sent):
    """key: your own name of the event; told again under it, it is kept once. at: left out, it is now."""

    name: Line
    person: NamedPerson
    at: Moment | None = None
    key: Line | None = None
    properties: Properties | None = None


# Described as it is, but read one by one, so that a wrong one spoils no other.
OneOrMany = Annotated[
    NewEvent | Annotated[list[NewEvent], Field(min_length=1, max_length=MOST_AT_ONCE)],
    WrapValidator(lambda value, _read: value),
]


class EventsAsked(Asked):
    """person: an id. since, until: moments; the first is included, the second is not."""

    name: Line | None = None
    person: Line | None = None
    since: Moment | None = None
    until: Moment | None = None


class EventTold(Told):
    id: UUID
    name: str
    key: str
    person: UUID | None
    properties: dict[str, Any]
    source: str
    at: datetime
    received_at: datetime


class EventOutcome(Told):
    """What became of one of many. id: null where it was refused."""

    status: Literal["stored", "repeated", "refused"]
    id: UUID | None = None
    code: str = ""
    detail: str = ""
    field: str = ""


class EventsTold(Told):
    """results: one for each that was sent, in their order."""

    results: list[EventOutcome]


@router.get("/events", response=Listed[EventTold], operation_id="list_events", summary="List events")
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> Any:
    """The newest first, by when they happened."""
    rows = Event.objects.of(workspace_of(request))
    wanted = {"name": asked.name, "at__gte": asked.since, "at__lt": asked.until}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if asked.person is not None:
        id = read_id(asked.person)
        rows = rows.filter(person=id) if id else rows.none()
    return page_of(request, rows, asked, NEWEST_FIRST, tell_event)


@router.post(
    "/events",
    response={200: EventTold | EventsTold, 201: EventTold},
    operation_id="keep_events",
    summary="Store one event or many",
)
@once()
def keep(request: HttpRequest, body: OneOrMany) -> tuple[int, Told]:
    """One event answers 201, or 200 if its key was known; a list (1000 at most) 200 with a result each.

    `person` is made or brought up to date as by POST /people.
    """
    workspace, now = workspace_of(request), timezone.now()
    if not isinstance(body, list):
        [kept] = keep_events(workspace, [_read(body, now)], "api")
        if isinstance(kept, Refusal):
            raise kept
        return 201 if kept.is_new else 200, tell_event(kept.event)
    if not 0 < len(body) <= MOST_AT_ONCE:
        raise Refusal("not_so_many", f"Send 1 to {MOST_AT_ONCE} events at once.", field="body")
    read = [_read_or_refused(one, now) for one in body]
    outcomes = iter(keep_events(workspace, [one for one in read if isinstance(one, EventFacts)], "api"))
    results = [_outcome(next(outcomes) if isinstance(one, EventFacts) else one) for one in read]
    return 200, EventsTold(results=results)


def tell_event(event: Event) -> EventTold:
    return EventTold.from_row(event, person=event.person_id)


def _read(sent: object, now: datetime) -> EventFacts:
    told = NewEvent.model_validate(sent)
    return read_event(told.name, facts_of(told.person), told.at, told.key, told.properties, now)


def _read_or_refused(sent: object, now: datetime) -> EventFacts | Refusal:
    if not isinstance(sent, dict):
        return Refusal("not_an_object", "An event is an object.")
    try:
        return _read(sent, now)
    except ValidationError as error:
        return refusal_of(error)
    except Refusal as refusal:
        return refusal


def _outcome(kept: KeptEvent | Refusal) -> EventOutcome:
    if isinstance(kept, Refusal):
        return EventOutcome(status="refused", code=kept.code, detail=kept.message, field=kept.field or "")
    return EventOutcome(status="stored" if kept.is_new else "repeated", id=kept.event.pk)
