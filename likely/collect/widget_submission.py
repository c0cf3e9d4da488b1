"""What the widget sends: what the page's script sends, and what the page around it says of its visitor."""

from typing import Any, Final
from uuid import UUID

from likely.ask.invitation import invitation_id
from likely.ask.signed_visitor import UNVERIFIED
from likely.collect.submission import JSON_READERS, Submission, read_json
from likely.lib.plain_text import clean_text
from likely.people.facts import PropertyValue, read_properties

CHANNEL: Final = "widget"
LONGEST_TOKEN: Final = 80  # characters


def read_widget(body: bytes, **target: Any) -> Submission:
    """The submission of the widget. Anybody can write its properties, so they are marked as such."""
    return read_json(body, READERS, **target)


def _properties(value: object) -> dict[str, PropertyValue]:
    told = read_properties(value)
    return {**told, UNVERIFIED: True} if told else {}


def _asked(value: object) -> UUID | None:
    """The asking that it answers. Of a token that is not ours the answer is a visitor's all the same."""
    return invitation_id(clean_text(value, "ask", LONGEST_TOKEN))


READERS: Final = {**JSON_READERS, "properties": _properties, "ask": _asked}
