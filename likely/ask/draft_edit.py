"""What is done to a draft beyond its fields: questions, choices, rules, languages, links come, go and move.

Each takes a definition as JSON data of its own and gives it back changed; what it makes is judged by the
caller, as a whole.
"""

from collections.abc import Collection
from functools import cache
from typing import Any, Final

from likely.ask.definition import Definition
from likely.ask.draft import Data
from likely.ask.draft_field import find
from likely.ask.question import COMMENT_KEY, CONTACT_KEY, OTHER_SUFFIX, PERMISSION_KEY
from likely.ask.template import FOLLOW_UPS, follow_up
from likely.ask.texts_in import texts_in
from likely.ask.wording import LANGUAGES, own_words, wording
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

KINDS: Final = ("text", "choice", "choices", "rating", "yes_no", "csat", "ces", "contact", "hidden")
PREFERRED: Final = {"text": COMMENT_KEY, "contact": CONTACT_KEY}  # the key that analysis knows, where free
SAME_EVERYWHERE: Final = (COMMENT_KEY, CONTACT_KEY, PERMISSION_KEY, "csat", "ces")
FIRST_PARTS: Final = ("A", "B")


def add_question(data: Data, what: str, text: str, taken: Collection[str] = ()) -> Data:
    """A question at the end. what: a kind, "permission", or the name of a follow-up, which bring their words.

    taken: keys of earlier versions. A new question never takes one, so that results don't mix.
    """
    kind, texts = _asked(data, what, text)
    wanted = PERMISSION_KEY if what == "permission" else PREFERRED.get(kind, kind)
    question: Data = {"key": _free_key(data, wanted, kind, taken), "kind": kind}
    if texts and kind != "hidden":
        question["text"] = texts
    if kind in ("choice", "choices"):
        first = data["languages"][0]
        question["choices"] = [{"key": name.lower(), "text": {first: name}} for name in FIRST_PARTS]
    data["questions"].append(question)
    return data


def _asked(data: Data, what: str, text: str) -> tuple[str, dict[str, str]]:
    languages = data["languages"]
    ready = {name for names in FOLLOW_UPS.values() for name in names}
    if what not in (*KINDS, "permission", *ready):
        raise Refusal("unknown_kind", "There is no such kind of question.", field="what")
    if what in ready:
        return "text", follow_up(what, languages)
    kind = "yes_no" if what == "permission" else what
    said = clean_text(text, "text", 1000)
    if said:
        return kind, {languages[0]: said}
    if what in ("permission", "contact"):
        return kind, {code: own for code in languages if (own := own_words(code, "common", what))}
    if kind != "hidden":
        raise Refusal("question_unworded", "Say what is asked.", field="text")
    return kind, {}


def _free_key(data: Data, wanted: str, kind: str, taken: Collection[str]) -> str:
    """A key that means the same in every survey may come back."""
    own = {key for question in data["questions"] for key in _keys(question)}
    if wanted not in own and (wanted in SAME_EVERYWHERE or wanted not in taken):
        return wanted
    numbered = (f"{kind}_{number}" for number in range(2, 10_000))
    return next(key for key in numbered if key not in own and key not in taken)


def _keys(question: Data) -> list[str]:
    rows = [row["key"] for row in question.get("rows", ())]
    return [question["key"], question["key"] + OTHER_SUFFIX, *rows]


def remove_question(data: Data, key: str) -> Data:
    data["questions"].remove(_question(data, key))
    return data


def move_question(data: Data, key: str, to: int) -> Data:
    """To the place `to`, counted from 0 without it; beyond an end is the end."""
    question = _question(data, key)
    data["questions"].remove(question)
    data["questions"].insert(max(0, to), question)
    return data


def place_of(data: Data, key: str) -> int:
    return int(data["questions"].index(_question(data, key)))


