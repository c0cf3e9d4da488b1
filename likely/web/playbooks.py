"""Playbooks: which are there, which are on, how often each would have acted, and what it did (L04)."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.endpoint import (
    USUAL_OVERLAP,
    WEBHOOK,
    Endpoint,
    keep_hubspot,
    rotate_secret,
    tell_new_secrets,
)
from likely.act.occasion import dry_run
from likely.act.playbook import (
    INVITE,
    OPEN_CASE,
    STEPS_ONLY,
    Playbook,
    PlaybookFacts,
    change_playbook,
    drop_playbook,
    make_playbook,
    read_playbook,
    switch_playbook,
)
from likely.act.playbook_ready import READY, Ready
from likely.act.playbook_run import AGAIN, DONE, FAILED, PlaybookRun, RunStep, try_again
from likely.act.playbook_step import DEEDS, Step
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.people.roster import Roster
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
OVERLAPS: Final = {  # hours -> words
    0: gettext_lazy("not at all"),
    1: gettext_lazy("1 hour"),
    24: gettext_lazy("24 hours"),
    72: gettext_lazy("3 days"),
    168: gettext_lazy("7 days"),
}


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
    return _page(request, found, form, tried)


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
@on_workspace_clock
def secret(request: StaffRequest, playbook_id: UUID) -> HttpResponse:
    """Shown once: a secret that nobody has seen, or, with rotate, a new one.

    since: when it was rotated last as the page knew it, so that a page that is loaded again rotates nothing.
    """
    found, now, told = _playbook(request, playbook_id), timezone.now(), request.POST
    endpoint = _called(found).filter(url=told.get("url", "")).first()
    if endpoint is None:
        shown = ""
    elif "rotate" not in told:
        shown = tell_new_secrets(request.workspace, [endpoint.url], now).get(endpoint.url, "")
    elif told.get("since", "") == _since(endpoint):
        shown = rotate_secret(endpoint, _hours(told.get("hours", "")), actor(request), now)
    else:
        shown = ""
    if endpoint is None or not shown:
        messages.error(request, _("It was shown or rotated meanwhile. Rotate it to get a new one."))
        return redirect("playbook", found.pk)
    form = _form(request, typed(found.facts()), found.action, is_typed=False)
    return _page(request, found, form, shown={"url": endpoint.url, "secret": shown})


def _playbook(request: StaffRequest, playbook_id: UUID) -> Playbook:
    rows = Playbook.objects.of(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=playbook_id)


def _page(
    request: StaffRequest,
    found: Playbook,
    form: PlaybookForm,
    tried: int | None = None,
    shown: dict[str, str] | None = None,
) -> HttpResponse:
    """shown: {url, secret} that this page alone shows."""
    may_change = reaches(request.member.role, Role.MANAGER)
    context = {
        **_counted(_playbook(request, found.pk)),
        **_editor(request, form, found.action, tried),
        **_log(request, found),
        "may_change": may_change,
        "endpoints": _endpoints(found) if may_change else [],
        "shown": shown,
        "overlaps": OVERLAPS.items(),
        "usual_overlap": USUAL_OVERLAP,
    }
    return render(request, "web/playbook.html", context, status=422 if form.errors else 200)


def _form(
    request: StaffRequest,
    initial: dict[str, Any],
    action: str,
    *,
    choose: bool = False,
    is_typed: bool = True,
) -> PlaybookForm:
    """A step that is added or taken away is only typed: nothing is saved. is_typed: the form was sent."""
    sent = request.POST
    if not is_typed:
        data = None
    elif request.method == "POST" and ("add" in sent or "remove" in sent):
        add = sent.get("deed", "") if "add" in sent else ""
        initial, data = retyped(sent, add, sent.get("remove", "")), None
    else:
        data = sent if request.method == "POST" else None
    return PlaybookForm(request.workspace, data, initial=initial, action=action, choose=choose)


def _first(request: StaffRequest, ready: Ready | None) -> dict[str, Any]:
    """list: the id of one on which the playbook is to put people."""
    if ready is None:
        id = _id(request.GET.get("list", ""))
        found = Roster.objects.of(request.workspace).filter(pk=id).first() if id else None
        steps = (Step("listed", "list", says={"list": found.name}),) if found else ()
        if found is None:
            return {"resurvey_days": 3}
        return typed(PlaybookFacts("", ("detractor",), steps=steps)) | {"action": STEPS_ONLY}
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


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _called(found: Playbook) -> QuerySet[Endpoint]:
    """Whom its steps call."""
    urls = {step.says.get("url", "") for step in found.read_steps()} - {""}
    rows: QuerySet[Endpoint] = Endpoint.objects.of(found.workspace_id).filter(kind=WEBHOOK, url__in=urls)
    return rows.order_by("url")


def _endpoints(found: Playbook) -> list[dict[str, Any]]:
    """until: the secret before signs too, until then."""
    now = timezone.now()
    return [
        {
            "url": one.url,
            "is_untold": one.told_at is None,
            "since": _since(one),
            "rotated_at": one.rotated_at,
            "until": one.former_until if one.former_secrets(now) else None,
        }
        for one in _called(found)
    ]


def _since(endpoint: Endpoint) -> str:
    return endpoint.rotated_at.isoformat() if endpoint.rotated_at else ""


def _hours(told: str) -> int:
    return int(told) if told in map(str, OVERLAPS) else USUAL_OVERLAP


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
