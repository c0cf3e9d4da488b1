"""A comment cut into thoughts: one clause names one thing, so that praise and blame come apart."""

import re
from functools import cache

from likely.text.stop_words import AND

_ENDS = r"[.!?;:,…\n\r。！？；：，、()\[\]\"“”«»]+|\s[-–—]+\s|\s[/|&+]\s"


def clauses(text: str, language: str) -> list[str]:
    """The clauses of `text`, cut at punctuation and at the language's "and" and "but"."""
    return [clause for part in _splitter(language).split(text) if (clause := part.strip())]


@cache
def _splitter(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(AND.get(language, ()), key=len, reverse=True))
    if not words:
        return re.compile(_ENDS)
    if language == "zh":
        return re.compile(f"{_ENDS}|{words}")
    return re.compile(rf"{_ENDS}|\b(?:{words})\b", re.IGNORECASE)
