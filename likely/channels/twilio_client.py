"""Twilio through its own library, behind the guard: one client an account, and what its errors mean."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import Setup, setup_of
from likely.channels.unsent import ACCOUNT_SECONDS, BUSY_SECONDS, LONGEST_WORDS, not_set_up, unanswered
from likely.lib.outbound_session import guarded_session

if TYPE_CHECKING:
    from twilio.rest import Client

# Twilio's error codes: https://www.twilio.com/docs/api/errors
NOBODY_THERE: Final = frozenset(
    {21211, 21217, 21614, 21401, 13224, 21421, 63024}
)  # no number, or none that can
ACCOUNT: Final = frozenset(
    {20003, 20005, 20008, 10001, 21606, 21659, 21660}
)  # ours is at fault, not the letter

Say = Callable[["Client", Setup, Letter], Any]  # hands one letter over; what it gives back has a `sid`


def send_by_twilio(channel: str, letter: Letter, say: Say) -> Sent | SendError:
    setup = setup_of(letter.workspace, channel) if letter.workspace else None
    if setup is None:
        return not_set_up(channel)
    return handed_over(setup, letter, say)


def handed_over(setup: Setup, letter: Letter, say: Say) -> Sent | SendError:
    from requests import RequestException  # heavy
    from twilio.base.exceptions import TwilioException, TwilioRestException

    try:
        return Sent(str(say(client_of(setup), setup, letter).sid))
    except TwilioRestException as error:
        return meaning(error.status, error.code, str(error.msg))
    except RequestException as error:
        return unanswered(error.__cause__ or error)
    except TwilioException as error:  # an answer that is none of Twilio's
        return SendError(str(error)[:LONGEST_WORDS], permanent=False)


def meaning(status: int, code: int | None, words: str) -> SendError:
    """Again, or never; and whether the number, or our account, is at fault."""
    said = f"{code or status}: {words}"[:LONGEST_WORDS]
    if status in (401, 403) or code in ACCOUNT:
        return SendError(said, permanent=False, after_seconds=ACCOUNT_SECONDS)
    if status == 429 or status >= 500:
        return SendError(said, permanent=False, after_seconds=BUSY_SECONDS)
    return SendError(said, permanent=True, bounced=code in NOBODY_THERE)


def client_of(setup: Setup) -> "Client":
    return _client(setup.of("account"), setup.of("token"), setup.of("url") or settings.TWILIO_URL)


def hook_address(setup: Setup, what: str) -> str:
    """Where Twilio tells us what became of a message (what: status, inbound)."""
    return f"{settings.BASE_URL}/hooks/twilio/{setup.workspace}/{setup.channel}/{what}"


@lru_cache(maxsize=64)
def _client(account: str, token: str, url: str) -> "Client":
    from twilio.http.http_client import TwilioHttpClient  # heavy
    from twilio.rest import Client

    way = TwilioHttpClient(pool_connections=False)
    way.session = guarded_session()
    client = Client(account, token, http_client=way)
    client.api.base_url = url
    return client
