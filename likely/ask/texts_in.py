"""Every text of a survey with its place: what an editor lists, and what a translation must have."""

from collections.abc import Iterator
from dataclasses import dataclass

from likely.ask.definition import Definition
from likely.ask.plain_data import Texts
from likely.ask.question import Question


@dataclass(frozen=True, slots=True)
class Place:
    """path: where the texts stand in the JSON. question: the key of the question, or empty."""

    path: tuple[str | int, ...]
    texts: Texts
    question: str = ""


def texts_in(definition: Definition) -> Iterator[Place]:
    """In the order in which a respondent meets them. What says nothing in any language is no text."""
    for place in _all_of(definition):
        if place.texts:
            yield place


def _all_of(definition: Definition) -> Iterator[Place]:
    yield Place(("subject",), definition.subject)
    yield Place(("touchpoint",), definition.touchpoint)
    if definition.consent:
        yield Place(("consent", "text"), definition.consent.text)
    for at, question in enumerate(definition.questions):
        yield from _of_question(at, question)
    for group, texts in definition.thanks.items():
        yield Place(("thanks", group), texts)
    for at, link in enumerate(definition.links):
        yield Place(("links", at, "text"), link.text)


def _of_question(at: int, question: Question) -> Iterator[Place]:
    place = ("questions", at)
    for name in ("text", "help", "low", "high"):
        yield Place((*place, name), getattr(question, name), question.key)
    for group, texts in question.by_group.items():
        yield Place((*place, "by_group", group), texts, question.key)
    for name in ("rows", "choices"):
        for number, part in enumerate(getattr(question, name)):
            yield Place((*place, name, number, "text"), part.text, question.key)
