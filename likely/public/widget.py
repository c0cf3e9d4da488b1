"""The widget's addresses: its scripts, and a survey in one language for any page that may carry it."""

import json
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from likely.ask.in_app import ask_in_app, asking_of
from likely.ask.page_proof import make_proof
from likely.ask.policy import YES, Verdict
from likely.ask.signed_visitor import keep_tracked, signed_visitor
from likely.ask.survey import Survey, SurveyState
from likely.ask.widget_rules import WidgetRules
from likely.collect.known import definition_of
from likely.collect.submission import LONGEST_PRESET
from likely.lib.client_address import address_group, client_address
from likely.lib.problem import CONTENT_TYPE, problem_body, status_of
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json
from likely.lib.window import Window
from likely.people.person import Person
from likely.public.behind import take
from likely.public.gate import CORS
from likely.public.widget_data import widget_data

FOLDER: Final = Path(__file__).parents[1] / "static" / "widget"
SCRIPTS: Final = {  # made by tools/widget.py
    "w.js": "text/javascript; charset=utf-8",
    "w.mjs": "text/javascript; charset=utf-8",
    "w-view.mjs": "text/javascript; charset=utf-8",
    "w.d.ts": "text/plain; charset=utf-8",
}
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))  # the best first
HOUR, YEAR = 3600, 31_536_000  # seconds
SURVEY_SECONDS: Final = 60  # how long a page may use a survey that it read
AGAIN_SECONDS: Final = 3600  # when a page may ask again for a survey that takes no answers
MOST_LANGUAGES: Final = 8
LARGEST_EVENT: Final = 16_000  # bytes
ASKING: Final = Window(120)  # questions of one address about one survey in a minute; of this process


@require_safe
def script(request: HttpRequest, name: str) -> HttpResponse:
    """The compressed file as it lies there; the one with its version in the address never changes."""
    encoding, suffix = _encoding(request.headers.get("Accept-Encoding", ""))
    body, version = _file(name, suffix)
    named = request.GET.get("v") == version[:10]
    etag = f'"{version}{suffix}"'
    answer = _not_modified(request, etag) or HttpResponse(body, content_type=SCRIPTS[name])
    if encoding and answer.status_code == 200:
        answer["Content-Encoding"] = encoding
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable" if named else f"public, max-age={HOUR}"
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


@require_safe
@gzip_page
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """/w/SLUG.json?lang=et,en: the first of these languages that the survey has, else its own first."""
    found = Survey.objects.select_related("workspace", "live").filter(slug=slug).first()
    rules = WidgetRules.of(found.widget if found else {})
    origin = request.headers.get("Origin", "")
    try:
        answer = _told(request, _open(found, rules, origin), rules)
    except Refusal as refusal:
        answer = HttpResponse(problem_body(refusal), status=status_of(refusal), content_type=CONTENT_TYPE)
        answer["Retry-After"] = str(AGAIN_SECONDS)
        answer["Cache-Control"] = "no-store"
    for name, value in CORS:
        answer[name] = value
    patch_vary_headers(answer, ["Origin"])  # one page may ask, another may not
    return answer


