"""A whole taxonomy as a file: read strictly, and refused by the field and the rule.

    {"themes": [{"id": "delivery", "names": {"en": "Delivery"}, "words": ["deliver*"], "without": [],
                 "examples": [{"text": "It came late", "about": true, "score": 3}],
                 "parent": null, "followed": false}], "version": 1}

`id` and `names` must be there; everything else may be left out. `likely.text.taxonomy.to_json` writes it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json, shown_name
from likely.text.taxonomy import MOST_THEMES, MOST_WORDS, Example, Taxonomy, Theme, taxonomy

LONGEST_NAME: Final = 80  # characters
LONGEST_WORD: Final = 100  # characters, of a phrase
LONGEST_EXAMPLE: Final = 10_000  # characters
MOST_EXAMPLES: Final = 5000  # of one theme
LANGUAGE: Final = re.compile(r"(?=.{2,12}\Z)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
THEME_FIELDS: Final = ("id", "names", "words", "without", "examples", "parent", "followed")


Read = TypeVar("Read")


def taxonomy_of_bytes(body: bytes) -> Taxonomy:
    return read_taxonomy(parse_json(body))


def read_taxonomy(data: object) -> Taxonomy:
    """The taxonomy, or a refusal that names the field, such as themes.3.words.0, and the rule."""
    whole = _object(data, "", ("themes", "version"))
    version = whole.get("version", 1)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Refusal("not_a_number", "version must be a whole number from 1 on.", field="version")
    themes = _list(whole.get("themes"), "themes", MOST_THEMES)
    return taxonomy(
        [read_theme(one, f"themes.{place}") for place, one in enumerate(themes)], min(version, 2**31)
    )


def read_theme(data: object, at: str = "") -> Theme:
    """One theme. at: where it stands, for refusals."""
    one, inside = _object(data, at, THEME_FIELDS), f"{at}." if at else ""
    parent = one.get("parent")
    return Theme(
        id=_text(one.get("id"), f"{inside}id", 60),
        names=read_names(one.get("names"), f"{inside}names"),
        words=read_words(one.get("words", ()), f"{inside}words"),
        without=read_words(one.get("without", ()), f"{inside}without"),
        examples=_each(one.get("examples", ()), f"{inside}examples", MOST_EXAMPLES, _example),
        parent=None if parent is None else _text(parent, f"{inside}parent", 60),
        followed=_truth(one.get("followed", False), f"{inside}followed"),
    )


def read_names(data: object, field: str) -> dict[str, str]:
    """By language; at least one."""
    if not isinstance(data, Mapping) or not data:
        raise Refusal(
            "theme_unnamed", f'{field} must be names by language, such as {{"en": ""}}.', field=field
        )
    found = {}
    for language, name in data.items():
        if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
            told = f"{field}: {shown_name(str(language))!r} is no code of a language such as en or zh."
            raise Refusal("language_malformed", told, field=field)
        found[language] = _text(name, f"{field}.{language}", LONGEST_NAME)
    return found


def read_words(data: object, field: str) -> tuple[str, ...]:
    return _each(data, field, MOST_WORDS, lambda one, at: _text(one, at, LONGEST_WORD))


def _example(data: object, at: str) -> Example:
    one = _object(data, at, ("text", "about", "score"))
    score = one.get("score")
    if score is not None and (isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= 10):
        raise Refusal("score_out_of_range", f"{at}.score must be 0 to 10.", field=f"{at}.score")
    return Example(
        _text(one.get("text"), f"{at}.text", LONGEST_EXAMPLE),
        _truth(one.get("about", True), f"{at}.about"),
        score,
    )


def _object(data: object, at: str, fields: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise Refusal("not_a_taxonomy", f"{at or 'The file'} must be an object.", field=at)
    for name in data:
        if name not in fields:
            field = f"{at}.{shown_name(str(name))}" if at else shown_name(str(name))
            known = ", ".join(fields)
            raise Refusal(
                "field_unknown", f"{field} is no field here.", cure=f"There are: {known}.", field=field
            )
    return data


def _list(data: object, field: str, most: int) -> list[Any] | tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise Refusal("not_a_list", f"{field} must be a list.", field=field)
    if len(data) > most:
        raise Refusal(
            "too_many_entries", f"{field} has {len(data)} entries; {most} are the most.", field=field
        )
    return data


def _each(data: object, field: str, most: int, read: Callable[[Any, str], Read]) -> tuple[Read, ...]:
    return tuple(read(one, f"{field}.{place}") for place, one in enumerate(_list(data, field, most)))


def _text(value: object, field: str, longest: int) -> str:
    text = clean_text(value, field, longest)
    if not text:
        raise Refusal("empty", f"{field} must not be empty.", field=field)
    return text


def _truth(value: object, field: str) -> bool:
    if not isinstance(value, bool):
        raise Refusal("not_true_or_false", f"{field} must be true or false.", field=field)
    return value