def add_part(data: Data, key: str, part: str, taken: Collection[str] = ()) -> Data:
    """One more choice or row, to be worded."""
    question = _question(data, key)
    if part not in ("choices", "rows"):
        raise Refusal("no_such_field", "This part of the survey is gone.", field="part")
    own = {one["key"] for one in question.get(part, ())}
    if part == "rows":
        own |= {name for one in data["questions"] for name in _keys(one)}
    stem = "choice" if part == "choices" else f"{key[:30]}_row"
    numbered = (f"{stem}_{number}" for number in range(1, 10_000))
    new = next(name for name in numbered if name not in own and name not in taken)
    parts = question.setdefault(part, [])
    parts.append({"key": new, "text": {data["languages"][0]: f"{len(parts) + 1}"}})
    return data


def remove_part(data: Data, key: str, part: str, name: str) -> Data:
    parts, at = _part(data, key, part, name)
    del parts[at]
    return data


def raise_part(data: Data, key: str, part: str, name: str) -> Data:
    """One place further up."""
    parts, at = _part(data, key, part, name)
    parts.insert(max(0, at - 1), parts.pop(at))
    return data


def set_rule(data: Data, key: str, rule: Data | None) -> Data:
    question = _question(data, key)
    question.pop("show_if", None)
    if rule is not None:
        question["show_if"] = rule
    return data


def add_language(data: Data, language: str) -> Data:
    """The texts that are still as the library has them come along; the others wait to be translated."""
    if language not in LANGUAGES or language in data["languages"]:
        raise Refusal("language_unknown", "This language can't be added.", field="language")
    first = data["languages"][0]
    for place in texts_in(Definition.from_json(data)):
        path = _library(first).get(place.texts.get(first, "")) if first in LANGUAGES else None
        if path and (own := own_words(language, *path)):
            _at(data, place.path)[language] = own
    data["languages"].append(language)
    return data


def remove_language(data: Data, language: str) -> Data:
    """Its texts go too. The last one stays, for a survey is worded in some language."""
    if language not in data["languages"] or len(data["languages"]) == 1:
        raise Refusal("language_stays", "This language can't be removed.", field="language")
    data["languages"].remove(language)
    for place in texts_in(Definition.from_json(data)):
        texts = _at(data, place.path)
        if len(texts) > 1:
            texts.pop(language, None)
    return data


def put_language_first(data: Data, language: str) -> Data:
    """The first is shown where a text is missing."""
    if language not in data["languages"]:
        raise Refusal("language_unknown", "The survey does not have this language.", field="language")
    data["languages"].remove(language)
    data["languages"].insert(0, language)
    return data


def set_consent(data: Data, text: str) -> Data:
    """Ask for consent in these words; without any, ask no more."""
    said = clean_text(text, "text", 1000)
    data.pop("consent", None)
    if said:
        data["consent"] = {"text": {data["languages"][0]: said}}
    return data


def add_link(data: Data, kind: str, url: str, text: str) -> Data:
    link = {"kind": kind, "url": url.strip(), "text": {data["languages"][0]: clean_text(text, "text", 1000)}}
    data.setdefault("links", []).append(link)
    return data


def remove_link(data: Data, at: int) -> Data:
    if not 0 <= at < len(data.get("links", ())):
        raise Refusal("no_such_field", "This part of the survey is gone.", field="links")
    del data["links"][at]
    return data


def _question(data: Data, key: str) -> Data:
    found: Data | None = find(data, f"questions/{key}") if key else None
    if found is None:
        raise Refusal("no_such_field", "This question is gone.", field="question")
    return found


def _part(data: Data, key: str, part: str, name: str) -> tuple[list[Data], int]:
    parts = _question(data, key).get(part) if part in ("choices", "rows") else None
    at = next((n for n, one in enumerate(parts or ()) if one["key"] == name), None)
    if parts is None or at is None:
        raise Refusal("no_such_field", "This part of the survey is gone.", field="part")
    return parts, at


def _at(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@cache
def _library(language: str) -> dict[str, tuple[str, ...]]:
    """Each text of the library with the way to it."""
    return dict(_walk(wording(language).model_dump(), ()))


def _walk(said: Any, way: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    if isinstance(said, str):
        return [(said, way)]
    return [pair for name, inner in said.items() for pair in _walk(inner, (*way, name))]
