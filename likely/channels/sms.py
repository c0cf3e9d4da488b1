"""SMS by Twilio."""

from collections.abc import Sequence
from typing import Any, Final

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import Setup
from likely.channels.twilio_client import hook_address, send_by_twilio

SERVICE: Final = "MG"  # a messaging service, which chooses among its numbers


class Sms:
    name = "sms"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [send_by_twilio(self.name, letter, _say) for letter in letters]


def _say(client: Any, setup: Setup, letter: Letter) -> Any:
    sender = letter.sender or setup.of("sender")
    named = {"messaging_service_sid": sender} if sender.startswith(SERVICE) else {"from_": sender}
    return client.messages.create(
        to=letter.address, body=letter.text, status_callback=hook_address(setup, "status"), **named
    )


CHANNEL: Final = Sms()
