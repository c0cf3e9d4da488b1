"""WhatsApp by Twilio or by the Cloud API. A first message must be a template that WhatsApp has approved."""

import json
from collections.abc import Sequence
from typing import Any, Final

from likely.channels import whatsapp_cloud
from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import Setup, setup_of
from likely.channels.twilio_client import handed_over, hook_address
from likely.channels.unsent import not_set_up

PREFIX: Final = "whatsapp:"
CLOUD: Final = "cloud"


class WhatsApp:
    name = "whatsapp"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [_sent(letter) for letter in letters]


def _sent(letter: Letter) -> Sent | SendError:
    setup = setup_of(letter.workspace, "whatsapp") if letter.workspace else None
    if setup is None:
        return not_set_up("whatsapp")
    if setup.of("provider") == CLOUD:
        return whatsapp_cloud.send(setup, letter)
    return handed_over(setup, letter, _say)


def _say(client: Any, setup: Setup, letter: Letter) -> Any:
    template = "" if letter.is_free else letter.template or setup.of("template")
    told = (
        {"content_sid": template, "content_variables": json.dumps(dict(letter.variables))}
        if template
        else {"body": letter.text}
    )
    return client.messages.create(
        to=PREFIX + letter.address,
        from_=PREFIX + (letter.sender or setup.of("sender")).removeprefix(PREFIX),
        status_callback=hook_address(setup, "status"),
        **told,
    )


CHANNEL: Final = WhatsApp()
