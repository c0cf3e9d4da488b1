"""The page about what became of cases, and whether and with what people are asked again."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from likely.act.recovery import Recovery, recovery_of
from likely.act.recovery_plan import (
    MOST_DAYS,
    RecoveryPlan,
    change_recovery_plan,
    recovery_plan_of,
    start_short_survey,
    surveys_to_ask,
)
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.insight import file_of
from likely.web.recovery_insights import recovery_insights
from likely.web.said import said

PERIODS: Final = {
    "30": gettext_lazy("Last 30 days"),
    "90": gettext_lazy("Last 90 days"),
    "365": gettext_lazy("Last 12 months"),
}
USUAL: Final = "90"
NEW: Final = "new"  # of the choice: a short survey is made


class RecoveryForm(forms.Form):
    survey = forms.ChoiceField(label=gettext_lazy("Ask again with"), required=False)
    after_days = forms.IntegerField(
        label=gettext_lazy("Days after the case was closed"), min_value=0, max_value=MOST_DAYS
    )

    def __init__(self, request: StaffRequest, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        own = [(str(one.pk), one.name) for one in surveys_to_ask(request.workspace)]
        choices = [("", _("Nobody is asked again")), (NEW, _("A new short survey about the case")), *own]
        self.fields["survey"].choices = choices  # type: ignore[attr-defined]
        self.fields["survey"].help_text = _(
            "By mail, to people who permitted contact, under the contact policy: its clocks may delay it or "
            "rule it out."
        )


@member(Role.VIEWER)
@require_safe
def recovery(request: StaffRequest) -> HttpResponse:
    return _page(request, None)


@member(Role.VIEWER)
@require_safe
def recovery_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The picture, or its numbers."""
    return file_of(recovery_insights(_found(request), request.workspace.smallest_group), name, kind)


@member(Role.MANAGER)
@require_POST
def plan(request: StaffRequest) -> HttpResponse:
    form = RecoveryForm(request, request.POST)
    if form.is_valid():
        try:
            change_recovery_plan(request.workspace, _plan(request, form), actor(request))
            messages.success(request, _("Saved. It holds for cases that are closed from now on."))
            return redirect("recovery")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    return _page(request, form)


def _plan(request: StaffRequest, form: RecoveryForm) -> RecoveryPlan:
    chosen, days = form.cleaned_data["survey"], form.cleaned_data["after_days"]
    if not chosen:
        return RecoveryPlan(None, days)
    if chosen == NEW:
        return RecoveryPlan(start_short_survey(request.workspace, _("After a case"), actor(request)), days)
    survey = next(one for one in surveys_to_ask(request.workspace) if one.pk == UUID(chosen))
    return RecoveryPlan(survey, days)


def _page(request: StaffRequest, form: RecoveryForm | None) -> HttpResponse:
    found, now = _found(request), recovery_plan_of(request.workspace)
    first = {"survey": str(now.survey.pk) if now.survey else "", "after_days": now.after_days}
    insights = recovery_insights(found, request.workspace.smallest_group)
    context = {
        "found": found,
        "insights": insights.values() if found.opened else (),
        "periods": PERIODS.items(),
        "period": _period(request),
        "plan": now,
        "form": form or RecoveryForm(request, initial=first),
        "may_change": reaches(request.member.role, Role.MANAGER),
        "may_work": reaches(request.member.role, Role.AGENT),
    }
    return render(request, "web/recovery.html", context, status=422 if form else 200)


def _found(request: StaffRequest) -> Recovery:
    now = timezone.now()
    since = now - timedelta(days=int(_period(request)))
    return recovery_of(request.workspace, since, now + timedelta(seconds=1))


def _period(request: StaffRequest) -> str:
    asked = request.GET.get("period", USUAL)
    return asked if asked in PERIODS else USUAL
