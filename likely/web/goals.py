"""Goals of units: what is to be reached by when, how far it is, and how likely it is in the end."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.goal import (
    MEASURES,
    PERIODS,
    Goal,
    GoalFacts,
    change_goal,
    drop_goal,
    has_ended,
    other_periods,
    set_goal,
)
from likely.act.goal_progress import Progress, progress_of
from likely.act.goal_words import MEASURE_WORDS, chance_words, figure_words, target_words, unit_name
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.figure import grouped
from likely.lib.refusal import Refusal
from likely.people.local_days import LocalDays
from likely.people.unit import UnitTree, tree_of
from likely.web.access import StaffRequest, actor, member
from likely.web.goal_insight import goals_insight
from likely.web.insight import file_of
from likely.web.said import said

PER_PAGE: Final = 25
MOST_PERIODS: Final = 24  # of one goal that stand on its page
NOW, ENDED, COMING = STATES = ("now", "ended", "coming")
STATE_WORDS: Final = {
    NOW: gettext_lazy("Running"),
    ENDED: gettext_lazy("Ended"),
    COMING: gettext_lazy("To come"),
}
AGAIN_WORDS: Final = {
    "month": gettext_lazy("each month"),
    "quarter": gettext_lazy("each quarter"),
    "year": gettext_lazy("each year"),
}
PERIOD_WORDS: Final = {
    "month": gettext_lazy("A month"),
    "quarter": gettext_lazy("A quarter"),
    "year": gettext_lazy("A year"),
}


class TargetForm(forms.Form):
    target = forms.IntegerField(
        label=gettext_lazy("Target"),
        min_value=-100,
        max_value=100,
        help_text=gettext_lazy("Points from −100 to 100 for the score, else percent."),
    )
    repeats = forms.BooleanField(
        label=gettext_lazy("Begins anew in each period that follows"),
        required=False,
        help_text=gettext_lazy("With the same target. What was reached before stays to be seen."),
    )


class GoalForm(TargetForm):
    field_order = ("unit", "measure", "target", "period", "day", "repeats")
    unit = forms.TypedChoiceField(label=gettext_lazy("Of"), coerce=UUID, required=False, empty_value=None)
    measure = forms.ChoiceField(
        label=gettext_lazy("What is measured"), choices=[(one, MEASURE_WORDS[one]) for one in MEASURES]
    )
    period = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=[(one, PERIOD_WORDS[one]) for one in PERIODS]
    )
    day = forms.DateField(
        label=gettext_lazy("A day in it"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The goal is for the month, quarter or year that this day lies in."),
    )

    def __init__(self, sent: Any, tree: UnitTree, initial: Any) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        fields: Any = self.fields
        fields["unit"].choices = [
            ("", _("Everybody")),
            *((str(one.pk), tree.path(one)) for one in tree.units),
        ]


@member()
@require_safe
def goals(request: StaffRequest) -> HttpResponse:
    """?state=now|ended|coming"""
    state = request.GET.get("state", NOW)
    state = state if state in STATES else NOW
    page = Paginator(_of_state(request, state), PER_PAGE).get_page(request.GET.get("page"))
    told = progress_of(request.workspace, list(page), timezone.now())
    own = reaches(request.member.role, Role.MANAGER)
    context = {
        "page": page,
        "rows": [_row(one) for one in told],
        "states": [(one, STATE_WORDS[one]) for one in STATES],
        "state": state,
        "any": Goal.objects.of(request.workspace).exists(),
        "own": own,
        "sees_signs": own,
        "tab": "goals",
        "insight": goals_insight(told),
    }
    return render(request, "web/goals.html", context)


@member()
@require_safe
def goal_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The picture of those that run, or its numbers."""
    state = request.GET.get("state", NOW)
    rows = _of_state(request, state if state in STATES else NOW)[:PER_PAGE]
    insight = goals_insight(progress_of(request.workspace, list(rows), timezone.now()))
    return file_of({insight.name: insight}, name, kind)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: StaffRequest) -> HttpResponse:
    today = LocalDays(request.workspace.time_zone, timezone.now()).today
    usual = {"day": today, "period": "quarter", "unit": request.GET.get("unit", "")}
    form = GoalForm(request.POST or None, tree_of(request.workspace), usual)
    if form.is_bound and form.is_valid():
        try:
            set_goal(request.workspace, GoalFacts(**form.cleaned_data), actor(request), timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
        else:
            messages.success(request, _("Saved."))
            return redirect("goals")
    return render(request, "web/goal_form.html", {"form": form}, status=422 if form.errors else 200)


@member()
@require_safe
def goal(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """How far it is, and how it went in its other periods."""
    found = _found(request, goal_id)
    return _goal_page(request, found, TargetForm(initial=_as_it_is(found), label_suffix=""))


@member(Role.MANAGER)
@require_POST
def goal_change(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    """Its target, and whether it goes on; another unit or length is another goal."""
    found = _found(request, goal_id)
    sent = request.POST.copy()
    sent.setdefault("target", str(found.target))  # which the page of one that ended does not ask
    form = TargetForm(sent, initial=_as_it_is(found), label_suffix="")
    if form.is_valid():
        try:
            change_goal(found, actor(request), timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            shown = refusal.field in form.fields and refusal.code != "goal_ended"
            form.add_error(refusal.field if shown else None, str(said(refusal)))
        else:
            messages.success(request, _("Saved."))
            return redirect("goals")
    return _goal_page(request, found, form)


def _as_it_is(found: Goal) -> dict[str, object]:
    return {"target": found.target, "repeats": found.repeats}


def _goal_page(request: StaffRequest, found: Goal, form: forms.Form) -> HttpResponse:
    now = timezone.now()
    ended = has_ended(found, now)
    if ended:  # its target is history; that it goes on may still be taken back
        del form.fields["target"]
    if ended and not found.repeats:
        del form.fields["repeats"]
    periods = [found, *other_periods(found)[:MOST_PERIODS]]
    this, *others = [_row(one) for one in progress_of(request.workspace, periods, now)]
    context = {
        "form": form,
        "goal": found,
        "name": unit_name(found),
        "measure": MEASURE_WORDS[found.measure],
        "this": this,
        "others": others,
        "own": reaches(request.member.role, Role.MANAGER),
        "ended": ended,
    }
    return render(request, "web/goal.html", context, status=422 if form.errors else 200)


@member(Role.MANAGER)
@require_POST
def goal_drop(request: StaffRequest, goal_id: UUID) -> HttpResponse:
    drop_goal(_found(request, goal_id), actor(request))
    messages.success(request, _("The goal is removed."))
    return redirect("goals")


def _of_state(request: StaffRequest, state: str) -> QuerySet[Goal]:
    today = LocalDays(request.workspace.time_zone, timezone.now()).today
    rows = Goal.objects.of(request.workspace).select_related("unit")
    if state == ENDED:
        return rows.filter(until__lt=today).order_by("-until", "unit__name", "measure", "pk")
    held = {"since__lte": today, "until__gte": today} if state == NOW else {"since__gt": today}
    return rows.filter(**held).order_by("until", "unit__name", "measure", "pk")


def _row(one: Progress) -> dict[str, Any]:
    found = one.goal
    return {
        "goal": found,
        "name": unit_name(found),
        "measure": MEASURE_WORDS[found.measure],
        "figure": figure_words(one),
        "target": target_words(found),
        "chance": chance_words(one),
        "more": grouped(one.more),
        "over": one.over,
        "again": AGAIN_WORDS[found.period] if found.repeats else "",
    }


def _found(request: StaffRequest, goal_id: UUID) -> Goal:
    rows = Goal.objects.of(request.workspace).select_related("workspace", "unit")
    return get_object_or_404(rows, pk=goal_id)
