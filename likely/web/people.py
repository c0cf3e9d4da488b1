"""People: the list, the page of one, a new one, and what is known of one by hand."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.lib.sort_order import head
from likely.people.account import Account
from likely.people.people_import import UNDER_WAY, PeopleImport
from likely.people.people_list import COUNTED, behind, narrowed, populations_of
from likely.people.person import Person, keep_person
from likely.people.person_edit import edit_person
from likely.people.property import Property
from likely.store.people_index import MOST_FOUND, find_people
from likely.web.access import StaffRequest, actor, member
from likely.web.person_boxes import boxes_of
from likely.web.person_form import PersonForm, initial_of
from likely.web.said import said

PER_PAGE = 50
FILTERS: Final = ("population", "account", "property", "value")
SORTS: Final = ("name", "-name", "changed_at", "-changed_at")  # what an index can give a page of
NEWEST = "-id"  # ids begin with the moment


@member(Role.AGENT)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """Newest first, or by a column; the cursor is the id of the last one seen: pages never shift."""
    words = request.GET.get("words", "").strip()
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    everybody = narrowed(request.workspace, asked)
    ids = find_people(everybody, words)
    found = everybody if ids is None else everybody.filter(pk__in=ids[:MOST_FOUND])
    order = head(request.GET.get("sort", ""), SORTS, NEWEST)
    page = behind(found, request.workspace, request.GET.get("after", ""), order.by)
    rows = list(page.select_related("account")[: PER_PAGE + 1])
    context = {
        "people": rows[:PER_PAGE],
        "words": words,
        "asked": asked,
        "is_narrowed": bool(words or any(asked.values())),
        "next": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None,
        "head": order,
        "may_edit": reaches(request.member.role, Role.MANAGER),
        "under_way": PeopleImport.objects.of(request.workspace).filter(state__in=UNDER_WAY).first(),
        **_counted(found, ids, bool(words or any(asked.values()))),
        **_offered(request),
    }
    return render(request, "web/people.html", context)


def _counted(found: QuerySet[Person], ids: list[UUID] | None, is_narrowed: bool) -> dict[str, Any]:
    """Everybody is counted to the end; a narrowed list only so far."""
    if ids is not None and len(ids) > MOST_FOUND:
        return {"count": MOST_FOUND, "more": True}
    n = found.order_by()[: COUNTED + 1].count() if is_narrowed else found.count()
    return {"count": min(n, COUNTED) if is_narrowed else n, "more": is_narrowed and n > COUNTED}


def _offered(request: StaffRequest) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "populations": populations_of(request.workspace),
        "properties": Property.objects.of(request.workspace).order_by("label", "key"),
        "has_accounts": Account.objects.of(request.workspace).exists(),
    }


@member(Role.AGENT)
@require_safe
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    found = get_object_or_404(Person.objects.of(request.workspace).select_related("account"), pk=person_id)
    boxes, shown = boxes_of(request, found)
    context = {
        "person": found,
        "properties": list(told_properties(found)),
        "boxes": boxes,
        "may_edit": reaches(request.member.role, Role.MANAGER),
        **shown,
    }
    return render(request, "web/person.html", context)


def told_properties(person: Person) -> Iterator[tuple[str, Any]]:
    """(label, value), in the order of the labels."""
    labels = {one.key: str(one) for one in Property.objects.of(person.workspace)}
    yield from sorted((labels.get(key, key), value) for key, value in person.properties.items())


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: StaffRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, properties=list(_properties(request)))
    if form.is_bound and form.is_valid():
        try:
            return redirect("person", _made(request, form).pk)
        except Refusal as refusal:
            form.refuse(refusal, said(refusal))
    return render(request, "web/person_form.html", {"form": form})


def _made(request: StaffRequest, form: PersonForm) -> Person:
    told = {key: value for key, value in form.properties().items() if value is not None}
    return keep_person(request.workspace, replace(form.facts(), properties=told))[0]


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, person_id: UUID) -> HttpResponse:
    found = get_object_or_404(Person.objects.of(request.workspace).select_related("account"), pk=person_id)
    form = PersonForm(request.POST or None, initial=initial_of(found), properties=list(_properties(request)))
    if form.is_bound and form.is_valid():
        try:
            edit_person(found, form.facts(), form.properties(), actor(request))
            return redirect("person", found.pk)
        except Refusal as refusal:
            form.refuse(refusal, said(refusal))
    return render(request, "web/person_form.html", {"form": form, "person": found})


def _properties(request: StaffRequest) -> QuerySet[Property]:
    return Property.objects.of(request.workspace).order_by("label", "key")
