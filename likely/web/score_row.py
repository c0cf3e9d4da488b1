"""The page with the score row of a survey to copy into a mail, and the maker of links with properties."""

from datetime import UTC, datetime, time
from typing import Any, Final
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from likely.ask.definition import Definition
from likely.ask.preset import preset_address
from likely.ask.score_row import ScoreRow, score_row
from likely.ask.survey import Survey
from likely.ask.wording import with_names
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, member

PLACEHOLDER: Final = "PERSONAL-LINK"
POLICY: Final = {
    "default-src": [NONE],
    "style-src-attr": ["'unsafe-inline'"],  # a mail has no other styles, and there is no script on this page
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_score_row(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """A POST makes a link with properties; it stores nothing."""
    survey, definition = _asked(request, survey_id)
    language = _language(request, definition)
    context: dict[str, Any] = {
        "survey": survey,
        "language": language,
        "languages": with_names(definition.languages),
        "row": _row(survey, definition, language),
        "placeholder": f"{settings.BASE_URL}/r/{PLACEHOLDER}",
        "personal": score_row(definition, language, f"{settings.BASE_URL}/r/{PLACEHOLDER}"),
        "typed": request.POST,
    }
    if request.method == "POST":
        try:
            context["preset"] = _preset(survey, request)
        except Refusal as refusal:
            context["refusal"] = refusal
    return render(request, "web/score_row.html", context, status=422 if "refusal" in context else 200)


@member(Role.MANAGER)
@require_safe
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def survey_score_row_look(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """The row as a mail shows it."""
    survey, definition = _asked(request, survey_id)
    row = _row(survey, definition, _language(request, definition))
    return HttpResponse(f'<!doctype html><meta charset="utf-8"><title>{_("Score row")}</title>{row.html}')


def _asked(request: StaffRequest, survey_id: UUID) -> tuple[Survey, Definition]:
    survey = get_object_or_404(Survey.objects.of(request.workspace).exclude(live=None), pk=survey_id)
    assert survey.live is not None  # noqa: S101 - excluded above
    return survey, survey.live.read()


def _language(request: StaffRequest, definition: Definition) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in definition.languages else definition.languages[0]


def _row(survey: Survey, definition: Definition, language: str) -> ScoreRow:
    return score_row(definition, language, f"{settings.BASE_URL}/s/{survey.slug}")


def _preset(survey: Survey, request: StaffRequest) -> str:
    """The link with the properties that were typed: one a line, name = value."""
    lines = [line for line in request.POST.get("properties", "").splitlines() if line.strip()]
    pairs = dict(line.partition("=")[::2] for line in lines)
    properties = {name.strip(): value.strip() for name, value in pairs.items()}
    day = parse_date(request.POST.get("until", "") or "9999-01-01")
    until = datetime.combine(day, time.max, UTC) if day and day.year < 9999 else None
    return preset_address(survey, properties, until)
