"""A line to the SMTP server that is kept from letter to letter, and how each step of it may go wrong.

What decides is whether the letter's last byte was sent. Before it nothing can have been taken, so a line that
broke is opened anew and the letter goes out; after it only the server knows, and the fate is unknown.
"""

import re
import smtplib
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Final

from django.core.mail.backends.smtp import EmailBackend

from likely.channels.channel import SendError

IDLE_SECONDS: Final = 20.0  # an older line is not trusted: servers hang up quietly
SENDER_REFUSED_SECONDS: Final = 600  # whoever runs the server may allow the sender meanwhile
BEGIN: Final = 354
TAKEN: Final = (250, 251)  # a recipient
POINT: Final = re.compile(rb"^\.", re.M)
CLOSING: Final = 421  # "I close this connection": says nothing about the letter
ENHANCED: Final = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
NOBODY: Final = {"1.0", "1.1", "1.2", "1.3", "1.6", "1.10", "2.0", "2.1"}  # no mailbox, or one given up
POLICY: Final = re.compile(r"relay|spam|block|polic|auth|denied|black|reputation|rate|dmarc|spf", re.I)


@dataclass(frozen=True, slots=True)
class Envelope:
    sender: str
    recipient: str


class SmtpLine:
    def __init__(self) -> None:
        self._backend: EmailBackend | None = None
        self._used_at = 0.0

    def deliver(self, envelope: Envelope, raw: bytes) -> None:
        """Hand over one letter; returns when the server took it, else raises a SendError."""
        smtp, kept = self._open()
        at_once = smtp.has_extn("pipelining")
        try:
            (self._announce_at_once if at_once else self._announce)(smtp, envelope)
        except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
            self.close()
            if not kept:
                raise SendError(_said(error), permanent=False) from error
            return self.deliver(envelope, raw)  # once: a new line is not a kept one
        self._hand_over(smtp, raw, at_once)
        self._used_at = monotonic()
        return None

    def close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except OSError:  # of smtplib's own kind too: there is nothing left to lose on this line
                backend.connection = None

    def _open(self) -> tuple[smtplib.SMTP, bool]:
        """The line, and whether it was there before."""
        if self._backend is not None and monotonic() - self._used_at > IDLE_SECONDS:
            self.close()
        kept = self._backend is not None
        if self._backend is None:
            backend = EmailBackend()
            try:
                backend.open()
                _line_of(backend).ehlo_or_helo_if_needed()
            except OSError as error:
                raise SendError(_said(error), permanent=False, down=True) from error
            self._backend = backend
        return _line_of(self._backend), kept

    def _announce(self, smtp: smtplib.SMTP, envelope: Envelope) -> None:
        """MAIL and RCPT. Nothing was sent yet that could be taken."""
        self._sender_taken(smtp, *smtp.mail(envelope.sender, _options(smtp, envelope)))
        self._recipient_taken(smtp, *smtp.rcpt(envelope.recipient))

    def _announce_at_once(self, smtp: smtplib.SMTP, envelope: Envelope) -> None:
        """MAIL, RCPT and DATA in one go, where the server says that it takes them so (RFC 2920)."""
        smtp.send(_commands(envelope, _options(smtp, envelope)))
        sender, recipient, data = [smtp.getreply() for _command in range(3)]
        begun = data[0] == BEGIN
        if begun and not (sender[0] == 250 and recipient[0] in TAKEN):
            smtp.send(b".\r\n")  # it waits for a letter to nobody, which ends here
            smtp.getreply()
        self._sender_taken(smtp, *sender)
        self._recipient_taken(smtp, *recipient)
        if not begun:
            self._leave(smtp, data[0])
            _hung_up(data[0])
            raise SendError(_told(*data), permanent=data[0] >= 500)

    def _sender_taken(self, smtp: smtplib.SMTP, code: int, words: bytes) -> None:
        if code != 250:
            self._leave(smtp, code)
            _hung_up(code)
            after = SENDER_REFUSED_SECONDS if code >= 500 else None
            raise SendError(_told(code, words), permanent=False, after_seconds=after)

    def _recipient_taken(self, smtp: smtplib.SMTP, code: int, words: bytes) -> None:
        if code not in TAKEN:
            self._leave(smtp, code)
            _hung_up(code)
            said = _told(code, words)
            raise SendError(said, permanent=code >= 500, bounced=code >= 500 and is_nobody(code, said))

    def _hand_over(self, smtp: smtplib.SMTP, raw: bytes, begun: bool) -> None:
        """begun: DATA was said."""
        words: bytes | str
        try:
            code, words = _body_taken(smtp, raw) if begun else smtp.data(raw)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, error.smtp_error  # refused before the first byte
        except OSError as error:
            self.close()
            raise SendError(_said(error), permanent=False, unknown=True) from error
        if code != 250:
            self._leave(smtp, code)
            raise SendError(_told(code, words), permanent=code >= 500)

    def _leave(self, smtp: smtplib.SMTP, code: int) -> None:
        """Back to where the next letter can begin."""
        try:
            if code != CLOSING and smtp.rset()[0] == 250:
                return
        except OSError:
            pass  # then it is closed, as below
        self.close()


def _commands(envelope: Envelope, options: list[str]) -> bytes:
    sender, recipient = _quoted_sender(envelope.sender), smtplib.quoteaddr(envelope.recipient)
    if {"\r", "\n"} & {*sender, *recipient}:
        raise SendError("a line break in the address", permanent=True)
    lines = " ".join([f"MAIL FROM:{sender}", *options]), f"RCPT TO:{recipient}", "DATA", ""
    return "\r\n".join(lines).encode()


@lru_cache(maxsize=256)
def _quoted_sender(address: str) -> str:
    return smtplib.quoteaddr(address)


def _body_taken(smtp: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
    """The letter, its end, and what the server says of it. A line that is a point alone would be an end."""
    stuffed = POINT.sub(b"..", raw) if b"\n." in raw or raw.startswith(b".") else raw
    smtp.send(stuffed + (b"" if raw.endswith(b"\r\n") else b"\r\n") + b".\r\n")
    return smtp.getreply()


def _line_of(backend: EmailBackend) -> smtplib.SMTP:
    assert backend.connection is not None  # noqa: S101 - open() made it or raised
    return backend.connection


def is_nobody(code: int, words: str) -> bool:
    """Whether a refused RCPT says that there is no such mailbox, and not that we are not welcome."""
    if found := ENHANCED.search(words):
        return f"{found[1]}.{found[2]}" in NOBODY
    return code in (550, 551, 553) and not POLICY.search(words)


def _hung_up(code: int) -> None:
    if code == CLOSING:
        raise smtplib.SMTPServerDisconnected("421: the server closed the connection")


def _options(smtp: smtplib.SMTP, envelope: Envelope) -> list[str]:
    options = ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else []
    if not (envelope.sender + envelope.recipient).isascii():
        if not smtp.has_extn("smtputf8"):
            raise SendError("the mail server takes no address outside ASCII", permanent=True)
        options.append("SMTPUTF8")
    return options


def _told(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(said.split())}"


def _said(error: OSError) -> str:
    return " ".join(str(error).split()) or type(error).__name__
