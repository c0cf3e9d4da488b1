"""/go/CODE: the link that a promoter passes on. It leads to the workspace's own page and nowhere else."""

from typing import Final

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from likely.act.promoter import (
    VISIT,
    Promoter,
    Told,
    landing_address,
    note_deed,
    still_recommends,
)
from likely.act.promoter_plan import promoter_plan_of
from likely.act.promoter_track import note_tracked
from likely.lib.secret_page import sealed
from likely.public.person_look import is_a_persons, visitor_key

DOT: Final = bytes.fromhex(  # a transparent GIF of one pixel
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


@require_safe
def go(request: WSGIRequest, code: str) -> HttpResponse:
    """Lead on, and count the visit where a person is known to come: once a visitor and day."""
    promoter = _promoter(code)
    landing = promoter_plan_of(promoter.workspace_id).landing if promoter else ""
    if promoter is None or not landing:
        raise Http404
    if is_a_persons(request) and still_recommends(promoter):
        now = timezone.now()
        note_deed(promoter, VISIT, Told(visitor_key(request, f"{promoter.pk} {now:%Y-%m-%d}"), now))
    return led_on(landing_address(landing, promoter))


@require_safe
def track(request: WSGIRequest, code: str, kind: str) -> HttpResponse:
    """/go/CODE/signup.gif: a picture on the page that follows a sign-up or an order, counted once a key."""
    promoter = _promoter(code)
    if promoter and is_a_persons(request, "image") and still_recommends(promoter):
        asked = request.GET
        note_tracked(
            promoter, kind, asked.get("t", ""), asked.get("key", ""), asked.get("value", ""), timezone.now()
        )
    answer = HttpResponse(DOT, content_type="image/gif")
    answer["Cache-Control"] = "no-store"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def led_on(address: str) -> HttpResponse:
    """To an address out of the workspace's settings or out of a closed list, never out of the request."""
    return sealed(HttpResponseRedirect(address))


def _promoter(code: str) -> Promoter | None:
    return Promoter.objects.select_related("workspace").filter(code=code.lower()).first()
