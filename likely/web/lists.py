"""Lists of people, by hand: made, renamed, people put on and taken off, and where a list is used."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.list_rename import rename_list, used_by
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.pasted import people_of_lines
from likely.people.person import Person
from likely.people.roster import (
    LONGEST_NAME,
    Roster,
    RosterEntry,
    drop_list,
    make_list,
    put_all_on_list,
    put_on_list,
    take_off_list,
)
from likely.people.segment import Segment, make_segment
from likely.people.segment_rule import Compare
from likely.people.segment_words import wording
from likely.web.access import StaffRequest, actor, member
from likely.web.newest_first import newest_first
from likely.web.said import said

PER_PAGE: Final = 50
MOST_LINES: Final = 500  # people put on a list at once
LONGEST_PASTED: Final = 50_000  # characters
SHOWN_UNKNOWN: Final = 5


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: StaffRequest) -> HttpResponse:
    """POST makes one."""
    if request.method != "POST":
        return _all(request)
    try:
        made = make_list(request.workspace, request.POST.get("name", ""), actor(request))
    except Refusal as refusal:
        return _all(request, str(said(refusal)))
    return redirect("people-list", made.pk)


@member(Role.AGENT)
@require_safe
def one_list(request: StaffRequest, list_id: UUID) -> HttpResponse:
    return _page(request, _list(request, list_id))


@member(Role.AGENT)
@require_POST
def rename(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """Segments and playbooks that name it follow."""
    found, typed = _list(request, list_id), request.POST.get("name", "")
    try:
        rename_list(found, typed, actor(request))
    except Refusal as refusal:
        return _page(request, _list(request, list_id), {"name_fault": said(refusal), "typed_name": typed})
    messages.success(request, _("Saved."))
    return redirect("people-list", found.pk)


@member(Role.AGENT)
@require_POST
def put(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """people: one a line, by mail address, telephone or own id; all of them or none."""
    found, typed = _list(request, list_id), request.POST.get("people", "")
    try:
        people = _known(request, typed)
        n = put_all_on_list(found, people, actor(request), timezone.now())
    except Refusal as refusal:
        return _page(request, found, {"people_fault": _said_of(refusal), "typed_people": typed})
    messages.success(
        request, ngettext("%(n)s person is on it now.", "%(n)s people are on it now.", n) % {"n": n}
    )
    return redirect("people-list", found.pk)


@member(Role.AGENT)
@require_POST
def take_off(request: StaffRequest, list_id: UUID, person_id: UUID) -> HttpResponse:
    """Gone already is as good as gone."""
    found = _list(request, list_id)
    take_off_list(found, person_id)
    return redirect("people-list", found.pk)


@member(Role.AGENT)
@require_POST
def put_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Somebody on a list, from their own page."""
    person = get_object_or_404(Person.objects.of(request.workspace), pk=person_id)
    id = _id(request.POST.get("list", ""))
    found = Roster.objects.of(request.workspace).filter(pk=id).first() if id else None
    if found is None:
        messages.error(request, _("This list is gone."))
    else:
        put_on_list(found, person, actor(request), timezone.now())
        messages.success(request, _("Saved."))
    return redirect("person", person.pk)


@member(Role.MANAGER)
@require_POST
def audience(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """A programme for whoever is on it: by a segment of its name, made where there is none."""
    found = _list(request, list_id)
    rule = rule_of(found)
    segment = Segment.objects.of(request.workspace).filter(rule=rule).order_by("created_at").first()
    try:
        segment = segment or make_segment(request.workspace, found.name, rule, actor(request))
    except Refusal as refusal:
        messages.error(request, said(refusal))
        return redirect("people-list", found.pk)
    address = redirect("new-programme")
    address["Location"] += f"?segment={segment.pk}"
    return address


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, list_id: UUID) -> HttpResponse:
    drop_list(_list(request, list_id), actor(request))
    messages.success(request, _("The list is gone. The people stay."))
    return redirect("people-lists")


def rule_of(roster: Roster) -> str:
    """The condition that asks for it, in its own wording."""
    return wording(Compare("list", True, "is", (roster.name,)))


def _all(request: StaffRequest, fault: str = "") -> HttpResponse:
    rows = Roster.objects.of(request.workspace).annotate(n=Count("entries"))
    found, following = newest_first(rows, request.GET.get("after", ""), PER_PAGE)
    context = {"lists": found, "next": following, "fault": fault, "typed": request.POST.get("name", "")}
    return render(
        request, "web/lists.html", context | {"longest": LONGEST_NAME}, status=422 if fault else 200
    )


def _page(request: StaffRequest, found: Roster, told: dict[str, Any] | None = None) -> HttpResponse:
    entries = RosterEntry.objects.of(request.workspace).filter(roster=found)
    rows, following = newest_first(
        entries.select_related("person__account"), request.GET.get("after", ""), PER_PAGE
    )
    context = {
        "list": found,
        "n": entries.count(),
        "rows": rows,
        "next": following,
        "used_by": used_by(found),
        "rule": rule_of(found),
        "longest": LONGEST_NAME,
        "may_run": reaches(request.member.role, Role.MANAGER),
        "may_segment": reaches(request.member.role, Role.ANALYST),
        **(told or {}),
    }
    return render(request, "web/list.html", context, status=422 if told else 200)


def _known(request: StaffRequest, typed: str) -> list[Person]:
    """Refused with those that nobody is known by."""
    lines = [
        line.strip() for line in clean_text(typed, "people", LONGEST_PASTED).splitlines() if line.strip()
    ]
    if not lines:
        raise Refusal("nobody", "The list is empty.", field="people")
    if len(lines) > MOST_LINES:
        raise Refusal("too_many", f"At most {MOST_LINES} at once.", field="people")
    people, unknown = people_of_lines(request.workspace, lines)
    if unknown:
        raise Refusal("lines_unknown", ", ".join(unknown[:SHOWN_UNKNOWN]), field="people")
    return people


def _said_of(refusal: Refusal) -> str:
    if refusal.code != "lines_unknown":
        return str(said(refusal))
    return _("Nobody is known by: %(lines)s. Nobody was put on the list.") % {"lines": refusal.message}


def _list(request: StaffRequest, list_id: UUID) -> Roster:
    return get_object_or_404(Roster.objects.of(request.workspace).select_related("workspace"), pk=list_id)


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
