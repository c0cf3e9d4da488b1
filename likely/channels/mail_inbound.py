"""A mail that came in, by whichever way: who wrote what, and whether a machine did."""

from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from likely.channels.channel import Attached, Inbound
from likely.lib.quoted_mail import text_of_html

LONGEST_HTML: Final = 500_000  # characters that are read
MOST_ATTACHED: Final = 20  # that are named
MACHINES: Final = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "do-not-reply@", "donotreply@")
LISTED: Final = frozenset({"auto_reply", "bulk", "junk", "list"})


def inbound_of(message: Any, at: datetime | None, id: str | None) -> Inbound:
    """message: an AnymailInboundMessage. at, id: as the provider tells them, where one does."""
    named = f"{message.get('In-Reply-To', '')} {message.get('References', '')}".split()
    sender = message.from_email.addr_spec if message.from_email else ""
    return Inbound(
        channel="mail",
        sender=sender,
        text=message.text or text_of_html((message.html or "")[:LONGEST_HTML]),
        at=moment_of(at or message.date),
        id=text_of(message.get("Message-ID") or id),
        subject=text_of(message.subject),
        in_reply_to=tuple(dict.fromkeys(named))[:20],
        to=_recipients(message),
        automatic=_is_automatic(message, sender),
        attached=_attached(message),
    )


def inbound_of_bytes(raw: bytes) -> Inbound:
    """A mail as it lies in a mailbox."""
    from anymail.inbound import AnymailInboundMessage  # heavy: only where mail comes in

    return inbound_of(AnymailInboundMessage.parse_raw_mime_bytes(raw), None, None)


def moment_of(told: Any) -> datetime:
    if not isinstance(told, datetime):
        return timezone.now()
    return told if told.tzinfo else timezone.make_aware(told)


def text_of(told: Any) -> str:
    return told.encode("utf-8", "ignore").decode().replace("\0", "") if isinstance(told, str) else ""


def _recipients(message: Any) -> tuple[str, ...]:
    """Of the envelope, which names also whoever got a blind copy, and of To and Cc."""
    written = [one.addr_spec for one in [*(message.to or ()), *(message.cc or ())]]
    told = [text_of(message.envelope_recipient), text_of(message.get("Delivered-To", "")).strip(" <>")]
    return tuple(dict.fromkeys(one for one in [*told, *written] if one))[:50]


def _is_automatic(message: Any, sender: str) -> bool:
    """Out of office and the like (RFC 3834), and bounces that come as mail (RFC 3464)."""
    told = text_of(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    listed = text_of(message.get("Precedence", "")).strip().lower() in LISTED
    named = any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Failed-Recipients"))
    bounced = message.get_content_type() == "multipart/report" or _has_no_sender(message)
    return told not in ("", "no") or listed or named or bounced or sender.lower().startswith(MACHINES)


def _has_no_sender(message: Any) -> bool:
    """The empty envelope address, to which nothing can be answered: only machines write from it."""
    return text_of(message.get("Return-Path", "")).strip() == "<>"


def _attached(message: Any) -> tuple[Attached, ...]:
    return tuple(
        Attached(
            name=text_of(part.get_filename() or "")[:120],
            type=part.get_content_type()[:80],
            size=len(content := part.get_content_bytes()),
            content=content,
        )
        for part in _files(message)[:MOST_ATTACHED]
    )


def _files(message: Any) -> list[Any]:
    """Telephones put a photograph between the lines; it has a name all the same."""
    between = [part for part in message.inlines or () if part.get_filename()]
    return [*(message.attachments or ()), *between]
