"""A page whose address is a secret: no cache keeps it, no other page is told of it, no search finds it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_supported_language_variant

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def sealed(reply: HttpResponse, language: str = "", *, switches: bool = False) -> HttpResponse:
    """The same reply with these headers. language: a code, where the page has one.

    switches: the page has those of language and colours, which are taken only from a page of ours; a browser
    that may tell nobody of a page does not tell us either.
    """
    for name, value in HEADERS.items():
        reply[name] = value
    if switches:
        reply["Referrer-Policy"] = "same-origin"
    if language:
        reply["Content-Language"] = language
    return reply


def pressed_language(request: HttpRequest) -> str:
    """The code that was chosen by the switch, which comes before what we know of somebody; empty: none."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return ""
