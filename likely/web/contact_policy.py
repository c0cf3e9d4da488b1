"""The contact policy of the workspace: how often anybody is asked, whoever asks (C03)."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from likely.ask.contact_policy import (
    ContactPolicy,
    change_contact_policy,
    policy_of,
    read_contact_policy,
)
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.plan_fault import fault_of

KINDS: Final = (
    ("rnps", "rNPS"),
    ("tnps", "tNPS"),
    ("enps", "eNPS"),
    ("csat5", gettext_lazy("CSAT, 1 to 5")),
    ("csat10", gettext_lazy("CSAT, 1 to 10")),
    ("ces", "CES"),
    ("wow", gettext_lazy("Wow question")),
    ("custom", gettext_lazy("Survey of your own")),
)


class ContactPolicyForm(forms.Form):
    any_days = forms.IntegerField(
        label=gettext_lazy("Between any two surveys"),
        min_value=0,
        max_value=3650,
        help_text=gettext_lazy("Days that must pass before the same person is asked anything again."),
    )
    per_day = forms.IntegerField(label=gettext_lazy("At most a day"), min_value=1, required=False)
    per_hour = forms.IntegerField(label=gettext_lazy("At most an hour"), min_value=1, required=False)
    wave_share = forms.IntegerField(
        label=gettext_lazy("Kept for waves"),
        min_value=0,
        max_value=90,
        help_text=gettext_lazy("Percent of the most a day and an hour that triggers may never use up."),
    )
    holdout = forms.FloatField(
        label=gettext_lazy("Hold out"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy("Percent of people whom nobody asks in a calendar year, to compare with."),
    )
    quiet_start = forms.TimeField(
        label=gettext_lazy("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_end = forms.TimeField(
        label=gettext_lazy("until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        for kind, title in KINDS:
            self.fields[f"days_{kind}"] = forms.IntegerField(label=title, min_value=0, max_value=3650)

    @property
    def kind_fields(self) -> list[forms.BoundField]:
        return [self[f"days_{kind}"] for kind, _title in KINDS]


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def contact_policy(request: StaffRequest) -> HttpResponse:
    form = ContactPolicyForm(request.POST or None, initial=_typed(policy_of(request.workspace)))
    if form.is_bound and form.is_valid():
        try:
            change_contact_policy(request.workspace, _policy(form.cleaned_data), actor(request))
            messages.success(request, _("Saved. It holds from the next decision on."))
            return redirect("contact-policy")
        except Refusal as refusal:
            field, sentence = fault_of(refusal)
            form.add_error(field if field in form.fields else None, sentence)
    return render(request, "web/contact_policy.html", {"form": form}, status=422 if form.errors else 200)


def _typed(policy: ContactPolicy) -> dict[str, Any]:
    plain = ("any_days", "per_day", "per_hour", "wave_share", "holdout")
    return {
        **{name: getattr(policy, name) for name in plain},
        **{f"days_{kind}": policy.clock_of(kind).days for kind, _title in KINDS},
        "quiet_start": policy.quiet.start,
        "quiet_end": policy.quiet.end,
    }


def _policy(told: Mapping[str, Any]) -> ContactPolicy:
    usual = ContactPolicy()
    days = {kind: told[f"days_{kind}"] for kind, _title in KINDS}
    return read_contact_policy(
        {
            "kind_days": {kind: n for kind, n in days.items() if n != usual.clock_of(kind).days},
            "any_days": told["any_days"],
            "per_day": told["per_day"],
            "per_hour": told["per_hour"],
            "wave_share": told["wave_share"],
            "holdout": told["holdout"],
            "quiet": {"start": f"{told['quiet_start']:%H:%M}", "end": f"{told['quiet_end']:%H:%M}"},
        }
    )
