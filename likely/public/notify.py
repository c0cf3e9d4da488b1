"""/n/TOKEN: somebody lets this browser be notified, and takes it back. Nothing is asked before a tap."""

from typing import Final

from csp.decorators import csp
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from likely.ask.language import best_of
from likely.ask.notify_link import person_of
from likely.ask.sender import sender_of
from likely.ask.wording import LANGUAGES, own_words, wording
from likely.channels.push_keys import public_key_of
from likely.channels.push_message import check_endpoint
from likely.lib.client_address import address_group, client_address
from likely.lib.problem import CONTENT_TYPE, problem_body, status_of
from likely.lib.refusal import Refusal
from likely.lib.secret_page import sealed
from likely.lib.strict_json import parse_json
from likely.lib.window import Window
from likely.people.person import Person
from likely.people.push_subscription import forget_subscription, keep_subscription
from likely.public.kiosk import POLICY
from likely.public.nothing import nothing_here

LARGEST: Final = 8_000  # bytes of what a browser tells
PER_MINUTE: Final = 30  # tellings of one address on one link
WINDOW: Final = Window(PER_MINUTE)  # of this process
SCRIPT_WORDS: Final = ("done", "gone", "denied", "unable", "failed")


@csrf_exempt  # no cookie opens it: the link itself is the secret
@require_http_methods(["GET", "HEAD", "POST"])
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def notify(request: WSGIRequest, token: str) -> HttpResponse:
    named = person_of(token)
    person = Person.objects.select_related("workspace").filter(pk=named).first() if named else None
    key = public_key_of(person.workspace) if person else ""
    if person is None or not key:
        return nothing_here(request)
    if request.method != "POST":
        return _page(request, person, key)
    try:
        _take(request, person)
    except Refusal as refusal:
        body = problem_body(refusal)
        return sealed(HttpResponse(body, status=status_of(refusal), content_type=CONTENT_TYPE))
    return sealed(HttpResponse(status=204))


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: it shows what comes, and opens the survey when it is tapped."""
    answer = render(request, "answer/notify_worker.js", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _take(request: WSGIRequest, person: Person) -> None:
    """A subscription as the browser tells it; with `gone`, the end of it."""
    if not WINDOW.admits((address_group(client_address(request.META, settings.PROXIES)), person.pk)):
        raise Refusal("too_many", "Please wait a minute.")
    if request.content_type != "application/json":
        raise Refusal("media_type_unknown", "Send application/json.")
    if len(request.body) > LARGEST:
        raise Refusal("body_too_large", f"The body is larger than {LARGEST} bytes.")
    told = parse_json(request.body)
    endpoint = told.get("endpoint") if isinstance(told, dict) else None
    if isinstance(told, dict) and told.get("gone") is True and isinstance(endpoint, str):
        forget_subscription(person, endpoint)
        return
    check_endpoint(endpoint if isinstance(endpoint, str) else "")
    keep_subscription(person, told)


def _page(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    language = _language(request, person.language)
    words, sender = wording(language).notify, sender_of(person.workspace).shown_name
    context = {
        "language": language,
        "direction": wording(language).direction,
        "words": words,
        "sender": sender,
        "about": words.about.replace("{name}", sender),
        "data": {"key": key, **{name: getattr(words, name) for name in SCRIPT_WORDS}},
    }
    return sealed(render(request, "answer/notify.html", context), language)


def _language(request: HttpRequest, own: str) -> str:
    """The one asked for, the person's, the browser's: the first that has these words."""
    accepted = [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    wanted = [request.GET.get("lang", ""), own, *accepted]
    spoken = (found for code in wanted if code and (found := best_of(code, LANGUAGES)))
    return next((code for code in spoken if own_words(code, "notify", "title")), LANGUAGES[0])
