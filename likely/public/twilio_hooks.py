"""What Twilio calls: what became of a message or a call, and what somebody wrote back."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from likely.act.inbound_text import take_text
from likely.channels.setup import Setup
from likely.channels.twilio_signature import inbound_of, is_genuine, receipt_of
from likely.public.hooks import NO_STORE, apply, known, stranger, workspace_of

SIGNATURE = "X-Twilio-Signature"
NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@csrf_exempt
@require_POST
def status(request: HttpRequest, workspace: UUID, channel: str) -> HttpResponse:
    setup = signed(request, workspace, channel)
    if setup is None:
        return stranger()
    apply(setup, receipt_of(request.POST.dict(), timezone.now()))
    return HttpResponse(status=204, headers=NO_STORE)


@csrf_exempt
@require_POST
def inbound(request: HttpRequest, workspace: UUID, channel: str) -> HttpResponse:
    """Nothing is written back: a stop word is confirmed by the carrier or by Twilio itself."""
    setup = signed(request, workspace, channel)
    if setup is None:
        return stranger()
    now = timezone.now()
    take_text(workspace_of(setup), inbound_of(channel, request.POST.dict(), now), now)
    return HttpResponse(NOTHING_TO_SAY, content_type="text/xml", headers=NO_STORE)


def signed(request: HttpRequest, workspace: UUID, channel: str) -> Setup | None:
    """The set-up whose token signed this request, for the address that we gave away; None for all else."""
    setup = known(workspace, channel)
    address = settings.BASE_URL + request.get_full_path()
    genuine = setup and is_genuine(setup, address, request.POST, request.headers.get(SIGNATURE, ""))
    return setup if genuine else None
