"""Is a look a person's? For links whose visits are counted (docs/evidence.md): no act follows on a page of
ours, so that the browser's own word has to do. What can't be told is not counted."""

from hashlib import blake2b
from typing import Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from likely.act.promoter import VISITOR
from likely.lib.client_address import address_group, client_address
from likely.lib.window import Window
from likely.public.sender import agent_of
from likely.public.visits import VISITS, visitor_of

PER_MINUTE: Final = 60  # looks of one address that are taken for somebody's
WINDOW: Final = Window(PER_MINUTE)  # of this process
PREFETCH: Final = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")


def is_a_persons(request: WSGIRequest, dest: str = "document") -> bool:
    """A browser that somebody told to go there. dest: what it fetches, as Sec-Fetch-Dest says it."""
    told = request.headers
    visitor = visitor_of(_address(request), told.get("User-Agent", ""))
    if request.method == "HEAD":
        VISITS.note(request.path_info, visitor, head=True)
        return False
    if agent_of(told.get("User-Agent", "")) != "browser":
        return False
    if any("prefetch" in told.get(name, "") or "preview" in told.get(name, "") for name in PREFETCH):
        return False
    if VISITS.of(request.path_info, visitor).head:
        return False  # whoever asks what it is before going there looks things over
    return _was_told(request, dest) and WINDOW.admits(_address(request))


def visitor_key(request: WSGIRequest, day: str) -> str:
    """The same for one visitor on one day, and nothing afterwards: an address can't be read out of it."""
    said = f"{_address(request)} {request.headers.get('User-Agent', '')} {day}".encode("utf-8", "replace")
    secret = settings.SECRET_KEY.encode()[:64]
    return VISITOR + blake2b(said, digest_size=12, key=secret, person=b"likely.visitor").hexdigest()


def _was_told(request: WSGIRequest, dest: str) -> bool:
    """Browsers say it on https; on plain http they say nothing, and their name has to do."""
    told = request.headers
    site = told.get("Sec-Fetch-Site", "")
    if not site:
        return not settings.BASE_URL.startswith("https:")
    if told.get("Sec-Fetch-Dest", dest) != dest:
        return False
    return dest != "document" or told.get("Sec-Fetch-User") == "?1" or site == "none"


def _address(request: WSGIRequest) -> str:
    return address_group(client_address(request.META, settings.PROXIES))
