"""Accounts: the companies that people belong to, and the page of one with what its people answered."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from likely.ask.definition import NPS_KINDS
from likely.ask.invitation import Invitation
from likely.base.access import reaches
from likely.base.member import Member, Role
from likely.collect.response import Response
from likely.people.account import Account, edit_account
from likely.people.person import Person
from likely.stats.score import Score, score_of_cell
from likely.web.access import StaffRequest, actor, member

PER_PAGE: Final = 50
SHOWN: Final = 25  # people and answers on the page of an account


class AccountForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=160, required=False)
    value = forms.FloatField(label=gettext_lazy("Value a year"), required=False)
    keeper = forms.ChoiceField(label=gettext_lazy("Account manager"), required=False)

    def __init__(self, sent: Any, *, members: list[tuple[str, str]], initial: Any) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        self.fields["keeper"].choices = [("", "–"), *members]  # type: ignore[attr-defined]


@member(Role.AGENT)
@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """By their ids; the cursor is the last id seen."""
    words = request.GET.get("words", "").strip()
    found = Account.objects.of(request.workspace).order_by("external_id")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(external_id__icontains=words))
    if after := request.GET.get("after", ""):
        found = found.filter(external_id__gt=after)
    rows = list(found[: PER_PAGE + 1])
    context = {
        "accounts": _with_people(rows[:PER_PAGE]),
        "words": words,
        "next": rows[PER_PAGE - 1].external_id if len(rows) > PER_PAGE else None,
        "may_edit": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/accounts.html", context)


def _with_people(accounts: list[Account]) -> list[tuple[Account, int]]:
    counted = Person.objects.filter(account__in=accounts).order_by().values("account").annotate(n=Count("pk"))
    people = {row["account"]: row["n"] for row in counted}
    return [(account, people.get(account.pk, 0)) for account in accounts]


@member(Role.AGENT)
@require_safe
def account(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = get_object_or_404(Account.objects.of(request.workspace), pk=account_id)
    people = Person.objects.of(request.workspace).filter(account=found).order_by("-id")
    answers = Response.objects.of(request.workspace).filter(person__account=found)
    score = _score(answers)
    context = {
        "account": found,
        "people": people[:SHOWN],
        "count": people.count(),
        "responses": answers.select_related("survey", "person").order_by("-at")[:SHOWN],
        "score": score if score and score.n >= request.workspace.smallest_group else None,
        "smallest": request.workspace.smallest_group,
        "silent": _silent(request, found)[:SHOWN],
        "may_edit": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/account.html", context)


def _score(answers: QuerySet[Response]) -> Score | None:
    """Of the answers that count to the recommendation question."""
    asked = answers.filter(state="counted", survey__kind__in=NPS_KINDS).exclude(score=None)
    counts = dict(asked.order_by().values_list("score").annotate(n=Count("pk")))
    return score_of_cell([counts.get(score, 0) for score in range(11)])


def _silent(request: StaffRequest, account: Account) -> QuerySet[Person]:
    """Who was asked and never answered."""
    asked = Invitation.objects.of(request.workspace).filter(person__account=account)
    answered = Response.objects.of(request.workspace).filter(person__account=account)
    people = Person.objects.of(request.workspace).filter(pk__in=asked.values("person"))
    return people.exclude(pk__in=answered.values("person")).order_by("-id")


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, account_id: UUID) -> HttpResponse:
    found = get_object_or_404(Account.objects.of(request.workspace), pk=account_id)
    members = Member.objects.of(request.workspace).select_related("user")
    named = [(str(one.user_id), str(one.user)) for one in members]
    first = {"name": found.name, "value": found.value, "keeper": str(found.keeper_id or "")}
    form = AccountForm(request.POST or None, initial=first, members=named)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        keeper = next((one.user for one in members if str(one.user_id) == said["keeper"]), None)
        edit_account(found, said["name"], said["value"], keeper, actor(request))
        return redirect("account", found.pk)
    return render(request, "web/account_form.html", {"form": form, "account": found})
