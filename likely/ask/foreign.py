"""A survey of another tool while it is read: what it asks in our terms, and what of it has no counterpart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from likely.ask.language import ALSO
from likely.ask.markup import LONGEST_READ, PICTURED, plain_words, without_placeholders
from likely.ask.plain_data import Texts
from likely.ask.question import QuestionKind
from likely.lib.plain_text import CONTROLS
from likely.lib.refusal import Refusal

LONGEST_SENTENCE: Final = 1000  # characters of a text in a definition
LONGEST_PLACE: Final = 80  # characters of a place in a list
MOST_LEFT_OUT: Final = 500  # sentences; a file that needs more is told so in the last one
MOST_TOLD: Final = 5000  # a file with more is no survey that people answer
MOST_READ: Final = 500  # questions; those past the limit of a survey are listed
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# How other tools call a language, where its code alone does not say it
OTHER_CODES: Final = {
    "zh-s": "zh", "zh-cn": "zh", "zh-hans": "zh", "zh-t": "zh-Hant", "zh-hant-tw": "zh-Hant",
    "zh-hant-hk": "zh-Hant", "zh-hant": "zh-Hant", "es-es": "es", "de-informal": "de", "de-easy": "de",
    "nl-informal": "nl", "it-informal": "it", "en-us": "en", "pt-br": "pt-BR", "default": "",
}  # fmt: skip
Rule = dict[
    str, Any
]  # as in a definition, with their names and codes; also below and above, which end before


@dataclass(frozen=True)
class LeftOut:
    """place: where in the file. reason: one sentence in the reader's language."""

    place: str
    reason: str


@dataclass(frozen=True)
class Part:
    """A choice or a row; name is its code in the file."""

    name: str
    text: Texts


@dataclass(frozen=True)
class Foreign:
    """A question in our terms, under their names.

    shift: added to their number it is ours. numbers: their codes of the points, where they are no numbers.
    known_as: the property that a hidden one holds. certain: its type is that of the recommendation question.
    rule: when it is asked; None: always. key: the one that it must have here; empty: any.
    """

    name: str
    kind: QuestionKind
    text: Texts = field(default_factory=dict)
    also: tuple[str, ...] = ()
    help: Texts = field(default_factory=dict)
    low: Texts = field(default_factory=dict)
    high: Texts = field(default_factory=dict)
    points: int | None = None
    shift: int = 0
    numbers: Mapping[str, int | str] = field(default_factory=dict)
    rows: tuple[Part, ...] = ()
    choices: tuple[Part, ...] = ()
    other: str | None = None  # their code of the choice that is written
    required: bool = False
    randomised: bool = False
    short: bool = False
    not_applicable: bool = False
    most: int | None = None
    known_as: str | None = None
    rule: Rule | None = None
    certain: bool = False
    key: str = ""


