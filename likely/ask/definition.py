"""A survey as plain data: what is asked, in which words, of whom. Validated here and nowhere else.

Its JSON form is documented in docs/surveys.md and published at /schema/survey-1.json.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from likely.ask.condition import Condition, InRange, IsOneOf, names_in
from likely.ask.fault import DefinitionRefusal, Fault, broken
from likely.ask.language import best_of
from likely.ask.plain_data import Answer, Ending, Https, Key, Language, PlainData, Sentence, Texts, pick
from likely.ask.question import (
    COMMENT_KEY,
    CONSENT_KEY,
    CONTACT_KEY,
    PERMISSION_KEY,
    RATING_HIGHEST,
    RATING_LOWEST,
    SCORE_KEY,
    Choice,
    Question,
    Row,
)
from likely.lib.refusal import Refusal
from likely.stats.scale import Group

__all__ = [
    "COMMENT_KEY", "CONSENT_KEY", "CONTACT_KEY", "PERMISSION_KEY", "RATING_HIGHEST", "RATING_LOWEST",
    "SCHEMA", "SCORE_KEY", "Answer", "Choice", "Condition", "Consent", "Definition", "InRange", "IsOneOf",
    "Key", "Kind", "Language", "Link", "PlainData", "Question", "Row", "Sentence", "Texts",
]  # fmt: skip

SCHEMA: Final = "likely.survey/1"
Kind = Literal["rnps", "tnps", "enps", "csat5", "csat10", "ces", "wow", "custom"]
NPS_KINDS: Final[tuple[Kind, ...]] = ("rnps", "tnps", "enps")
# What a kind begins with: key, kind and points of the question whose answer makes a response answered (R15).
LEADING: Final[dict[Kind, tuple[str, str, int]]] = {
    "rnps": (SCORE_KEY, "scale", 11),
    "tnps": (SCORE_KEY, "scale", 11),
    "enps": (SCORE_KEY, "scale", 11),
    "csat5": ("csat", "csat", 5),
    "csat10": ("csat", "csat", 10),
    "ces": ("ces", "ces", 7),
    "wow": (COMMENT_KEY, "text", 0),
}
PLACE: Final = re.compile(
    r"(?!(?:int|float|str|bool)$)[a-z0-9_-]+"
)  # what Pydantic adds of its own is no place
OWN_KINDS: Final = {SCORE_KEY: ("scale",), COMMENT_KEY: ("text",), PERMISSION_KEY: ("yes_no",)}


class Consent(PlainData):
    """A box to tick before anything is sent. required: without it nothing is taken. Answered as `consent`."""

    text: Texts = Field(min_length=1)
    link: Https | None = None  # to what is agreed
    required: bool = True


class Link(PlainData):
    """A button of the thank-you. share: pass it on; review: say it in public."""

    kind: Literal["share", "review", "more"]
    url: Https
    text: Texts = Field(min_length=1)
    groups: tuple[Group, ...] = ()  # shown to these only; empty: to all


class Definition(PlainData):
    """A whole survey. languages[0] is the fallback for every missing text.

    anonymous: nothing that leads back to a person is kept, and the respondent is told so (P01).
    link_days: how long a personal link can be answered; null: as long as the survey is open.
    edit_days: how long an answer can be changed after its first tap; null: as long as it can be given.
    """

    schema_: Literal["likely.survey/1"] = Field(default=SCHEMA, alias="schema")
    kind: Kind
    subject: Texts  # {subject}: what is recommended
    touchpoint: Texts = Field(default={})  # {touchpoint}: required for tnps
    languages: tuple[Language, ...] = Field(min_length=1, max_length=60)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=60)
    thanks: dict[Ending, Texts] = Field(default={})
    links: tuple[Link, ...] = Field(default=(), max_length=12)
    consent: Consent | None = None
    anonymous: bool = False
    link_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    edit_days: Annotated[int, Field(ge=0, le=3650)] | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        for fault in self._faults():
            raise fault
        return self

    def _faults(self) -> Iterator[PydanticCustomError]:
        yield from _key_faults(self)
        yield from _leading_faults(self)
        yield from _rule_faults(self)
        if self.kind == "tnps" and not self.touchpoint:
            yield broken("touchpoint_missing", "touchpoint: a transactional survey names its touchpoint")
        if len(set(self.languages)) < len(self.languages):
            yield broken("language_twice", "languages: one stands twice")
        if self.anonymous and any(question.kind == "contact" for question in self.questions):
            yield broken(
                "anonymous_contact", "anonymous: an anonymous survey can't ask how to reach somebody"
            )

    @property
    def leading(self) -> Question:
        """The question whose answer makes a response answered: the first that is not hidden."""
        return next(question for question in self.questions if question.kind != "hidden")

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def question_answered_by(self, key: str) -> Question | None:
        """The question that has `key` among its answers: its own key, a row's, or that of its other text."""
        return next((question for question in self.questions if key in question.answer_keys), None)

    def thanks_of(self, group: Group | None) -> Texts:
        return self.thanks.get(group or "all") or self.thanks.get("all", {})

    def links_of(self, group: Group | None) -> tuple[Link, ...]:
        return tuple(link for link in self.links if not link.groups or group in link.groups)

    def say(self, texts: Texts, language: str) -> str:
        """The text in `language`, else in the fallback, with subject and touchpoint filled in."""
        said = pick(texts, language, self.languages[0])
        for name in ("subject", "touchpoint"):
            said = said.replace(f"{{{name}}}", pick(getattr(self, name), language, self.languages[0]))
        return said

    def best_language(self, wanted: list[str]) -> str:
        """The first wanted language that the survey has (zh-CN finds zh), else the fallback."""
        found = (best_of(language, self.languages) for language in wanted)
        return next((language for language in found if language), self.languages[0])

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data; what is as usual is left out."""
        return {"schema": SCHEMA, **self.model_dump(mode="json", by_alias=True, exclude_defaults=True)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The definition of parsed JSON, read strictly: nothing is converted."""
        return cls.model_validate_json(json.dumps(data))


