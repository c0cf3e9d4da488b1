"""/calculator: the score of three counts, step by step (R07). Its address holds the counts, to be shared."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from likely.analyse.calculator import Calculation, calculate
from likely.lib.figure import signed
from likely.lib.refusal import Refusal

LONGEST: Final = 15  # digits
# name in the address -> label and what counts there
FIELDS: Final[dict[str, tuple[Promise, Promise]]] = {
    "promoters": (_("Promoters"), _("answered 9 or 10")),
    "passives": (_("Passives"), _("answered 7 or 8")),
    "detractors": (_("Detractors"), _("answered 0 to 6")),
}
LANGUAGES: Final = {"en": "en", "zh": "zh-hans", "et": "et"}  # in the address -> Django's code
NAMES: Final = {"en": "English", "zh": "中文", "et": "Eesti"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as it was typed. error: what is wrong with it, or empty."""

    name: str
    label: Promise
    help: Promise
    typed: str
    error: str


@dataclass(frozen=True, slots=True)
class Band:
    """A group's part of the bar, in percent of its width."""

    group: str
    start: float
    width: float


@require_safe
@gzip_page
def calculator(request: HttpRequest) -> HttpResponse:
    wanted = LANGUAGES.get(request.GET.get("lang", "").split("-")[0])
    with translation.override(wanted or translation.get_language()):
        fields = [_asked(request, name) for name in FIELDS]
        calculation, error = _calculated(fields)
        context = {
            "fields": fields,
            "calculation": calculation,
            "bands": _bands(calculation) if calculation else (),
            "shown": signed(calculation.score.value) if calculation else "",
            "error": error,
            "languages": _language_links(request),
            "lang": request.GET.get("lang", "") if wanted else "",
        }
        wrong = error or any(field.error for field in fields)
        return render(request, "public/calculator.html", context, status=422 if wrong else 200)


def _asked(request: HttpRequest, name: str) -> Asked:
    typed = request.GET.get(name, "").strip()
    begun = any(field in request.GET for field in FIELDS)
    label, help_text = FIELDS[name]
    return Asked(name, label, help_text, typed[:40], _error(typed) if begun else "")


def _error(typed: str) -> str:
    if not typed:
        return gettext("Give a number here; 0 if there are none.")
    if not re.fullmatch(rf"[0-9]{{1,{LONGEST}}}", typed):
        return gettext("Give a whole number of 0 or more, in digits only.")
    return ""


def _calculated(fields: list[Asked]) -> tuple[Calculation | None, str]:
    """The calculation and no error, or none and the error that concerns all fields."""
    if any(field.error or not field.typed for field in fields):
        return None, ""
    counts = {field.name: int(field.typed) for field in fields}
    try:
        return calculate(**counts, gettext=gettext), ""
    except Refusal as refusal:
        return None, refusal.message


def _bands(calculation: Calculation) -> tuple[Band, ...]:
    score = calculation.score
    detractor, passive = 100 * score.detractors / score.n, 100 * score.passives / score.n
    return (
        Band("detractor", 0, detractor),
        Band("passive", detractor, passive),
        Band("promoter", detractor + passive, 100 - detractor - passive),
    )


def _language_links(request: HttpRequest) -> list[tuple[str, str, str, bool]]:
    """(code, own name, address, whether it is the page's) of each language."""
    kept = {name: request.GET[name] for name in FIELDS if name in request.GET}
    return [
        (code, NAMES[code], "?" + urlencode({**kept, "lang": code}), translation.get_language() == django)
        for code, django in LANGUAGES.items()
    ]
