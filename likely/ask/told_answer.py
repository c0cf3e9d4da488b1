"""An answer as a person reads it: what was asked, and what was said, in one language."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from likely.ask.definition import Definition
from likely.ask.plain_data import Answer
from likely.ask.question import CONSENT_KEY, NOT_APPLICABLE, OTHER, OTHER_SUFFIX, Question


def told_answers(
    definition: Definition, answers: Mapping[str, Answer], language: str
) -> Iterator[tuple[str, str | int]]:
    """(what was asked, what was said), in the order of the survey; what it no longer asks comes last."""
    places = [key for question in definition.questions for key in question.answer_keys]
    for key in sorted(answers, key=lambda key: places.index(key) if key in places else len(places)):
        yield asked_as(definition, key, language), said_as(definition, key, answers[key], language)


def asked_as(definition: Definition, key: str, language: str) -> str:
    """The question in words, with the row where it is one of a matrix; the key where nothing asks it."""
    if key == CONSENT_KEY and definition.consent:
        return definition.say(definition.consent.text, language)
    question = definition.question_answered_by(key)
    if question is None:
        return key
    asked = definition.say(question.text, language) or key
    row = next((row for row in question.rows if row.key == key), None)
    if row:
        return f"{asked} {definition.say(row.text, language)}"
    return f"{asked} ({_('in their own words')})" if key == question.key + OTHER_SUFFIX else asked


def said_as(definition: Definition, key: str, value: Answer, language: str) -> str | int:
    question = definition.question_answered_by(key)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_chosen(definition, question, one, language) for one in value)
    if isinstance(value, int):
        return value
    if question and question.not_applicable and value == NOT_APPLICABLE:
        return _("does not apply")
    return _chosen(definition, question, value, language) if key == (question and question.key) else value


def _chosen(definition: Definition, question: Question | None, value: str, language: str) -> str:
    if question is None or not question.choice_keys:
        return value
    if value == OTHER and question.other:
        return _("other")
    found = next((choice for choice in question.choices if choice.key == value), None)
    return definition.say(found.text, language) if found else value
