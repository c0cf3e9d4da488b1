"""Ideas of staff: submit, vote, discuss, and read what was decided and why."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.idea import (
    LONGEST,
    OPEN,
    STATES,
    Idea,
    IdeaFacts,
    change_idea,
    decide_idea,
    drop_idea,
    remark,
    submit_idea,
    vote,
)
from likely.act.problem import Problem
from likely.base.access import reaches
from likely.base.member import Role, User
from likely.lib.refusal import Refusal
from likely.store.theme_set import themes_of
from likely.web.access import StaffRequest, member
from likely.web.language import language
from likely.web.said import said
from likely.web.theme_words import theme_names

PER_PAGE: Final = 25
REMARKS_SHOWN: Final = 50
STATE_WORDS: Final = {
    "open": pgettext_lazy("idea", "Open"),
    "planned": pgettext_lazy("idea", "Planned"),
    "done": pgettext_lazy("idea", "Done"),
    "declined": pgettext_lazy("idea", "Declined"),
}


class IdeaForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("The idea in a line"), max_length=LONGEST["title"])
    text = forms.CharField(
        label=gettext_lazy("What you would do, and what it would change"),
        max_length=LONGEST["text"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    problem = forms.ChoiceField(label=gettext_lazy("The problem that it would solve"), required=False)
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes that it is about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, sent: Any, request: StaffRequest, initial: Any = None) -> None:
        super().__init__(sent, initial=initial, label_suffix="")
        fields: Any = self.fields
        problems = Problem.objects.of(request.workspace).order_by("name")
        fields["problem"].choices = [("", "–"), *((str(one.pk), one.name) for one in problems)]
        if not reaches(request.member.role, Role.AGENT) or not problems:
            del self.fields["problem"]
        themes = themes_of(request.workspace).themes
        fields["themes"].choices = [(one.id, one.name(language())) for one in themes]
        if not themes:
            del self.fields["themes"]

    def facts(self, kept: Idea | None) -> IdeaFacts:
        """What the form does not offer to somebody stays as it is."""
        told, was = self.cleaned_data, kept.problem_id if kept else None
        problem = (UUID(told["problem"]) if told["problem"] else None) if "problem" in told else was
        return IdeaFacts(told["title"], told["text"], told.get("themes", ()), problem)


class DecisionForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=[(one, STATE_WORDS[one]) for one in STATES]
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody in the workspace reads it."),
    )


@member()
@require_safe
def ideas(request: StaffRequest) -> HttpResponse:
    """?state=: those in that state; by votes, then the newest."""
    state = request.GET.get("state", OPEN)
    state = state if state in STATES else OPEN
    counted = dict(Idea.objects.of(request.workspace).order_by().values_list("state").annotate(n=Count("pk")))
    rows = _rows(request).filter(state=state)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "states": [(one, STATE_WORDS[one], counted.get(one, 0)) for one in STATES],
        "state": state,
        "any": bool(counted),
    }
    return render(request, "web/ideas.html", context)


@member()
@require_http_methods(["GET", "HEAD", "POST"])
def new_idea(request: StaffRequest) -> HttpResponse:
    form = IdeaForm(request.POST or None, request)
    if made := _kept(request, form, None):
        return redirect("idea", made.pk)
    return render(
        request, "web/idea_form.html", {"form": form, "idea": None}, status=422 if form.errors else 200
    )


@member()
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    """Whose it is, and a manager, may."""
    found = _found(request, idea_id)
    if not _may_change(request, found):
        return _not_theirs(request, found)
    typed = {
        "title": found.title,
        "text": found.text,
        "problem": str(found.problem_id or ""),
        "themes": found.themes,
    }
    form = IdeaForm(request.POST or None, request, typed)
    if _kept(request, form, found):
        return redirect("idea", found.pk)
    return render(
        request, "web/idea_form.html", {"form": form, "idea": found}, status=422 if form.errors else 200
    )


@member()
@require_safe
def idea(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    return _page(request, _found(request, idea_id))


@member()
@require_POST
def idea_vote(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    """vote=yes, or anything else to take it back."""
    found = _found(request, idea_id)
    try:
        vote(found, request.user, request.POST.get("vote") == "yes")
    except Refusal as refusal:
        messages.error(request, str(said(refusal)))
    return redirect("idea", found.pk)


@member()
@require_POST
def idea_remark(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    found, typed = _found(request, idea_id), request.POST.get("remark", "")
    try:
        remark(found, request.user, typed, timezone.now())
    except Refusal as refusal:
        return _page(request, found, fault=str(said(refusal)), typed=typed)
    return redirect("idea", found.pk)


@member(Role.MANAGER)
@require_POST
def idea_decide(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    found = _found(request, idea_id)
    form = DecisionForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            told = form.cleaned_data
            decide_idea(found, told["state"], told["reason"], request.user, timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
        else:
            messages.success(request, _("Decided. Everybody here can read why."))
            return redirect("idea", found.pk)
    return _page(request, _found(request, idea_id), form)


@member()
@require_POST
def idea_drop(request: StaffRequest, idea_id: UUID) -> HttpResponse:
    found = _found(request, idea_id)
    if not _may_change(request, found):
        return _not_theirs(request, found)
    drop_idea(found, request.user)
    messages.success(request, _("The idea is removed."))
    return redirect("ideas")


def _page(
    request: StaffRequest, found: Idea, form: DecisionForm | None = None, fault: str = "", typed: str = ""
) -> HttpResponse:
    remarks = found.remarks.select_related("author").order_by("-at")
    initial = {"state": found.state, "reason": found.reason}
    context = {
        "idea": found,
        "state": STATE_WORDS[found.state],
        "is_open": found.state == OPEN,
        "themes": theme_names(request.workspace, found.themes),
        "remarks": Paginator(remarks, REMARKS_SHOWN).get_page(request.GET.get("page")),
        "own": _may_change(request, found),
        "may_decide": reaches(request.member.role, Role.MANAGER),
        "sees_problems": reaches(request.member.role, Role.AGENT),
        "form": form or DecisionForm(label_suffix="", initial=initial),
        "fault": fault,
        "typed": typed,
    }
    return render(request, "web/idea.html", context, status=422 if form or fault else 200)


def _kept(request: StaffRequest, form: IdeaForm, found: Idea | None) -> Idea | None:
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        if found is None:
            return submit_idea(request.workspace, form.facts(None), request.user, timezone.now())
        change_idea(found, form.facts(found), request.user)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
        return None
    return found


def _rows(request: StaffRequest) -> QuerySet[Idea]:
    mine = Idea.voters.through.objects.filter(idea=OuterRef("pk"), user=request.user)
    rows = Idea.objects.of(request.workspace).select_related("workspace", "author", "decided_by", "problem")
    counted = rows.annotate(votes=Count("voters"), voted=Exists(mine))
    return counted.order_by("-votes", "-created_at")


def _found(request: StaffRequest, idea_id: UUID) -> Idea:
    found: Idea = get_object_or_404(_rows(request), pk=idea_id)
    return found


def _may_change(request: StaffRequest, found: Idea) -> bool:
    author: User | None = found.author
    return author == request.user or reaches(request.member.role, Role.MANAGER)


def _not_theirs(request: StaffRequest, found: Idea) -> HttpResponse:
    messages.error(request, _("Only its author and managers may do that."))
    return redirect("idea", found.pk)
