"""A segment's condition as data: parsed once, frozen, and meant the same wherever it is compiled.

This grammar is about people and has words for time, events and the last answer; the one of surveys
(`ask/condition.py`) is about a page that must judge in a browser, knows nothing but the facts of one answer,
and is kept as JSON in published surveys. Both share their rule of the missing: a condition on something that
is not known is not met, and `not` turns that round. Types are never mixed: 5 is not "5" and not yes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal, TypeVar

Type = Literal["text", "number", "date", "boolean", "choice"]
Unit = Literal["days", "weeks", "months", "years"]
Sign = Literal[
    "is", "is not", "is one of", "is none of", "contains", "does not contain", "starts with",
    "under", "over", "at least", "at most", "between",
    "before", "after", "in the last", "in the next", "more than",
    "is known", "is unknown",
]  # fmt: skip

GROUPS: Final = ("detractor", "passive", "promoter")
# What is asked of a person beside their properties, and its type.
FACTS: Final[dict[str, Type]] = {
    "name": "text",
    "email": "text",
    "phone": "text",
    "external id": "text",
    "language": "text",
    "time zone": "text",
    "channel": "text",
    "population": "text",
    "account": "text",
    "account id": "text",
    "account value": "number",
    "created": "date",
    "last score": "number",
    "group": "choice",  # of the last score
    "list": "choice",  # on which they are kept (roster.py)
    "last answer": "date",
    "answers": "number",
    "last asked": "date",
    "asked": "number",
}
EQUAL: Final[tuple[Sign, ...]] = ("is", "is not", "is one of", "is none of")
KNOWN: Final[tuple[Sign, ...]] = ("is known", "is unknown")
SIGNS: Final[dict[Type, tuple[Sign, ...]]] = {
    "text": (*EQUAL, "contains", "does not contain", "starts with", *KNOWN),
    "choice": (*EQUAL, *KNOWN),
    "number": (*EQUAL, "under", "over", "at least", "at most", "between", *KNOWN),
    "date": (
        "is", "is not", "before", "after", "between", "in the last", "in the next", "more than", *KNOWN
    ),
    "boolean": ("is", "is not", *KNOWN),
}  # fmt: skip
# A sign that is another one turned round: it is met exactly where the other is not.
TURNED: Final[dict[Sign, Sign]] = {
    "is not": "is", "is none of": "is one of", "does not contain": "contains", "is unknown": "is known",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, weeks, months or years."""

    n: int
    unit: Unit

    def before(self, day: date) -> date:
        return self._moved(day, -1)

    def behind(self, day: date) -> date:
        return self._moved(day, 1)

    def _moved(self, day: date, way: int) -> date:
        """The same day of another month, or its last where it has no such day: 31 March less a month."""
        if self.unit in ("days", "weeks"):
            return day + way * timedelta(days=self.n * (7 if self.unit == "weeks" else 1))
        months = day.year * 12 + day.month - 1 + way * self.n * (12 if self.unit == "years" else 1)
        first = date(months // 12, months % 12 + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(day.day, last.day))


Value = str | int | float | bool | date | Period


@dataclass(frozen=True, slots=True)
class Compare:
    """plan is pro; last score under 7; renewal in the next 60 days.

    own: one of FACTS, else a property. type: set once it is known what the words mean (`segment.py`).
    """

    fact: str
    own: bool
    sign: Sign
    values: tuple[Value, ...] = ()
    type: Type | None = field(default=None, compare=False)
    at: int = field(default=0, compare=False)  # where it stands in the text


@dataclass(frozen=True, slots=True)
class Had:
    """had "order_delivered" at least 2 times in the last 30 days."""

    event: str
    times: int = 1
    within: Period | None = None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class InSegment:
    """in segment "Pro". rule: of that segment, once it is known."""

    name: str
    rule: "Rule | None" = field(default=None, compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    rule: "Rule"


@dataclass(frozen=True, slots=True)
class All:
    rules: "tuple[Rule, ...]"


@dataclass(frozen=True, slots=True)
class Any:
    rules: "tuple[Rule, ...]"


Rule = Compare | Had | InSegment | Not | All | Any
Leaf = Compare | Had | InSegment
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which a date meets its condition, both ends included; None: open."""

    first: date | None
    last: date | None


def days_of(sign: Sign, values: tuple[Value, ...], today: date) -> Days:
    """What a condition on a date means today, in the workspace's days."""
    one = values[0]
    if isinstance(one, Period):
        return {
            "in the last": Days(one.before(today), today),
            "in the next": Days(today, one.behind(today)),
            "more than": Days(None, one.before(today) - timedelta(days=1)),
        }[sign]
    days = [value for value in values if isinstance(value, date)]
    return {
        "is": Days(days[0], days[0]),
        "before": Days(None, days[0] - timedelta(days=1)),
        "after": Days(days[0] + timedelta(days=1), None),
        "between": Days(days[0], days[-1]),
    }[sign]


def fold(
    rule: Rule,
    leaf: Callable[[Compare | Had], Made],
    turned: Callable[[Made], Made],
    all_of: Callable[[list[Made]], Made],
    any_of: Callable[[list[Made]], Made],
) -> Made:
    """What is made of a rule out of what is made of its parts; segments that it refers to are opened."""

    def made(part: Rule) -> Made:
        return fold(part, leaf, turned, all_of, any_of)

    match rule:
        case Not():
            return turned(made(rule.rule))
        case All():
            return all_of([made(part) for part in rule.rules])
        case Any():
            return any_of([made(part) for part in rule.rules])
        case InSegment():
            assert rule.rule is not None  # noqa: S101 - `understand` put it there
            return made(rule.rule)
        case _:
            return leaf(rule)


def mapped(rule: Rule, change: Callable[[Leaf], Rule]) -> Rule:
    """The same rule with each of its plain conditions changed; segments are not opened."""
    match rule:
        case Not():
            return Not(mapped(rule.rule, change))
        case All() | Any():
            return type(rule)(tuple(mapped(part, change) for part in rule.rules))
        case _:
            return change(rule)


def leaves(rule: Rule) -> list[Leaf]:
    """The plain conditions in it, in their order; those of segments that it refers to are not opened."""
    match rule:
        case Not():
            return leaves(rule.rule)
        case All() | Any():
            return [leaf for part in rule.rules for leaf in leaves(part)]
        case _:
            return [rule]


def segments_in(rule: Rule) -> set[str]:
    """The names of the segments that it refers to itself."""
    return {leaf.name for leaf in leaves(rule) if isinstance(leaf, InSegment)}


def events_in(rule: Rule) -> list[Had]:
    """Every condition about an event, each once; segments that it refers to are opened."""

    def leaf(one: Compare | Had) -> list[Had]:
        return [one] if isinstance(one, Had) else []

    def joined(parts: list[list[Had]]) -> list[Had]:
        return [one for part in parts for one in part]

    found: list[Had] = fold(rule, leaf, lambda inner: inner, joined, joined)
    return list(dict.fromkeys(found))
