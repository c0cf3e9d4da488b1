"""The words under which a person is found, in the one form in which both index and search write them.

A word is folded (no accents, no case, full width made half) and loses everything but letters and digits.
Where a word has parts, each tail is a word of its own, so that the search by the first letters finds every
part: anna.tamm@acme.example is found by "anna", "anna.tamm", "tamm@ac" and "acme". Scripts that part no
words (Chinese, Japanese, Korean, Thai …) have a tail at each letter.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Final

from likely.text.folding import UNPARTED, folded_word

MOST_TAILS: Final = 8  # of one word
MOST_WORDS: Final = 40  # of one person
LONGEST_WORD: Final = 60  # characters
PARTS: Final = re.compile(r"[^\W_]+")


def words_of(name: str, email: str, phone: str, external_id: str, account: str = "") -> str:
    """All words, parted by spaces."""
    found: list[str] = []
    for text in (name, account):
        for word in text.split():
            found += _tails(word)
    for word in (*email.split(), *external_id.split()):  # nobody else has these: they are not remembered
        found += _tails.__wrapped__(word)
    found += _tails_of_phone(phone)
    return " ".join(islice(dict.fromkeys(found), MOST_WORDS))


def wanted_words(text: str) -> tuple[str, ...]:
    """What somebody typed, as the beginnings of words that must all be there."""
    joined = re.sub(r"(?<=\d)[\s()/.-]+(?=\d)", "", text) if re.fullmatch(r"[\s\d()+/.-]+", text) else text
    folded = (_joined(folded_word(word)) for word in joined.split())
    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in folded if word))[:MOST_TAILS]


def is_whole(word: str) -> bool:
    """Whether so short a beginning means the word itself: else a letter would find nearly everybody."""
    return len(word) == 1 and not UNPARTED.match(word)


@lru_cache(maxsize=100_000)
def _tails(word: str) -> tuple[str, ...]:
    if word.isalnum() and word.isascii():  # most words have no parts
        return (word.lower()[:LONGEST_WORD],)
    parts = PARTS.findall(folded_word(word))
    starts = parts if word.isascii() else list(_cut(parts))
    return tuple("".join(starts[place:])[:LONGEST_WORD] for place in range(min(len(starts), MOST_TAILS)))


def _cut(parts: Iterable[str]) -> Iterable[str]:
    for part in parts:
        if UNPARTED.search(part):
            yield from part
        else:
            yield part


def _tails_of_phone(phone: str) -> Iterable[str]:
    """Whole, without a country code of one to three digits, and the last four."""
    digits = phone[1:] if phone[1:].isdigit() else _joined(phone)
    return [digits, digits[1:], digits[2:], digits[3:], digits[-4:]] if digits else []


def _joined(text: str) -> str:
    return "".join(PARTS.findall(text))
