"""What mail providers call: receipts of messages, and mails that people wrote back. No cookie opens these."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from likely.act.inbound_mail import take_mail
from likely.act.posted_receipt import apply_posted_receipt
from likely.ask.receipt import apply_receipt
from likely.channels.channel import Receipt
from likely.channels.mail_receipts import read_inbound, read_receipts
from likely.lib.problem import CONTENT_TYPE, problem_body, status_of
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

LARGEST_RECEIPTS: Final = 1_000_000  # bytes: some providers tell a thousand at once
LARGEST_MAIL: Final = 25_000_000  # bytes, with what is attached


@csrf_exempt
@require_POST
def receipts(request: HttpRequest, provider: str) -> HttpResponse:
    """Answers 200 also to what is foreign or known already: else the provider tells it for days."""

    def take() -> int:
        return sum(_noted(one, timezone.now()) for one in read_receipts(provider, request))

    return _answered(request, LARGEST_RECEIPTS, take)


@csrf_exempt
@require_POST
def inbound(request: HttpRequest, provider: str) -> HttpResponse:
    def take() -> int:
        return sum(take_mail(one, timezone.now()) for one in read_inbound(provider, request))

    return _answered(request, LARGEST_MAIL, take)


def _noted(one: Receipt, now: datetime) -> bool:
    return apply_receipt("mail", one, now) or apply_posted_receipt(one, now)


def _answered(request: HttpRequest, largest: int, take: Callable[[], int]) -> HttpResponse:
    try:
        _check_size(request, largest)
        log.info("a provider told %s new things", take())
    except Refusal as refusal:
        return HttpResponse(problem_body(refusal), status=status_of(refusal), content_type=CONTENT_TYPE)
    return HttpResponse(status=200, headers={"Cache-Control": "no-store"})


def _check_size(request: HttpRequest, largest: int) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal() and len(length) < 12) or int(length) > largest:
        raise Refusal("body_too_large", f"The body is larger than {largest} bytes.")
