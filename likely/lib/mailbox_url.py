"""Where replies come in: the mailbox that is read by IMAP, and the address that leads there."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from likely.lib.refusal import Refusal

PORTS: Final = {"imap": 143, "imap+tls": 143, "imaps": 993}
# Behind the box's name there must be room for a plus and a token of 42 letters: 64 in all.
BOX: Final = re.compile(r"[A-Za-z0-9._-]{1,21}@[A-Za-z0-9.-]{1,190}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    tls: bool = False
    starttls: bool = False


def parse_mailbox_url(url: str) -> Mailbox | None:
    """`imaps://USER:PASSWORD@HOST:PORT/FOLDER`, `imap+tls://…` (STARTTLS), `imap://…`; None where empty."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _wrong() from None
    if parts.scheme not in PORTS or not host or not parts.username:
        raise _wrong()
    return Mailbox(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=parts.scheme == "imaps",
        starttls=parts.scheme == "imap+tls",
    )


def read_reply_address(text: str) -> str:
    if text and not BOX.fullmatch(text):
        raise Refusal(
            "wrong_setting",
            f"LIKELY_REPLY_ADDRESS {text!r} can't take a token behind its name.",
            cure="Write an address of at most 21 letters before the @, such as replies@example.org.",
            field="LIKELY_REPLY_ADDRESS",
        )
    return text


def _wrong() -> Refusal:
    return Refusal(
        "wrong_setting",
        "LIKELY_IMAP_URL names no mailbox.",
        cure="Write imaps://user:password@host/INBOX, imap+tls://… or imap://….",
        field="LIKELY_IMAP_URL",
    )