@dataclass
class Reading:
    """What was found so far in one file."""

    source: str
    name: str = ""
    languages: list[str] = field(default_factory=list)
    questions: list[Foreign] = field(default_factory=list)
    thanks: dict[str, Texts] = field(default_factory=dict)
    endings: list[tuple[str, Rule, Texts]] = field(default_factory=list)  # place, when it is said, what
    anonymous: bool = False
    left: list[LeftOut] = field(default_factory=list)
    told: int = 0  # how often something was left out; the list itself says the same only once

    def ask(self, question: Foreign) -> None:
        if len(self.questions) >= MOST_READ:
            raise too_much()
        self.questions.append(question)

    def leave(self, place: str, reason: str) -> None:
        self.told += 1
        if self.told > MOST_TOLD:
            raise too_much()
        found = LeftOut(short(_storable(place), LONGEST_PLACE), _storable(reason))
        if len(self.left) < MOST_LEFT_OUT and found not in self.left:
            self.left.append(found)
        elif len(self.left) == MOST_LEFT_OUT:
            self.left.append(LeftOut("…", _("There is more than this list holds.")))

    def leave_settings(self, place: str, names: Iterable[str]) -> None:
        found = ", ".join(sorted({short(str(name), 40) for name in names}))
        if found:
            self.leave(place, _("Settings without a counterpart: {names}.").format(names=short(found, 600)))

    def leave_question(self, place: str, kind: str, said: object) -> None:
        words = short(plain_words(text(said)), LONGEST_PLACE)
        told = _("“{question}”: the kind {kind} has no counterpart.")
        self.leave(place, told.format(question=words, kind=short(kind, 40) or "?"))

    def leave_text(self, place: str, said: object) -> None:
        """Something that only stands there to be read."""
        words = short(plain_words(text(said)), LONGEST_PLACE)
        if words:
            self.leave(place, _("“{text}”: a text that asks nothing.").format(text=words))

    def leave_points(self, place: str, points: list[Texts]) -> None:
        """A rating of ours has words at its ends alone."""
        words = [next(iter(said.values()), "") for said in points]
        named = short(", ".join(word for word in words if not word.isdigit()), 300)
        if named:
            self.leave(place, _("Words of the points between the ends: {points}.").format(points=named))

    def leave_other(self, place: str, words: str) -> None:
        """The choice to be written has our words, in every language."""
        if words:
            said = _("“{text}”: the name of this choice. A choice to write in is always called “Other” here.")
            self.leave(place, said.format(text=short(words, LONGEST_PLACE)))

    def leave_rule(self, place: str) -> None:
        said = _("Its rule can't be said here: it is asked of everybody. Set the rule yourself.")
        self.leave(place, said)

    def texts(self, place: str, said: Mapping[str, object]) -> Texts:
        """Plain words by language. What is filled in, too long or in an unknown language is listed."""
        found: Texts = {}
        for their_code, marked_up in said.items():
            words = self._words(place, marked_up)
            if not words:
                continue
            code = language_code(their_code)
            if code:
                self.know(code)
                found.setdefault(code, words)
            else:
                self.leave(
                    place, _("A text in the unknown language {code}.").format(code=short(their_code, 30))
                )
        return found

    def know(self, code: str) -> None:
        if code not in self.languages:
            self.languages.append(code)

    def _words(self, place: str, marked_up: object) -> str:
        if not isinstance(marked_up, str):
            return ""
        if PICTURED.search(marked_up[:LONGEST_READ]):
            self.leave(place, _("A picture, a film, a frame or a link in a text."))
        words, filled = without_placeholders(plain_words(marked_up))
        for one in filled:
            said = _("What is filled in at {placeholder}: the text now has “…” there.")
            self.leave(place, said.format(placeholder=short(one, 60)))
        if len(words) > LONGEST_SENTENCE or len(marked_up) > LONGEST_READ:
            said = _("The end of a text that is longer than {n} characters.")
            self.leave(place, said.format(n=LONGEST_SENTENCE))
        return words[:LONGEST_SENTENCE].strip()


def too_much() -> Refusal:
    return Refusal("file_too_deep", "The file holds more than a survey can.", field="file")


def language_code(theirs: str) -> str:
    """EN: en, ZH-S: zh, de-informal: de; empty for what is no language."""
    code = theirs.strip().replace("_", "-").lower()
    ours = OTHER_CODES.get(code, ALSO.get(code, code))
    return ours if len(ours) <= 12 and LANGUAGE.fullmatch(ours) else ""


def both(*rules: Rule | None) -> Rule | None:
    """All of the rules that there are."""
    each = [rule.get("all", [rule]) for rule in rules if rule]
    found = [rule for parts in each for rule in parts]
    return {"all": found} if len(found) > 1 else (found[0] if found else None)


def short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


# What a stranger's file holds is looked at through these: whatever is there, they give the type asked for.
def mapping(value: object) -> dict[str, Any]:
    """An object as it is; a list as one with the numbers of its parts as names; else an empty one."""
    if isinstance(value, dict):
        return value
    return {str(n): part for n, part in enumerate(value)} if isinstance(value, list) else {}


def items(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    return list(value.values()) if isinstance(value, dict) else []


def text(value: object) -> str:
    """Text and numbers as text; else empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return _storable(str(value)[:LONGEST_READ])


def _storable(said: str) -> str:
    return CONTROLS.sub("", said.encode("utf-8", "ignore").decode())


def whole(value: object) -> int | None:
    """A whole number of any spelling that can be one here, else None."""
    found = text(value).strip().removesuffix(".0")
    return int(found) if re.fullmatch(r"-?[0-9]{1,9}", found) else None


def is_on(value: object) -> bool:
    return value is True or (
        isinstance(value, str) and value.strip().lower() in ("true", "on", "yes", "y", "1")
    )


def number_of_steps(first: int | None, last: int | None) -> dict[str, Any] | None:
    """Numbers from first to last as a question of ours: 0 to 10 is a scale, the rest a rating from 1."""
    if first is None or last is None:
        return None
    if (first, last) == (0, 10):
        return {"kind": "scale"}
    points = last - first + 1
    return {"kind": "rating", "points": points, "shift": 1 - first} if 2 <= points <= 11 else None
