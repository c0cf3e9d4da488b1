"""Problems: what many cases have in common, how large it is, what is decided, and everybody told at last."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, Count, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.case import Case as OneCase
from likely.act.case import may_own
from likely.act.idea import Idea
from likely.act.problem import (
    LONGEST,
    SETTLED,
    STATUSES,
    Problem,
    ProblemFacts,
    add_cases,
    change_problem,
    drop_problem,
    make_problem,
    take_out_case,
)
from likely.act.problem_size import affected, problem_size
from likely.act.problem_told import LONGEST as LONGEST_TOLD
from likely.act.problem_told import reach_of, tell_affected, told_states
from likely.base.access import reaches
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.lib.figure import signed
from likely.lib.refusal import Refusal
from likely.people.local_days import LocalDays
from likely.stats.estimate import Estimate
from likely.store.theme_set import themes_of
from likely.web.access import StaffRequest, actor, member
from likely.web.ideas import STATE_WORDS as IDEA_STATES
from likely.web.language import language
from likely.web.said import said
from likely.web.theme_words import theme_names

AROUND_DAYS: Final = 91  # before a release and after it, as the trend is shown
OFFERED: Final = 30  # cases that can be put in
PER_PAGE: Final = 25
# Of the form, as they are.
TYPED: Final = (
    "name", "about", "status", "decision", "released_on", "tracker", "followed_from", "followed_until"
)  # fmt: skip
STATUS_WORDS: Final = {
    "noticed": gettext_lazy("Noticed"),
    "decided": gettext_lazy("Decided"),
    "working": gettext_lazy("Being worked on"),
    "released": gettext_lazy("Released"),
    "declined": gettext_lazy("Stays as it is"),
}
WHY_NOT: Final = {
    "nobody": gettext_lazy("gave no name"),
    "no_address": gettext_lazy("have no mail address"),
    "not_asked": gettext_lazy("were not asked whether we may write"),
    "not_permitted": gettext_lazy("do not want to be contacted"),
    "suppressed": gettext_lazy("can’t be written to: unsubscribed, bounced or complained"),
}
STATES: Final = {
    "queued": gettext_lazy("waiting"),
    "claimed": gettext_lazy("being sent"),
    "sent": gettext_lazy("sent"),
    "unknown": gettext_lazy("unknown"),
    "failed": gettext_lazy("failed"),
    "cancelled": gettext_lazy("not sent any more"),
}


class ProblemForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST["name"])
    about = forms.CharField(
        label=gettext_lazy("What is wrong"),
        max_length=LONGEST["about"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    words = forms.CharField(
        label=gettext_lazy("Words by which comments speak of it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line. A comment that has all words of a line speaks of it; what is in quotes stands "
            "together."
        ),
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes, where they are blamed"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    owner = forms.ChoiceField(label=gettext_lazy("Whose it is"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("How far it is"), choices=[(one, STATUS_WORDS[one]) for one in STATUSES]
    )
    tracker = forms.CharField(
        label=gettext_lazy("Where the work is planned"),
        max_length=300,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    followed_from = forms.DateField(
        label=gettext_lazy("On the product list from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "The first day of a launch. Its words and themes are followed there, beside the time before."
        ),
    )
    followed_until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    decision = forms.CharField(
        label=gettext_lazy("What was decided, and why"),
        max_length=LONGEST["decision"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    released_on = forms.DateField(
        label=gettext_lazy("Released on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A mark on the trend stands on this day, to hold before and after against."),
    )

    def __init__(self, sent: Any, workspace: Workspace, language: str, initial: Any = None) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        fields: Any = self.fields
        fields["owner"].choices = [
            ("", "–"),
            *((str(pk), str(one)) for pk, one in may_own(workspace).items()),
        ]
        themes = themes_of(workspace).themes
        fields["themes"].choices = [(f"{one.id}-", one.name(language)) for one in themes]
        if not themes:
            del self.fields["themes"]

    def facts(self) -> ProblemFacts:
        told = self.cleaned_data
        return ProblemFacts(
            **{name: told[name] for name in TYPED},
            owner=UUID(told["owner"]) if told["owner"] else None,
            words=told["words"].splitlines(),
            themes=told.get("themes", ()),
        )


class TellForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_TOLD["subject"])
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TOLD["text"],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("{name} is the person, {sender} the workspace, {problem} the problem’s name."),
    )


@member(Role.AGENT)
@require_safe
def problems(request: StaffRequest) -> HttpResponse:
    """?sizes=yes: with how large each is, which takes longer; the page asks for it by itself."""
    place = Case(*(When(status=one, then=n) for n, one in enumerate(STATUSES)), default=len(STATUSES))
    rows = _rows(request).select_related("workspace", "owner").annotate(n=Count("cases"), place=place)
    page = Paginator(rows.order_by("place", "-created_at"), PER_PAGE).get_page(request.GET.get("page"))
    with_sizes = request.GET.get("sizes") == "yes"
    context = {
        "page": page,
        "problems": [(one, _sized(one) if with_sizes else None) for one in page],
        "with_sizes": with_sizes,
        "statuses": STATUS_WORDS,
    }
    return render(request, "web/problems.html", context)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_problem(request: StaffRequest) -> HttpResponse:
    form = ProblemForm(request.POST or None, request.workspace, language())
    if made := _kept(request, form, None):
        return redirect("problem", made.pk)
    context = {"form": form, "problem": None}
    return render(request, "web/problem_form.html", context, status=422 if form.errors else 200)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, problem_id: UUID) -> HttpResponse:
    found = _found(request, problem_id)
    form = ProblemForm(request.POST or None, request.workspace, language(), _typed(found))
    if _kept(request, form, found):
        return redirect("problem", found.pk)
    context = {"form": form, "problem": found}
    return render(request, "web/problem_form.html", context, status=422 if form.errors else 200)


@member(Role.AGENT)
@require_safe
def problem(request: StaffRequest, problem_id: UUID) -> HttpResponse:
    return _page(request, _found(request, problem_id))


@member(Role.AGENT)
@require_POST
def problem_cases(request: StaffRequest, problem_id: UUID) -> HttpResponse:
    """Put cases in, or take one out."""
    found = _found(request, problem_id)
    if out := _ids([request.POST.get("out", "")]):
        take_out_case(found, out[0], actor(request))
        messages.success(request, _("Taken out."))
    else:
        n = add_cases(found, _ids(request.POST.getlist("case")), actor(request))
        messages.success(request, ngettext("%(n)s case put in.", "%(n)s cases put in.", n) % {"n": n})
    return redirect("problem", found.pk)


@member(Role.AGENT)
@require_POST
def put_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Put the case into the problem that the form of its page names."""
    case = get_object_or_404(OneCase.objects.of(request.workspace), pk=case_id)
    named = _ids([request.POST.get("problem", "")])
    if not named:
        messages.error(request, _("Choose a problem."))
        return redirect("case", case.pk)
    found = _found(request, named[0])
    add_cases(found, [case.pk], actor(request))
    messages.success(request, _("It is in “%(name)s” now.") % {"name": found.name})
    return redirect("case", case.pk)