def read_definition(data: object) -> Definition:
    """The definition that somebody else's parsed JSON says, or a Refusal with the place and the rule."""
    if not isinstance(data, Mapping):
        raise Refusal("definition_invalid", "A definition is a JSON object.", field="definition")
    try:
        return Definition.from_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
    way = tuple(step for step in first["loc"] if PLACE.fullmatch(str(step)))
    place = ".".join(map(str, way))
    said = f"{place}: {first['msg']}" if place else first["msg"]
    fault = Fault(way, first["type"], first.get("ctx", {}))
    raise DefinitionRefusal(f"{said.rstrip('.')}.", field=place or "definition", fault=fault)


def _key_faults(definition: Definition) -> Iterator[PydanticCustomError]:
    answered = [key for question in definition.questions for key in question.answer_keys]
    if len({q.key for q in definition.questions}) < len(definition.questions):
        yield broken("key_twice", "questions: a key stands twice")
    elif len(set(answered)) < len(answered):
        twice = next(key for key in answered if answered.count(key) > 1)
        message = "questions: two questions or rows would be answered under '{key}'"
        yield broken("answered_twice", message, key=twice)
    for question in definition.questions:
        kinds = OWN_KINDS.get(question.key)
        if kinds and question.kind not in kinds:
            message = "questions: '{key}' is the key of a question of kind {kind}"
            yield broken("key_of_kind", message, key=question.key, kind=kinds[0])
        for row in question.rows:
            if row.key in OWN_KINDS:
                yield broken("row_key", "questions: a row can't have the key '{key}'", key=row.key)
    if definition.consent and CONSENT_KEY in answered:
        yield broken("consent_key", "questions: '{key}' is the key of the consent", key=CONSENT_KEY)


def _leading_faults(definition: Definition) -> Iterator[PydanticCustomError]:
    shown = [question for question in definition.questions if question.kind != "hidden"]
    if not shown:
        yield broken("all_hidden", "questions: at least one is not hidden")
        return
    leading = shown[0]
    if definition.kind in LEADING:
        key, kind, points = LEADING[definition.kind]
        if (leading.key, leading.kind, len(leading.steps)) != (key, kind, points):
            many = " with {points} points" if points else ""
            message = f"questions: a {{survey}} survey begins with the {{kind}} question '{{key}}'{many}"
            yield broken("first_unfit", message, survey=definition.kind, kind=kind, key=key, points=points)
    if leading.groups or leading.show_if or leading.kind == "contact" or leading.rows or leading.known_as:
        yield broken("first_for_all", "questions: the first is one question for everybody")


def _rule_faults(definition: Definition) -> Iterator[PydanticCustomError]:
    """A rule looks back only, so that what is shown never depends on what is answered later."""
    later = [key for question in definition.questions for key in question.answer_keys]
    matrices = {question.key for question in definition.questions if question.rows}
    for question in definition.questions:
        own = question.key
        if SCORE_KEY in later and (question.groups or question.by_group):
            message = "{question}: a score group is known only after the score"
            yield broken("group_early", message, question=own)
        looked_at = names_in(question.show_if) if question.show_if else frozenset()
        for name in sorted(looked_at & matrices):
            message = "{question}: show_if looks at '{name}', which is a matrix: name one of its rows"
            yield broken("looks_at_matrix", message, question=own, name=name)
        for name in sorted(looked_at & {*later, *(("group",) if SCORE_KEY in later else ())}):
            message = "{question}: show_if looks at '{name}', which is answered later"
            yield broken("looks_ahead", message, question=own, name=name)
        later = later[len(question.answer_keys) :]
