"""Mail: a letter becomes one MIME message to one address, handed to an SMTP server or a provider's API."""

import re
from collections.abc import Sequence
from email.mime.image import MIMEImage
from functools import lru_cache
from threading import local
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import BadHeaderError, sanitize_address

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.mime_bytes import mime_bytes
from likely.channels.smtp_line import Envelope, SmtpLine
from likely.lib.mail_url import SMTP

UNREADY: Final = {401, 403, 404}  # of a provider: the account, not the letter
PLAIN: Final = re.compile(r"\w+([.+-]\w+)*@\w+([.-]\w+)*", re.ASCII)  # an address that needs no spelling
FATE_UNKNOWN: Final = {502, 504}  # something in between gave up waiting


class Mail:
    """Its connection stays open from letter to letter, one in each thread."""

    name = "mail"

    def __init__(self) -> None:
        self._own = local()

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [self._outcome(letter) for letter in letters]

    def rest(self) -> None:
        """Close the connection, politely where that can be."""
        line = getattr(self._own, "line", None)
        if line is not None:
            line.close()

    def _outcome(self, letter: Letter) -> Sent | SendError:
        try:
            message = message_of(letter)
            if settings.EMAIL_BACKEND == SMTP:
                self._line().deliver(*_spelt(message, letter.address))
                return Sent(letter.message_id)
            return Sent(_by_backend(message) or letter.message_id)
        except SendError as error:
            return error
        except BadHeaderError as error:
            return SendError(f"header refused: {error}", permanent=True)

    def _line(self) -> SmtpLine:
        if not hasattr(self._own, "line"):
            self._own.line = SmtpLine()
        line: SmtpLine = self._own.line
        return line


CHANNEL: Final = Mail()


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """multipart/alternative: plain text, then HTML. A header with a line break in it is refused by Django."""
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        letter.sender or settings.FROM_EMAIL,
        [letter.address],
        headers={"Message-ID": letter.message_id, **letter.headers},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for name, png in letter.pictures.items():
        message.mixed_subtype = "related"  # type: ignore[attr-defined] # they belong to the HTML, and are no files to keep
        message.attach(_picture(name, png))
    for file in letter.files:
        message.attach(file.name, file.content, file.type)
    message.metadata = {"message": letter.message_id}  # type: ignore[attr-defined] # repeated by receipts
    return message


def _picture(name: str, png: bytes) -> MIMEImage:
    part = MIMEImage(png, "png")
    part.add_header("Content-ID", f"<{name}>")
    part.add_header("Content-Disposition", "inline", filename=f"{name}.png")
    return part


def _spelt(message: EmailMultiAlternatives, address: str) -> tuple[Envelope, bytes]:
    try:
        envelope = Envelope(_spelt_sender(message.from_email), _spelt_recipient(address))
    except ValueError as error:
        raise SendError(f"no address: {error}", permanent=True) from None
    return envelope, mime_bytes(message, str(message.extra_headers["Message-ID"]))


def _spelt_recipient(address: str) -> str:
    """Most are spelt as they are."""
    return address if PLAIN.fullmatch(address) else str(sanitize_address(address, "utf-8"))


@lru_cache(maxsize=256)
def _spelt_sender(sender: str) -> str:
    """The same for a workspace's every mail."""
    return str(sanitize_address(sender, "utf-8"))


def _by_backend(message: EmailMultiAlternatives) -> str:
    """Through any other of Django's backends; the provider's own id of the message, where it tells one."""
    from anymail import exceptions  # heavy: only where a provider is used

    try:
        get_connection().send_messages([message])
    except exceptions.AnymailRequestsAPIError as error:
        raise _refused_by_api(error) from error
    except exceptions.AnymailRecipientsRefused as error:
        raise SendError(_first_line(error), permanent=True, bounced=True) from error
    except exceptions.AnymailError as error:
        raise SendError(_first_line(error), permanent=True) from error
    except OSError as error:
        raise SendError(str(error), permanent=False, down=True) from error
    told = getattr(getattr(message, "anymail_status", None), "message_id", "")
    return told if isinstance(told, str) else ""


def _refused_by_api(error: Any) -> SendError:
    """No status: the line broke. Before the first byte nothing can have been taken; after it, perhaps."""
    import requests  # heavy, and loaded by the provider's backend before

    words, status = _first_line(error), error.status_code
    if status is None:
        never_left = isinstance(error, requests.ConnectionError) and not isinstance(
            error, requests.ReadTimeout
        )
        return SendError(words, permanent=False, down=never_left, unknown=not never_left)
    if status in UNREADY:
        return SendError(words, permanent=False, down=True)
    if status == 429 or status >= 500:
        return SendError(
            words, permanent=False, after_seconds=_retry_after(error), unknown=status in FATE_UNKNOWN
        )
    return SendError(words, permanent=True)


def _retry_after(error: Any) -> int | None:
    told = error.response.headers.get("Retry-After", "") if error.response is not None else ""
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 6 else None


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())
