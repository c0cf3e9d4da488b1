"""Web push: a notification to the browsers of somebody who agreed to it. The address is the person's id."""

import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.push_message import push
from likely.channels.setup import Setup, setup_of
from likely.channels.unsent import by_status, not_set_up, unanswered
from likely.lib.outbound import NoAnswer
from likely.lib.refusal import Refusal
from likely.people.push_subscription import PushSubscription, subscriptions_of

GONE: Final = (404, 410)  # the browser took it back


class Push:
    name = "push"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [_sent(letter) for letter in letters]


def _sent(letter: Letter) -> Sent | SendError:
    """One browser that takes it is enough."""
    setup = setup_of(letter.workspace, "push") if letter.workspace else None
    if setup is None or letter.workspace is None:
        return not_set_up("push")
    try:
        browsers = subscriptions_of(letter.workspace, UUID(letter.address))
    except ValueError:
        browsers = []
    outcomes = [_to_one(setup, browser, letter) for browser in browsers]
    taken = next((one for one in outcomes if isinstance(one, Sent)), None)
    nobody = SendError("No browser of theirs takes notifications.", permanent=True)
    return taken or next(iter(outcomes), nobody)


def _to_one(setup: Setup, browser: PushSubscription, letter: Letter) -> Sent | SendError:
    told = {"title": letter.subject, "body": letter.text, "url": letter.link, "tag": letter.message_id}
    data = json.dumps(told, ensure_ascii=False).encode()
    try:
        answer = push(browser.as_browser_told(), data, setup.of("private_key"), setup.of("contact"))
    except Refusal as no:
        return SendError(no.message, permanent=True)
    except NoAnswer as error:
        return unanswered(error)
    if answer.status in GONE:
        browser.delete()
        return SendError(f"{answer.status}: the browser took it back.", permanent=True)
    return Sent(letter.message_id) if answer.status < 300 else by_status(answer)


CHANNEL: Final = Push()
