"""Playbooks: which are there, which are on, how often each would have acted, and what it did (L04)."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.occasion import dry_run
from likely.act.playbook import (
    INVITE,
    OPEN_CASE,
    Playbook,
    change_playbook,
    drop_playbook,
    make_playbook,
    switch_playbook,
)
from likely.act.playbook_ready import READY, Ready
from likely.act.playbook_run import PlaybookRun
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.newest_first import newest_first
from likely.web.playbook_form import PlaybookForm, typed
from likely.web.segment_said import fault_words
from likely.web.workspace_clock import on_workspace_clock

RUNS: Final = 50  # a page
# name, what it does
READY_WORDS: Final = {
    "apologise": (
        gettext_lazy("Apologise and repair"),
        gettext_lazy("Every detractor becomes a case: somebody calls, repairs and says sorry."),
    ),
    "barrier": (
        gettext_lazy("Remove the barrier"),
        gettext_lazy("A passive who says why, and may be contacted, becomes a case."),
    ),
    "thank": (
        gettext_lazy("Thank and invite"),
        gettext_lazy("A promoter who may be contacted is thanked and asked to pass us on."),
    ),
}


@member(Role.AGENT)
@require_safe
def playbooks(request: StaffRequest) -> HttpResponse:
    rows = list(Playbook.objects.of(request.workspace).select_related("workspace").order_by("name"))
    taken = {one.name for one in rows}
    ready = [
        (key, *words)
        for key, words in READY_WORDS.items()
        if not taken & {str(words[0]), READY[key].facts.name}
    ]
    context = {
        "rows": [_counted(one) for one in rows],
        "ready": ready,
        "may_change": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/playbooks.html", context)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_playbook(request: StaffRequest) -> HttpResponse:
    """ready: key of a ready-made one to begin with."""
    ready = READY.get(request.GET.get("ready", ""))
    action = ready.action if ready else OPEN_CASE
    form = PlaybookForm(
        request.workspace, request.POST or None, initial=_first(request, ready), action=action
    )
    if form.is_bound and form.is_valid():
        try:
            made = make_playbook(request.workspace, form.facts(), actor(request), action)
            messages.success(request, _("Saved. It acts once it is switched on."))
            return redirect("playbook", made.pk)
        except Refusal as refusal:
            form.refuse(refusal)
    context = {"form": form, "may_change": True, "invites": action == INVITE}
    return render(request, "web/playbook.html", context, status=422 if form.errors else 200)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
@on_workspace_clock
def playbook(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    found = _playbook(request, playbook_id)
    may_change = reaches(request.member.role, Role.MANAGER)
    form = PlaybookForm(
        request.workspace, request.POST or None, initial=typed(found.facts()), action=found.action
    )
    if form.is_bound and not may_change:
        raise Refusal("role_too_low", "Playbooks are changed by managers and owners.")
    if form.is_bound and form.is_valid():
        try:
            change_playbook(found, form.facts(), actor(request))
            messages.success(request, _("Saved."))
            return redirect("playbook", found.pk)
        except Refusal as refusal:
            form.refuse(refusal)
    runs = PlaybookRun.objects.of(request.workspace).filter(playbook=found)
    rows, following = newest_first(
        runs.select_related("response__person", "case__person"), request.GET.get("after", ""), RUNS
    )
    context = {
        **_counted(_playbook(request, playbook_id)),
        "form": form,
        "may_change": may_change,
        "invites": found.action == INVITE,
        "runs": rows,
        "n_runs": runs.count(),
        "next": following,
    }
    return render(request, "web/playbook.html", context, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_POST
def switch(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    found, on = _playbook(request, playbook_id), request.POST.get("on") == "yes"
    switch_playbook(found, actor(request), timezone.now(), on=on)
    messages.success(request, _("On. It acts on answers from now on.") if on else _("Off."))
    return redirect("playbooks")


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    drop_playbook(_playbook(request, playbook_id), actor(request))
    messages.success(request, _("Removed. Its cases stay."))
    return redirect("playbooks")


def _playbook(request: StaffRequest, playbook_id: UUID) -> Playbook:
    rows = Playbook.objects.of(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=playbook_id)


def _first(request: StaffRequest, ready: Ready | None) -> dict[str, Any]:
    if ready is None:
        return {}
    name, _does = READY_WORDS[request.GET["ready"]]
    return typed(ready.facts) | {"name": str(name)}


def _counted(one: Playbook) -> dict[str, Any]:
    """n: how often it would have acted in the last 30 days; None where its condition can't be read."""
    try:
        return {"playbook": one, "n": dry_run(one, timezone.now())}
    except Refusal as refusal:
        return {"playbook": one, "n": None, "fault": fault_words(refusal)}
