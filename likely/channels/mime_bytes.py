"""A mail as bytes, as the library writes it, without the work that changes nothing in ours.

Most headers fit into one line: taking them apart to fold them costs more than the rest of the mail. The
bodies would be gone through line by line, three times. And the library would look for a boundary that does
not stand in the text, by a new pattern for each mail.
"""

import re
from copy import copy
from email.generator import BytesGenerator
from email.policy import Compat32
from email.utils import formatdate
from hashlib import blake2b
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.mail.message import (
    RFC5322_EMAIL_LINE_LENGTH_LIMIT,
    EmailAlternative,
    EmailMultiAlternatives,
)


class OneLine(Compat32):
    """Folds only what does not fit; the bytes are the same, save for what can't be broken.

    A long address stays on the line of its name, where the library would leave that line empty: some programs
    look no further.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and _is_plain(name, value):
            return f"{name}: {value}{self.linesep}".encode("ascii")
        told: bytes = super().fold_binary(name, value)
        return told


POLICY: Final = OneLine(linesep="\r\n")
LONGEST_LINE: Final = RFC5322_EMAIL_LINE_LENGTH_LIMIT  # bytes
LONGEST_PLAIN: Final = 76  # characters of a header that nobody folds
LONGEST_UNBROKEN: Final = 990  # SMTP takes lines of 998
REPLY: Final = "Reply-To"  # stands beside the other addresses
SET_APART: Final = {"from", "to", "cc", "content-type", "mime-version"}  # what the library reads otherwise
NEW_LINE: Final = re.compile(r"\r\n|\r|\n")


def mime_bytes(mail: EmailMultiAlternatives, name: str) -> bytes:
    """name: the mail's own, out of which its boundary is made: nobody who words a mail knows it before."""
    text, html = str(mail.body), "".join(str(content) for content, _kind in mail.alternatives)
    plain = text and html and not mail.attachments
    if plain and not (_has_long_line(text) or _has_long_line(html)):
        return _spliced(mail, ((text, "plain"), (html, "html")), name)
    message = mail.message()
    if message.is_multipart():
        message.set_boundary(_boundary(name))
    written = BytesIO()
    BytesGenerator(written, mangle_from_=False, policy=POLICY).flatten(message)
    return written.getvalue()


def _spliced(mail: EmailMultiAlternatives, parts: tuple[tuple[str, str], ...], name: str) -> bytes:
    """The bodies, whose lines all fit, are put behind the head as they are."""
    boundary = _boundary(name)
    head = _plain_head(mail, boundary) or _head(mail, boundary)
    mark = f"--{boundary}".encode()
    bodies = (mark + b"\r\n" + _part(text, kind) + b"\r\n" for text, kind in parts)
    return head + b"\r\n" + b"".join(bodies) + mark + b"--\r\n"


def _head(mail: EmailMultiAlternatives, boundary: str) -> bytes:
    """As the library writes it."""
    frame = copy(mail)
    frame.body, frame.alternatives = "", [EmailAlternative("", "text/html")]
    message = frame.message()
    message.set_boundary(boundary)
    return b"".join(POLICY.fold_binary(*header) for header in message.raw_items())


def _plain_head(mail: EmailMultiAlternatives, boundary: str) -> bytes:
    """The same where each header is a short line of ASCII, as in most mails; empty where one is not."""
    own = {name.lower() for name in mail.extra_headers}
    if own & SET_APART or mail.cc or mail.reply_to or len(mail.to) != 1:
        return b""
    told = [("Subject", mail.subject), ("From", mail.from_email), ("To", mail.to[0])]
    told += [one for one in mail.extra_headers.items() if one[0] == REPLY]
    told += [] if "date" in own else [("Date", formatdate(localtime=settings.EMAIL_USE_LOCALTIME))]
    told += [one for one in mail.extra_headers.items() if one[0] != REPLY]
    if not all(_is_plain(name, value) for name, value in told):
        return b""
    first = f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\nMIME-Version: 1.0\r\n'
    return (first + "".join(f"{name}: {value}\r\n" for name, value in told)).encode("ascii")


def _is_plain(name: str, value: object) -> bool:
    """Whether it goes on one line as it is: neither Django nor the library would spell it otherwise."""
    if not (isinstance(value, str) and value.isascii() and value.isprintable()):
        return False
    longest = LONGEST_PLAIN if " " in value or name == "Subject" else LONGEST_UNBROKEN
    return len(name) + 2 + len(value) <= longest and value == value.strip() != "" and "=?" not in value


def _part(text: str, kind: str) -> bytes:
    sent = "7bit" if text.isascii() else "8bit"
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nMIME-Version: 1.0\r\n'
    body = NEW_LINE.sub("\r\n", text) if "\r" in text else text.replace("\n", "\r\n")
    return f"{head}Content-Transfer-Encoding: {sent}\r\n\r\n{body}".encode()


def _has_long_line(text: str) -> bool:
    """Whether the library would fold the body to fit a line of SMTP."""
    lines = text.splitlines()
    if max(map(len, lines), default=0) <= LONGEST_LINE // 4:  # not even if each letter takes four bytes
        return False
    return any(len(line.encode()) > LONGEST_LINE for line in lines)


def _boundary(name: str) -> str:
    return f"=_{blake2b(name.encode(), digest_size=16).hexdigest()}"