@member(Role.MANAGER)
@require_POST
def tell(request: StaffRequest, problem_id: UUID) -> HttpResponse:
    found, now = _found(request, problem_id), timezone.now()
    form = TellForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, found, form)
    try:
        words = (form.cleaned_data["subject"], form.cleaned_data["text"])
        n = tell_affected(found, affected(found, now), words, actor(request), now)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
        return _page(request, found, form)
    messages.success(
        request, ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", n) % {"n": n}
    )
    return redirect("problem", found.pk)


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, problem_id: UUID) -> HttpResponse:
    drop_problem(_found(request, problem_id), actor(request))
    messages.success(request, _("Removed. Its cases stay."))
    return redirect("problems")


def _page(request: StaffRequest, found: Problem, form: TellForm | None = None) -> HttpResponse:
    now = timezone.now()
    ids = affected(found, now)
    size = problem_size(found, ids, now)
    settled = found.status in SETTLED
    inside = found.cases.select_related("person", "response").order_by("-opened_at")
    states = told_states(found)
    context: dict[str, Any] = {
        "problem": found,
        "status": STATUS_WORDS[found.status],
        "around": _around(found, LocalDays(request.workspace.time_zone, now).today),
        "size": size,
        "points": _points(size.points) if size.points else "",
        "smallest": request.workspace.smallest_group,
        "themes": theme_names(request.workspace, found.themes),
        "inside": inside[:OFFERED],
        "inside_n": inside.count(),
        "offered": _offered(request, found, ids),
        "settled": settled,
        "reach": reach_of(found, ids, now) if settled else None,
        "why_not": WHY_NOT,
        "ideas": Idea.objects.of(request.workspace).filter(problem=found).order_by("-created_at")[:OFFERED],
        "idea_states": IDEA_STATES,
        "told": [(STATES[state], n) for state, n in states.items()],
        "form": form or TellForm(label_suffix="", initial=_usual(found)),
        "may_tell": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/problem.html", context, status=422 if form else 200)


def _around(found: Problem, today: date) -> str:
    """The trend's question: weeks of a quarter of a year before the release, and of as many after it."""
    if found.released_on is None:
        return ""
    since, until = (found.released_on + timedelta(days=days) for days in (-AROUND_DAYS, AROUND_DAYS))
    return urlencode({"since": since, "until": min(until, max(today, found.released_on)), "grain": "week"})


def _sized(found: Problem) -> dict[str, Any]:
    now = timezone.now()
    size = problem_size(found, affected(found, now), now)
    points = _points(size.points) if size.points else ""
    return {"answers": size.answers, "value": size.value, "points": points}


def _points(points: Estimate) -> str:
    """−5.2 (−5.6 to −4.8): a part of the score needs a decimal."""
    span = _("{low} to {high}").format(low=signed(points.low, 1), high=signed(points.high, 1))
    return f"{signed(points.value, 1)} ({span})"


def _usual(found: Problem) -> dict[str, str]:
    """Words to begin with."""
    done = found.status == "released"
    told = _("We have repaired it:") if done else _("We have looked at it and decided:")
    text = _("Hello {name}, you told us about this: {problem}.")
    closing = _("Thank you for telling us. {sender}")
    return {
        "subject": _("What became of your answer"),
        "text": "\n\n".join([text, f"{told} {found.decision}".strip(), closing]),
    }


def _offered(request: StaffRequest, found: Problem, ids: frozenset[UUID]) -> list[OneCase]:
    """Open cases that are not in it; those whose answer speaks of it first."""
    rows = OneCase.objects.of(request.workspace).filter(is_open=True).exclude(problems=found)
    rows = rows.select_related("person", "response").order_by("-urgency")
    fitting = list(rows.filter(response__in=list(ids)[: OFFERED * 10])[:OFFERED]) if ids else []
    others = rows.exclude(pk__in=[one.pk for one in fitting])[: OFFERED - len(fitting)]
    return [*fitting, *others]


def _kept(request: StaffRequest, form: ProblemForm, found: Problem | None) -> Problem | None:
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        if found is None:
            return make_problem(request.workspace, form.facts(), actor(request))
        return change_problem(found, form.facts(), actor(request))
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
        return None


def _typed(found: Problem) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in (*TYPED, "themes")},
        "owner": str(found.owner_id or ""),
        "words": "\n".join(found.words),
    }


def _rows(request: StaffRequest) -> QuerySet[Problem]:
    return Problem.objects.of(request.workspace)


def _found(request: StaffRequest, problem_id: UUID) -> Problem:
    rows = _rows(request).select_related("workspace", "owner", "annotation")
    return get_object_or_404(rows, pk=problem_id)


def _ids(told: list[str]) -> list[UUID]:
    found = []
    for one in told:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
