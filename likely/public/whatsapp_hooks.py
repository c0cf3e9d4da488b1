"""What Meta calls for WhatsApp: the check of the address, what became of messages, and what people wrote."""

import hmac
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from likely.act.inbound_text import take_text
from likely.channels.setup import Setup
from likely.channels.whatsapp_told import inbounds_of, receipts_of
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json
from likely.public.hooks import NO_STORE, apply, known, stranger, workspace_of

SIGNATURE = "X-Hub-Signature-256"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def whatsapp(request: HttpRequest, workspace: UUID) -> HttpResponse:
    setup = known(workspace, "whatsapp")
    if setup is None:
        return stranger()
    return _challenged(request, setup) if request.method == "GET" else _told(request, setup)


def _challenged(request: HttpRequest, setup: Setup) -> HttpResponse:
    """The address is ours: whoever knows the word that we chose gets their number back."""
    word, given = setup.of("verify_token"), request.GET.get("hub.verify_token", "")
    challenge = request.GET.get("hub.challenge", "")
    fits = request.GET.get("hub.mode") == "subscribe" and word and constant_time_compare(word, given)
    if not fits or not (challenge.isascii() and challenge.isdecimal() and len(challenge) < 40):
        return stranger()
    return HttpResponse(challenge, content_type="text/plain", headers=NO_STORE)


def _told(request: HttpRequest, setup: Setup) -> HttpResponse:
    """The signature is of the very bytes."""
    secret, given = setup.of("app_secret"), request.headers.get(SIGNATURE, "")
    made = "sha256=" + hmac.new(secret.encode(), request.body, sha256).hexdigest()
    if not secret or not constant_time_compare(made, given):
        return stranger()
    now = timezone.now()
    try:
        told = parse_json(request.body)
    except Refusal:
        return HttpResponse(status=400, headers=NO_STORE)
    for receipt in receipts_of(told, now):
        apply(setup, receipt)
    for inbound in inbounds_of(told, now):
        take_text(workspace_of(setup), inbound, now)
    return HttpResponse(status=200, headers=NO_STORE)
