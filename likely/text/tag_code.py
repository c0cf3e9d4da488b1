"""Tags of a comment in one short text, " delivery+ price- ": kept in a column and looked for by its parts.

The comments that are alike in their themes have the same text, so that they can be counted by it.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from likely.text.sentiment import polarity

SIGNS: Final = {1: "+", -1: "-", 0: "="}
SIDES: Final = {sign: side for side, sign in SIGNS.items()}


def written(tags: Iterable[tuple[str, int]]) -> str:
    """Of themes and sides: sorted, each once, a space around each; empty where there is none."""
    parts = sorted({theme + SIGNS[side] for theme, side in tags})
    return f" {' '.join(parts)} " if parts else ""


def read(code: str) -> list[tuple[str, int]]:
    """(theme, side) of each part: 1 praise, -1 blame, 0 neither or both."""
    return [(part[:-1], SIDES[part[-1]]) for part in code.split()]


def pieces_of(asked: str) -> tuple[str, ...]:
    """The pieces, any of which stands in a code that is asked for by a theme, or by a theme and its side.

    The sign tells which: "price" is any side, "price+" praise, "price-" blame.
    """
    if asked[-1:] in SIDES:
        return (f" {asked} ",)
    return tuple(f" {asked}{sign} " for sign in SIDES)


def corrected(tags: Iterable[tuple[str, int]], said: Mapping[str, bool], favour: float) -> str:
    """The code of the tags as somebody put them right. said: whether it speaks of a theme.

    favour: 0..1, how favourable the whole comment sounds; it gives a theme that was added by hand its side.
    """
    kept = [(theme, side) for theme, side in tags if said.get(theme, True)]
    named = {theme for theme, _ in kept}
    side = polarity(favour)
    return written([*kept, *((theme, side) for theme, about in said.items() if about and theme not in named)])
