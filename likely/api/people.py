"""People: who is asked."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field, JsonValue, ValidationError

from likely.api.caller import workspace_of
from likely.api.field import Amount, Line, Moment, Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, LAST_CHANGED_LAST, Asked, Listed, page_of
from likely.api.refused import refusal_of
from likely.lib.refusal import Refusal
from likely.people.facts import (
    MOST_PROPERTIES,
    PersonFacts,
    read_email,
    read_person,
    read_phone,
    read_population,
)
from likely.people.person import Kept, Person, keep_people, keep_person

router = Router(tags=["People"])

MOST_AT_ONCE: Final = 1000  # people
Properties = Annotated[dict[str, JsonValue], Field(max_length=MOST_PROPERTIES)]


class ToldAccount(Sent):
    """The company that a person belongs to. value: a year's revenue; what is not sent stays as it was."""

    external_id: Line
    name: Line | None = None
    value: Amount | None = None


class NamedPerson(Sent):
    """At least one of external_id, email and phone. properties: {key: text, number or boolean}."""

    external_id: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    name: Line | None = None
    properties: Properties | None = None


class NewPerson(NamedPerson):
    """time_zone: of the IANA database. channel: preferred: mail, sms … population: customers unless told."""

    language: Line | None = None
    time_zone: Line | None = None
    channel: Line | None = None
    population: Line | None = None
    account: ToldAccount | None = None


class PeopleSent(Sent):
    """At most 1,000 people, and at most as many bytes as any body."""

    people: Annotated[list[dict[str, JsonValue]], Field(min_length=1, max_length=MOST_AT_ONCE)]


class PeopleAsked(Asked):
    external_id: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    account: Line | None = None
    population: Line | None = None
    updated_since: Moment | None = None


class AccountOfPerson(Told):
    id: UUID
    external_id: str
    name: str
    value: float | None


class PersonTold(Told):
    id: UUID
    external_id: str
    email: str
    phone: str
    name: str
    language: str
    time_zone: str
    channel: str
    population: str
    account: AccountOfPerson | None
    properties: dict[str, Any]
    created_at: datetime
    changed_at: datetime


@router.get("/people", response=Listed[PersonTold], operation_id="list_people", summary="List people")
def list_people(request: HttpRequest, asked: Query[PeopleAsked]) -> Any:
    """Those known longest first. With `updated_since` the last changed come last."""
    rows = Person.objects.of(workspace_of(request)).select_related("account").filter(**_narrowed(asked))
    for name in ("external_id", "email", "phone"):
        if getattr(asked, name):
            rows = rows.exclude(**{name: ""})  # the index holds nobody without
    return page_of(request, rows, asked, LAST_CHANGED_LAST if asked.updated_since else BY_ID, tell_person)


@router.post(
    "/people",
    response={200: PersonTold, 201: PersonTold},
    operation_id="keep_person",
    summary="Make or update a person",
)
@once()
def keep(request: HttpRequest, body: NewPerson) -> tuple[int, Told]:
    """Whoever is known by one of the three names is brought up to date (200), anybody else is made (201).

    What is not sent stays as it was. Properties are merged.
    """
    person, is_new = keep_person(workspace_of(request), facts_of(body))
    return 201 if is_new else 200, tell_person(person)


class PersonOutcome(Told):
    """status: added, updated, unchanged or refused. id: of whoever was kept. The others: why not."""

    status: Literal["added", "updated", "unchanged", "refused"]
    id: UUID | None = None
    code: str | None = None
    detail: str | None = None
    field: str | None = None


class PeopleKept(Told):
    """results: one of each that was sent, in their order."""

    results: list[PersonOutcome]


@router.post(
    "/people/batch",
    response={200: PeopleKept},
    operation_id="keep_people",
    summary="Make or update many people",
)
@once()
def keep_batch(request: HttpRequest, body: PeopleSent) -> tuple[int, Told]:
    """Each as `POST /people` keeps one, and each for itself: what is refused says why and stops no other."""
    read = [_read_one(one) for one in body.people]
    workspace, told = workspace_of(request), [one for one in read if isinstance(one, PersonFacts)]
    try:
        kept = keep_people(workspace, told).told
    except IntegrityError:  # somebody else made one of them in between: now they are found
        kept = keep_people(workspace, told).told
    outcomes = iter(kept)
    return 200, PeopleKept(
        results=[_outcome(next(outcomes) if isinstance(one, PersonFacts) else one) for one in read]
    )


def _read_one(one: dict[str, Any]) -> PersonFacts | Refusal:
    try:
        return facts_of(NewPerson.model_validate(one))
    except Refusal as refusal:
        return refusal
    except ValidationError as error:
        return refusal_of(error)


def _outcome(one: Kept | Refusal) -> PersonOutcome:
    if isinstance(one, Refusal):
        return PersonOutcome(status="refused", code=one.code, detail=one.message, field=one.field or None)
    status: Literal["added", "updated", "unchanged"] = (
        "added" if one.was is None else "updated" if one.was else "unchanged"
    )
    return PersonOutcome(status=status, id=one.person.pk)


@router.get("/people/{person}", response=PersonTold, operation_id="get_person", summary="Get a person")
def get_person(request: HttpRequest, person: str) -> Any:
    people = Person.objects.of(workspace_of(request)).select_related("account")
    found = row_named(people, person, "person_unknown", "person")
    return tell_person(found)


def facts_of(person: NamedPerson) -> PersonFacts:
    return read_person({name: value for name, value in person.model_dump().items() if value is not None})


def tell_person(person: Person) -> PersonTold:
    return PersonTold.from_row(
        person, account=AccountOfPerson.from_row(person.account) if person.account else None
    )


def _narrowed(asked: PeopleAsked) -> dict[str, Any]:
    wanted = {
        "external_id": asked.external_id,
        "email": asked.email and read_email(asked.email),
        "phone": asked.phone and read_phone(asked.phone),
        "account__external_id": asked.account,
        "population": asked.population and read_population(asked.population),
        "changed_at__gte": asked.updated_since,
    }
    return {name: value for name, value in wanted.items() if value is not None}
