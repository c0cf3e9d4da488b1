"""Playbooks: which are there, which are on, how often each would have acted, and what it did (L04)."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.endpoint import Endpoint, keep_hubspot
from likely.act.occasion import dry_run
from likely.act.playbook import (
    INVITE,
    OPEN_CASE,
    STEPS_ONLY,
    Playbook,
    change_playbook,
    drop_playbook,
    make_playbook,
    read_playbook,
    switch_playbook,
)
from likely.act.playbook_ready import READY, Ready
from likely.act.playbook_run import AGAIN, DONE, FAILED, PlaybookRun, RunStep, try_again
from likely.act.playbook_step import DEEDS
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.people.roster import Roster, drop_list
from likely.web.access import StaffRequest, actor, member
from likely.web.newest_first import newest_first
from likely.web.playbook_form import PlaybookForm, retyped, typed
from likely.web.playbook_words import (
    ACTION_WORDS,
    DEED_WORDS,
    LIST_WORDS,
    READY_WORDS,
    REASONS,
    STATE_TAGS,
    STATE_WORDS,
    WHEN_WORDS,
    delay_words,
)
from likely.web.said import said
from likely.web.segment_said import fault_words
from likely.web.workspace_clock import on_workspace_clock

RUNS: Final = 50  # a page


@member(Role.AGENT)
@require_safe
def playbooks(request: StaffRequest) -> HttpResponse:
    failed = Count("runs__steps", filter=Q(runs__steps__state=FAILED))
    found = Playbook.objects.of(request.workspace).select_related("workspace").annotate(failed=failed)
    rows = list(found.order_by("name"))
    taken = {one.name for one in rows}
    ready = [
        (key, *words)
        for key, words in READY_WORDS.items()
        if not taken & {str(words[0]), READY[key].facts.name}
    ]
    lists = Roster.objects.of(request.workspace).annotate(n=Count("entries")).order_by("name")
    context = {
        "rows": [_counted(one) for one in rows],
        "ready": ready,
        "lists": lists,
        "may_change": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/playbooks.html", context)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_playbook(request: StaffRequest) -> HttpResponse:
    """ready: key of a ready-made one to begin with; without one it is chosen what is done at once."""
    ready = READY.get(request.GET.get("ready", ""))
    action = ready.action if ready else OPEN_CASE
    form = _form(request, _first(request, ready), action, choose=ready is None)
    tried = None
    if form.is_bound and form.is_valid():
        try:
            if "dry" in request.POST:
                tried = _tried(request, form)
            else:
                made = make_playbook(request.workspace, form.facts(), actor(request), form.own_action)
                keep_hubspot(request.workspace, form.token(), actor(request))
                messages.success(request, _("Saved. It acts once it is switched on."))
                return redirect("playbook", made.pk)
        except Refusal as refusal:
            form.refuse(refusal)
    context = _editor(request, form, action, tried) | {"may_change": True}
    return render(request, "web/playbook.html", context, status=422 if form.errors else 200)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
@on_workspace_clock
def playbook(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    found = _playbook(request, playbook_id)
    may_change = reaches(request.member.role, Role.MANAGER)
    if request.method == "POST" and not may_change:
        raise Refusal("role_too_low", "Playbooks are changed by managers and owners.")
    form = _form(request, typed(found.facts()), found.action)
    tried = None
    if form.is_bound and form.is_valid():
        try:
            if "dry" in request.POST:
                tried = _tried(request, form)
            else:
                change_playbook(found, form.facts(), actor(request))
                keep_hubspot(request.workspace, form.token(), actor(request))
                messages.success(request, _("Saved."))
                return redirect("playbook", found.pk)
        except Refusal as refusal:
            form.refuse(refusal)
    context = {
        **_counted(_playbook(request, playbook_id)),
        **_editor(request, form, found.action, tried),
        **_log(request, found),
        "may_change": may_change,
        "endpoints": _endpoints(found) if may_change else [],
    }
    return render(request, "web/playbook.html", context, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_POST
def switch(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    found, on = _playbook(request, playbook_id), request.POST.get("on") == "yes"
    switch_playbook(found, actor(request), timezone.now(), on=on)
    messages.success(request, _("On. It acts on what happens from now on.") if on else _("Off."))
    return redirect("playbooks")


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    drop_playbook(_playbook(request, playbook_id), actor(request))
    messages.success(request, _("Removed. Its cases stay."))
    return redirect("playbooks")


@member(Role.MANAGER)
@require_POST
def step_again(request: StaffRequest, step_id: UUID) -> HttpResponse:
    """Try a step of the log again."""
    rows = RunStep.objects.of(request.workspace).select_related("run", "posted")
    step = get_object_or_404(rows, pk=step_id)
    try:
        try_again(step, actor(request), timezone.now())
        messages.success(request, _("It is done again in a moment."))
    except Refusal as refusal:
        messages.error(request, str(said(refusal)))
    return redirect("playbook", step.run.playbook_id)


@member(Role.MANAGER)
@require_POST
def drop_roster(request: StaffRequest, list_id: UUID) -> HttpResponse:
    drop_list(get_object_or_404(Roster.objects.of(request.workspace), pk=list_id), actor(request))
    messages.success(request, _("The list is gone. The people stay."))
    return redirect("playbooks")


def _playbook(request: StaffRequest, playbook_id: UUID) -> Playbook:
    rows = Playbook.objects.of(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=playbook_id)


def _form(
    request: StaffRequest, initial: dict[str, Any], action: str, *, choose: bool = False
) -> PlaybookForm:
    """A step that is added or taken away is only typed: nothing is saved."""
    sent = request.POST
    if request.method == "POST" and ("add" in sent or "remove" in sent):
        add = sent.get("deed", "") if "add" in sent else ""
        initial, data = retyped(sent, add, sent.get("remove", "")), None
    else:
        data = sent if request.method == "POST" else None
    return PlaybookForm(request.workspace, data, initial=initial, action=action, choose=choose)


def _first(request: StaffRequest, ready: Ready | None) -> dict[str, Any]:
    if ready is None:
        return {"resurvey_days": 3}
    name, _does = READY_WORDS[request.GET["ready"]]
    told = typed(ready.facts) | {"name": str(name)}
    return {
        key: str(LIST_WORDS.get(value, value)) if key.endswith("-list") else value
        for key, value in told.items()
    }


def _editor(request: StaffRequest, form: PlaybookForm, action: str, tried: int | None) -> dict[str, Any]:
    return {
        "form": form,
        "action": action,
        "does": ACTION_WORDS[action],
        "invites": action == INVITE,
        "only_steps": action == STEPS_ONLY,
        "tried": tried,
        "deeds": [(one, DEED_WORDS[one]) for one in DEEDS],
        "lists": Roster.objects.of(request.workspace).order_by("name")[:100],
    }


def _tried(request: StaffRequest, form: PlaybookForm) -> int:
    """The dry run of what is typed; nothing is saved."""
    told = read_playbook(request.workspace, form.facts(), form.own_action)
    return dry_run(Playbook(workspace=request.workspace, action=form.own_action, **told), timezone.now())


def _log(request: StaffRequest, found: Playbook) -> dict[str, Any]:
    """The newest runs, each with its steps."""
    runs = PlaybookRun.objects.of(request.workspace).filter(playbook=found)
    related = runs.select_related("response__person", "case__person", "person")
    rows, following = newest_first(related, request.GET.get("after", ""), RUNS)
    by_run: dict[UUID, list[dict[str, Any]]] = {}
    steps = RunStep.objects.of(request.workspace).filter(run__in=[one.pk for one in rows])
    for step in steps.select_related("posted").order_by("place"):
        by_run.setdefault(step.run_id, []).append(_step_told(step))
    return {
        "runs": [{"run": one, "steps": by_run.get(one.pk, [])} for one in rows],
        "n_runs": runs.count(),
        "next": following,
    }


def _step_told(step: RunStep) -> dict[str, Any]:
    state = step.shown_state
    last = REASONS.get(f"{step.reason}_last") if state == FAILED else None
    told = last or REASONS.get(step.reason)
    cure = (told or step.reason) if step.reason and state != DONE else ""
    return {
        "step": step,
        "title": DEED_WORDS[step.do],
        "state": STATE_WORDS[state],
        "tag": STATE_TAGS[state],
        "waits": state == "waits",
        "cure": cure,
        "words": step.shown_words if state != DONE else "",
        "again": state in AGAIN and (state != "waits" or step.tries > 0),
    }


def _endpoints(found: Playbook) -> list[dict[str, str]]:
    """Whom its steps call, with what the receiver needs to check a call."""
    urls = {step.says.get("url", "") for step in found.read_steps()} - {""}
    rows = Endpoint.objects.of(found.workspace_id).filter(url__in=urls).order_by("url")
    return [{"url": one.url, "secret": one.secret_shown} for one in rows]


def _counted(one: Playbook) -> dict[str, Any]:
    """n: how often it would have acted in the last 30 days; None where its condition can't be read."""
    told = {
        "playbook": one,
        "when": WHEN_WORDS[one.when],
        "does": ACTION_WORDS[one.action],
        "then": [
            {
                "title": DEED_WORDS[step.do],
                "delay": delay_words(step.delay.n, step.delay.unit),
                "now": step.delay.unit == "now",
            }
            for step in one.read_steps()
        ],
    }
    try:
        return told | {"n": dry_run(one, timezone.now())}
    except Refusal as refusal:
        return told | {"n": None, "fault": fault_words(refusal)}
