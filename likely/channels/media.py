"""A file that somebody sent by SMS or WhatsApp, fetched from the provider with which it lies.

Twilio names an address that asks for the account, and leads on to one that asks for nothing; Meta an id,
whose address is asked for first. Each address passes the guard of outbound.py, and the account's own words go
to the provider alone.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from likely.channels.channel import Attached, Media, SendError
from likely.channels.setup import Setup
from likely.channels.unsent import by_status
from likely.channels.whatsapp_cloud import BASE
from likely.lib.outbound import Answer, NoAnswer, TooMuch, request
from likely.lib.refusal import Refusal

SECONDS: Final = 30.0
LED_ON: Final = (301, 302, 303, 307, 308)
GONE: Final = (400, 403, 404, 410)  # it is not kept there any more


class TooLargeError(SendError):
    """More than is kept."""


def fetch(setup: Setup, media: Media, largest: int) -> Attached:
    """The file. SendError: again later or never, in its words. largest: bytes."""
    headers: Mapping[str, str]
    if setup.of("provider") == "cloud":
        headers = {"Authorization": f"Bearer {setup.of('token')}"}
        address = _address_of(setup, media, headers)
    else:
        address, headers = media.address, _account(setup, media.address)
    answer = _asked(address, headers, largest)
    if answer.status in LED_ON and (further := answer.headers.get("location")):
        answer = _asked(urljoin(address, further), {}, largest)
    if answer.status != 200:
        raise _fault(answer)
    kind = media.type or answer.headers.get("content-type", "")
    return Attached(media.name, kind, len(answer.body), answer.body)


def _account(setup: Setup, address: str) -> Mapping[str, str]:
    """The account's own words where the address is the provider's, and nowhere else."""
    home = setup.of("url") or settings.TWILIO_URL
    if (urlsplit(address).scheme, urlsplit(address).netloc) != (urlsplit(home).scheme, urlsplit(home).netloc):
        return {}
    told = f"{setup.of('account')}:{setup.of('token')}"
    return {"Authorization": f"Basic {b64encode(told.encode()).decode()}"}


def _address_of(setup: Setup, media: Media, headers: Mapping[str, str]) -> str:
    if not media.address.isascii() or not media.address.isalnum():
        raise SendError("Its id is none.", permanent=True)
    answer = _asked(f"{setup.of('url') or BASE}/{media.address}", headers)
    told = answer.json()
    if answer.status != 200 or not isinstance(told, dict) or not isinstance(told.get("url"), str):
        raise _fault(answer)
    return str(told["url"])


def _asked(address: str, headers: Mapping[str, str], largest: int = 1_000_000) -> Answer:
    try:
        return request("GET", address, headers=headers, largest=largest, seconds=SECONDS)
    except TooMuch as much:
        raise TooLargeError(much.words, permanent=True) from None
    except NoAnswer as none:
        raise SendError(none.words, permanent=False) from None
    except Refusal as no:
        raise SendError(no.message, permanent=True) from None


def _fault(answer: Answer) -> SendError:
    return SendError(by_status(answer).words, permanent=answer.status in GONE)
