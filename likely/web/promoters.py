"""Promoters: from being asked to whom they brought, who could stand up for us, who was praised."""

import csv
from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.credit import Credit, CreditFacts, credit, praised, take_back_credit
from likely.act.promoter import Promoter, promoter_of, set_standing
from likely.act.promoter_list import PromoterFunnel, candidates, promoter_funnel, promoters_counted
from likely.act.promoter_plan import promoter_plan_of
from likely.base.access import reaches
from likely.base.member import Role
from likely.collect.response import Response
from likely.lib import chart
from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.lib.figure import percent
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.web.access import StaffRequest, actor, member
from likely.web.drawing import Chart
from likely.web.newest_first import newest_first
from likely.web.said import said

PER_PAGE: Final = 25
MOST_CANDIDATES: Final = 8
MOST_PRAISED: Final = 8
MOST_CREDITS: Final = 20
STANDINGS: Final = {
    "": gettext_lazy("not asked"),
    "candidate": gettext_lazy("could be asked"),
    "asked": gettext_lazy("was asked"),
    "agreed": gettext_lazy("agreed"),
    "declined": gettext_lazy("declined"),
}
CREDITED: Final = {
    "person": gettext_lazy("Colleague"),
    "team": gettext_lazy("Team"),
    "article": gettext_lazy("Article"),
    "feature": gettext_lazy("Feature"),
    "other": gettext_lazy("Something else"),
}


class CreditForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Who or what"), choices=list(CREDITED.items()))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    note = forms.CharField(
        label=gettext_lazy("What was good about it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For colleagues. Name no customer here: the answer itself stands beside it."),
    )
    is_example = forms.BooleanField(label=gettext_lazy("Keep it as an example for others"), required=False)


@member(Role.AGENT)
@require_safe
def promoters(request: StaffRequest) -> HttpResponse:
    own, now = request.workspace, timezone.now()
    funnel, plan = promoter_funnel(own), promoter_plan_of(own)
    page, after = newest_first(Promoter.objects.of(own), request.GET.get("after", ""), PER_PAGE)
    rows = list(promoters_counted(own).filter(pk__in=[row.pk for row in page]).order_by("-pk"))
    first = not request.GET.get("after")
    context: dict[str, Any] = {
        "funnel": funnel,
        "chart": funnel_chart(funnel),
        "rows": rows,
        "next": after,
        "plan": plan,
        "offers": bool(plan.landing or plan.sites),
        "candidates": candidates(own, now, MOST_CANDIDATES) if first else [],
        "standings": STANDINGS,
        "praised": praised(own, MOST_PRAISED),
        "credits": Credit.objects.of(own).select_related("response").order_by("-id")[:MOST_CREDITS],
        "credited": CREDITED,
        "may_change": reaches(request.member.role, Role.MANAGER),
        "may_export": reaches(request.member.role, Role.ANALYST),
    }
    return render(request, "web/promoters.html", context)


def funnel_chart(funnel: PromoterFunnel) -> Chart:
    """Of people all the way, so that each step is a part of the one before."""
    steps = [
        chart.FunnelStep(_("Asked"), funnel.asked),
        chart.FunnelStep(_("Took a link"), funnel.took),
        chart.FunnelStep(_("Shared it"), funnel.shared),
        chart.FunnelStep(_("Were followed"), funnel.followed),
        chart.FunnelStep(_("Brought somebody"), funnel.converted),
    ]
    finding = (
        _("%(share)s of the promoters who were asked brought somebody")
        % {"share": percent(funnel.converted / funnel.asked)}
        if funnel.asked
        else _("No promoter was asked yet")
    )
    return Chart("promoters", finding, partial(_drawn, steps, finding), chart.funnel_rows(steps, _))


def _drawn(steps: list[chart.FunnelStep], title: str, width: int) -> str:
    return chart.funnel(steps, title=title, width=width, gettext=_)


@member(Role.ANALYST)
@require_safe
def promoters_file(request: StaffRequest) -> StreamingHttpResponse:
    """Whoever has a link or was asked for one, as a CSV."""
    answer = StreamingHttpResponse(_lines(request), content_type="text/csv; charset=utf-8")
    named(answer, "promoters.csv")
    return answer


def _lines(request: StaffRequest) -> Iterator[str]:
    head = (
        "person", "email", "account", "link", "asked_at", "taken_at", "shares", "visits", "signups",
        "conversions", "value", "reference", "case_study",
    )  # fmt: skip
    lines = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + lines.writerow(head)
    for row in promoters_counted(request.workspace).order_by("pk").iterator(500):
        told: Any = row
        cells = (
            str(row.person), row.person.email, str(row.person.account or ""), row.link,
            _moment(row.invited_at), _moment(row.agreed_at), told.shares, told.visits, told.signups,
            told.conversions, told.value or 0, row.reference, row.case_study,
        )  # fmt: skip
        yield lines.writerow([plain_cell(cell) for cell in cells])


class _Echo:
    """What the csv module writes to; it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _moment(at: Any) -> str:
    return at.isoformat() if at else ""


@member(Role.AGENT)
@require_POST
def standing(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Whether somebody stands up for us: as a reference, or in a case study."""
    person = get_object_or_404(Person.objects.of(request.workspace), pk=person_id)
    for of in ("reference", "case_study"):
        if of in request.POST:
            set_standing(promoter_of(person), of, request.POST[of], actor(request))
    messages.success(request, _("Saved."))
    return redirect("promoters")


@member(Role.AGENT)
@require_safe
def examples(request: StaffRequest) -> HttpResponse:
    """What is kept to learn from, the newest first. ?kind=: of what was praised."""
    kind = request.GET.get("kind", "")
    kept = Credit.objects.of(request.workspace).filter(is_example=True)
    rows = kept.filter(kind=kind) if kind in CREDITED else kept
    page, following = newest_first(rows.select_related("response"), request.GET.get("after", ""), PER_PAGE)
    context = {
        "examples": page,
        "next": following,
        "kind": kind if kind in CREDITED else "",
        "credited": CREDITED,
        "any": bool(page) or kept.exists(),
    }
    return render(request, "web/examples.html", context)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_credit(request: StaffRequest) -> HttpResponse:
    """?response=ID: the answer that holds the praise."""
    response = _praise(request)
    form = CreditForm(request.POST or None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            facts = CreditFacts(**form.cleaned_data)
            credit(request.workspace, response, facts, actor(request), timezone.now())
            messages.success(request, _("Credited."))
            return redirect("promoters")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
    context = {"form": form, "response": response}
    return render(request, "web/credit_form.html", context, status=422 if form.errors else 200)


def _praise(request: StaffRequest) -> Response | None:
    named = request.GET.get("response", "")
    try:
        id = UUID(named) if named else None
    except ValueError:
        raise Refusal("response_unknown", "There is no such answer.", field="response") from None
    return get_object_or_404(Response.objects.of(request.workspace), pk=id) if id else None


@member(Role.MANAGER)
@require_POST
def drop_credit(request: StaffRequest, credit_id: UUID) -> HttpResponse:
    given = get_object_or_404(Credit.objects.of(request.workspace), pk=credit_id)
    take_back_credit(given, actor(request))
    messages.success(request, _("Removed."))
    return redirect("promoters")
