"""An event told by a mail: another system sends, or copies, its mail to an address that we gave out.

EVENT+TOKEN@HOST: the event's name, and a token that only we can make for the workspace. Lines "name: value"
at the head of the mail say who it happened to and what it was; without them it is the other recipient.
"""

import re
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256
from typing import Final

from likely.ask.derived_token import DerivedToken
from likely.base.workspace import Workspace
from likely.channels.channel import Inbound
from likely.lib.refusal import Refusal
from likely.people.event import EventFacts, KeptEvent, keep_events, read_event, read_event_name
from likely.people.facts import read_person

TOKEN: Final = DerivedToken("likely.ask.mailed_event")
LONGEST_NAME: Final = 20  # characters: the part before the @ has 64 at most
OURS: Final = re.compile(r"([a-z][a-z0-9_]{0,19})\+([a-z2-7]{42})@.+")
LINE: Final = re.compile(r"([A-Za-z][A-Za-z0-9_ -]{0,39}):[ \t]*(\S.{0,399})")
PERSON: Final = frozenset({"external_id", "email", "phone", "name", "language", "time_zone"})
MOST_LINES: Final = 20


def event_mailbox(workspace: Workspace, name: str) -> str:
    """What stands before the @ of the address. A mail to it becomes an event of this name."""
    said = read_event_name(name)
    if len(said) > LONGEST_NAME:
        raise Refusal(
            "event_name_long",
            f"The name of an event in an address has {LONGEST_NAME} letters at most.",
            field="name",
        )
    return f"{said}+{TOKEN.in_mailbox(workspace.pk)}"


def keep_mailed_event(inbound: Inbound, now: datetime) -> KeptEvent | Refusal | None:
    """None: it went to no such address. A mail that comes twice is one event."""
    found = [match for one in inbound.to if (match := OURS.fullmatch(one.lower()))]
    ours = next(((match[1], known) for match in found if (known := _workspace_of(match[2]))), None)
    if ours is None:
        return None
    name, workspace = ours
    others = [one for one in inbound.to if not OURS.fullmatch(one.lower())]
    try:
        facts = _read(name, inbound, others, now)
    except Refusal as refusal:
        return refusal
    return keep_events(workspace, [facts], "mail")[0]


def _read(name: str, inbound: Inbound, others: list[str], now: datetime) -> EventFacts:
    told = _lines(inbound.text)
    person: dict[str, object] = {each: told[each] for each in PERSON & told.keys()}
    if not person.keys() & {"external_id", "email", "phone"} and others:
        person["email"] = parseaddr(others[0])[1] or others[0]
    properties = {each: value for each, value in told.items() if each not in PERSON}
    key = f"mail:{sha256(inbound.id.encode()).hexdigest()}" if inbound.id else ""
    return read_event(name, read_person(person), min(inbound.at, now), key, properties, now)


def _lines(text: str) -> dict[str, str]:
    """The block of "name: value" with which the mail begins; the first blank or other line ends it."""
    told: dict[str, str] = {}
    for line in text.strip().splitlines()[:MOST_LINES]:
        match = LINE.fullmatch(line.strip())
        if match is None:
            break
        told.setdefault(re.sub(r"[ -]+", "_", match[1].strip().lower()), match[2].strip())
    return told


def _workspace_of(token: str) -> Workspace | None:
    named = TOKEN.named_by_mailbox(token)
    return Workspace.objects.filter(pk=named).first() if named else None
