"""A mailbox read by IMAP: what is unread is handed on, and marked as read once it was taken.

A reader that dies in between finds the mail unread again: whoever takes it knows it by its Message-ID.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Callable
from time import monotonic
from typing import Final

from likely.channels.channel import Inbound
from likely.channels.mail_inbound import inbound_of_bytes
from likely.lib.mailbox_url import Mailbox

log = logging.getLogger(__name__)

AT_ONCE: Final = 50  # mails of one look
TIMEOUT_SECONDS: Final = 8
RUN_SECONDS: Final = 10.0  # then other duties have their turn
LARGEST: Final = 25_000_000  # bytes; a larger mail is left unread
SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


def read_unread(box: Mailbox, take: Callable[[Inbound], object]) -> int:
    """How many were taken. One that can't be read is marked all the same and logged: it stops no other."""
    line = _opened(box)
    try:
        _must(line.select(_quoted(box.folder)), f"no folder {box.folder}")
        _told, found = line.uid("SEARCH", "UNSEEN")
        uids = found[0].split() if found and found[0] else []
        until = monotonic() + RUN_SECONDS
        return sum(_read(line, uid.decode(), take) for uid in uids[:AT_ONCE] if monotonic() < until)
    finally:
        _close(line)


def _read(line: imaplib.IMAP4, uid: str, take: Callable[[Inbound], object]) -> bool:
    _told, sizes = line.uid("FETCH", uid, "(RFC822.SIZE)")
    size = SIZE.search(sizes[0] if sizes and isinstance(sizes[0], bytes) else b"")
    if size and int(size[1]) > LARGEST:
        log.warning("mail %s of the mailbox is larger than %s bytes and stays unread", uid, LARGEST)
        return False
    _told, parts = line.uid("FETCH", uid, "(BODY.PEEK[])")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
    if raw is None:  # somebody else took it away meanwhile
        return False
    inbound = _parsed(raw, uid)
    if inbound is not None and not _taken(inbound, uid, take):
        return False
    line.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")
    return inbound is not None


def _taken(inbound: Inbound, uid: str, take: Callable[[Inbound], object]) -> bool:
    """What fails here is ours to mend: the mail stays unread, and stops no other."""
    try:
        take(inbound)
    except Exception:
        log.exception("mail %s of the mailbox could not be taken", uid)
        return False
    return True


def _parsed(raw: bytes, uid: str) -> Inbound | None:
    """A stranger's bytes may be any: what the library makes of them is theirs."""
    try:
        return inbound_of_bytes(raw)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        log.exception("mail %s of the mailbox can't be read", uid)
        return None


def _opened(box: Mailbox) -> imaplib.IMAP4:
    secure = ssl.create_default_context()
    if box.tls:
        line: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            box.host, box.port, ssl_context=secure, timeout=TIMEOUT_SECONDS
        )
    else:
        line = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT_SECONDS)
        if box.starttls:
            line.starttls(secure)
    line.login(box.user, box.password)
    return line


def _close(line: imaplib.IMAP4) -> None:
    try:
        line.logout()
    except (OSError, imaplib.IMAP4.error):
        log.debug("the mailbox hung up before we did")


def _must(answer: tuple[str, object], words: str) -> None:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(words)


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
