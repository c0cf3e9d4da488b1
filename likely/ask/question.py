"""One question of a survey: its kind, its words, of whom it is asked, and under which keys it is answered."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import Field, model_validator

from likely.ask.condition import DEEPEST, Condition, depth
from likely.ask.fault import broken
from likely.ask.plain_data import Key, PlainData, Texts
from likely.stats.scale import HIGHEST, LOWEST, Group

SCORE_KEY: Final = "score"  # the 0–10 question whose answer is the response's score
COMMENT_KEY: Final = "reason"  # the open "why": its answer is the response's comment
PERMISSION_KEY: Final = "permission"  # may we contact you?
CONTACT_KEY: Final = "contact"  # mail or phone: asked only after a yes, and only where it is not known (Q04)
CONSENT_KEY: Final = "consent"
OWN_KEYS: Final = (SCORE_KEY, COMMENT_KEY, PERMISSION_KEY)  # columns of a response, not among its answers
NOT_APPLICABLE: Final = "na"  # the answer "does not apply to me": kept, and in no mean
OTHER: Final = "other"  # the choice whose text the respondent writes
OTHER_SUFFIX: Final = "_other"  # that text is answered under KEY_other
LONGEST_TEXT: Final = 10_000  # characters
RATING_POINTS: Final = 5  # of a rating that says nothing else
RATING_LOWEST, RATING_HIGHEST = 1, RATING_POINTS

QuestionKind = Literal[
    "scale", "csat", "ces", "rating", "choice", "choices", "text", "yes_no", "contact", "hidden"
]
ChoiceKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
POINTED: Final = ("scale", "csat", "ces", "rating")
POINTS: Final[dict[str, tuple[int, ...]]] = {  # how many points each may have; the first is the usual
    "scale": (HIGHEST - LOWEST + 1,),
    "csat": (5, 10),
    "ces": (7,),
    "rating": (RATING_POINTS, 2, 3, 4, 6, 7, 8, 9, 10, 11),
}
# What only some kinds may say
ONLY: Final[dict[str, tuple[str, ...]]] = {
    "rows": ("rating",),
    "not_applicable": ("csat", "ces", "rating"),
    "choices": ("choice", "choices"),
    "other": ("choice", "choices"),
    "randomised": ("choice", "choices", "rating"),
    "most": ("choices",),
    "short": ("text",),
    "by": ("contact",),
}


class Choice(PlainData):
    key: ChoiceKey
    text: Texts


class Row(PlainData):
    """One line of a matrix: rated on the points of its question, answered under its own key."""

    key: Key
    text: Texts


Part = TypeVar("Part", Choice, Row)
Broken = tuple[str, str, dict[str, Any]]  # a rule's word, the rule, what it speaks of


class Question(PlainData):
    """One question.

    text: asked of everybody; by_group: other words for a score group (Q03).
    groups: asked of these score groups only; empty means all. show_if: asked only where the rule holds.
    low, high: what the ends of a scale mean. points: how many it has; null: the usual of its kind.
    known_as: a property; where it is known and fits, the question is skipped and the value kept (Q05).
    randomised: choices (or rows) in an order of its own for each respondent; "other" stays last.
    most: how many choices may be taken. short: one line of text. by: which addresses a contact may be.
    """

    key: Key
    kind: QuestionKind
    text: Texts = Field(default={})
    by_group: dict[Group, Texts] = Field(default={})
    help: Texts = Field(default={})
    low: Texts = Field(default={})
    high: Texts = Field(default={})
    groups: tuple[Group, ...] = ()
    show_if: Condition | None = None
    required: bool = False
    known_as: Key | None = None
    points: Annotated[int, Field(ge=2, le=11)] | None = None
    rows: tuple[Row, ...] = Field(default=(), max_length=20)
    not_applicable: bool = False
    choices: tuple[Choice, ...] = Field(default=(), max_length=60)
    other: bool = False
    randomised: bool = False
    most: Annotated[int, Field(ge=1, le=60)] | None = None
    short: bool = False
    by: tuple[Literal["email", "phone"], ...] = ()

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        for rule, message, terms in (*self._of_its_kind(), *self._choices_faults(), *self._rule_faults()):
            raise broken(rule, f"{{question}}: {message}", question=self.key, **terms)
        return self

    def _of_its_kind(self) -> Iterator[Broken]:
        for name, kinds in ONLY.items():
            if self.kind not in kinds and getattr(self, name):
                said = {"name": name, "kinds": " and ".join(kinds)}
                yield "only_for_kinds", "{name} is only for {kinds}", said
        if self.points is not None and self.points not in POINTS.get(self.kind, ()):
            terms = {"kind": self.kind, "points": self.points}
            yield "points_unfit", "a question of kind {kind} can't have {points} points", terms
        if self.kind != "hidden" and not self.text:
            yield "text_missing", "text is missing", {}
        if self.kind == "hidden" and self.required:
            yield "hidden_required", "a hidden question can't be required", {}

    def _choices_faults(self) -> Iterator[Broken]:
        if self.kind not in ONLY["choices"]:
            return
        keys = [choice.key for choice in self.choices]
        if len(keys) + self.other < 2:
            yield "choices_few", "at least two choices are needed", {}
        if len(set(keys)) < len(keys):
            yield "choice_twice", "choices: a key stands twice", {}
        if OTHER in keys and self.other:
            yield "other_taken", "choices: '{key}' is the key of the choice to be written", {"key": OTHER}
        most = 40 - len(OTHER_SUFFIX)
        if self.other and len(self.key) > most:
            yield "key_long", "with other, the key has at most {most} characters", {"most": most}

    def _rule_faults(self) -> Iterator[Broken]:
        if self.show_if is not None and depth(self.show_if) > DEEPEST:
            yield "rules_deep", "show_if: rules are nested deeper than {most}", {"most": DEEPEST}

    def wording(self, group: Group | None) -> Texts:
        return self.by_group.get(group, self.text) if group else self.text

    def asked_of(self, group: Group | None) -> bool:
        """Whether the score group may be asked; show_if is looked at by `asked` (likely/ask/route.py)."""
        return not self.groups or group in self.groups

    @property
    def steps(self) -> range:
        """The numbers that may be answered: 0..10 on the scale, from 1 elsewhere; none where none may."""
        if self.kind not in POINTED:
            return range(0)
        first = LOWEST if self.kind == "scale" else 1
        return range(first, first + (self.points or POINTS[self.kind][0]))

    @property
    def answer_keys(self) -> tuple[str, ...]:
        """The keys under which it is answered: its own, of each row in a matrix, and KEY_other."""
        own = tuple(row.key for row in self.rows) or (self.key,)
        return (*own, self.key + OTHER_SUFFIX) if self.other else own

    @property
    def choice_keys(self) -> tuple[str, ...]:
        return (*(choice.key for choice in self.choices), *((OTHER,) if self.other else ()))

    @property
    def reached_by(self) -> tuple[str, ...]:
        """The ways of a contact question."""
        return self.by or ("email", "phone")


def in_order_of(question: Question, response_key: str) -> tuple[Choice, ...]:
    """The choices as this respondent sees them: the same at every reload, in any process."""
    return _shuffled(question.choices, question, response_key)


def rows_in_order_of(question: Question, response_key: str) -> tuple[Row, ...]:
    return _shuffled(question.rows, question, response_key)


def _shuffled(parts: tuple[Part, ...], question: Question, response_key: str) -> tuple[Part, ...]:
    if not question.randomised:
        return parts
    seed = f"{response_key} {question.key} "
    return tuple(sorted(parts, key=lambda part: sha256((seed + part.key).encode()).digest()))
