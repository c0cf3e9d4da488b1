"""The words under which a comment is found, in the one form in which index, search and scan write them.

A word is folded (no accents, no case) and made of letters and digits. Scripts that part no words (Chinese
and others) have each pair of neighbours as a word: 快递员 is 快递, 递员 and, so that its beginning finds
the last letter too, 员.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from likely.text.folding import UNPARTED, UNPARTED_RANGES, folded

MOST_WORDS: Final = 4000  # of one comment
MOST_TERMS: Final = 8  # of one search
MOST_SEGMENTS: Final = 40  # of one term
LONGEST_WORD: Final = 40  # characters
SEGMENTS: Final = re.compile(rf"(?:(?=[^\W_])[{UNPARTED_RANGES}])+|[^\W_{UNPARTED_RANGES}]+")
QUOTES: Final = re.compile('["“”„«»「」『』]')
OTHER: Final = r"[^\p{L}\p{N}]"  # than a letter or a digit, as RE2 writes it
EDGE: Final = f"{OTHER}|[{UNPARTED_RANGES}]"  # of a word


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other. open: of the last one the beginning is enough."""

    segments: tuple[str, ...]
    open: bool

    @property
    def words(self) -> tuple[str, ...]:
        """As the index has them."""
        *first, last = self.segments
        found = [word for segment in first for word in _words(segment)]
        found += _pairs(last) if _is_unparted(last) and len(last) > 1 else [last[:LONGEST_WORD]]
        return tuple(found)

    @property
    def is_open(self) -> bool:
        """Whether the last word stands for all that begin like it. A letter would mean nearly everything."""
        last = self.segments[-1]
        if _is_unparted(last):
            return len(last) == 1
        return self.open and len(last) > 1

    def stands_in(self, words: str) -> bool:
        """words: of a comment, as `words_of` has them."""
        return f" {' '.join(self.words)}{'' if self.is_open else ' '}" in f" {words} "

    @property
    def pattern(self) -> str:
        """The same for a folded comment that no index holds, as a regular expression of RE2."""
        found = "" if _is_unparted(self.segments[0]) else f"(?:^|{EDGE})"
        for before, segment in zip(("", *self.segments), self.segments, strict=False):
            if before:
                glued = _is_unparted(before) or _is_unparted(segment)
                found += OTHER + ("*" if glued else "+")
            found += segment
        closed = not (self.is_open or _is_unparted(self.segments[-1]))
        return found + (f"(?:$|{EDGE})" if closed else "")


def words_of(comment: str) -> str:
    """All words in their order, parted by spaces; empty where the comment has none."""
    if comment.isascii():
        found: Iterable[str] = (word[:LONGEST_WORD] for word in SEGMENTS.findall(comment.lower()))
    else:
        found = (word for segment in SEGMENTS.findall(folded(comment)) for word in _words(segment))
    return " ".join(islice(found, MOST_WORDS))


def wanted(text: str) -> tuple[Term, ...]:
    """What somebody typed. Words may stand anywhere and be begun only; what is in quotes stands together.

    An open quotation, as while one types, is one whose last word may go on. Nothing is an error.
    """
    parts = QUOTES.split(text)
    terms = list(_quoted(parts))
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def _quoted(parts: list[str]) -> Iterator[Term]:
    for place, part in enumerate(parts):
        is_quoted, is_last = place % 2 == 1, place == len(parts) - 1
        for some in [part] if is_quoted else part.split():
            segments = tuple(islice(SEGMENTS.findall(folded(some)), MOST_SEGMENTS))
            if segments:
                yield Term(segments, not is_quoted or is_last)


def _words(segment: str) -> Iterable[str]:
    return [*_pairs(segment), segment[-1]] if _is_unparted(segment) else [segment[:LONGEST_WORD]]


def _pairs(segment: str) -> list[str]:
    return [segment[place : place + 2] for place in range(len(segment) - 1)]


def _is_unparted(segment: str) -> bool:
    return bool(UNPARTED.match(segment))
