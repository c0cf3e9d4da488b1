"""What promoters are offered: where their links lead, a bonus, review pages, and the mail that asks them."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from likely.act.playbook import INVITE, Playbook, PlaybookFacts, make_playbook, switch_playbook
from likely.act.promoter_plan import (
    LONGEST,
    MOST_SITES,
    PromoterPlan,
    ReviewSite,
    change_promoter_plan,
    promoter_plan_of,
)
from likely.act.promoter_track import track_address
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

EMPTY_ROWS: Final = 2


class PromoterForm(forms.Form):
    landing = forms.CharField(
        label=gettext_lazy("Landing page"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "Where the links of promoters lead, with ref=CODE behind it. Empty: no link is offered."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    bonus = forms.CharField(
        label=gettext_lazy("Bonus, in words"),
        max_length=LONGEST["bonus"],
        required=False,
        help_text=gettext_lazy(
            "What whoever recommends you gets, and when. Shown before they take the link. Likely pays "
            "nothing out."
        ),
    )
    post = forms.CharField(
        label=gettext_lazy("Ready-made post"),
        max_length=LONGEST["post"],
        required=False,
        help_text=gettext_lazy("They can change it before they share. Empty: a sentence in their language."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SiteForm(forms.Form):
    """One row; without name and address it is none."""

    name = forms.CharField(label=gettext_lazy("Name of the review page"), max_length=60, required=False)
    url = forms.CharField(
        label=gettext_lazy("Its address"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    forbids_gating = forms.BooleanField(
        label=gettext_lazy("Forbids to choose by score: everybody is invited"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for field, other in (("name", "url"), ("url", "name")):
            if not told.get(field) and told.get(other):
                self.add_error(field, _("Needed beside the other."))
        return told


Sites: Any = formset_factory(SiteForm, extra=EMPTY_ROWS, max_num=MOST_SITES, validate_max=True)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def promoter_settings(request: StaffRequest) -> HttpResponse:
    plan = promoter_plan_of(request.workspace)
    sent = request.POST if request.method == "POST" else None
    form = PromoterForm(sent, initial=_typed(plan), label_suffix="")
    sites = Sites(sent, initial=[_typed_site(one) for one in plan.sites], form_kwargs={"label_suffix": ""})
    if sent is not None and form.is_valid() and sites.is_valid():
        try:
            change_promoter_plan(request.workspace, _plan(form, sites), actor(request))
            messages.success(request, _("Saved."))
            return redirect("promoter-settings")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
    wrong = bool(form.errors or (sent is not None and not sites.is_valid()))
    context = {
        "form": form,
        "sites": sites,
        "playbook": _playbook(request.workspace),
        "track": track_address(request.workspace),
        "call": f"{settings.BASE_URL}/api/v1/referrals/CODE/conversions",
    }
    return render(request, "web/promoter_settings.html", context, status=422 if wrong else 200)


@member(Role.MANAGER)
@require_POST
def promoter_mail(request: StaffRequest) -> HttpResponse:
    """Switch the playbook that thanks and invites; the first time it is made."""
    facts = PlaybookFacts(
        _("Thank promoters and ask them to recommend us"), ("promoter",), with_permission=True
    )
    found = _playbook(request.workspace) or make_playbook(request.workspace, facts, actor(request), INVITE)
    on = request.POST.get("on") == "yes"
    switch_playbook(found, actor(request), timezone.now(), on=on)
    messages.success(request, _("On. It acts on answers from now on.") if on else _("Off."))
    return redirect("promoter-settings")


def _playbook(workspace: Workspace) -> Playbook | None:
    return Playbook.objects.of(workspace).filter(action=INVITE).order_by("created_at").first()


def _plan(form: PromoterForm, sites: Any) -> PromoterPlan:
    told = [one.cleaned_data for one in sites.forms if one.cleaned_data.get("name")]
    return PromoterPlan(
        **form.cleaned_data,
        sites=tuple(
            ReviewSite(
                one["name"], one["url"], one["forbids_gating"], () if one["forbids_gating"] else ("promoter",)
            )
            for one in told
        ),
    )


def _typed(plan: PromoterPlan) -> dict[str, str]:
    return {"landing": plan.landing, "bonus": plan.bonus, "post": plan.post}


def _typed_site(site: ReviewSite) -> dict[str, Any]:
    return {"name": site.name, "url": site.url, "forbids_gating": site.forbids_gating}
