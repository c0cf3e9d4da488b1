"""Rooms and people in chat apps, through apprise: one address says the service, its secret and the room."""

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.chat_address import TO, service_of, targets_of
from likely.channels.chat_text import TEXTS, pieces, written_title
from likely.channels.setup import Setup, setup_of
from likely.channels.unit_room import address_of
from likely.channels.unsent import LONGEST_WORDS, by_status, not_set_up, unanswered
from likely.lib.outbound_session import GUARDED

PLAIN: Final = re.compile(r"[\w.+-]{1,120}(@[\w.-]{1,120})?")  # a name that no app takes for two
MARGIN: Final = 16  # characters that an app's own marks around a title take


class Chat:
    name = "chat"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [_sent(letter) for letter in letters]


def _sent(letter: Letter) -> Sent | SendError:
    """To the person whom the address names; without one, into the room."""
    setup = setup_of(letter.workspace, "chat") if letter.workspace else None
    if setup is None:
        return not_set_up("chat")
    pattern = setup.of("person") if letter.address else _room(setup, letter.room)
    service = service_of(pattern.replace(TO, quote(letter.address, safe="")))
    if service is None or (letter.address and not _names_one(service, letter.address)):
        return SendError("The chat app has no address for this person.", permanent=True)
    return _told(service, letter)


def _room(setup: Setup, unit: str) -> str:
    """The address of a unit's own room; of the workspace's where it has none (any more)."""
    return (address_of(setup.workspace, UUID(unit)) if unit else "") or setup.of("room")


def _told(service: Any, letter: Letter) -> Sent | SendError:
    """In as many pieces as the app needs, in their order, under one title.

    Once a piece has arrived, nothing is sent again: the room would read its beginning a second time.
    """
    taken = TEXTS[type(service).__module__.rpartition(".")[2]]
    title = written_title(taken, letter.subject)
    parts = list(pieces(taken, letter.text, len(title) + MARGIN))
    for n, part in enumerate(parts):
        GUARDED.forget()
        if not service.notify(body=part, title="" if n else title, body_format=taken.declared or None):
            return _why() if n == 0 else _broken_off(n, len(parts), _why())
    return Sent(letter.message_id)


def _broken_off(n: int, of: int, why: SendError) -> SendError:
    return SendError(
        f"Part {n} of {of} was the last that arrived. {why.words}"[:LONGEST_WORDS], permanent=True
    )


def _names_one(service: Any, person: str) -> bool:
    """Whether the service will write to the person alone: a name that it drops would lead into the room."""
    return bool(PLAIN.fullmatch(person) and targets_of(service))


def _why() -> SendError:
    """What the service said: apprise itself says only that it did not work."""
    answer, error = GUARDED.answer, GUARDED.error
    if error is not None:
        return unanswered(error)
    if answer is not None and answer.status >= 300:
        return by_status(answer)
    words = answer.text if answer else "The chat app was not called."
    return SendError(words[:LONGEST_WORDS], permanent=True)


CHANNEL: Final = Chat()
