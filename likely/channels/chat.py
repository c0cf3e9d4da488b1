"""Rooms and people in chat apps, through apprise: one address says the service, its secret and the room.

Only services that speak by plain HTTP calls are open, and their calls go through the guard: apprise knows
many more, some of which start programs, open files or other connections.
"""

import re
from collections.abc import Mapping, Sequence
from sys import modules
from typing import Any, Final
from urllib.parse import quote

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.chat_text import TEXTS, pieces, written_title
from likely.channels.setup import Setup, setup_of
from likely.channels.unsent import LONGEST_WORDS, by_status, not_set_up, unanswered
from likely.lib.outbound import check_address
from likely.lib.outbound_session import GUARDED
from likely.lib.refusal import Refusal

TO: Final = "{to}"  # the person's mail address, or the name that the company gives them
# The first part of an address, and the module of apprise that speaks to the service.
SERVICES: Final[Mapping[str, str]] = {
    "discord": "discord",
    "gchat": "google_chat",
    "mmost": "mattermost",
    "mmosts": "mattermost",
    "nctalk": "nextcloudtalk",
    "nctalks": "nextcloudtalk",
    "rocket": "rocketchat",
    "rockets": "rocketchat",
    "slack": "slack",
    "tgram": "telegram",
    "workflow": "workflows",  # Microsoft Teams
    "workflows": "workflows",
    "wxteams": "webexteams",
    "zulip": "zulip",
}
PLAIN: Final = re.compile(r"[\w.+-]{1,120}(@[\w.-]{1,120})?")  # a name that no app takes for two
MARGIN: Final = 16  # characters that an app's own marks around a title take
OWN_SERVERS: Final = ("mattermost", "nextcloudtalk", "rocketchat", "workflows")  # the address names the host


class Chat:
    name = "chat"

    def send(self, letters: Sequence[Letter]) -> list[Sent | SendError]:
        return [_sent(letter) for letter in letters]


def _sent(letter: Letter) -> Sent | SendError:
    """To the person whom the address names; without one, into the room."""
    setup = setup_of(letter.workspace, "chat") if letter.workspace else None
    if setup is None:
        return not_set_up("chat")
    pattern = setup.of("person") if letter.address else room_named(setup, letter.room)
    service = service_of(pattern.replace(TO, quote(letter.address, safe="")))
    if service is None or (letter.address and not _names_one(service, letter.address)):
        return SendError("The chat app has no address for this person.", permanent=True)
    return _told(service, letter)


def rooms_of(typed: str) -> dict[str, str]:
    """{unit, by its name or its way from the top: address}, of lines such as "Service = slack://…"."""
    lines = (line.partition("=") for line in typed.splitlines() if line.strip())
    return {" ".join(name.split()): address.strip() for name, _sign, address in lines}


def room_named(setup: Setup, unit: str) -> str:
    """The address of a unit's own room; of the workspace's where it has none (any more)."""
    return rooms_of(setup.of("rooms")).get(unit) or setup.of("room")


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
    return bool(PLAIN.fullmatch(person) and _targets(service))


def _targets(service: Any) -> Any:
    return getattr(service, "targets", None) or getattr(service, "channels", None)


def service_of(address: str) -> Any:
    """apprise's own object for the address, its calls guarded; None for what is none of the services."""
    module = SERVICES.get(address.partition("://")[0].lower())
    if module is None:
        return None
    from apprise import Apprise, AppriseAsset  # heavy

    # Without a picture: its own lie on a host of somebody else.
    ours = AppriseAsset(app_id="Likely", app_desc="Likely", image_url_mask="", image_url_logo="")
    service = Apprise.instantiate(address, asset=ours, suppress_exceptions=True)
    named = f"apprise.plugins.{module}"
    if service is None or type(service).__module__ != named:
        return None
    modules[named].requests = GUARDED  # type: ignore[attr-defined]  # for good: nothing else uses it here
    return service


def check(told: Mapping[str, str]) -> None:
    """Refuse what can't work as soon as it is typed. Of what is kept already nothing is told."""
    for name in ("room", "person"):
        address = told.get(name, "")
        if address:
            _check(name, address)
    for unit, address in rooms_of(told.get("rooms", "")).items():
        if not unit or not address:
            no_unit, cure = "A line is no unit with its room.", "Write Service = slack://…"
            raise Refusal("chat_rooms", no_unit, cure=cure, field="rooms")
        _check("rooms", address)
    if told.get("person") and TO not in told["person"]:
        raise Refusal(
            "chat_address", "It names no person.", cure="Write {to} where the person goes.", field="person"
        )


def _check(name: str, address: str) -> None:
    service = service_of(address.replace(TO, "0"))
    if service is None:
        raise Refusal(
            "chat_address",
            "This is no address of a chat app that is known here.",
            cure="Write it as apprise does, such as slack://TOKEN_A/TOKEN_B/TOKEN_C/#team.",
            field=name,
        )
    if name == "person" and TO in address and not _targets(service):
        raise Refusal("chat_address", "This app can't be told to write to one person.", field=name)
    if SERVICES[address.partition("://")[0].lower()] in OWN_SERVERS:
        try:
            check_address(f"{'https' if service.secure else 'http'}://{_place(service)}/")
        except Refusal as no:
            raise Refusal(no.code, no.message, cure=no.cure, field=name) from None


def _place(service: Any) -> str:
    return f"{service.host}:{service.port}" if service.port else str(service.host)


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
