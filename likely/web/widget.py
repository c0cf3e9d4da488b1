"""The page of a survey's widget: the tag to copy, a look at it, and the rules that hold on every page."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from likely.ask.survey import Survey
from likely.ask.widget_rules import MOST_DAYS, WidgetRules, read_origins
from likely.ask.wording import with_names
from likely.base.access import reaches
from likely.base.journal import record
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member


class RulesForm(forms.Form):
    origins = forms.CharField(
        label=gettext_lazy("Pages that may carry it"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "placeholder": "https://shop.example"}
        ),
        help_text=gettext_lazy(
            "One origin a line, such as https://shop.example or https://*.example. Empty: any page."
        ),
    )
    shown_days = forms.IntegerField(
        label=gettext_lazy("Days until it comes again unasked"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy(
            "Holds where the tag says less. 0 leaves it to the tag, which says 30 on its own."
        ),
    )
    answered_days = forms.IntegerField(
        label=gettext_lazy("Days of rest after an answer"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy(
            "Holds where the tag says less. 0 leaves it to the tag, which says 90 on its own."
        ),
    )
    sample = forms.IntegerField(
        label=gettext_lazy("Percent of browsers that are asked"), min_value=0, max_value=100
    )

    def clean_origins(self) -> tuple[str, ...]:
        try:
            return read_origins(self.cleaned_data["origins"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


@member()
@require_http_methods(["GET", "HEAD", "POST"])
def survey_widget(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    found = get_object_or_404(Survey.objects.of(request.workspace).select_related("live"), pk=survey_id)
    may_change = reaches(request.member.role, Role.MANAGER)
    form = _form(request, found) if may_change else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            _keep(request, found, WidgetRules(**form.cleaned_data))
            return redirect("survey-widget", found.pk)
    context = {
        "survey": found,
        "form": form,
        "tag": tag_of(found),
        "host": settings.BASE_URL,
        "languages": with_names(found.live.read().languages) if found.live else [],
    }
    return render(request, "web/survey_widget.html", context)


def tag_of(survey: Survey) -> str:
    """The one tag that a page needs."""
    return f'<script async src="{settings.BASE_URL}/w.js" data-survey="{survey.slug}"></script>'


def _form(request: StaffRequest, survey: Survey) -> RulesForm:
    if request.method == "POST":
        return RulesForm(request.POST, label_suffix="")
    kept = WidgetRules.of(survey.widget).to_json()
    first: dict[str, Any] = {**kept, "origins": "\n".join(kept["origins"])}
    return RulesForm(initial=first, label_suffix="")


@transaction.atomic
def _keep(request: StaffRequest, survey: Survey, rules: WidgetRules) -> None:
    survey.widget = rules.to_json()
    survey.save(update_fields=["widget"])
    record(request.workspace, actor(request), "survey.widget", f"survey:{survey.pk}", **survey.widget)
    messages.success(request, _("Saved."))
