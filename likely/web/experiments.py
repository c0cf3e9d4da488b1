"""Experiments: the list, making one, and one of them: what may be done now, with its figures (R12)."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.standing import Standing, standing
from likely.ask.experiment import (
    Experiment,
    drop_experiment,
    make_experiment,
    start_experiment,
    stop_experiment,
)
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.store.schema import DIMENSIONS
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, actor, member
from likely.web.column_names import column_names
from likely.web.driver_figures import figures_offered
from likely.web.experiment_form import KINDS, ExperimentForm
from likely.web.experiment_insights import advice_sentences, experiment_insights, no_figures, terms
from likely.web.guardrail_form import guard_names, offered
from likely.web.insight import file_of
from likely.web.question import read_question
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

PER_PAGE: Final = 10  # each is computed
DONE: Final = {
    "start": gettext_lazy("Started. From now on the arm stands on invitations and answers."),
    "read": gettext_lazy("Started. The arm is read from the property of each answer."),
    "stop": gettext_lazy("Stopped. What it found is kept."),
    "drop": gettext_lazy("Removed."),
}


@member()
@require_safe
@on_workspace_clock
def experiments(request: StaffRequest) -> HttpResponse:
    """The newest first; the cursor is the id of the last one."""
    rows = _all(request).order_by("-pk")
    after = request.GET.get("after", "")
    rows = rows.filter(pk__lt=after) if _is_id(after) else rows
    page = list(rows[: PER_PAGE + 1])
    table = table_of(request.workspace) if any(one.started_at for one in page) else None
    told = [(one, _advice(one, standing(one, table)) if table and one.started_at else []) for one in page]
    context = {
        "rows": told[:PER_PAGE],
        "next": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else "",
        "may_edit": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/experiments.html", context)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_experiment(request: StaffRequest) -> HttpResponse:
    table = table_of(request.workspace)
    names = column_names(request.workspace)
    columns = [(column, names.column(column)) for column in table.dimensions if column not in DIMENSIONS]
    figures = figures_offered(request.workspace, read_question(request.workspace, table, QueryDict()))
    guards = offered(request.workspace, table.ratings, figures, get_language() or "en")
    sent = (request.POST,) if request.method == "POST" else ()
    form = ExperimentForm(request.workspace, columns, guards, *sent)
    if sent and form.is_valid():
        try:
            made = make_experiment(request.workspace, form.facts(), actor(request))
            messages.success(request, _("Saved. Look at it once more, then start it."))
            return redirect("experiment", made.pk)
        except Refusal as refusal:
            form.add_error(_field(form, refusal), str(said(refusal)))
    status = 422 if sent else 200
    return render(request, "web/experiment_form.html", {"form": form, "kinds": KINDS}, status=status)


@member()
@require_safe
@on_workspace_clock
def experiment(request: StaffRequest, experiment_id: UUID) -> HttpResponse:
    found = _experiment(request, experiment_id)
    seen = _standing(request, found)
    context = {
        "experiment": found,
        "advice": _advice(found, seen),
        "terms": terms(found, guard_labels(found)),
        "insights": experiment_insights(found, seen, guard_labels(found)).values(),
        "may_edit": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/experiment.html", context)


@member()
@require_safe
@on_workspace_clock
def experiment_file(request: StaffRequest, experiment_id: UUID, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    found = _experiment(request, experiment_id)
    made: Mapping[str, Any] = experiment_insights(found, _standing(request, found), guard_labels(found))
    return file_of(made or no_figures(), name, kind)


@member(Role.MANAGER)
@require_POST
def experiment_state(request: StaffRequest, experiment_id: UUID) -> HttpResponse:
    """Start, stop or remove."""
    found, deed = _experiment(request, experiment_id), request.POST.get("deed", "")
    try:
        _do(found, deed, actor(request))
        messages.success(request, str(DONE["read" if deed == "start" and not found.is_assigned else deed]))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("experiments") if deed == "drop" else redirect("experiment", experiment_id)


def _do(experiment: Experiment, deed: str, who: str) -> None:
    match deed:
        case "start":
            start_experiment(experiment, timezone.now(), who)
        case "stop":
            stop_experiment(experiment, timezone.now(), who)
        case "drop":
            drop_experiment(experiment, who)
        case _:
            raise Refusal("unknown_deed", f"An experiment can't be asked to {deed!r}.", field="deed")


def _advice(experiment: Experiment, seen: Standing) -> list[str]:
    if experiment.started_at is None:
        if experiment.is_assigned:
            return [_("It has not been started. Nobody is in an arm yet.")]
        return [_("It has not been started. Then its figures stand here.")]
    if seen.found is None:
        return [_("No answers in the arms yet. Come back when some have come in.")]
    return advice_sentences(experiment, seen.found, guard_labels(experiment))


def _standing(request: StaffRequest, experiment: Experiment) -> Standing:
    return standing(experiment, table_of(request.workspace)) if experiment.started_at else Standing(None)


def guard_labels(experiment: Experiment) -> dict[str, str]:
    guards = list(experiment.guardrails.all())
    return guard_names(experiment.workspace, guards, get_language() or "en")


def _all(request: StaffRequest) -> Any:
    rows = Experiment.objects.of(request.workspace)
    return rows.select_related("survey", "confirm", "workspace").prefetch_related("guardrails__survey")


def _experiment(request: StaffRequest, experiment_id: UUID) -> Experiment:
    found: Experiment = get_object_or_404(_all(request), pk=experiment_id)
    return found


def _field(form: ExperimentForm, refusal: Refusal) -> str | None:
    name = {"margins": "arms", "guards": "guard_1"}.get(refusal.field, refusal.field)
    return name if name in form.fields else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
