"""/k/SLUG: the survey on a device that stands somewhere, one visitor after the other (C07)."""

from typing import Any, Final

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from likely.ask.definition import Definition
from likely.ask.kiosk import read_pin
from likely.ask.page_proof import make_proof
from likely.ask.preset import read_preset
from likely.ask.survey import Survey, SurveyState
from likely.ask.widget_rules import WidgetRules
from likely.ask.wording import LANGUAGES, nearest, own_words, wording
from likely.collect.kiosk_submission import CHANNEL
from likely.collect.known import definition_of
from likely.collect.submission import LONGEST_PRESET
from likely.lib.secret_page import sealed
from likely.public.behind import take
from likely.public.widget_data import widget_data

POLICY: Final = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [NONCE],
    "img-src": ["data:"],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
AGAIN_SECONDS: Final = 60  # until a kiosk looks whether its survey is open again
OWN_WORDS: Final = ("next", "back", "start_over", "languages")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def kiosk(request: WSGIRequest, slug: str) -> HttpResponseBase:
    if request.method == "POST":
        return take(request)
    survey = Survey.objects.select_related("workspace", "live").filter(slug=slug).first()
    if survey is None or survey.live is None:
        return _resting(request, "unknown", 404)
    definition = definition_of(survey.live.pk)
    if survey.state_now != SurveyState.OPEN:
        what = "paused" if survey.state_now == SurveyState.PAUSED else "closed"
        return _resting(request, what, 503, definition.languages[0])
    context = {"data": _data(request, survey, definition), "language": definition.languages[0]}
    answer = render(request, "answer/kiosk.html", {**context, "survey": survey})
    answer["Kiosk-Version"] = str(survey.live.number)
    return sealed(answer)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which shows the kiosk after a reload without a network."""
    answer = render(request, "answer/kiosk_worker.js", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _data(request: HttpRequest, survey: Survey, definition: Definition) -> dict[str, Any]:
    assert survey.live is not None  # noqa: S101 - the view turns away what was never published
    preset = request.GET.get("p", "")[:LONGEST_PRESET]
    known = read_preset(preset, survey.workspace_id, survey.pk) if preset else None
    return {
        "slug": survey.slug,
        "version": survey.live.number,
        "pin": read_pin(request.GET.get("x", ""), survey.pk),
        "preset": preset if known else "",
        "place": str(known.properties.get("place", "")) if known else "",
        "proof": make_proof(survey.slug, "plain", int(timezone.now().timestamp() * 1000)),
        "surveys": [_spoken(survey, definition, language) for language in definition.languages],
    }


def _spoken(survey: Survey, definition: Definition, language: str) -> dict[str, Any]:
    assert survey.live is not None  # noqa: S101 - as above
    data = widget_data(
        definition,
        language,
        version=survey.live.number,
        sender=survey.workspace.name,
        rules=WidgetRules.of({}),
        channel=CHANNEL,
    )
    words = wording(nearest(language)).page
    own = {name: getattr(words, name) for name in OWN_WORDS}
    name = own_words(language, "name") if language in LANGUAGES else None
    return {**data, "name": name or language, "words": {**data["words"], **own}}


def _resting(request: HttpRequest, what: str, status: int, language: str = "en") -> HttpResponse:
    """Says why nothing is asked, and looks again by itself."""
    spoken = wording(nearest(language))
    context = {
        "language": nearest(language),
        "direction": spoken.direction,
        "title": getattr(spoken.page, f"{what}_title"),
        "text": getattr(spoken.page, what),
    }
    answer = render(request, "answer/message.html", context, status=status)
    answer["Refresh"] = str(AGAIN_SECONDS)
    return sealed(answer)
