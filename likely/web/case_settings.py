"""How the workspace works its cases: hours, holidays, targets, owners, and who hears of delays (L01)."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from likely.act.business_hours import DAY_MINUTES
from likely.act.case import may_own
from likely.act.case_policy import (
    MOST_DAYS_OFF,
    MOST_HOURS,
    CasePolicy,
    case_policy_of,
    change_case_policy,
    country_names,
)
from likely.base.member import Role, User
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OWNER_RULES: Final = (
    ("least_loaded", gettext_lazy("Whoever has the fewest open cases")),
    ("round_robin", gettext_lazy("Each in turn")),
    ("team", gettext_lazy("Whoever in the customer’s team has the fewest open cases")),
    ("fixed", gettext_lazy("Always the same colleague")),
    ("nobody", gettext_lazy("Nobody: whoever takes it")),
)


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CaseSettingsForm(forms.Form):
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    days_off = forms.CharField(
        label=gettext_lazy("Further days off"),
        required=False,
        max_length=20 * MOST_DAYS_OFF,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("One day a line, such as 2026-12-24."),
    )
    reply_hours = forms.IntegerField(
        label=gettext_lazy("First reply"),
        min_value=0,
        max_value=MOST_HOURS,
        help_text=gettext_lazy("Working hours; 0: before work ends on the same day."),
    )
    resolve_hours = forms.IntegerField(label=gettext_lazy("Resolution"), min_value=0, max_value=MOST_HOURS)
    owner_rule = forms.ChoiceField(
        label=gettext_lazy("Whose case it becomes"),
        choices=OWNER_RULES,
        help_text=gettext_lazy("The manager of the person’s account comes first."),
    )
    owner = forms.ChoiceField(label=gettext_lazy("The colleague"), required=False)
    escalate_to = forms.ChoiceField(
        label=gettext_lazy("Who is told beside the owner"),
        required=False,
        help_text=gettext_lazy("By mail, once each time that passes. The case also moves up in the queue."),
    )

    def __init__(self, *args: Any, colleagues: Mapping[UUID, User], **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        own: Any = self.fields
        own["country"].choices = [("", _("None"))] + [(code, name) for code, name in country_names().items()]
        people = [("", _("Nobody")), *((str(id), str(user)) for id, user in colleagues.items())]
        own["owner"].choices = own["escalate_to"].choices = people
        for place, day in enumerate(DAYS):
            for end, label in (("from", _("%(day)s from")), ("to", _("%(day)s until"))):
                title = label % {"day": WEEKDAYS[place]}
                self.fields[f"{day}_{end}"] = forms.TimeField(label=title, required=False, widget=_clock())

    @property
    def week(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [
            (str(WEEKDAYS[place]), self[f"{day}_from"], self[f"{day}_to"]) for place, day in enumerate(DAYS)
        ]


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def case_settings(request: StaffRequest) -> HttpResponse:
    colleagues = may_own(request.workspace)
    first = _typed(case_policy_of(request.workspace))
    form = CaseSettingsForm(request.POST or None, initial=first, colleagues=colleagues)
    if form.is_bound and form.is_valid():
        try:
            change_case_policy(request.workspace, _policy(form.cleaned_data), actor(request))
            messages.success(request, _("Saved. It holds for cases that are opened from now on."))
            return redirect("case-settings")
        except Refusal as refusal:
            field = f"{refusal.field}_to" if refusal.field in DAYS else refusal.field
            form.add_error(field if field in form.fields else None, said(refusal))
    return render(request, "web/case_settings.html", {"form": form}, status=422 if form.errors else 200)


def _typed(policy: CasePolicy) -> dict[str, Any]:
    told: dict[str, Any] = {
        "country": policy.country,
        "days_off": "\n".join(sorted(day.isoformat() for day in policy.days_off)),
        "reply_hours": policy.reply_hours,
        "resolve_hours": policy.resolve_hours,
        "owner_rule": policy.owner_rule,
        "owner": str(policy.owner or ""),
        "escalate_to": str(policy.escalate_to or ""),
    }
    for day, hours in zip(DAYS, policy.week, strict=True):
        if hours:
            told |= {f"{day}_from": _time(hours[0]), f"{day}_to": _time(hours[1])}
    return told


def _policy(told: Mapping[str, Any]) -> CasePolicy:
    return CasePolicy(
        week=tuple(_hours(day, told[f"{day}_from"], told[f"{day}_to"]) for day in DAYS),
        country=told["country"],
        days_off=frozenset(_day(line.strip()) for line in told["days_off"].splitlines() if line.strip()),
        reply_hours=told["reply_hours"],
        resolve_hours=told["resolve_hours"],
        owner_rule=told["owner_rule"],
        owner=UUID(told["owner"]) if told["owner"] else None,
        escalate_to=UUID(told["escalate_to"]) if told["escalate_to"] else None,
    )


def _hours(day: str, since: time | None, until: time | None) -> tuple[int, int] | None:
    """Minutes after midnight; midnight as the end is that of the day's end."""
    if since is None and until is None:
        return None
    if since is None or until is None:
        raise Refusal("hours_half", "A day that is worked has a beginning and an end.", field=day)
    ends = _minutes(until)
    return _minutes(since), ends or DAY_MINUTES


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("not_a_day", f"{text!r} is no day.", field="days_off") from None
