"""How long a survey takes to answer: reading it, and giving each answer (Q01).

Reading: 4 words a second (240 a minute, silent reading of plain text), or 5 characters where words are not
parted by blanks. Answering: seconds a question of each kind takes on a phone, rounded from what page scripts
time: a tap 2 to 3, a line 8, a few sentences 25. An upper figure: all that may be asked is taken as answered.
"""

import re
from typing import Final

from likely.ask.definition import Definition
from likely.ask.plain_data import Texts
from likely.ask.question import Question
from likely.ask.route import may_be_asked
from likely.stats.scale import GROUPS, Group

LONGEST_SECONDS: Final = 120  # what a respondent gives gladly (Q01)
WORDS_A_SECOND, CHARACTERS_A_SECOND = 4.0, 5.0
UNPARTED: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
TAP_SECONDS: Final = {"scale": 3.0, "csat": 3.0, "ces": 3.0, "rating": 2.5, "yes_no": 2.0, "hidden": 0.0}
LINE_SECONDS, SENTENCES_SECONDS, CONTACT_SECONDS = 8.0, 25.0, 12.0
CHOICE_SECONDS, CHOICES_SECONDS, CONSENT_SECONDS = 2.0, 3.0, 3.0


def estimated_seconds(definition: Definition, group: Group | None = None, language: str = "") -> float:
    """Seconds for somebody of the group; without one, for the group that it takes longest."""
    groups: tuple[Group | None, ...] = (group,) if group or not definition.question("score") else GROUPS
    spoken = language or definition.languages[0]
    return max(_seconds(definition, one, spoken) for one in groups)


def _seconds(definition: Definition, group: Group | None, language: str) -> float:
    asked = [question for question in definition.questions if may_be_asked(definition, question, group)]
    consent = definition.consent
    agreeing = CONSENT_SECONDS + _reading(definition, consent.text, language) if consent else 0.0
    return agreeing + sum(_of_question(definition, question, group, language) for question in asked)


def _of_question(definition: Definition, question: Question, group: Group | None, language: str) -> float:
    parts = [question.wording(group), question.help, question.low, question.high]
    parts += [row.text for row in question.rows] + [choice.text for choice in question.choices]
    return _answering(question) + sum(_reading(definition, part, language) for part in parts)


def _answering(question: Question) -> float:
    if question.kind == "text":
        return LINE_SECONDS if question.short else SENTENCES_SECONDS
    if question.kind == "contact":
        return CONTACT_SECONDS
    if question.kind in ("choice", "choices"):
        return CHOICE_SECONDS if question.kind == "choice" else CHOICES_SECONDS
    return TAP_SECONDS[question.kind] * max(1, len(question.rows))


def _reading(definition: Definition, texts: Texts, language: str) -> float:
    said = definition.say(texts, language)
    unparted = len(UNPARTED.findall(said))
    return len(UNPARTED.sub(" ", said).split()) / WORDS_A_SECOND + unparted / CHARACTERS_A_SECOND
