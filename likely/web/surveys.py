"""Surveys: the list, a new one from a template, and the page of one with its links."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.ask.definition import Definition
from likely.ask.invitation import Invitation
from likely.ask.personal_link import address_of, make_links
from likely.ask.survey import Survey
from likely.ask.template import TEMPLATES, Template, make_definition
from likely.ask.template_table import SHELVES
from likely.ask.wording import own_names, with_names
from likely.base.access import reaches
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.collect.answered import is_answered
from likely.collect.ways import Way, ways_of
from likely.lib.csv_cell import plain_cell
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.lib.sort_order import head, ordered
from likely.lib.thrift import Thrift
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said
from likely.web.share import share_links

LATEST_YEAR = 2200  # of a closing day
WAYS = Thrift[tuple[Way, ...]](times=2, longest=500)
PER_PAGE = 50
RECENT = 20  # versions and links shown on the page of a survey
SORTS = tuple(
    f"{sign}{name}"
    for name in ("name", "state", "kind", "answers", "newest", "created_at")
    for sign in ("", "-")
)


class NewSurvey(forms.Form):
    template = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=lambda: [(name, one.title) for name, one in TEMPLATES.items()]
    )
    subject = forms.CharField(
        label=gettext_lazy("What is recommended"),
        max_length=120,
        help_text=gettext_lazy("Your organisation, product or service, as customers call it."),
    )
    touchpoint = forms.CharField(
        label=gettext_lazy("Touchpoint"),
        max_length=80,
        required=False,
        help_text=gettext_lazy(
            "Only for a transactional survey: the contact that is meant, such as your delivery."
        ),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=lambda: own_names().items(),
        widget=forms.CheckboxSelectMultiple,
    )
    name = forms.CharField(
        label=gettext_lazy("Name for your team"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Respondents never see it. Empty takes the kind and the subject."),
    )


@member()
@require_safe
def surveys(request: StaffRequest) -> HttpResponse:
    counted = Q(responses__state="counted") & is_answered(request.workspace, "responses__")
    found = Survey.objects.of(request.workspace).annotate(
        answers=Count("responses", filter=counted), newest=Max("responses__at", filter=counted)
    )
    order = head(request.GET.get("sort", ""), SORTS, "-created_at")
    every = ordered(found.order_by("-created_at"), order.by)
    words = request.GET.get("q", "").strip()
    rows = [one for one in every if words.casefold() in one.name.casefold()]
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "surveys": shown,
        "head": order,
        "words": words,
        "n": len(rows),
        "is_many": len(every) > PER_PAGE,
    }
    return render(request, "web/surveys.html", context | {"is_empty": not every})


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: StaffRequest) -> HttpResponse:
    first = {
        "languages": [request.workspace.language[:2]],
        "subject": request.workspace.name,
        "template": "rnps",
    }
    form = (
        NewSurvey(request.POST, label_suffix="")
        if request.method == "POST"
        else NewSurvey(initial=first, label_suffix="")
    )
    if form.is_bound and form.is_valid():
        try:
            if "edit" in request.POST:
                return redirect("survey-edit", _start(request, form.cleaned_data, Survey.begin).pk)
            return redirect("survey", _start(request, form.cleaned_data, Survey.start).pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, said(refusal))
    return render(request, "web/new_survey.html", {"form": form, "shelves": _shelves()})


def _shelves() -> list[tuple[Promise, list[tuple[str, Template]]]]:
    """The templates as they stand on their shelves."""
    return [
        (title, [(name, one) for name, one in TEMPLATES.items() if one.shelf == shelf])
        for shelf, title in SHELVES.items()
    ]


def _start(
    request: StaffRequest,
    wanted: dict[str, object],
    make: Callable[[Workspace, str, Definition, str], Survey],
) -> Survey:
    template, subject = str(wanted["template"]), str(wanted["subject"])
    languages = [code for code in own_names() if code in (wanted["languages"] or ())]  # type: ignore[operator]
    definition = make_definition(template, subject, languages, str(wanted["touchpoint"]) or None)
    name = str(wanted["name"]) or f"{TEMPLATES[template].title} · {subject}"  # type: ignore[index]
    return make(request.workspace, name, definition, actor(request))


@member()
@require_safe
def survey(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    found = _survey(request, survey_id)
    address = open_address(found)
    definition = found.live.read() if found.live else None
    return render(
        request,
        "web/survey.html",
        {
            "survey": found,
            "definition": definition,
            "languages": with_names(definition.languages) if definition else [],
            "questions": _questions(definition, request.LANGUAGE_CODE[:2]) if definition else [],
            "address": address,
            "qr": qr_code(address),
            "shares": share_links(definition, address, request.LANGUAGE_CODE) if definition else [],
            "ways": WAYS.get(found.pk, lambda: ways_of(found)),
            "versions": found.versions.order_by("-number")[:RECENT],
            "links": _links(found) if reaches(request.member.role, Role.MANAGER) else [],
        },
    )


@member()
@require_safe
def version(request: StaffRequest, survey_id: UUID, number: int) -> HttpResponse:
    """The definition of one version as the JSON that it is."""
    found = get_object_or_404(_survey(request, survey_id).versions, number=number)
    text = json.dumps(found.definition, ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    named(answer, f"{found.survey.slug}-{number}.json", inline=True)
    return answer


@member()
@require_safe
def qr(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """The open link as a code to print."""
    found = _survey(request, survey_id)
    drawn = io.BytesIO()
    segno.make(open_address(found), error="m").save(drawn, kind="svg", scale=8, border=4)
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    named(answer, f"{found.slug}.svg")
    return answer


@member(Role.MANAGER)
@require_POST
def survey_state(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """Open, pause or close; the moment at which it closes by itself; the name."""
    found = _survey(request, survey_id)
    if "name" in request.POST:
        found.rename(request.POST["name"], actor(request))
        return redirect("survey", found.pk)
    if "closes_at" in request.POST:
        found.close_on(_moment(request, request.POST["closes_at"]), actor(request))
    else:
        found.move_to(request.POST.get("state", ""), actor(request))
    return redirect("survey", found.pk)


def _moment(request: StaffRequest, typed: str) -> datetime | None:
    """What the page's field sends, in the workspace's own time."""
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        at = None
    if at is None or at.tzinfo or at.year > LATEST_YEAR:
        raise Refusal("not_a_moment", f"{typed[:40]!r} is no date and time.", field="closes_at")
    return at.replace(tzinfo=ZoneInfo(request.workspace.time_zone))


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_links(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """GET: the personal links as CSV. POST: make links for a pasted list."""
    found = _survey(request, survey_id)
    if request.method != "POST":
        return _links_file(found)
    try:
        made = make_links(found, request.POST.get("people", ""), actor(request))
    except Refusal as refusal:
        context = {"survey": found, "refusal": refusal, "typed": request.POST.get("people", "")}
        return render(request, "web/survey_links.html", context, status=422)
    messages.success(
        request,
        ngettext("%(n)s personal link made.", "%(n)s personal links made.", len(made)) % {"n": len(made)},
    )
    return redirect("survey", found.pk)


def open_address(survey: Survey) -> str:
    return f"{settings.BASE_URL}/s/{survey.slug}"


def qr_code(address: str) -> SafeString:
    """The address as an SVG to look at: dark on white in both themes, so that cameras read it."""
    code = segno.make(address, error="m").svg_inline(scale=4, border=3, light="#fff", dark="#111")
    label = f'<svg role="img" aria-label="{_("QR code of the open link")}" '
    return mark_safe(code.replace("<svg ", label, 1))  # noqa: S308 - drawn here from our own address


def _survey(request: StaffRequest, survey_id: UUID) -> Survey:
    return get_object_or_404(Survey.objects.of(request.workspace).select_related("live"), pk=survey_id)


def _questions(definition: Definition, language: str) -> list[str]:
    """What is asked, in the reader's language where the survey has it."""
    spoken = definition.best_language([language])
    asked = [question for question in definition.questions if question.kind != "hidden"]
    return [definition.say(question.text, spoken) for question in asked]


def _links(survey: Survey) -> list[dict[str, object]]:
    newest = (
        Invitation.objects.of(survey.workspace).filter(survey=survey).select_related("person", "response")
    )
    return [_link(invitation) for invitation in newest.order_by("-id")[:RECENT]]


def _link(invitation: Invitation) -> dict[str, object]:
    answered = getattr(invitation, "response", None)
    return {
        "person": invitation.person,
        "address": address_of(invitation),
        "invitation": invitation,
        "response": answered,
    }


def _links_file(survey: Survey) -> HttpResponse:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["external_id", "email", "phone", "name", "link"])
    found = Invitation.objects.of(survey.workspace).filter(survey=survey).select_related("person")
    for invitation in found.order_by("id").iterator(500):
        person = invitation.person
        known = [person.external_id, person.email, person.phone, person.name] if person else [""] * 4
        rows.writerow([plain_cell(value) for value in [*known, address_of(invitation)]])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    named(answer, f"{survey.slug}-links.csv")
    return answer
