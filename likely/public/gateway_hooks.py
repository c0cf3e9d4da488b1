"""What the provider behind an HTTP gateway calls: what became of a message."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from likely.ask.gateway_link import TOKEN
from likely.channels.gateway_receipt import receipt_of
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json
from likely.public.hooks import NO_STORE, apply, known, stranger

JSON: Final = "application/json"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def gateway(request: HttpRequest, token: str) -> HttpResponse:
    """By JSON, a form, or in the address itself: providers do it in all three ways."""
    workspace = TOKEN.named_by(token)
    setup = known(workspace, "gateway") if workspace else None
    if setup is None:
        return stranger()
    try:
        apply(setup, receipt_of(setup, _told(request), timezone.now()))
    except Refusal:
        return HttpResponse(status=400, headers=NO_STORE)
    return HttpResponse(status=204, headers=NO_STORE)


def _told(request: HttpRequest) -> Any:
    if request.method == "POST" and request.content_type == JSON:
        return parse_json(request.body)
    return {**request.GET.dict(), **request.POST.dict()}
