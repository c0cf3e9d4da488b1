"""One form of a text for search: no accents, no case, full width made half."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters between which words are not parted: Thai to Khmer, kana, ideographs, Hangul.
UNPARTED_RANGES: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
UNPARTED: Final = re.compile(f"[{UNPARTED_RANGES}]")


def folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    return unicodedata.normalize("NFC", bare.casefold())


@lru_cache(maxsize=100_000)
def folded_word(word: str) -> str:
    """As `folded`, of a word that comes again and again."""
    return folded(word)
