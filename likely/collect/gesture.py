"""What the page's script says of the person at the page: the last real event, and when it came."""

from dataclasses import dataclass
from typing import Any, Final, Literal, cast

from likely.lib.refusal import Refusal

By = Literal["", "pointer", "touch", "key", "click", "dwell"]

KINDS: Final = ("", "pointer", "touch", "key", "click", "dwell")
LONGEST_MS: Final = 10**10  # a page open for four months; more counts as that
MOST_MOVES: Final = 10_000


@dataclass(frozen=True, slots=True)
class Gesture:
    """by: the kind of the last event that the browser itself vouches for (isTrusted); "": none came.

    pointer is a mouse, touch a finger or a pen, click one without either (a voice, a reading aid), dwell no
    event at all but a page that stayed in view. ms: milliseconds in view until then. moves: of the
    mouse before it pressed. automated: the browser says that a program drives it (navigator.webdriver).
    numbers: how many different scores were chosen on the page. keys: pressed until then, a digit
    as two; None: not told.
    """

    by: By = ""
    ms: int = 0
    moves: int = 0
    visible: bool = False
    automated: bool = False
    numbers: int = 0
    keys: int | None = None


def read_gesture(value: object) -> Gesture:
    """The gesture of a stranger's JSON, or a Refusal."""
    if not isinstance(value, dict):
        raise Refusal("not_an_object", "evidence must be an object.", field="evidence")
    if unknown := set(value) - set(Gesture.__slots__):
        raise Refusal(
            "field_unknown", "evidence holds an unknown field.", field=f"evidence.{min(unknown)[:40]}"
        )
    by = value.get("by", "")
    if not isinstance(by, str) or by not in KINDS:
        raise Refusal("evidence_malformed", "evidence.by is no kind of event.", field="evidence.by")
    return Gesture(
        cast("By", by),
        _whole(value, "ms", LONGEST_MS),
        _whole(value, "moves", MOST_MOVES),
        _flag(value, "visible"),
        _flag(value, "automated"),
        _whole(value, "numbers", MOST_MOVES),
        _whole(value, "keys", MOST_MOVES) if "keys" in value else None,
    )


def _whole(value: dict[str, Any], name: str, most: int) -> int:
    given = value.get(name, 0)
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise Refusal(
            "evidence_malformed",
            f"evidence.{name} must be a whole number from 0 on.",
            field=f"evidence.{name}",
        )
    return min(given, most)


def _flag(value: dict[str, Any], name: str) -> bool:
    given = value.get(name, False)
    if not isinstance(given, bool):
        raise Refusal("not_boolean", f"evidence.{name} must be true or false.", field=f"evidence.{name}")
    return given
