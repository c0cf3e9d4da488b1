"""Lists of people that are kept by name: by hand, by playbooks and by programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from likely.act.list_rename import rename_list
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Sent, Told, read_id
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.api.people import PersonTold, tell_person
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.people.roster import (
    LONGEST_NAME,
    Roster,
    drop_list,
    make_list,
    put_all_on_list,
    take_off_list,
)

router = Router(tags=["Lists"])

MOST_AT_ONCE = 500  # people
NEVER = "01920000-0000-7000-8000-000000000000"


class NewList(Sent):
    model_config = ConfigDict(json_schema_extra={"example": {"name": "To call back"}})

    name: Annotated[Line, Field(max_length=LONGEST_NAME)]


class NewPeople(Sent):
    """people: ids."""

    model_config = ConfigDict(json_schema_extra={"example": {"people": [NEVER]}})

    people: Annotated[list[Line], Field(min_length=1, max_length=MOST_AT_ONCE)]


class ListTold(Told):
    id: UUID
    name: str
    people: int
    created_at: datetime


class PeopleAddedTold(Told):
    """added: how many were not on it before."""

    added: int


@router.get("/lists", response=Listed[ListTold], operation_id="list_lists", summary="List the lists")
def list_lists(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Lists of people. A condition finds them by: list is "name"."""
    return page_of(request, _rows(request), asked, BY_ID, tell_list)


@router.post("/lists", response={201: ListTold}, operation_id="create_list", summary="Make a list")
@once()
def create_list(request: HttpRequest, body: NewList) -> tuple[int, Told]:
    """A playbook that names a list which is not there makes it by itself."""
    made = make_list(workspace_of(request), body.name, actor_of(request))
    return 201, tell_list(_rows(request).get(pk=made.pk))


@router.patch("/lists/{list}", response=ListTold, operation_id="rename_list", summary="Rename a list")
@transaction.atomic
def patch_list(request: HttpRequest, list: str, body: NewList) -> Any:
    """Playbooks that name it and segments that ask for it go on with the new name."""
    found = _list(request, list)
    rename_list(found, body.name, actor_of(request))
    return tell_list(_list(request, list))


@router.delete("/lists/{list}", response={204: None}, operation_id="delete_list", summary="Remove a list")
def delete_list(request: HttpRequest, list: str) -> Any:
    """The people stay."""
    drop_list(_list(request, list), actor_of(request))
    return Status(204, None)


@router.get(
    "/lists/{list}/people",
    response=Listed[PersonTold],
    operation_id="list_list_people",
    summary="List the people of a list",
)
def list_list_people(request: HttpRequest, list: str, asked: Query[Asked]) -> Any:
    """Those known longest first."""
    found = _list(request, list)
    people = Person.objects.of(workspace_of(request)).filter(roster_entries__roster=found)
    return page_of(request, people.select_related("account"), asked, BY_ID, tell_person)


@router.post(
    "/lists/{list}/people",
    response={200: PeopleAddedTold},
    operation_id="add_list_people",
    summary="Put people on a list",
)
@once()
def add_list_people(request: HttpRequest, list: str, body: NewPeople) -> tuple[int, Told]:
    """All of them or none: one who is not there is refused."""
    found, ids = _list(request, list), {id for one in body.people if (id := read_id(one))}
    people = Person.objects.of(workspace_of(request)).filter(pk__in=ids)
    if len(people) != len(set(body.people)):
        raise Refusal("person_unknown", "One of the people is not there.", field="people")
    return 200, PeopleAddedTold(added=put_all_on_list(found, people, actor_of(request), timezone.now()))


@router.delete(
    "/lists/{list}/people/{person}",
    response={204: None},
    operation_id="remove_list_person",
    summary="Take somebody off a list",
)
def remove_list_person(request: HttpRequest, list: str, person: str) -> Any:
    """The person stays."""
    found, id = _list(request, list), read_id(person)
    if id is None or not take_off_list(found, id):
        raise Refusal("person_unknown", "Nobody of that id is on it.", field="person")
    return Status(204, None)


def tell_list(row: Any) -> ListTold:
    return ListTold(id=row.pk, name=row.name, people=row.people, created_at=row.created_at)


def _rows(request: HttpRequest) -> QuerySet[Roster]:
    rows: QuerySet[Roster] = Roster.objects.of(workspace_of(request)).select_related("workspace")
    return rows.annotate(people=Count("entries"))


def _list(request: HttpRequest, list: str) -> Roster:
    return row_named(_rows(request), list, "list_unknown", "list")
