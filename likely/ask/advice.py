"""What a careful colleague would say about a survey before it is published. None of it forbids anything."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from django.utils.translation import gettext as _

from likely.ask.advice_words import AND, GOOD_BAD, IMPROVE, REASON
from likely.ask.definition import NPS_KINDS, Definition
from likely.ask.duration import LONGEST_SECONDS, estimated_seconds
from likely.ask.question import COMMENT_KEY, CONTACT_KEY, PERMISSION_KEY, POINTED, SCORE_KEY, Question
from likely.ask.route import may_be_asked
from likely.ask.sentence import group_name
from likely.ask.texts_in import Place, texts_in
from likely.ask.wording import name_of
from likely.stats.scale import GROUPS, Group

Code = Literal[
    "too_long", "same_answer_twice", "touchpoint_unnamed", "double_barrelled", "asks_what_is_known",
    "translation_missing", "good_or_bad", "employees_named", "one_question", "never_asked",
]  # fmt: skip
ALIKE: Final = 0.6  # share of the words that two questions have in common


@dataclass(frozen=True, slots=True)
class Advice:
    """question: the key of the one meant, or empty. language: of the text meant, or empty."""

    code: Code
    sentence: str
    question: str = ""
    language: str = ""


def advice(definition: Definition, properties: Collection[str] = ()) -> list[Advice]:
    """Everything to say, the weightiest first. properties: what the workspace knows of its people."""
    return [
        *_too_long(definition),
        *_touchpoint(definition),
        *_same_answer(definition),
        *_double_barrelled(definition),
        *_known(definition, properties),
        *_kind(definition),
        *_never_asked(definition),
        *_translations(definition),
    ]


def _too_long(definition: Definition) -> Iterator[Advice]:
    slowest = max(GROUPS, key=lambda group: estimated_seconds(definition, group))
    seconds = estimated_seconds(definition)
    if seconds > LONGEST_SECONDS:
        said = _("It takes about {seconds} seconds; after two minutes many leave. Ask less.")
        if definition.question(SCORE_KEY):
            said = _("It takes {group} about {seconds} seconds; after two minutes many leave. Ask less.")
        yield Advice("too_long", said.format(group=group_name(slowest), seconds=round(seconds)))


def _touchpoint(definition: Definition) -> Iterator[Advice]:
    if definition.kind != "tnps":
        return
    texts = definition.leading.text
    unnamed = [code for code in definition.languages if "{touchpoint}" not in texts.get(code, "{touchpoint}")]
    if unnamed:
        said = _("The first question does not name the touchpoint in {language}: put {touchpoint} there.")
        said = said.replace("{language}", ", ".join(map(name_of, unnamed)))
        yield Advice("touchpoint_unnamed", said, definition.leading.key, unnamed[0])


def _same_answer(definition: Definition) -> Iterator[Advice]:
    """Two open questions that one group would answer alike, such as the reason and what to improve (Q02)."""
    told: set[tuple[str, str]] = set()
    groups: tuple[Group | None, ...] = GROUPS if definition.question(SCORE_KEY) else (None,)
    for group in groups:
        asked = [q for q in definition.questions if q.kind == "text" and may_be_asked(definition, q, group)]
        for one, other in combinations(asked, 2):
            if (one.key, other.key) not in told and _alike(definition, one, other, group):
                told.add((one.key, other.key))
                yield _twice(definition, one, other, group)


def _twice(definition: Definition, one: Question, other: Question, group: Group | None) -> Advice:
    first, second = (_said(definition, question, group) for question in (one, other))
    said = _("“{first}” and “{second}” would get the same answer: keep one of them.")
    if group:
        said = _("“{first}” and “{second}” would get the same answer from {group}: keep one of them.")
    who = group_name(group) if group else ""
    return Advice("same_answer_twice", said.format(first=first, second=second, group=who), other.key)


def _alike(definition: Definition, one: Question, other: Question, group: Group | None) -> bool:
    first, second = (_said(definition, question, group) for question in (one, other))
    if _words_in_common(first, second) >= ALIKE:
        return True
    wants = [_wants_improvement(one, first, group), _wants_improvement(other, second, group)]
    if all(wants):
        return True
    # Whoever is not a promoter says with the reason what to improve.
    reasons = [_wants_reason(one, first), _wants_reason(other, second)]
    return group != "promoter" and any(wants) and any(reasons) and reasons != wants


def _wants_improvement(question: Question, said: str, group: Group | None) -> bool:
    """By its words; by its key where it has none of its own for the group."""
    named = question.key == "improve" and group not in question.by_group
    return named or IMPROVE.search(said) is not None


def _wants_reason(question: Question, said: str) -> bool:
    return question.key == COMMENT_KEY and REASON.search(said) is not None


def _words_in_common(first: str, second: str) -> float:
    one, other = _words(first), _words(second)
    return len(one & other) / max(1, len(one | other))


def _words(text: str) -> set[str]:
    """Words, or characters where words are not parted by blanks."""
    return set(re.findall(r"\w+" if " " in text.strip() else r"\w", text.casefold()))


def _double_barrelled(definition: Definition) -> Iterator[Advice]:
    """Two things in one rating: nobody knows which was meant. Names that are filled in may hold an "and"."""
    for question in definition.questions:
        if question.kind not in (*POINTED, "yes_no") or question.key == PERMISSION_KEY:
            continue
        for texts in (question.text, *question.by_group.values(), *(row.text for row in question.rows)):
            for language, text in texts.items():
                found = AND.get(language.split("-")[0])
                if found and found.search(text):
                    said = _("“{text}” asks about two things at once: ask about one, or make two of it.")
                    yield Advice("double_barrelled", said.format(text=text), question.key, language)


def _known(definition: Definition, properties: Collection[str]) -> Iterator[Advice]:
    for question in definition.questions:
        if question.kind in ("hidden", "contact") or question.key in (SCORE_KEY, COMMENT_KEY, CONTACT_KEY):
            continue
        if question.known_as is None and question.key in properties:
            said = _("{name} is known of your people already: fill it in from there and ask only the others.")
            yield Advice("asks_what_is_known", said.format(name=question.key), question.key)


def _kind(definition: Definition) -> Iterator[Advice]:
    leading = definition.leading
    if definition.kind == "enps" and not definition.anonymous:
        said = _("Employees answer openly only when nobody can see who said what: make the survey anonymous.")
        yield Advice("employees_named", said)
    if definition.kind == "enps" and not any(question.kind == "rating" for question in definition.questions):
        said = _("One question is no engagement survey: the engagement set shows what moves the score.")
        yield Advice("one_question", said)
    if definition.kind not in NPS_KINDS and _is_good_or_bad(leading):
        yield _good_or_bad(leading)
    for question in definition.questions[1:]:
        if definition.kind in NPS_KINDS and _is_good_or_bad(question):
            yield _good_or_bad(question)


def _good_or_bad(question: Question) -> Advice:
    said = _("Where only good or bad matters, a satisfaction survey (CSAT) asks for it in one tap.")
    return Advice("good_or_bad", said, question.key)


def _is_good_or_bad(question: Question) -> bool:
    two = question.kind == "yes_no" or 2 in (len(question.steps), len(question.choice_keys))
    texts = (question.text, *(choice.text for choice in question.choices))
    return two and any(GOOD_BAD.search(text) for said in texts for text in said.values())


def _never_asked(definition: Definition) -> Iterator[Advice]:
    for question in definition.questions:
        if question.kind != "hidden" and not may_be_asked(definition, question, None):
            said = _("“{question}” is never asked: nobody can meet its rule.")
            yield Advice("never_asked", said.format(question=_said(definition, question, None)), question.key)


def _translations(definition: Definition) -> Iterator[Advice]:
    places = [place for place in texts_in(definition) if not _is_a_name(place)]
    for language in definition.languages:
        missing = [place for place in places if language not in place.texts]
        if missing:
            said = _("{n} of {all} texts are missing in {language}; {fallback} is shown instead.")
            names = {"language": name_of(language), "fallback": name_of(definition.languages[0])}
            shown = said.format(n=len(missing), all=len(places), **names)
            yield Advice("translation_missing", shown, missing[0].question, language)


def _is_a_name(place: Place) -> bool:
    """A subject that is given once is called the same in every language."""
    return place.path == ("subject",) and len(place.texts) == 1


def _said(definition: Definition, question: Question, group: Group | None) -> str:
    return definition.say(question.wording(group), definition.languages[0])