@csrf_exempt
def answers(request: WSGIRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - the gate reads the address itself
    """POST /w/SLUG where the gate does not stand in front."""
    return take(request)


@csrf_exempt
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /w/SLUG/ask with the page's signature as the body: may this visitor be asked now?

    Whoever is not known by a signature is anybody: the survey's own rules for browsers hold alone.
    """
    found = Survey.objects.select_related("workspace", "live").filter(slug=slug).first()
    rules = WidgetRules.of(found.widget if found else {})
    now = timezone.now()
    try:
        survey = _open(found, rules, request.headers.get("Origin", ""))
        person = _visitor(request, survey, _signed(request), now)
        verdict = ask_in_app(survey, person, now) if person else YES
        told = {"ask": verdict.asked, "again": _again(verdict, now)}
        asking = asking_of(survey, person) if person and verdict.asked else None
        answer: HttpResponse = JsonResponse({**told, "as": asking.token} if asking else told)
    except Refusal as refusal:
        answer = HttpResponse(problem_body(refusal), status=status_of(refusal), content_type=CONTENT_TYPE)
    for name, value in CORS:
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
@require_POST
def track(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /w/SLUG/track {signed, event, properties}: what happened to a visitor whom the page has signed."""
    found = Survey.objects.select_related("workspace", "live").filter(slug=slug).first()
    rules = WidgetRules.of(found.widget if found else {})
    now = timezone.now()
    try:
        survey = _open(found, rules, request.headers.get("Origin", ""))
        told = _tracked(request)
        person = _visitor(request, survey, str(told.get("signed") or ""), now)
        if person is not None:  # of anybody else nothing is kept
            keep_tracked(survey, person, told.get("event"), told.get("properties"), now)
        answer = HttpResponse(status=204)
    except Refusal as refusal:
        answer = HttpResponse(problem_body(refusal), status=status_of(refusal), content_type=CONTENT_TYPE)
    for name, value in CORS:
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    return answer


def _tracked(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST_EVENT:
        raise Refusal("body_too_large", f"An event has {LARGEST_EVENT} bytes at most.")
    told = parse_json(request.body)
    if not isinstance(told, dict):
        raise Refusal("not_an_object", "An event is an object.")
    return told


def _signed(request: HttpRequest) -> str:
    if len(request.body) > LONGEST_PRESET:
        raise Refusal("body_too_large", f"A signature has {LONGEST_PRESET} bytes at most.")
    return request.body.decode("ascii", "replace")


def _visitor(request: HttpRequest, survey: Survey, signed: str, now: datetime) -> Person | None:
    client = address_group(client_address(request.META, settings.PROXIES))
    if not ASKING.admits((client, survey.pk)):
        raise Refusal("too_many", "Too many questions came from this address. Please wait a minute.")
    return signed_visitor(survey, signed, now)


def _again(verdict: Verdict, now: datetime) -> int:
    """Seconds for which the browser need not ask again."""
    if verdict.asked:
        return 0
    wait = (verdict.eligible_at - now).total_seconds() if verdict.eligible_at else AGAIN_SECONDS
    return int(min(max(wait, 60), 24 * HOUR))


def _open(found: Survey | None, rules: WidgetRules, origin: str) -> Survey:
    if found is None or found.live is None:
        raise Refusal("survey_unknown", "There is no such survey.")
    if origin and not rules.admits(origin):
        raise Refusal("origin_refused", "This survey takes no answers from this page.")
    if found.state_now == SurveyState.PAUSED:
        raise Refusal("survey_paused", "This survey is paused. Please try again later.")
    if found.state_now == SurveyState.CLOSED:
        raise Refusal("survey_closed", "This survey is closed. Thank you for your interest.")
    return found


def _told(request: HttpRequest, found: Survey, rules: WidgetRules) -> HttpResponse:
    data = _data(found, rules, request.GET.get("lang", ""))
    etag = f'"{sha256(json.dumps(data).encode()).hexdigest()[:32]}"'
    answer = _not_modified(request, etag)
    if answer is None:
        proof = make_proof(found.slug, "plain", int(time() * 1000))
        body = json.dumps({**data, "proof": proof}, ensure_ascii=False, separators=(",", ":"))
        answer = HttpResponse(body, content_type="application/json; charset=utf-8")
    answer["ETag"] = etag
    answer["Cache-Control"] = f"private, max-age={SURVEY_SECONDS}"
    return answer


def _data(found: Survey, rules: WidgetRules, wanted: str) -> dict[str, Any]:
    assert found.live is not None  # noqa: S101 - _open turns away a survey that was never published
    definition = definition_of(found.live.pk)
    language = definition.best_language(wanted.split(",")[:MOST_LANGUAGES])
    sender = found.workspace.name
    return widget_data(definition, language, version=found.live.number, sender=sender, rules=rules)


def _not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    known = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    return HttpResponseNotModified() if etag in known or "*" in known else None


def _encoding(accepted: str) -> tuple[str, str]:
    """(name, suffix) of the smallest form that the browser takes."""
    taken = {part.split(";")[0].strip() for part in accepted.split(",") if not part.strip().endswith("q=0")}
    return next(((name, suffix) for name, suffix in ENCODINGS if name in taken), ("", ""))


@cache
def _file(name: str, suffix: str) -> tuple[bytes, str]:
    """The file's bytes, and the digest of what it holds. Read once a process."""
    return (FOLDER / (name + suffix)).read_bytes(), sha256((FOLDER / name).read_bytes()).hexdigest()
