"""A property's value, read by its declared type: in the form in which it is kept, or a refusal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from likely.lib.refusal import Refusal
from likely.people.facts import PropertyValue

ISO_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", re.ASCII)
NUMBER: Final = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
EUROPEAN: Final = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,15}),\d{1,15}", re.ASCII)
AS_IT_IS: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str,), "number": (int, float), "boolean": (bool,), "date": (), "choice": ()
}  # fmt: skip
SPACES_IN_NUMBER: Final = str.maketrans("", "", " \u00a0\u202f'’")
YES: Final = frozenset({"yes", "true", "y", "t", "1", "jah", "是", "ja", "oui", "sí", "si", "да", "on", "x"})
NO: Final = frozenset({"no", "false", "n", "f", "0", "ei", "否", "nein", "non", "нет", "off", "-"})


@dataclass(frozen=True, slots=True)
class Declared:
    """type: one of PropertyType. choices: of a choice. guessed: nobody has said so yet."""

    key: str
    type: str
    choices: frozenset[str] = frozenset()
    guessed: bool = False


def typed(declared: Declared, told: PropertyValue) -> PropertyValue:
    """The value in the form of its type; text is read. A refusal names the property and the rule."""
    if type(told) in AS_IT_IS[declared.type]:
        return told
    kept = READERS[declared.type](told, declared)
    if kept is None:
        raise Refusal(
            "property_mistyped",
            f"properties.{declared.key} must be {RULES[declared.type]}; {str(told)[:60]!r} is not.",
            cure="Correct the value, or change the property's type on the page of properties.",
            field=f"properties.{declared.key}",
        )
    return kept


def guess_type(value: PropertyValue) -> str:
    """The type of a key by its first value: by its form alone, never by what a text looks like."""
    return "boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "text"


def _text(told: PropertyValue, _declared: Declared) -> PropertyValue:
    return (
        told if isinstance(told, str) else ("yes" if told else "no") if isinstance(told, bool) else str(told)
    )


def _number(told: PropertyValue, _declared: Declared) -> PropertyValue | None:
    if isinstance(told, bool):
        return None
    return told if isinstance(told, int | float) else read_number(told)


def read_number(text: str) -> int | float | None:
    """1234, 1 234,5, 1,234.5 and 1.234,5; a comma before three last digits parts thousands."""
    plain = text.translate(SPACES_IN_NUMBER)
    if THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif EUROPEAN.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not NUMBER.fullmatch(plain):
        return None
    return float(plain) if "." in plain else int(plain)


def _date(told: PropertyValue, _declared: Declared) -> PropertyValue | None:
    return read_day(told) if isinstance(told, str) else None


@lru_cache(maxsize=20_000)  # fifty years; many people share a day
def read_day(text: str, form: str = "") -> str | None:
    """The day as 2026-11-26; a time behind it is dropped. form: how strptime reads it; empty: as ISO."""
    try:
        if form:
            return datetime.strptime(text.strip(), form).date().isoformat()
        found = ISO_DAY.fullmatch(text.strip())
        return found and date(*map(int, found.groups())).isoformat()
    except ValueError:
        return None


def _boolean(told: PropertyValue, _declared: Declared) -> PropertyValue | None:
    if isinstance(told, bool):
        return told
    word = str(told).strip().lower()
    return True if word in YES else False if word in NO else None


def _choice(told: PropertyValue, declared: Declared) -> PropertyValue | None:
    return chosen(str(_text(told, declared)), declared.choices)


def chosen(text: str, choices: Sequence[str] | frozenset[str]) -> str | None:
    """The choice that the text names, whatever its case."""
    if text in choices:
        return text
    return next((one for one in choices if one.casefold() == text.casefold()), None)


READERS: Final = {"text": _text, "number": _number, "date": _date, "boolean": _boolean, "choice": _choice}
RULES: Final[Mapping[str, str]] = {
    "text": "text",
    "number": "a number",
    "date": "a day such as 2026-11-26",
    "boolean": "yes or no",
    "choice": "one of its choices",
}
