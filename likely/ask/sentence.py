"""A rule in words for staff, in their language: "the score is 0–6 and plan is pro"."""

from typing import Any, Final

from django.utils.translation import gettext as _

from likely.ask.condition import AllOf, Answered, AnyOf, Condition, InRange, IsOneOf, Leaf, Not
from likely.ask.definition import Definition
from likely.ask.plain_data import Value
from likely.ask.question import CONSENT_KEY, SCORE_KEY, Question
from likely.ask.wording import name_of

LONGEST_QUOTE: Final = 60  # characters of a question in a sentence


def shown_if(definition: Definition, question: Question, language: str) -> str:
    """When it is asked, as a sentence; empty where it always is. language: of the quoted questions."""
    rules = [_groups(question)] if question.groups else []
    rules += [sentence(question.show_if, definition, language)] if question.show_if else []
    return _("Show if {rule}.").format(rule=_and(rules)) if rules else ""


def sentence(rule: Condition, definition: Definition, language: str) -> str:
    match rule:
        case Not():
            return _negated(rule.not_, definition, language)
        case AllOf():
            return _and([_inner(part, definition, language) for part in rule.all_])
        case AnyOf():
            return _or([_inner(part, definition, language) for part in rule.any_])
        case _:
            return _plain(rule, definition, language)


def group_name(group: str) -> str:
    return {"detractor": _("detractors"), "passive": _("passives"), "promoter": _("promoters")}[group]


def _groups(question: Question) -> str:
    return _("the respondent is one of the {groups}").format(
        groups=_or([group_name(g) for g in question.groups])
    )


def _inner(rule: Condition, definition: Definition, language: str) -> str:
    said = sentence(rule, definition, language)
    return f"({said})" if isinstance(rule, AllOf | AnyOf) else said


def _negated(rule: Condition, definition: Definition, language: str) -> str:
    if isinstance(rule, IsOneOf):
        values = _or([_value(rule.on, value, definition, language) for value in rule.is_])
        return _("{what} is not {values}").format(what=_what(rule.on, definition, language), values=values)
    if isinstance(rule, Answered):
        turned = Answered(on=rule.on, answered=not rule.answered)
        return _plain(turned, definition, language)
    return _("not ({rule})").format(rule=sentence(rule, definition, language))


def _plain(leaf: Leaf, definition: Definition, language: str) -> str:
    what = _what(leaf.on, definition, language)
    if isinstance(leaf, InRange):
        return _range(leaf).format(what=what, first=_number(leaf.from_), last=_number(leaf.to))
    if isinstance(leaf, IsOneOf):
        values = _or([_value(leaf.on, value, definition, language) for value in leaf.is_])
        return _("{what} is {values}").format(what=what, values=values)
    said = _("{what} is given") if leaf.answered else _("{what} is not given")
    return said.format(what=what)


def _range(leaf: InRange) -> str:
    if leaf.from_ is None:
        return _("{what} is at most {last}")
    if leaf.to is None:
        return _("{what} is at least {first}")
    return _("{what} is {first}") if leaf.from_ == leaf.to else _("{what} is {first}–{last}")


def _what(name: str, definition: Definition, language: str) -> str:
    """The name of a fact in words: an answer before what surrounds it, and both before a property."""
    if name == SCORE_KEY:
        return _("the score")
    question = definition.question_answered_by(name)
    if question:
        row = next((row.text for row in question.rows if row.key == name), question.text)
        return _("the answer to “{question}”").format(question=_quoted(definition.say(row, language) or name))
    known = {
        "group": _("the score group"), "channel": _("the channel"), "language": _("the language"),
        CONSENT_KEY: _("the consent"),
    }  # fmt: skip
    return known.get(name) or _("the property {name}").format(name=name)


def _value(name: str, value: Value, definition: Definition, language: str) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "group" and value in ("detractor", "passive", "promoter"):
        return group_name(str(value))
    if name == "language":
        return name_of(str(value))
    question = definition.question_answered_by(name)
    for choice in question.choices if question else ():
        if choice.key == value:
            return f"“{_quoted(definition.say(choice.text, language))}”"
    return _number(value)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1].rstrip()}…"


def _and(parts: list[str]) -> str:
    return _(" and ").join(parts)


def _or(parts: list[str]) -> str:
    return _(" or ").join(parts)
