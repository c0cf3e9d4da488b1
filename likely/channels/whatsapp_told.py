"""What Meta tells of WhatsApp messages, out of its envelopes; whatever is not as expected is passed over."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from likely.channels.channel import Inbound, Media, Receipt, ReceiptKind
from likely.lib.plain_text import storable

KINDS: Final = {
    "delivered": ReceiptKind.DELIVERED,
    "read": ReceiptKind.OPENED,
    "failed": ReceiptKind.FAILED,
}
NOBODY_THERE: Final = frozenset({131026})
MEDIA: Final = ("image", "document", "audio", "video", "sticker")


def receipts_of(told: object, now: datetime) -> Iterator[Receipt]:
    for status in _each(told, "statuses"):
        id, said = status.get("id"), status.get("status")
        kind = KINDS.get(said) if isinstance(said, str) else None
        if kind is None or not isinstance(id, str) or not storable(id):
            continue
        id = storable(id)
        fault = next(iter(_objects(status.get("errors"))), {})
        kind = ReceiptKind.HARD_BOUNCE if fault.get("code") in NOBODY_THERE else kind
        words = f"{fault.get('code')} {fault.get('title')}" if fault else str(said)
        yield Receipt(kind, id, now, id=f"{id}:{said}"[:160], words=storable(words)[:300])


def inbounds_of(told: object, now: datetime) -> Iterator[Inbound]:
    """Texts, the words of a button that was pressed, and files with what was written below them."""
    for message in _each(told, "messages"):
        id, sender = message.get("id"), message.get("from")
        text = _text(message.get("text"), "body") or _text(message.get("button"), "text")
        media, caption = _media(message)
        text = text or caption
        if isinstance(id, str) and isinstance(sender, str) and (text or media) and sender.isdecimal():
            yield Inbound("whatsapp", f"+{sender}", storable(text), now, id=storable(id), media=media)


def _media(message: dict[str, Any]) -> tuple[tuple[Media, ...], str]:
    """(the file of the message, what was written below it)."""
    for kind in MEDIA:
        told = message.get(kind)
        if address := _text(told, "id"):
            name = storable(_text(told, "filename"))
            return (Media(storable(address), storable(_text(told, "mime_type")), name),), _text(
                told, "caption"
            )
    return (), ""


def _each(told: object, name: str) -> Iterator[dict[str, Any]]:
    for entry in _objects(told.get("entry") if isinstance(told, dict) else None):
        for change in _objects(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict):
                yield from _objects(value.get(name))


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
