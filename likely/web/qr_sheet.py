"""Codes to print for a survey, one a place, and the link of a kiosk that stands there."""

import io
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from likely.ask.definition import Definition
from likely.ask.kiosk import kiosk_address
from likely.ask.preset import preset_address
from likely.ask.survey import Survey
from likely.ask.wording import with_names
from likely.base.member import Role
from likely.lib.handed_out import named
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, member

MOST_PLACES: Final = 60  # of one sheet
LONGEST: Final = 80  # characters of a place or a touchpoint
PER_PAGE: Final = ("1", "2", "4", "8")  # cards on A4
KINDS: Final = {"svg": "image/svg+xml", "png": "image/png"}
PIXELS: Final = 16  # of one module in the PNG


@dataclass(frozen=True, slots=True)
class Card:
    place: str
    address: str
    code: SafeString


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_sheet(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """What is printed stands in the address. A POST makes the link of a kiosk; it stores nothing."""
    survey = _survey(request, survey_id)
    assert survey.live is not None  # noqa: S101 - _survey leaves out what was never published
    definition = survey.live.read()
    language = _language(request, definition)
    context: dict[str, Any] = {
        "survey": survey,
        "definition": definition,
        "language": language,
        "languages": with_names(definition.languages),
        "question": definition.say(definition.leading.text, language),
        "typed": request.GET,
        "typed_kiosk": request.POST,
        "per_page": _per_page(request),
        "sizes": PER_PAGE,
    }
    try:
        context["cards"] = _cards(request, survey)
        context["kiosk"] = _kiosk(request, survey) if request.method == "POST" else ""
    except Refusal as refusal:
        context["refusal"] = refusal
    return render(request, "web/qr_sheet.html", context, status=422 if "refusal" in context else 200)


@member(Role.MANAGER)
@require_safe
def survey_code(request: StaffRequest, survey_id: UUID, kind: str) -> HttpResponse:
    """One code as a file: code.svg or code.png."""
    if kind not in KINDS:
        raise Http404
    survey = _survey(request, survey_id)
    place, touchpoint = (_short(request.GET.get(name, ""), name) for name in ("place", "touchpoint"))
    drawn = io.BytesIO()
    code = segno.make(_address(survey, place, touchpoint), error="m", micro=False)
    code.save(drawn, kind=kind, scale=PIXELS if kind == "png" else 8, border=4)
    answer = HttpResponse(drawn.getvalue(), content_type=KINDS[kind])
    name = "-".join(part for part in (survey.slug, slugify(place)) if part)
    named(answer, f"{name}.{kind}")
    return answer


def _survey(request: StaffRequest, survey_id: UUID) -> Survey:
    published = Survey.objects.of(request.workspace).exclude(live=None).select_related("live", "workspace")
    return get_object_or_404(published, pk=survey_id)


def _language(request: StaffRequest, definition: Definition) -> str:
    wanted = request.GET.get("lang", "")
    return wanted if wanted in definition.languages else definition.languages[0]


def _per_page(request: StaffRequest) -> str:
    wanted = request.GET.get("size", "")
    return wanted if wanted in PER_PAGE else PER_PAGE[0]


def _cards(request: StaffRequest, survey: Survey) -> list[Card]:
    """A card for each place; without any, one for the survey as such."""
    lines = [_short(line, "places") for line in request.GET.get("places", "").splitlines()]
    places = list(dict.fromkeys(line for line in lines if line)) or [""]
    if len(places) > MOST_PLACES:
        raise Refusal(
            "too_many", _("A sheet holds at most %(n)s places.") % {"n": MOST_PLACES}, field="places"
        )
    touchpoint = _short(request.GET.get("touchpoint", ""), "touchpoint")
    return [_card(survey, place, touchpoint) for place in places]


def _card(survey: Survey, place: str, touchpoint: str) -> Card:
    address = _address(survey, place, touchpoint)
    code = segno.make(address, error="m", micro=False).svg_inline(
        border=4, light="#fff", dark="#111", omitsize=True
    )
    label = f'<svg role="img" aria-label="{_("QR code")}" '
    drawn = code.replace("<svg ", label, 1)
    return Card(place, address, mark_safe(drawn))  # noqa: S308 - drawn here from our own address


def _address(survey: Survey, place: str, touchpoint: str) -> str:
    said = _properties(place, touchpoint)
    return preset_address(survey, said) if said else f"{settings.BASE_URL}/s/{survey.slug}"


def _properties(place: str, touchpoint: str) -> dict[str, object]:
    return {name: value for name, value in (("place", place), ("touchpoint", touchpoint)) if value}


def _kiosk(request: StaffRequest, survey: Survey) -> str:
    place, touchpoint = (_short(request.POST.get(name, ""), name) for name in ("place", "touchpoint"))
    return kiosk_address(survey, _properties(place, touchpoint), request.POST.get("pin", "").strip())


def _short(text: str, name: str) -> str:
    return clean_text(text.strip(), name, LONGEST)
