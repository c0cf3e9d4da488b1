"""Programmes: the list, making and changing one, and what a manager does with it (C02, C03)."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.ask.programme import Programme, ProgrammeFacts
from likely.ask.programme_plan import Plan, read_plan
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.lib.sort_order import head, ordered
from likely.people.event import Event
from likely.web.access import StaffRequest, actor, member
from likely.web.plan_fault import fault_of
from likely.web.programme_form import KINDS, SAMPLES, ProgrammeForm, typed_of
from likely.web.programme_words import plan_words
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

SORTS: Final = tuple(
    f"{sign}{name}" for name in ("name", "state", "kind", "asked", "created_at") for sign in ("", "-")
)
KNOWN_EVENTS: Final = 60  # names offered while typing
DEFAULT_PLAN: Final = Plan.from_json({"wave": {}, "reminders": {}})
DONE: Final = {
    "start": gettext_lazy("Started. The first people are asked when their turn comes."),
    "pause": gettext_lazy("Paused. Nothing is sent before it is resumed."),
    "resume": gettext_lazy("Resumed."),
    "end": gettext_lazy("Ended. Links that went out go on working until they expire."),
}


@member()
@require_safe
@on_workspace_clock
def programmes(request: StaffRequest) -> HttpResponse:
    asked = Count("decisions", filter=Q(decisions__asked=True))
    found = Programme.objects.of(request.workspace).select_related("survey", "segment").annotate(asked=asked)
    order = head(request.GET.get("sort", ""), SORTS, "-created_at")
    rows = ordered(found.order_by("-created_at"), order.by)
    told = [{"programme": one, "when": plan_words(one.read())} for one in rows]
    return render(request, "web/programmes.html", {"rows": told, "head": order})


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
@on_workspace_clock
def new_programme(request: StaffRequest) -> HttpResponse:
    return _edited(request, None, lambda facts: Programme.begin(request.workspace, facts, actor(request)))


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
@on_workspace_clock
def change_programme(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    found = programme_of(request.workspace, programme_id)

    def change(facts: ProgrammeFacts) -> Programme:
        found.change(facts, actor(request))
        return found

    return _edited(request, found, change)


@member(Role.MANAGER)
@require_POST
def programme_state(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """Start, pause, resume or end."""
    found = programme_of(request.workspace, programme_id)
    deed = request.POST.get("deed", "")
    try:
        _do(found, deed, actor(request))
        messages.success(request, str(DONE[deed]))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("programme", found.pk)


def _do(programme: Programme, deed: str, who: str) -> None:
    match deed:
        case "start":
            programme.start(who, timezone.now())
        case "pause":
            programme.pause(who)
        case "resume":
            programme.resume(who)
        case "end":
            programme.end(who, timezone.now())
        case _:
            raise Refusal("unknown_deed", f"A programme can't be asked to {deed!r}.", field="deed")


def programme_of(workspace: Workspace, programme_id: UUID) -> Programme:
    rows = Programme.objects.of(workspace).select_related("survey", "survey__live", "segment", "workspace")
    return get_object_or_404(rows, pk=programme_id)


def _edited(
    request: StaffRequest, found: Programme | None, keep: Callable[[ProgrammeFacts], Programme]
) -> HttpResponse:
    form = ProgrammeForm(request.workspace, request.POST or None, initial=_first_values(request, found))
    if form.is_bound and form.is_valid():
        try:
            kept = keep(_facts(form, found))
            messages.success(request, _("Saved."))
            return redirect("programme", kept.pk)
        except Refusal as refusal:
            field, sentence = fault_of(refusal)
            form.add_error(field if field in form.fields else None, sentence)
    context: dict[str, Any] = {
        "form": form,
        "programme": found,
        "kinds": KINDS,
        "samples": SAMPLES,
        "events": _known_events(request.workspace),
    }
    return render(request, "web/programme_form.html", context, status=422 if form.errors else 200)


def _facts(form: ProgrammeForm, found: Programme | None) -> ProgrammeFacts:
    told = form.cleaned_data
    plan = read_plan(form.plan_data(found.plan if found else {}))
    return ProgrammeFacts(told["name"], told["survey"], plan, told["segment"], told["priority"])


def _first_values(request: StaffRequest, found: Programme | None) -> dict[str, Any]:
    if found is None:
        named = {name: request.GET.get(name, "") for name in ("survey", "segment")}
        return {**typed_of(DEFAULT_PLAN), "priority": 50, **named}
    own = {"name": found.name, "survey": found.survey_id, "segment": found.segment_id}
    return {**typed_of(found.read()), **own, "priority": found.priority}


def _known_events(workspace: Workspace) -> list[str]:
    """Names that were told lately."""
    newest = Event.objects.of(workspace).order_by("-received_at").values_list("name", flat=True)[:2000]
    return sorted(set(newest))[:KNOWN_EVENTS]
