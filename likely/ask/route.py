"""Which questions a respondent meets: the one walk through a survey that page, API and scripts share.

Questions are gone through in their order. Each sees the answers before it, and only those to questions that
were asked (or known): an answer to a question that fell away again counts no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from likely.ask.condition import Condition, Facts, holds, settle
from likely.ask.definition import Definition
from likely.ask.plain_data import Answer
from likely.ask.question import CONTACT_KEY, PERMISSION_KEY, SCORE_KEY, Question
from likely.stats.scale import GROUP_SCORES, GROUPS, Group, group_of

Standing = Literal["asked", "known", "skipped", "hidden"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known beside the answers. reachable: their mail or phone is known, so it is not asked (Q04)."""

    properties: Mapping[str, Any] = field(default_factory=dict)
    channel: str = ""
    language: str = ""
    reachable: bool = False

    def facts(self) -> dict[str, Any]:
        told = {"channel": self.channel, "language": self.language}
        return {**self.properties, **{name: value for name, value in told.items() if value}}


NOWHERE = Surroundings()


def asked(
    definition: Definition, answers: Mapping[str, Any], around: Surroundings = NOWHERE
) -> tuple[Question, ...]:
    """The questions that a respondent with these answers (score, reason and permission among them) meets."""
    found = standings(definition, answers, around)
    return tuple(question for question in definition.questions if found[question.key] == "asked")


def standings(
    definition: Definition, answers: Mapping[str, Any], around: Surroundings = NOWHERE
) -> dict[str, Standing]:
    """How it stands with each question: asked, known already, skipped by a rule, or hidden from everybody."""
    facts, found = around.facts(), {}
    for question in definition.questions:
        known = known_answers(question, around.properties)
        found[question.key] = _standing(question, facts, known, answers, around)
        if found[question.key] != "skipped":
            given = {key: answers[key] for key in question.answer_keys if answers.get(key) is not None}
            facts |= {**known, **given}
        if question.key == SCORE_KEY and facts.get(SCORE_KEY) is not None:
            facts["group"] = group_of(facts[SCORE_KEY])
    return found


def known_answers(question: Question, properties: Mapping[str, Any]) -> dict[str, Answer]:
    """What the person's properties answer already, where they fit; hidden questions have no other answer."""
    name = question.known_as or (question.key if question.kind == "hidden" else None)
    if name is None or question.rows:
        return {}
    fitting = _fitting(question, properties.get(name))
    return {} if fitting is None else {question.key: fitting}


def rule_for_page(question: Question, around: Surroundings, answer_keys: frozenset[str]) -> Condition | bool:
    """What is left of show_if when all but the answers is known: the page's script gets no property."""
    if question.show_if is None:
        return True
    return settle(question.show_if, around.facts(), answer_keys | {"group"})


def may_be_asked(definition: Definition, question: Question, group: Group | None) -> bool:
    """Whether anybody of the group (None: anybody at all) could meet the question."""
    if question.kind == "hidden":
        return False
    groups: tuple[Group, ...] = GROUPS if group is None else (group,)
    if definition.question(SCORE_KEY) is None:
        return question.show_if is None or _may_hold(question.show_if, {})
    return any(
        question.asked_of(one) and _may_hold(question.show_if, {SCORE_KEY: score, "group": one})
        for one in groups
        for score in GROUP_SCORES[one]
    )


def _may_hold(rule: Condition | None, facts: Facts) -> bool:
    return rule is None or settle(rule, facts, Anything()) is not False


class Anything(frozenset[str]):
    """Every name is still open."""

    def __contains__(self, name: object) -> bool:
        return True


def _standing(
    question: Question,
    facts: Facts,
    known: Mapping[str, Answer],
    answers: Mapping[str, Any],
    around: Surroundings,
) -> Standing:
    if question.kind == "hidden":
        return "hidden"
    if not _rule_allows(question, facts):
        return "skipped"
    if known:
        return "known"
    if question.key == CONTACT_KEY or question.kind == "contact":
        return "asked" if answers.get(PERMISSION_KEY) is not False and not around.reachable else "skipped"
    return "asked"


def _rule_allows(question: Question, facts: Facts) -> bool:
    if not question.asked_of(facts.get("group")):
        return False
    return question.show_if is None or holds(question.show_if, facts)


def _fitting(question: Question, value: Any) -> Answer | None:
    """A property as an answer; None where it is missing or does not fit, so that it is asked after all."""
    if value in (None, ""):
        return None
    if question.steps:
        return value if type(value) is int and value in question.steps else None
    if question.kind == "yes_no":
        return value if isinstance(value, bool) else None
    if question.kind == "choice":
        return _choice_named(question, str(value))
    return [value] if question.kind == "choices" and value in question.choice_keys else _text(question, value)


def _text(question: Question, value: Any) -> Answer | None:
    if question.kind == "hidden":
        return str(value) if isinstance(value, float) else value
    return value if question.kind == "text" and isinstance(value, str) else None


def _choice_named(question: Question, value: str) -> str | None:
    """By its key, or by its words in any language: a CRM keeps what people read."""
    wanted = value.strip().casefold()
    for choice in question.choices:
        if wanted == choice.key or wanted in {text.casefold() for text in choice.text.values()}:
            return choice.key
    return None
