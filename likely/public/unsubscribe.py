"""/u/TOKEN: the link that unsubscribes. Looking never writes; a press on a button does (RFC 8058)."""

from typing import Final

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from likely.ask.invitation import Invitation
from likely.ask.language import best_of
from likely.ask.unsubscribe import (
    Scope,
    addresses_of,
    invitation_of,
    subscribe_again,
    subscription,
    unsubscribe,
)
from likely.ask.wording import LANGUAGES, wording
from likely.lib.client_address import address_group, client_address
from likely.lib.secret_page import sealed
from likely.lib.window import Window
from likely.people.address import channels_of, masked

POLICY: Final = {
    "default-src": [NONE],
    "style-src": [NONCE],
    "img-src": ["data:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
SCOPES: Final[dict[str, Scope]] = {"kind": "kind", "all": "all"}
PER_MINUTE: Final = 30  # presses of one address on one link; a provider presses once for each of its users
RETRY_SECONDS: Final = 60
WINDOW: Final = Window(PER_MINUTE)  # of this process


@csrf_exempt  # a mail program presses without a page of ours, and the link itself is the secret
@require_http_methods(["GET", "HEAD", "POST"])
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def unsubscribe_page(request: WSGIRequest, token: str) -> HttpResponse:
    named = invitation_of(token)
    rows = Invitation.objects.select_related("workspace", "survey", "person")
    invitation = rows.filter(pk=named).first() if named else None
    if invitation is None:
        return _message(request, "unknown", 404)
    if request.method != "POST":
        return _page(request, invitation)
    if not WINDOW.admits((address_group(client_address(request.META, settings.PROXIES)), named)):
        answer = _message(request, "busy", 429)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return _pressed(request, invitation)


def _pressed(request: WSGIRequest, invitation: Invitation) -> HttpResponse:
    """What the button, or the mail program, asks for. The answer is a page, never a redirect (RFC 8058)."""
    if "again" in request.POST:
        subscribe_again(invitation, timezone.now())
        return _page(request, invitation, again=True)
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    scope = "all" if one_click else SCOPES.get(request.POST.get("scope", ""))
    if scope is None:
        return _page(request, invitation, status=422)
    unsubscribe(invitation, scope, timezone.now())
    return _page(request, invitation)


def _page(
    request: HttpRequest, invitation: Invitation, *, again: bool = False, status: int = 200
) -> HttpResponse:
    language = _language(request, invitation)
    words, sender = wording(language).unsubscribe, invitation.workspace.name
    context = {
        "language": language,
        "direction": wording(language).direction,
        "words": words,
        "sender": sender,
        "done_all": words.done_all.replace("{name}", sender),
        "addresses": [masked(address) for address in addresses_of(invitation) if channels_of(address)],
        "is": subscription(invitation, timezone.now()),
        "again": again,
    }
    return sealed(render(request, "answer/unsubscribe.html", context, status=status), language)


def _message(request: HttpRequest, what: str, status: int) -> HttpResponse:
    language = _language(request, None)
    words = wording(language).unsubscribe
    context = {
        "language": language,
        "direction": wording(language).direction,
        "title": words.title,
        "text": getattr(words, what),
    }
    return sealed(render(request, "answer/message.html", context, status=status), language)


def _language(request: HttpRequest, invitation: Invitation | None) -> str:
    """The one asked for, the person's, the browser's."""
    person = invitation.person if invitation else None
    told = [request.GET.get("lang"), invitation and invitation.language, person and person.language]
    accepted = [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    wanted = [code for code in told if code] + accepted
    return next((found for code in wanted if (found := best_of(code, LANGUAGES))), LANGUAGES[0])
