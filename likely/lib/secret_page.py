"""A page whose address is a secret: no cache keeps it, no other page is told of it, no search finds it."""

from typing import Final

from django.http import HttpResponse

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def sealed(reply: HttpResponse, language: str = "") -> HttpResponse:
    """The same reply with these headers. language: a code, where the page has one."""
    for name, value in HEADERS.items():
        reply[name] = value
    if language:
        reply["Content-Language"] = language
    return reply
