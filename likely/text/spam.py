"""Comments that say nothing on purpose: pasted links, held-down keys, hidden characters. Pure rules.

A comment so marked stays where it is and counts in the score; it is left out of themes and quotes.
"""

import re
from collections import Counter
from typing import Literal

Spam = Literal["empty", "links", "repeated", "keys", "hidden"]

MOST_LINKS = 2
MOST_HIDDEN = 5  # invisible characters; emoji and some scripts need one or two
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_WORD = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouyäöüõáàâéèêëíìîïóòôúùûůæøåąęıāēīū]", re.IGNORECASE)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_LATIN_ONLY = re.compile(r"[\u0370-\uffff]")


def spam_reason(text: str) -> Spam | None:
    """Why the text says nothing, None where it may say something. The first rule that holds."""
    if len(_HIDDEN.findall(text)) > MOST_HIDDEN:
        return "hidden"
    links = _LINK.findall(text)
    if len(links) > MOST_LINKS or (links and 2 * sum(map(len, links)) > len(text)):
        return "links"
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words:
        return "empty"
    if _is_repeated(words):
        return "repeated"
    return "keys" if all(map(_is_mash, words)) else None


def _is_repeated(words: list[str]) -> bool:
    """One word makes up most of ten or more, or one letter most of a long text."""
    if len(words) >= 10 and Counter(words).most_common(1)[0][1] > 0.6 * len(words):
        return True
    letters = Counter("".join(words))
    return letters.total() >= 12 and letters.most_common(1)[0][1] > 0.5 * letters.total()


def _is_mash(word: str) -> bool:
    """A stretch of one row of the keyboard, or five and more letters of the Latin script without a vowel."""
    if len(word) < 4 or _LATIN_ONLY.search(word):
        return False
    stretch = any(
        word[i : i + 4] in row or word[i : i + 4] in row[::-1] for row in _ROWS for i in range(len(word) - 3)
    )
    return stretch or (len(word) >= 5 and not _VOWEL.search(word))
