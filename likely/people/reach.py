"""How somebody can be reached: the address that a channel uses, and the channels in the order to try them."""

from collections.abc import Iterable
from typing import Final, Protocol
from uuid import UUID

from likely.people.address import MAIL_CHANNELS, PHONE_CHANNELS

LINK: Final = "link"  # a list of links for other tools: whatever names the person is their address
CHAT: Final = "chat"  # an app finds its users by mail address, or by the name that the company gives them
PUSH: Final = "push"  # the person's id: which of their browsers agreed is looked up when it matters


class Named(Protocol):
    """A person, or as much of one as an address needs."""

    @property
    def id(self) -> UUID: ...
    @property
    def external_id(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def channel(self) -> str: ...


def address_of(person: Named, channel: str) -> str:
    """As the channel spells it; empty where there is none."""
    if channel == PUSH:
        return str(person.id)
    if channel == CHAT:
        return person.email or person.external_id
    if channel in MAIL_CHANNELS:
        return person.email
    if channel in PHONE_CHANNELS:
        return person.phone
    return person.email or person.phone or person.external_id if channel == LINK else ""


def in_order(preferred: str, channels: Iterable[str]) -> tuple[str, ...]:
    """The programme's channels, the preferred one first if it is among them."""
    listed = tuple(channels)
    if preferred not in listed or listed[0] == preferred:
        return listed
    return preferred, *(channel for channel in listed if channel != preferred)


def reachable(person: Named, channels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(channel, address) of every channel on which they have an address, in the order to try them."""
    ordered = in_order(person.channel, channels)
    return tuple((channel, address) for channel in ordered if (address := address_of(person, channel)))
