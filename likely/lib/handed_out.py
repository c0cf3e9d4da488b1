"""A file that is handed out: the name that it is kept under, and run nowhere where a stranger made it."""

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

SAFELY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def named(answer: HttpResponseBase, name: str, inline: bool = False) -> None:
    """Say under which name of ours the answer is kept; `inline` where a browser may show it instead."""
    answer["Content-Disposition"] = content_disposition_header(not inline, name) or ""


def handed_out(name: str, media: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=media, headers=SAFELY)
    # Quoted whatever it holds: the name is a stranger's.
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
