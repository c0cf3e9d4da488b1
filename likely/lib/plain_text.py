"""Text from strangers, made safe to store on every database: a value or a refusal, never a crash."""

import re

from likely.lib.refusal import Refusal

# Every control character (Unicode category Cc) but newline and tab.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean_text(value: object, field: str, longest: int) -> str:
    """`value` as stripped text without control characters, lone surrogates or NUL.

    Refuses what is no text and what is longer than `longest` characters.
    """
    if not isinstance(value, str):
        raise Refusal("not_text", f"{field} must be text.", field=field)
    if value.isprintable() and len(value) <= longest:  # most texts: there is nothing to take out
        return value.strip()
    text = value.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = CONTROLS.sub("", text).strip()
    if len(text) > longest:
        raise Refusal(
            "too_long",
            f"{field} has {len(text)} characters; the longest allowed is {longest}.",
            field=field,
        )
    return text


def storable(text: str) -> str:
    """What every database takes: without NUL, which PostgreSQL refuses, and without lone surrogates."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def shortened(text: str, longest: int) -> str:
    """The text as one line, cut with … where it has more than `longest` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def one_line(field: str, text: str) -> str:
    """The text, or a refusal where it has a second line: that would be a header of its own in a mail."""
    if len(text.splitlines()) > 1:
        raise Refusal("not_one_line", f"{field} is one line.", field=field)
    return text
