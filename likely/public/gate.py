"""The gate: a lean WSGI callable in front of Django's that takes the answers in.

An answer passes no middleware and no view, since those cost more than storing it. Everything that is
not a POST to /s/SLUG, /r/TOKEN, /w/SLUG or /k/SLUG goes on to Django untouched.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.utils import timezone

from likely.ask.invitation import invitation_id
from likely.collect.kiosk_submission import CHANNEL as KIOSK
from likely.collect.kiosk_submission import read_kiosk
from likely.collect.receipt import Receipt
from likely.collect.submission import KEY, LARGEST_BODY, Submission, read_form, read_json
from likely.collect.widget_submission import CHANNEL, read_widget
from likely.lib.client_address import address_group, client_address
from likely.lib.problem import CONTENT_TYPE, problem_body, status_of
from likely.lib.refusal import Refusal
from likely.lib.window import Window
from likely.public.refused_page import POLICY, refused_page
from likely.public.sender import sender_of
from likely.public.visits import VISITS

log = logging.getLogger(__name__)

ADDRESS: Final = re.compile(
    r"/(?:s/(?P<slug>[A-Za-z0-9_-]{1,60})"
    r"|r/(?P<token>[A-Za-z0-9_-]{1,80})"
    r"|w/(?P<widget>[A-Za-z0-9_-]{1,60})"
    r"|k/(?P<kiosk>[A-Za-z0-9_-]{1,60}))"
)
SHOWN: Final = re.compile(r"(?:^|&)shown=([0-9a-f]{1,16})(?:&|$)")  # likely/public/page.py
ALLOWED: Final = "GET, HEAD, POST, OPTIONS"
PASSED_ON: Final = {"GET", "HEAD"}
# No answer as short as the first begins a response; the second names an asking in the app (43 letters).
LOOK_LENGTHS: Final = (str(len('{"seen":true}')), str(len('{"seen":true,"ask":""}') + 43))
COOKIE_SECONDS: Final = 30 * 24 * 3600
RETRY_SECONDS: Final = {"store_unavailable": 2, "too_many": 30}  # Retry-After
STATUS_LINES: Final = {int(status): f"{int(status)} {status.phrase}" for status in HTTPStatus}
HEADERS: Final = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", POLICY),
)
# Any page may speak to the widget's address: no cookie goes with it, and the survey says which may ask.
CORS: Final = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "Retry-After"))
PREFLIGHT: Final = (
    ("Access-Control-Allow-Methods", "POST"),
    ("Access-Control-Allow-Headers", "Content-Type"),
    ("Access-Control-Max-Age", "7200"),  # seconds; browsers believe no more
)

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]


@dataclass(frozen=True, slots=True)
class GateSettings:
    """proxies: trusted ones in front. per_minute: submissions of one address to one link; 0: no limit."""

    proxies: int = 0
    per_minute: int = 0
    secure: bool = False  # served by https


class Gate:
    """`behind` is Django's callable; `take_in` stores one submission durably before it returns."""

    def __init__(
        self, behind: WSGIApplication, take_in: Callable[[Submission], Receipt], settings: GateSettings
    ) -> None:
        self._behind = behind
        self._take_in = take_in
        self._settings = settings
        self._window = Window(settings.per_minute)
        self._headers = [*HEADERS, *([("Strict-Transport-Security", "max-age=31536000")] * settings.secure)]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = ADDRESS.fullmatch(environ["PATH_INFO"])
        if address is None or environ["REQUEST_METHOD"] in PASSED_ON:
            return self._behind(environ, start_response)
        status, headers, body = self._answer(environ, address)
        length = [("Content-Length", str(len(body)))]
        shared = CORS if address["widget"] else ()
        start_response(STATUS_LINES[status], [*headers, *length, *self._headers, *shared])
        return [body]

    def _answer(self, environ: WSGIEnvironment, address: re.Match[str]) -> Answer:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            return 204, [("Allow", ALLOWED), *(PREFLIGHT if address["widget"] else ())], b""
        try:
            return self._post(environ, address)
        except Refusal as refusal:
            return _refused(environ, refusal)

    def _post(self, environ: WSGIEnvironment, address: re.Match[str]) -> Answer:
        if environ["REQUEST_METHOD"] != "POST":
            raise Refusal("method_unknown", f"This address takes {ALLOWED}.")
        self._count(environ)
        read, is_form = _reader_of(environ)
        if address["widget"]:
            read = read_widget
        if address["kiosk"]:
            read, is_form = read_kiosk, False
        client = address_group(client_address(environ, self._settings.proxies))
        sender = sender_of(environ, form=is_form, target=address[0], address=client, visits=VISITS)
        submission = read(_body(environ), at=timezone.now(), sender=sender, **_target(environ, address))
        receipt = self._take_in(submission)
        cookie = self._cookie(submission)
        if is_form:
            step = "thanks" if submission.done else "why"
            where = f"{environ['PATH_INFO']}?step={step}{_shown(environ)}"
            return 303, [("Location", where), *cookie], b""
        return 200, [("Content-Type", "application/json"), *cookie], _told(receipt)

    def _count(self, environ: WSGIEnvironment) -> None:
        """Looks apart from answers: people who share an address would take each other's room."""
        address = address_group(client_address(environ, self._settings.proxies))
        look = environ.get("CONTENT_LENGTH") in LOOK_LENGTHS
        if not self._window.admits((address, environ["PATH_INFO"], look)):
            raise Refusal("too_many", "Too many answers came from this address. Please wait a minute.")

    def _cookie(self, submission: Submission) -> Headers:
        """So that a reload, or the link opened again, goes on with the same response."""
        if not submission.slug or not submission.key or submission.origin is not None:
            return []
        if submission.channel == KIOSK:  # the next visitor is somebody else
            return []
        slug, secure = submission.slug, "; Secure" if self._settings.secure else ""
        where = f"Path=/s/{slug}; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Lax{secure}"
        return [("Set-Cookie", f"likely-{slug}={submission.key}; {where}")]


