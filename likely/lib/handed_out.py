"""A file that is handed out: kept on disk by whoever asked, and run nowhere, whatever it holds."""

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

SAFELY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def handed_out(name: str, media: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=media, headers=SAFELY)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return answer
