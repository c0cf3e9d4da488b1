"""The list of people: whom it shows, in which order, a page at a time."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.people.property import Property
from likely.people.typed import typed

MOST_POPULATIONS: Final = 30
COUNTED: Final = 10_000  # people; a narrowed list says "more" beyond it


def narrowed(workspace: Workspace, asked: Mapping[str, str]) -> QuerySet[Person]:
    """The people of {population?, account?, property?, value?}. What is no filter of ours finds nobody."""
    people = Person.objects.of(workspace)
    if population := asked.get("population", ""):
        people = people.filter(population=population)
    if account := asked.get("account", ""):
        people = people.filter(account__external_id=account)
    if key := asked.get("property", ""):
        people = people.filter(_with_property(workspace, key, asked.get("value", "")))
    return people


def _with_property(workspace: Workspace, key: str, value: str) -> Q:
    """An empty value: whoever has the property at all."""
    declared = Property.objects.of(workspace).filter(key=key).first()
    if declared is None:
        return Q(pk=None)
    if not value:
        return Q(properties__has_key=key)
    try:
        return Q(**{f"properties__{key}": typed(declared.declared, value)})
    except Refusal:
        return Q(pk=None)


def populations_of(workspace: Workspace) -> list[str]:
    """Those that somebody belongs to: one look into the index each, whatever the number of people."""
    found: list[str] = []
    people = Person.objects.of(workspace).order_by("population")
    while len(found) < MOST_POPULATIONS:
        behind = people.filter(population__gt=found[-1]) if found else people
        following = behind.values_list("population", flat=True).first()
        if following is None:
            break
        found.append(following)
    return found


def behind(people: QuerySet[Person], workspace: Workspace, cursor: str, by: str) -> QuerySet[Person]:
    """Ordered, those behind the person that the cursor names. Alike in the column: the newest first."""
    ordered = people.order_by("-id") if by == "-id" else people.order_by(by, "-id")
    if not cursor:
        return ordered
    last = _id(cursor)
    if by == "-id":
        return ordered.filter(pk__lt=last)
    column, way = by.lstrip("-"), "lt" if by.startswith("-") else "gt"
    value = Person.objects.of(workspace).filter(pk=last).values_list(column, flat=True).first()
    if value is None:  # erased in between
        raise no_page()
    return ordered.filter(Q(**{f"{column}__{way}": value}) | Q(**{column: value, "pk__lt": last}))


def _id(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        raise no_page() from None


def no_page() -> Refusal:
    return Refusal("wrong_cursor", "This page of the list does not exist.", field="after")
