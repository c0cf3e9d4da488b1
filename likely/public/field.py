"""One question as the respondent's page draws it: its words, what may be chosen, and what already is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from likely.ask.definition import Definition
from likely.ask.plain_data import Texts
from likely.ask.question import (
    CONTACT_KEY,
    NOT_APPLICABLE,
    OTHER,
    OTHER_SUFFIX,
    OWN_KEYS,
    PERMISSION_KEY,
    Question,
    in_order_of,
    rows_in_order_of,
)
from likely.ask.wording import PageWords
from likely.stats.scale import Group


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or box. heard: what a screen reader adds to the number."""

    value: str
    shown: str
    checked: bool
    heard: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of buttons that exclude each other: a whole question, or one row of a matrix."""

    key: str
    name: str  # in the form
    label: str  # of the row; "" where the question says it
    choices: tuple[Choice, ...]
    without: Choice | None = None  # "does not apply"


@dataclass(frozen=True, slots=True)
class Written:
    """The text beside "other"."""

    key: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """asked: of whoever the page was made for. missing: required, and the form came without it."""

    key: str
    name: str  # in the form
    kind: str
    label: str
    help: str
    asked: bool
    required: bool
    missing: bool
    value: str  # of a text
    lines: tuple[Line, ...] = ()  # of a kind with points
    choices: tuple[Choice, ...] = ()  # of yes_no, choice and choices
    other: Written | None = None
    low: str = ""
    high: str = ""
    most: int | None = None
    short: bool = False
    autocomplete: str = ""

    @property
    def ends(self) -> bool:
        return bool(self.low or self.high)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all fields of one page share. given: all answers by their keys. order: names the respondent."""

    definition: Definition
    language: str
    words: PageWords
    group: Group | None
    given: Mapping[str, Any]
    order: str = ""

    def say(self, texts: Texts) -> str:
        return self.definition.say(texts, self.language)


def make_field(drawing: Drawing, question: Question, *, asked: bool = True, missing: bool = False) -> Field:
    value = drawing.given.get(question.key)
    return Field(
        key=question.key,
        name=form_name(question.key),
        kind=kind_of(question),
        label=drawing.say(question.wording(drawing.group)),
        help=_help(drawing, question),
        asked=asked,
        required=question.required,
        missing=missing,
        value=value if isinstance(value, str) else "",
        lines=_lines(drawing, question),
        choices=_choices(drawing, question),
        other=_other(drawing, question),
        low=drawing.say(question.low),
        high=drawing.say(question.high),
        most=question.most,
        short=question.short,
        autocomplete=_autocomplete(question),
    )


def form_name(key: str) -> str:
    return key if key in OWN_KEYS else f"answers.{key}"


def kind_of(question: Question) -> str:
    """How it is drawn: every kind that has points is drawn alike."""
    if question.key == CONTACT_KEY:
        return "contact"
    return "points" if question.steps else question.kind


def _help(drawing: Drawing, question: Question) -> str:
    if said := drawing.say(question.help):
        return said
    if question.most is not None and question.most < len(question.choice_keys):
        return drawing.words.choose_most.replace("{n}", str(question.most))
    asked_first = drawing.definition.question(PERMISSION_KEY) is not None
    return drawing.words.contact_help if kind_of(question) == "contact" and asked_first else ""


def _lines(drawing: Drawing, question: Question) -> tuple[Line, ...]:
    if not question.steps:
        return ()
    rows = [(row.key, drawing.say(row.text)) for row in rows_in_order_of(question, drawing.order)]
    return tuple(_line(drawing, question, key, label) for key, label in rows or [(question.key, "")])


def _line(drawing: Drawing, question: Question, key: str, label: str) -> Line:
    given, steps = drawing.given.get(key), question.steps
    heard = {steps[0]: drawing.say(question.low), steps[-1]: drawing.say(question.high)}
    choices = tuple(Choice(str(n), str(n), n == given, heard.get(n, "")) for n in steps)
    without = Choice(NOT_APPLICABLE, drawing.words.not_applicable, given == NOT_APPLICABLE)
    return Line(key, form_name(key), label, choices, without if question.not_applicable else None)


def _choices(drawing: Drawing, question: Question) -> tuple[Choice, ...]:
    given = drawing.given.get(question.key)
    if question.kind == "yes_no":
        return Choice("yes", drawing.words.yes, given is True), Choice("no", drawing.words.no, given is False)
    chosen = given if isinstance(given, list) else [given]
    listed = [(one.key, drawing.say(one.text)) for one in in_order_of(question, drawing.order)]
    other = [(OTHER, drawing.words.other)] if question.other else []
    return tuple(Choice(key, text, key in chosen) for key, text in [*listed, *other])


def _other(drawing: Drawing, question: Question) -> Written | None:
    if not question.other:
        return None
    key = question.key + OTHER_SUFFIX
    return Written(key, form_name(key), str(drawing.given.get(key) or ""))


def _autocomplete(question: Question) -> str:
    """What the browser may fill in: where both ways will do, most people give a mail address."""
    if kind_of(question) != "contact":
        return ""
    return "tel" if question.reached_by == ("phone",) else "email"
