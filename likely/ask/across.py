"""The questions of all versions of a survey, joined by their keys: results run through a change (Q09)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from likely.ask.definition import Definition
from likely.ask.plain_data import Texts
from likely.ask.question import OTHER_SUFFIX, Question, QuestionKind


@dataclass(frozen=True, slots=True)
class AskedKey:
    """One answer key. text: its newest wording. versions: those that asked it, in order.

    comparable: every version asked it as the same kind with the same steps or choices; the answers of a key
    that is not are still all there, but no mean or share may run through them.
    """

    key: str
    kind: QuestionKind
    text: Texts
    versions: tuple[int, ...]
    comparable: bool


def across(versions: Mapping[int, Definition]) -> tuple[AskedKey, ...]:
    """Every answer key of the versions (by number), in the order of the newest that asks it."""
    newest_first = sorted(versions, reverse=True)
    keys = dict.fromkeys(key for number in newest_first for key, _, _ in _asked(versions[number]))
    return tuple(_joined(key, versions) for key in keys)


def _joined(key: str, versions: Mapping[int, Definition]) -> AskedKey:
    found = {
        number: (question, text)
        for number in sorted(versions)
        for asked, question, text in _asked(versions[number])
        if asked == key
    }
    question, text = found[max(found)]
    shapes = {_shape(question) for question, _ in found.values()}
    return AskedKey(key, question.kind, text, tuple(found), len(shapes) == 1)


def _asked(definition: Definition) -> Iterator[tuple[str, Question, Texts]]:
    for question in definition.questions:
        if question.rows:
            yield from ((row.key, question, row.text) for row in question.rows)
        else:
            yield question.key, question, question.text
        if question.other:
            yield question.key + OTHER_SUFFIX, question, question.text


def _shape(question: Question) -> tuple[object, ...]:
    return question.kind, question.steps, frozenset(question.choice_keys)
