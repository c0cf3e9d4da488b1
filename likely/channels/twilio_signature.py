"""What Twilio calls: whether it is Twilio, and what it says became of a message or who wrote."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from likely.channels.channel import Inbound, Media, Receipt, ReceiptKind
from likely.channels.setup import Setup
from likely.lib.plain_text import storable

PREFIX: Final = "whatsapp:"
KINDS: Final = {
    "delivered": ReceiptKind.DELIVERED,
    "read": ReceiptKind.OPENED,
    "undelivered": ReceiptKind.FAILED,
    "failed": ReceiptKind.FAILED,
    "completed": ReceiptKind.DELIVERED,  # of a call: it was taken
    "busy": ReceiptKind.FAILED,
    "no-answer": ReceiptKind.FAILED,
    "canceled": ReceiptKind.FAILED,
}
# https://www.twilio.com/docs/api/errors
NOBODY_THERE: Final = frozenset({"30005", "30006", "63024"})  # unknown, a landline, no WhatsApp
STOPPED: Final = frozenset({"21610"})
MOST_MEDIA: Final = 10  # of a message, which is Twilio's own limit


def is_genuine(setup: Setup, address: str, form: Any, signature: str) -> bool:
    """address: as we gave it to Twilio. form: a QueryDict."""
    from twilio.request_validator import RequestValidator  # its package is large

    if not setup.of("token") or not signature:
        return False
    return bool(RequestValidator(setup.of("token")).validate(address, form, signature))


def receipt_of(form: Mapping[str, str], now: datetime) -> Receipt | None:
    """None: on its way, which is no news."""
    form = {name: storable(value) for name, value in form.items()}
    sid = form.get("MessageSid") or form.get("CallSid") or ""
    status = form.get("MessageStatus") or form.get("CallStatus") or ""
    kind = KINDS.get(status)
    if kind is None or not sid:
        return None
    code = form.get("ErrorCode", "")
    if code in NOBODY_THERE:
        kind = ReceiptKind.HARD_BOUNCE
    elif code in STOPPED:
        kind = ReceiptKind.UNSUBSCRIBED
    words = f"{code} {form.get('ErrorMessage', '')}".strip() or status
    return Receipt(kind, sid, now, id=f"{sid}:{status}"[:160], words=words[:300])


def inbound_of(channel: str, form: Mapping[str, str], now: datetime) -> Inbound:
    form = {name: storable(value) for name, value in form.items()}
    sender = form.get("From", "").removeprefix(PREFIX)
    return Inbound(
        channel, sender, form.get("Body", ""), now, id=form.get("MessageSid", ""), media=tuple(_media(form))
    )


def _media(form: Mapping[str, str]) -> Iterator[Media]:
    """What NumMedia counts: of an MMS or a WhatsApp message."""
    told = form.get("NumMedia", "")
    for place in range(min(int(told), MOST_MEDIA) if told.isascii() and told.isdecimal() else 0):
        if address := form.get(f"MediaUrl{place}", ""):
            yield Media(address, form.get(f"MediaContentType{place}", ""))
