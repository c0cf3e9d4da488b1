"""What the widget sends: what the page's script sends, and what the page around it says of its visitor."""

from typing import Any, Final

from likely.ask.signed_visitor import UNVERIFIED
from likely.collect.submission import JSON_READERS, Submission, read_json
from likely.people.facts import PropertyValue, read_properties

CHANNEL: Final = "widget"


def read_widget(body: bytes, **target: Any) -> Submission:
    """The submission of the widget. Anybody can write its properties, so they are marked as such."""
    return read_json(body, READERS, **target)


def _properties(value: object) -> dict[str, PropertyValue]:
    told = read_properties(value)
    return {**told, UNVERIFIED: True} if told else {}


READERS: Final = {**JSON_READERS, "properties": _properties}
