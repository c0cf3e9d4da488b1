"""The steps that hold what was sent against what the survey asks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from likely.ask.arm import arms_of
from likely.ask.plain_data import Answer
from likely.ask.question import (
    COMMENT_KEY,
    CONSENT_KEY,
    OTHER,
    OTHER_SUFFIX,
    PERMISSION_KEY,
    SCORE_KEY,
    Question,
)
from likely.ask.route import Surroundings, asked, known_answers
from likely.collect.answer import read_answer, read_consent
from likely.collect.step import Intake, is_view, refusal
from likely.lib.refusal import Refusal

OWN_COLUMNS = (SCORE_KEY, COMMENT_KEY, PERMISSION_KEY)  # of a response: not among its answers


def answers_fit(intake: Intake) -> Intake:
    """Each answer is to a question of the version that the response began with, and of its kind."""
    sent = intake.submission
    _is_asked(intake, SCORE_KEY, sent.score)
    if not sent.workspace:  # machines may know more than was asked
        _is_asked(intake, COMMENT_KEY, sent.comment)
        _is_asked(intake, PERMISSION_KEY, sent.permission)
    read = {key: _fitting(intake, key, value) for key, value in sent.answers.items()}
    cleared = _contacts(intake) if sent.permission is False else {}
    return (
        replace(intake, answers={**_without_old_words(intake, read), **cleared})
        if read or cleared
        else intake
    )


def consent_is_given(intake: Intake) -> Intake:
    """Where consent is required, no response begins without it. It may be taken back later."""
    consent, sent = intake.definition.consent, intake.submission
    if consent is None or not consent.required or intake.before or sent.workspace or is_view(sent):
        return intake
    if intake.answers.get(CONSENT_KEY) is True:
        return intake
    raise refusal(
        "consent_missing", "answers.consent must be true before anything is taken.", "answers.consent"
    )


def known_is_copied(intake: Intake) -> Intake:
    """What is known of the person at this moment stays with the answer, whatever changes later (Q05)."""
    person, invitation, sent = intake.person, intake.invitation, intake.submission
    if intake.before or not (person or invitation or sent.properties):
        return intake
    known = person.properties if person else {}
    invited = invitation.properties if invitation else {}
    arms = arms_of(intake.survey.assignments, intake.survey.id, person.pk if person else None)
    properties = {**known, **invited, **sent.properties, **arms}
    return replace(intake, properties=properties, answers={**_known(intake, properties), **intake.answers})


def required_is_there(intake: Intake) -> Intake:
    """An answer is complete once nothing required is left of what this respondent is asked."""
    sent = intake.submission
    if not sent.done:
        return intake
    return replace(intake, done=bool(sent.workspace) or not _left(intake))


def _left(intake: Intake) -> list[str]:
    """The keys that are required, asked, and without an answer."""
    if not any(question.required for question in intake.definition.questions):
        return []
    given = _given(intake)
    met = asked(intake.definition, given, _around(intake))
    wanted = [key for question in met if question.required for key in _required_keys(question, given)]
    return [key for key in wanted if given.get(key) in (None, "")]


def _required_keys(question: Question, given: Mapping[str, Any]) -> tuple[str, ...]:
    if not question.other:
        return question.answer_keys
    chosen = given.get(question.key)
    written = chosen == OTHER or (isinstance(chosen, list) and OTHER in chosen)
    return question.answer_keys if written else (question.key,)


def _given(intake: Intake) -> dict[str, Any]:
    """Everything answered so far, this submission included, under the keys of the questions."""
    sent, before = intake.submission, intake.before
    own = {SCORE_KEY: sent.score, COMMENT_KEY: sent.comment, PERMISSION_KEY: sent.permission}
    old = (
        {SCORE_KEY: before.score, COMMENT_KEY: before.comment, PERMISSION_KEY: before.permission}
        if before
        else {}
    )
    told = {key: value for key, value in own.items() if value is not None}
    return {**old, **(before.answers if before else {}), **told, **intake.answers}


def _around(intake: Intake) -> Surroundings:
    person, before, sent = intake.person, intake.before, intake.submission
    return Surroundings(
        properties=before.properties if before else intake.properties,
        channel=before.channel
        if before
        else intake.invitation.channel
        if intake.invitation
        else sent.channel,
        language=sent.language or (before.language if before else ""),
        reachable=bool(person and (person.email or person.phone)),
    )


def _known(intake: Intake, properties: Mapping[str, Any]) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for question in intake.definition.questions:
        if question.key not in OWN_COLUMNS:
            found |= known_answers(question, properties)
    return found


def _contacts(intake: Intake) -> dict[str, None]:
    """A no takes back how to reach the respondent."""
    return {question.key: None for question in intake.definition.questions if question.kind == "contact"}


def _without_old_words(intake: Intake, read: dict[str, Answer | None]) -> dict[str, Answer | None]:
    """Once "other" is no longer chosen, what was written beside it is gone."""
    gone: dict[str, Answer | None] = {}
    for key, value in read.items():
        question = intake.definition.question(key)
        chosen = value if isinstance(value, list) else [value]
        if question and question.other and OTHER not in chosen:
            gone[key + OTHER_SUFFIX] = None
    return {**read, **gone}


def _is_asked(intake: Intake, key: str, value: object) -> None:
    if value not in (None, "") and not intake.definition.question(key):
        raise _unasked(key)


def _fitting(intake: Intake, key: str, value: Answer | None) -> Answer | None:
    definition, sent = intake.definition, intake.submission
    if key == CONSENT_KEY and definition.consent:
        return None if value is None else read_consent(key, value, sent.as_text)
    question = definition.question_answered_by(key)
    if question is None or key in OWN_COLUMNS or (question.kind == "hidden" and not sent.workspace):
        raise _unasked(f"answers.{key}")
    return None if value is None else read_answer(question, key, value, sent.as_text)


def _unasked(name: str) -> Refusal:
    return refusal("answer_unknown", f"{name} is no question of this survey.", name)
