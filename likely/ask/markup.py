"""Marked-up text of another tool as the plain words in it. No HTML comes out, however it went in."""

import html
import re
from typing import Final

from likely.lib.plain_text import CONTROLS

LONGEST_READ: Final = 20_000  # characters; more than that is no question
TURNS: Final = 4  # how often what was written twice over (&amp;lt;) is looked at again
# Each of these takes what it begins to the end of the text where nothing closes it: the time stays linear.
UNSEEN: Final = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.S | re.I)
LINE_ENDS: Final = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.I)
TAG: Final = re.compile(r"<[/!?]?[a-z][^<>]*>", re.I)
PICTURED: Final = re.compile(r"<(?:img|video|audio|iframe|object|embed|a)\b", re.I)
OPENING: Final = re.compile(r"<(?=[a-z/!?])", re.I)  # what could still be read as the start of a tag
SPACES: Final = re.compile(r"[^\S\n]+")
LINES: Final = re.compile(r"\s*\n\s*")
# ${e://Field/name} of Qualtrics, {TOKEN:FIRSTNAME} and {Q1.shown} of LimeSurvey, {question} of SurveyJS
PLACEHOLDER: Final = re.compile(r"\$\{[^{}]{1,200}\}|\{[^{}\s][^{}]{0,199}\}")
FILLED: Final = "…"  # stands where another tool would have filled something in


def plain_words(marked_up: str) -> str:
    """The words of it, a line for each paragraph."""
    said = marked_up[:LONGEST_READ]
    for _turn in range(TURNS):
        before, said = said, html.unescape(_stripped(said))
        if said == before:
            break
    said = OPENING.sub("< ", _stripped(said)).encode("utf-8", "ignore").decode()
    return LINES.sub("\n", SPACES.sub(" ", CONTROLS.sub("", said))).strip()


def without_placeholders(said: str) -> tuple[str, tuple[str, ...]]:
    """The text with … where something would have been filled in, and what that was."""
    return PLACEHOLDER.sub(FILLED, said), tuple(dict.fromkeys(PLACEHOLDER.findall(said)))


def _stripped(said: str) -> str:
    return TAG.sub("", LINE_ENDS.sub("\n", UNSEEN.sub("", said)))
