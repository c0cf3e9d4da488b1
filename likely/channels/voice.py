"""A call by Twilio that asks the question and takes the score from the keypad. Its words: public/voice.py."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import Setup
from likely.channels.twilio_client import hook_address, send_by_twilio

RING_SECONDS: Final = 25
LONGEST_CALL_SECONDS: Final = 300


class Voice:
    name = "voice"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [send_by_twilio(self.name, letter, _say) for letter in letters]


def call_address(link: str) -> str:
    """Where the call asks what to say: named by the same unguessable token as the personal link."""
    return f"{settings.BASE_URL}/hooks/voice/{urlsplit(link).path.rpartition('/')[2]}"


def _say(client: Any, setup: Setup, letter: Letter) -> Any:
    return client.calls.create(
        to=letter.address,
        from_=letter.sender or setup.of("sender"),
        url=call_address(letter.link),
        status_callback=hook_address(setup, "status"),
        status_callback_event=["completed"],
        timeout=RING_SECONDS,
        time_limit=LONGEST_CALL_SECONDS,
    )


CHANNEL: Final = Voice()
