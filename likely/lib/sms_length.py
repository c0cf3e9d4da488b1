"""How long an SMS is: its alphabet, and how many segments are paid for (GSM 03.38, 3GPP TS 23.038)."""

from dataclasses import dataclass
from typing import Final, Literal

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ESCAPED: Final = frozenset("\f^{}\\[~]|€")  # two septets, which one segment holds together
ROOM: Final[dict[str, tuple[int, int]]] = {"gsm": (160, 153), "unicode": (70, 67)}  # alone, in one of several


@dataclass(frozen=True, slots=True)
class Length:
    """units: septets, or UTF-16 code units where the text needs Unicode."""

    alphabet: Literal["gsm", "unicode"]
    units: int
    segments: int


def length_of(text: str) -> Length:
    plain = all(letter in BASIC or letter in ESCAPED for letter in text)
    alphabet: Literal["gsm", "unicode"] = "gsm" if plain else "unicode"
    sizes = [_size(letter, plain) for letter in text]
    alone, shared = ROOM[alphabet]
    return Length(alphabet, sum(sizes), 1 if sum(sizes) <= alone else _segments(sizes, shared))


def _size(letter: str, plain: bool) -> int:
    if plain:
        return 2 if letter in ESCAPED else 1
    return 2 if ord(letter) > 0xFFFF else 1


def _segments(sizes: list[int], room: int) -> int:
    """What takes two units is not torn: the rest of a segment stays empty."""
    segments, left = 1, room
    for size in sizes:
        if size > left:
            segments, left = segments + 1, room
        left -= size
    return segments
