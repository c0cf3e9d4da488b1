"""What every channel is: a letter goes out, receipts and replies come back. One contract, one file a channel.

A channel knows providers, never surveys: what a letter says is written in `ask`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, ready to go to one address. What a channel has no use for stays unread."""

    channel: str
    address: str  # as the channel spells it: a mail address, E.164, the JSON of a push subscription
    message_id: str  # derived from the message, so that a repeat carries the same: "<ID@host>"
    text: str
    language: str = "en"
    subject: str = ""
    html: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # {content id: PNG} that the HTML shows
    link: str = ""  # the personal link that the text holds
    sender: str = ""  # "Name <mail>" or a number; "": the installation's
    headers: Mapping[str, str] = field(default_factory=dict)
    template: str = ""  # the provider's own template, where a channel asks for one (WhatsApp)
    variables: Mapping[str, str] = field(default_factory=dict)  # of that template
    workspace: UUID | None = None  # whose set-up of the channel is used; None: the installation's
    files: Sequence["Attached"] = ()  # mail alone
    room: str = ""  # of a chat app: the unit whose room it is; "": the workspace's
    is_free: bool = False  # a person's own words, at a time at which the channel asks for no template


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it. provider_id: what its receipts will name."""

    provider_id: str


class SendError(Exception):
    """The other side did not take it: again later, or never. words: its own.

    after_seconds: not before. unknown: it may have taken it after all (the line broke after the last byte).
    down: nothing can be sent at the moment, whatever it is; this letter is not at fault.
    bounced: there is nobody at that address.
    """

    def __init__(
        self,
        words: str,
        *,
        permanent: bool,
        after_seconds: int | None = None,
        unknown: bool = False,
        down: bool = False,
        bounced: bool = False,
    ) -> None:
        super().__init__(words)
        self.words, self.permanent, self.after_seconds = words, permanent, after_seconds
        self.unknown, self.down, self.bounced = unknown, down, bounced


class ReceiptKind(StrEnum):
    DELIVERED = "delivered"
    OPENED = "opened"
    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCE = "soft_bounce"
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a provider told afterwards about one message. id: names the telling, so that it counts once.

    message_id: the letter's own, where the provider repeats it.
    """

    kind: ReceiptKind
    provider_id: str
    at: datetime
    id: str = ""
    address: str = ""
    words: str = ""  # the provider's own
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to a message. content: as it came; whoever keeps it looks at what it is."""

    name: str
    type: str
    size: int  # bytes
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Media:
    """A file that lies with the provider. address: where, or by which id. type, name: as the sender says."""

    address: str
    type: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """What somebody wrote or pressed in return."""

    channel: str
    sender: str  # their address
    text: str
    at: datetime
    id: str = ""
    subject: str = ""
    in_reply_to: tuple[str, ...] = ()  # Message-IDs
    to: tuple[str, ...] = ()  # every address that it was sent to, where the channel tells
    automatic: bool = False  # a machine wrote it: out of office, a bounce, or another system's notice
    attached: tuple[Attached, ...] = ()
    media: tuple[Media, ...] = ()  # still to be fetched (media.py)


class Channel(Protocol):
    """A channel's file offers one of these, and `likely/channels/table.py` names it."""

    name: str

    def send(self, letters: Sequence[Letter]) -> Sequence["Sent | SendError"]:
        """Hand over each letter, in their order; what became of each. Never raises for one letter's fault."""
        ...
