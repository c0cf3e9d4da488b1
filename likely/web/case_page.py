"""One case: the answer, the person, what is owed, what was done, and what can be done next."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from likely.act.case import BY_HAND, OUTCOMES, Case, may_own
from likely.act.case_file import files_in
from likely.act.case_merge import merge_cases
from likely.act.case_note import CONTACTS, CaseNote, add_note, unheard_in
from likely.act.case_state import deeds_in
from likely.act.case_work import FACTS, assign_case, change_case, move_case
from likely.act.playbook import Playbook
from likely.act.problem import SETTLED, Problem
from likely.base.journal import JournalEntry
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.cases import owner_told
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

LONGEST_TIMELINE: Final = 200  # notes and deeds each
TWINS: Final = 10  # open cases of the same person that are offered for merging
YES_NO: Final = {"yes": True, "no": False}


@member(Role.AGENT)
@require_safe
@on_workspace_clock
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    return _page(request, _case(request, case_id))


@member(Role.AGENT)
@require_POST
def move(request: StaffRequest, case_id: UUID) -> HttpResponse:
    found = _case(request, case_id)
    try:
        move_case(found, request.POST.get("deed", ""), actor(request), timezone.now())
    except Refusal as refusal:  # a colleague was quicker: the page shows how it stands now
        messages.error(request, said(refusal))
    return redirect("case", found.pk)


@member(Role.AGENT)
@require_POST
def assign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    found = _case(request, case_id)
    assign_case(found, owner_told(request), actor(request), timezone.now())
    return redirect("case", found.pk)


@member(Role.AGENT)
@require_POST
@on_workspace_clock
def note(request: StaffRequest, case_id: UUID) -> HttpResponse:
    found, told = _case(request, case_id), request.POST
    try:
        kept = add_note(found, request.user, told.get("text", ""), timezone.now(), told.get("contact", ""))
    except Refusal as refusal:
        return _page(request, found, refusal)
    if unheard := unheard_in(kept):
        messages.warning(
            request,
            _("The note is kept. %(names)s calls nobody: write how a colleague’s mail address begins.")
            % {"names": ", ".join(f"@{name}" for name in unheard)},
        )
    return redirect("case", found.pk)


@member(Role.AGENT)
@require_POST
@on_workspace_clock
def facts(request: StaffRequest, case_id: UUID) -> HttpResponse:
    found, told = _case(request, case_id), request.POST
    try:
        change_case(found, _facts(told), actor(request), timezone.now())
    except Refusal as refusal:
        return _page(request, found, refusal)
    messages.success(request, _("Saved."))
    return redirect("case", found.pk)


@member(Role.AGENT)
@require_POST
def merge(request: StaffRequest, case_id: UUID, twin_id: UUID) -> HttpResponse:
    """The other goes on in this one."""
    found, other = _case(request, case_id), _case(request, twin_id)
    try:
        merge_cases(found, other, actor(request), timezone.now())
        messages.success(request, _("Merged."))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("case", found.pk)


def _case(request: StaffRequest, case_id: UUID) -> Case:
    rows = Case.objects.of(request.workspace).select_related(
        "workspace", "owner", "person__account", "response__survey", "merged_into"
    )
    return get_object_or_404(rows, pk=case_id)


def _page(request: StaffRequest, found: Case, refusal: Refusal | None = None) -> HttpResponse:
    """refusal: of what was typed, which stays in its field."""
    context = {
        "case": found,
        "response": found.response,
        "person": found.person,
        "rule": _rule(found),
        "deeds": deeds_in(found.state),
        "owners": may_own(request.workspace).values(),
        "contacts": CONTACTS,
        "outcomes": ("", *OUTCOMES),
        "largest_file": settings.LARGEST_FILE_MB,
        "timeline": list(_timeline(found)),
        "twins": _twins(found),
        "problems_in": (inside := list(found.problems.order_by("name"))),
        "problems_offered": _problems(found, [one.pk for one in inside]),
        "refusal": said(refusal) if refusal else "",
        "at_fault": refusal.field if refusal else "",
        "typed": request.POST,
        "facts": request.POST if refusal and refusal.field in FACTS else _as_typed(found),
    }
    return render(request, "web/case.html", context, status=422 if refusal else 200)


def _as_typed(found: Case) -> Mapping[str, str]:
    """What stands in the fields of the form."""
    kept = {True: "yes", False: "no", None: ""}
    return {
        "root_cause": found.root_cause,
        "promise": found.promise,
        "promised_on": found.promised_on.isoformat() if found.promised_on else "",
        "promise_kept": kept[found.promise_kept],
        "outcome": found.outcome,
        "tags": ", ".join(found.tags),
    }


def _twins(found: Case) -> list[Case]:
    """Other open cases of the same person: one talk is enough."""
    if not found.person_id or not found.is_open:
        return []
    rows = Case.objects.of(found.workspace_id).filter(person=found.person_id, is_open=True)
    return list(rows.exclude(pk=found.pk).select_related("response__survey").order_by("-pk")[:TWINS])


def _problems(found: Case, inside: list[UUID]) -> list[Problem]:
    """That are not settled yet, into which the case can be put."""
    rows = Problem.objects.of(found.workspace_id).exclude(status__in=SETTLED).exclude(pk__in=inside)
    return list(rows.order_by("name"))


def _rule(found: Case) -> str:
    """Why there is a case."""
    if found.rule == BY_HAND:
        return _("opened by hand")
    try:
        rows = Playbook.objects.of(found.workspace_id).filter(pk=UUID(found.rule))
    except ValueError:
        return found.rule
    return rows.values_list("name", flat=True).first() or _("a playbook that is gone")


def _timeline(found: Case) -> Iterator[dict[str, Any]]:
    """Notes, files of colleagues and deeds, the newest first."""
    notes = CaseNote.objects.of(found.workspace_id).filter(case=found).order_by("-at")
    deeds = JournalEntry.objects.of(found.workspace_id).filter(subject=found.subject).order_by("-at")
    told: list[dict[str, Any]] = [
        {"at": one.at, "note": one, "called": list(one.mentioned.all())}
        for one in notes.select_related("author").prefetch_related("mentioned")[:LONGEST_TIMELINE]
    ]
    told += [{"at": one.at, "file": one} for one in files_in(found)]
    told += [{"at": one.at, "deed": one} for one in deeds[:LONGEST_TIMELINE]]
    yield from sorted(told, key=lambda one: one["at"], reverse=True)


def _facts(told: QueryDict) -> dict[str, Any]:
    promised_on = told.get("promised_on", "")
    try:
        day = date.fromisoformat(promised_on) if promised_on else None
    except ValueError:
        raise Refusal("not_a_day", "promised_on must be a day.", field="promised_on") from None
    plain = {name: told.get(name, "") for name in ("root_cause", "promise", "outcome")}
    return {
        **plain,
        "promised_on": day,
        "promise_kept": YES_NO.get(told.get("promise_kept", "")),
        "tags": told.get("tags", "").split(","),
    }
