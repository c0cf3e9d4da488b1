"""Praise and blame in our own words: what the small shipped model learns where the real sets are thin.

`tools/sentiment_lists/LANGUAGE.txt` has one list a line, "name: part; part; …". Adjectives ({a}) are set in
frames with things ({t}), each thing in its turn, as often praised as blamed; and each thing stands by itself
as praise and as blame, so that it comes to lean neither way. A grid is beginnings × ends.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path

from sentiment_words import phrases as first_phrases

FOLDER = Path(__file__).parent / "sentiment_lists"
THINGS_A_FRAME = 3
WHOLE = 3  # times that a phrase counts which is in no frame

Told = list[tuple[bool, str]]


def phrases() -> Told:
    """(praise?, phrase) of all languages."""
    return [*first_phrases(), *(one for path in sorted(FOLDER.glob("*.txt")) for one in _of(_lists(path)))]


def _lists(path: Path) -> dict[str, list[str]]:
    named = (line.partition(": ") for line in path.read_text("utf-8").splitlines())
    return {name: [part.strip() for part in parts.split(";")] for name, _, parts in named}


def _of(lists: Mapping[str, list[str]]) -> Iterator[tuple[bool, str]]:
    for good, name in ((True, "praised"), (False, "blamed")):
        yield from _framed(good, lists[name], lists["framed"], lists["things"])
        if f"many {name}" in lists:
            yield from _framed(good, lists[f"many {name}"], lists["many framed"], lists["many things"])
    yield from _framed(False, lists["praised"], lists["denied"], lists["things"], 1)
    for thing in lists["things"]:
        for frame in lists["plain framed"]:
            yield from ((good, frame.format(t=thing)) for good in (True, False))
    for good, name in ((True, "praise"), (False, "blame")):
        yield from ((good, phrase) for phrase in lists[name] for _ in range(WHOLE))
        yield from ((good, phrase) for grid in lists[f"{name} grid"] for phrase in _filled(grid))


def _filled(grid: str) -> Iterator[str]:
    """Each beginning before the × with each end behind it."""
    begins, ends = (side.split(", ") for side in grid.split(" × "))
    joint = "" if re.search(r"[\u4e00-\u9fff]", grid) else " "
    return (f"{begin}{joint}{end}" for begin in begins for end in ends)


def _framed(
    good: bool, qualities: list[str], frames: list[str], things: list[str], most: int = THINGS_A_FRAME
) -> Iterator[tuple[bool, str]]:
    turn = cycle(things)
    for quality in qualities:
        for frame in frames:
            for _ in range(most if "{t}" in frame else 1):
                yield good, frame.format(a=quality, t=next(turn))
