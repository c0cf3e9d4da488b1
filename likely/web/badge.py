"""The settings of the public badge: whether it is shown, of which survey and time, and code for a site."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from likely.act.badge import (
    LONGEST_NOTE,
    PERIODS,
    Badge,
    BadgeFacts,
    badge_figure,
    badge_of,
    change_badge,
    offered_surveys,
)
from likely.base.member import Role
from likely.lib.badge import badge as drawn
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

PERIOD_WORDS = {
    30: gettext_lazy("30 days"),
    91: gettext_lazy("13 weeks"),
    182: gettext_lazy("26 weeks"),
    365: gettext_lazy("a year"),
}


class BadgeForm(forms.Form):
    is_on = forms.BooleanField(
        label=gettext_lazy("Show the score to everybody"),
        required=False,
        help_text=gettext_lazy(
            "Whoever has the address sees score, interval, answers and time. Nothing else."
        ),
    )
    survey = forms.ChoiceField(label=gettext_lazy("Survey"), required=False)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Time"), coerce=int, choices=[(days, PERIOD_WORDS[days]) for days in PERIODS]
    )
    note = forms.CharField(
        label=gettext_lazy("Ranks and awards"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy("A line of your own on the page behind the badge. It is marked as your word."),
    )


@member(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def badge_settings(request: StaffRequest) -> HttpResponse:
    own, badge = request.workspace, badge_of(request.workspace)
    form = BadgeForm(request.POST or None, initial=_typed(badge), label_suffix="")
    choices = [
        ("", _("All relationship surveys together")),
        *offered_surveys(own).values_list("slug", "name"),
    ]
    form.fields["survey"].choices = choices  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        try:
            change_badge(own, BadgeFacts(**form.cleaned_data), actor(request))
            messages.success(request, _("Saved."))
            return redirect("badge-settings")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
    context: dict[str, Any] = {"form": form, "badge": badge, "picture": _look(badge)}
    context |= {"code": _code(badge), "page": _address(badge)} if badge.is_on else {}
    return render(request, "web/badge.html", context, status=422 if form.errors else 200)


def _look(badge: Badge) -> str:
    """As everybody would see it now."""
    figure = badge_figure(badge, timezone.now())
    period = f"{date_format(figure.since, 'DATE_FORMAT')} – {date_format(figure.until, 'DATE_FORMAT')}"
    return drawn(badge.workspace.name, figure.score, period, gettext=_)


def _address(badge: Badge) -> str:
    return f"{settings.BASE_URL}/badge/{badge.slug}"


def _code(badge: Badge) -> str:
    at = _address(badge)
    return f'<a href="{at}"><img src="{at}.svg" width="320" height="112" alt="{_("Net promoter score")}"></a>'


def _typed(badge: Badge) -> dict[str, Any]:
    survey = badge.survey.slug if badge.survey else ""
    return {"is_on": badge.is_on, "survey": survey, "days": badge.days, "note": badge.note}
