"""The definition out of what was read from another tool's file, and what of it is carried over."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import ValidationError

from likely.ask.comment_question import groups_of, with_comment
from likely.ask.condition import DEEPEST, depth, read_condition
from likely.ask.definition import SCHEMA, Definition, read_definition
from likely.ask.expression import Unsayable
from likely.ask.foreign import Foreign, LeftOut, Reading, short
from likely.ask.leading import in_order
from likely.ask.plain_data import Texts, pick
from likely.ask.question import (
    COMMENT_KEY,
    CONSENT_KEY,
    CONTACT_KEY,
    NOT_APPLICABLE,
    OTHER,
    OTHER_SUFFIX,
    PERMISSION_KEY,
    SCORE_KEY,
    Question,
)
from likely.ask.resolve import Target, Targets, resolved

MOST_QUESTIONS: Final = 60
MOST_ROWS: Final = 20
MOST_CHOICES: Final = 60
MOST_LANGUAGES: Final = 60
LONGEST_QUOTE: Final = 80  # characters of their words in a list
LONGEST_KEY: Final = 40 - len(OTHER_SUFFIX)  # characters
TAKEN: Final = (
    SCORE_KEY, COMMENT_KEY, PERMISSION_KEY, CONSENT_KEY, CONTACT_KEY,
    "csat", "ces", "group", "channel", "language",
)  # fmt: skip
KINDS: Final[dict[str, Promise]] = {
    "scale": gettext_lazy("a scale from 0 to 10"),
    "csat": gettext_lazy("a question of satisfaction"),
    "ces": gettext_lazy("a question of effort"),
    "rating": gettext_lazy("a rating"),
    "choice": gettext_lazy("one choice"),
    "choices": gettext_lazy("several choices"),
    "text": gettext_lazy("text"),
    "yes_no": gettext_lazy("yes or no"),
    "contact": gettext_lazy("a way to reach somebody"),
    "hidden": gettext_lazy("a property of the person"),
}


@dataclass(frozen=True)
class Carried:
    """place: its name in the file. said: its words. kind: what it is here. key: of its answer."""

    place: str
    said: str
    kind: str
    key: str


@dataclass(frozen=True)
class Imported:
    """source: the tool. name: of the survey. Nothing of the file is in neither list."""

    source: str
    name: str
    definition: Definition
    carried: tuple[Carried, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def assemble(reading: Reading) -> Imported:
    """A Refusal where nothing is asked that a survey could begin with."""
    _keep_to_the_limits(reading)
    kind, asked = in_order(reading)
    questions, targets = _questions(reading, asked)
    _say_thanks(reading, len(asked), targets)
    data: dict[str, Any] = {
        "schema": SCHEMA, "kind": kind, "languages": (reading.languages or ["en"])[:MOST_LANGUAGES],
        "subject": _subject(reading), "thanks": reading.thanks, "anonymous": reading.anonymous,
    }  # fmt: skip
    places = {
        question["key"]: short(theirs.name, LONGEST_QUOTE)
        for question, theirs in zip(questions, asked, strict=True)
    }
    questions, joined = with_comment(questions)
    places[COMMENT_KEY] = ", ".join(places[key] for key in joined)
    definition = read_definition(data | {"questions": questions})
    return Imported(
        reading.source, reading.name, definition, tuple(_carried(definition, places)), tuple(reading.left)
    )


def own_file(definition: Definition) -> Imported:
    """A definition of our own: all of it is carried over."""
    name = pick(definition.subject, definition.languages[0], "")
    return Imported("Likely", name, definition, tuple(_carried(definition, {})))


def _carried(definition: Definition, places: Mapping[str, str]) -> Iterator[Carried]:
    for question in definition.questions:
        said = definition.say(question.text, definition.languages[0])
        yield Carried(
            places.get(question.key, question.key), said, _kind(question), ", ".join(question.answer_keys)
        )


def _kind(question: Question) -> str:
    named = str(KINDS[question.kind])
    if question.kind == "rating":
        named = _("a rating from 1 to {n}").format(n=question.steps[-1])
    if not question.rows:
        return named
    said = ngettext("%(rating)s, %(n)s row", "%(rating)s, %(n)s rows", len(question.rows))
    return said % {"rating": named, "n": len(question.rows)}


def _subject(reading: Reading) -> Texts:
    name = reading.name[:200].strip()
    return {(reading.languages or ["en"])[0]: name} if name else {}


def _keep_to_the_limits(reading: Reading) -> None:
    for question in reading.questions[MOST_QUESTIONS:]:
        said = _("A survey has at most {n} questions: “{question}” is one more.")
        line = short(pick(question.text, "", ""), LONGEST_QUOTE)
        reading.leave(question.name, said.format(n=MOST_QUESTIONS, question=line))
    for code in reading.languages[MOST_LANGUAGES:]:
        reading.leave(code, _("A survey has at most {n} languages.").format(n=MOST_LANGUAGES))
    reading.questions = [_limited(question, reading) for question in reading.questions[:MOST_QUESTIONS]]


def _limited(question: Foreign, reading: Reading) -> Foreign:
    if question.shift:
        said = _("Its numbers: they begin with 1 here, so {first} becomes 1.")
        reading.leave(question.name, said.format(first=1 - question.shift))
    for parts, most in ((question.rows, MOST_ROWS), (question.choices, MOST_CHOICES)):
        for part in parts[most:]:
            said = _("At most {n} lines: “{line}” is one more.")
            reading.leave(
                question.name, said.format(n=most, line=short(pick(part.text, "", ""), LONGEST_QUOTE))
            )
    return replace(question, rows=question.rows[:MOST_ROWS], choices=question.choices[:MOST_CHOICES])


def _questions(reading: Reading, asked: list[Foreign]) -> tuple[list[dict[str, Any]], dict[str, Target]]:
    """The questions as data, and what their names mean in a rule."""
    keys, made = set(TAKEN), list[dict[str, Any]]()
    targets: dict[str, Target] = {}
    for at, question in enumerate(asked):
        key = question.key or new_key(question.name, keys)
        rows = {part.name: new_key(f"{key}_{part.name}", keys, 40) for part in question.rows}
        choices = _choice_keys(question)
        made.append(_data(question, key, rows, choices) | _shown_if(reading, question, at, targets))
        for name, target in _targets(question, at, key, rows, choices):
            targets.setdefault(name, target)
    return made, targets


def new_key(theirs: str, keys: set[str], longest: int = LONGEST_KEY) -> str:
    """Their name as a key that nothing else has."""
    slug = re.sub(r"[^a-z0-9]+", "_", theirs.lower()).strip("_") or "q"
    slug = (slug if slug[0].isalpha() else f"q_{slug}")[:longest].rstrip("_")
    found = _free(slug, keys, longest)
    keys |= {found, found + OTHER_SUFFIX}
    return found


def _free(slug: str, taken: Container[str], longest: int) -> str:
    tries = (slug if n == 1 else f"{slug[: longest - len(str(n)) - 1]}_{n}" for n in count(1))
    return next(one for one in tries if one not in taken)


def _choice_keys(question: Foreign) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in question.choices:
        slug = re.sub(r"[^a-z0-9_-]+", "_", part.name.lower()).strip("_-")[:40] or "c"
        found[part.name] = _free(slug, {OTHER, NOT_APPLICABLE, *found.values()}, 40)
    return found


def _data(question: Foreign, key: str, rows: Mapping[str, str], choices: Mapping[str, str]) -> dict[str, Any]:
    """What is as usual is left out."""
    said: dict[str, Any] = {
        "text": question.text, "help": question.help, "low": question.low, "high": question.high,
        "points": question.points, "required": question.required, "randomised": question.randomised,
        "short": question.short, "not_applicable": question.not_applicable, "known_as": question.known_as,
        "most": question.most, "other": question.other is not None,
        "rows": [{"key": rows[part.name], "text": part.text} for part in question.rows],
        "choices": [{"key": choices[part.name], "text": part.text} for part in question.choices],
    }  # fmt: skip
    return {"key": key, "kind": question.kind, **{name: value for name, value in said.items() if value}}


def _shown_if(reading: Reading, question: Foreign, at: int, targets: Targets) -> dict[str, Any]:
    if question.rule is None:
        return {}
    try:
        return {"show_if": _checked(resolved(question.rule, at, targets))}
    except Unsayable:
        reading.leave_rule(question.name)
    return {}


def _say_thanks(reading: Reading, at: int, targets: Targets) -> None:
    """What is said at the end under a rule is the thank-you of the score groups for which the rule holds."""
    for place, rule, said in reading.endings:
        try:
            groups = groups_of(_checked(resolved(rule, at, targets)))
        except Unsayable:
            groups = ()
        free = [group for group in groups if group not in reading.thanks]
        reading.thanks |= dict.fromkeys(free, said)
        if not free:
            reading.leave_text(place, next(iter(said.values()), ""))


def _checked(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule, where a definition takes it as it is."""
    try:
        found = read_condition(rule)
    except ValidationError:
        raise Unsayable from None
    if depth(found) > DEEPEST:
        raise Unsayable
    return rule


def _targets(
    question: Foreign, at: int, key: str, rows: Mapping[str, str], choices: Mapping[str, str]
) -> Iterator[tuple[str, Target]]:
    """Every name by which their rules may call it, its rows or its boxes."""
    for name in (question.name, *question.also):
        if not rows:
            yield name, Target(at, key, question, choices)
        for part, row in rows.items():
            for joint in (".", "_"):
                yield f"{name}{joint}{part}", Target(at, row, question, {})
        for part, choice in choices.items():
            yield f"{name}_{part}", Target(at, key, question, choices, choice)