def _shown(environ: WSGIEnvironment) -> str:
    """The questions that the form asked, so that the next page can ask those which the answers opened."""
    found = SHOWN.search(environ.get("QUERY_STRING", ""))
    return f"&shown={found[1]}" if found else ""


def _target(environ: WSGIEnvironment, address: re.Match[str]) -> dict[str, Any]:
    """What the address says of a submission. A forged token is known by its proof, without a look-up."""
    if slug := address["slug"]:
        # One browser, one answer: a second tab, opened before the first answered, goes on with its response.
        cookie_key = _cookie_key(environ, slug)
        return {"slug": slug, "key": cookie_key} if cookie_key else {"slug": slug}
    if slug := address["widget"]:
        return {"slug": slug, "channel": CHANNEL, "origin": environ.get("HTTP_ORIGIN", "")}
    if slug := address["kiosk"]:
        return {"slug": slug, "channel": KIOSK}
    named = invitation_id(address["token"])
    if named is None:
        raise Refusal("link_unknown", "This link is not valid.")
    return {"invitation": named, "key": ""}


def _cookie_key(environ: WSGIEnvironment, slug: str) -> str:
    sent = environ.get("HTTP_COOKIE")
    if not sent:
        return ""
    try:
        morsel = SimpleCookie(sent).get(f"likely-{slug}")
    except CookieError:
        return ""
    return morsel.value if morsel and KEY.fullmatch(morsel.value) else ""


def _reader_of(environ: WSGIEnvironment) -> tuple[Callable[..., Submission], bool]:
    """JSON is taken as application/json alone: a form of a foreign page can't send that unasked."""
    media_type, _, parameters = environ.get("CONTENT_TYPE", "").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if charset in {"", "charset=utf-8", "charset=utf8"} and "HTTP_CONTENT_ENCODING" not in environ:
        if media_type.strip() == "application/json":
            return read_json, False
        if media_type.strip() == "application/x-www-form-urlencoded":
            return read_form, True
    raise Refusal("media_type_unknown", "Send application/json or a URL-encoded form, in UTF-8.")


def _body(environ: WSGIEnvironment) -> bytes:
    stated = environ.get("CONTENT_LENGTH") or ""
    length = int(stated) if stated.isascii() and stated.isdigit() else LARGEST_BODY + 1
    body: bytes = environ["wsgi.input"].read(min(length, LARGEST_BODY + 1))
    if len(body) > LARGEST_BODY or (stated and length > LARGEST_BODY):
        raise Refusal("body_too_large", f"The body is larger than {LARGEST_BODY} bytes.")
    return body


def _told(receipt: Receipt) -> bytes:
    told = {"id": str(receipt.id) if receipt.id else None, "group": receipt.group, "status": receipt.status}
    return json.dumps(told).encode()


def _refused(environ: WSGIEnvironment, refusal: Refusal) -> Answer:
    headers: Headers = [("Allow", ALLOWED)] if refusal.code == "method_unknown" else []
    if seconds := RETRY_SECONDS.get(refusal.code):
        headers.append(("Retry-After", str(seconds)))
    if environ.get("HTTP_ACCEPT", "").startswith("text/html"):
        page = refused_page(refusal, environ.get("HTTP_ACCEPT_LANGUAGE", ""), environ["PATH_INFO"])
        return status_of(refusal), [*headers, ("Content-Type", "text/html; charset=utf-8")], page
    return status_of(refusal), [*headers, ("Content-Type", CONTENT_TYPE)], problem_body(refusal)


def gate_settings(settings: Any) -> GateSettings:
    return GateSettings(
        settings.PROXIES, settings.ANSWERS_PER_MINUTE, settings.BASE_URL.startswith("https://")
    )
