"""The rule of a question as selects: what may be looked at, how, and groups of rules within rules."""

import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Final, Literal, TypeAlias

from django.utils.translation import gettext as _

from likely.ask.condition import (
    AllOf,
    Answered,
    AnyOf,
    Condition,
    InRange,
    IsOneOf,
    Leaf,
    Not,
    leaves,
    names_in,
)
from likely.ask.definition import Definition
from likely.ask.plain_data import Value
from likely.ask.question import POINTED, SCORE_KEY, Question
from likely.ask.sentence import group_name, sentence
from likely.ask.wording import with_names
from likely.stats.scale import GROUPS
from likely.templatetags.names import channel_name

ROOT: Final = "r"  # the path of the outermost group; what is in it is r-0, r-1, and in that r-1-0
DEEPEST: Final = 2  # groups within groups that the form offers to begin; every deeper one is shown too
CHANNELS: Final = ("mail", "link", "widget", "kiosk", "phone", "face_to_face", "api")
Test = Literal["range", "outside", "is", "not", "answered", "missing"]
Join = Literal["all", "any", "none", "some_not"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a rule may look at. steps: of a number; options: what it can be; neither: it is typed."""

    name: str
    label: str
    steps: tuple[int, ...] = ()
    options: tuple[tuple[Value, str], ...] = ()
    is_number: bool = False  # or may be one, as a property may

    @property
    def tests(self) -> tuple[Test, ...]:
        numbers: tuple[Test, ...] = ("range", "outside") if self.is_number else ()
        values: tuple[Test, ...] = ("is", "not")
        named = (*numbers, *values) if self.steps else (*values, *numbers)
        return (*named, "answered", "missing")


@dataclass(frozen=True, slots=True)
class Line:
    """One plain rule. first, last: ends of a range, empty where open. options: (as JSON, label, chosen)."""

    path: str
    fact: Fact
    test: Test
    first: str = ""
    last: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    typed: str = ""

    @property
    def tests(self) -> tuple[Test, ...]:
        return tuple(dict.fromkeys((*self.fact.tests, self.test)))

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(map(str, self.fact.steps))


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of which all, any, none or not all must hold. may_hold: whether a group can be begun in it."""

    path: str
    join: Join
    items: "tuple[Line | Group, ...]"
    may_hold: bool

    @property
    def is_group(self) -> bool:
        return True

    @property
    def joins(self) -> tuple[Join, ...]:
        return ("all", "any", "none", "some_not")

    @property
    def is_joined(self) -> bool:
        """Whether it matters how its rules are joined."""
        return self.path != ROOT or len(self.items) > 1 or self.join not in ("all", "any")


@dataclass(frozen=True, slots=True)
class Rule:
    """said: the whole in words, for what is not seen at one glance."""

    said: str
    nested: bool
    group: Group
    facts: tuple[Fact, ...]


Facts: TypeAlias = Mapping[str, Fact]


def rule_of(definition: Definition, question: Question, properties: Collection[str] = ()) -> Rule:
    """The form of a question's rule as it stands."""
    facts = facts_of(definition, question, properties)
    rule = question.show_if
    group = _root(rule, facts)
    nested = any(isinstance(item, Group) for item in group.items)
    said = sentence(rule, definition, definition.languages[0]) if rule else ""
    return Rule(said, nested, group, tuple(facts.values()))


def facts_of(definition: Definition, question: Question, properties: Collection[str] = ()) -> dict[str, Fact]:
    """What is known when the question comes up: answers before it, then what surrounds them."""
    at = definition.questions.index(question)
    before = [fact for one in definition.questions[:at] for fact in _facts(definition, one)]
    spoken = tuple(with_names(definition.languages))
    around = [
        Fact("language", _("the language"), options=spoken),
        Fact("channel", _("the channel"), options=tuple((name, channel_name(name)) for name in CHANNELS)),
    ]
    known = [
        Fact(name, _("the property {name}").format(name=name), is_number=True) for name in sorted(properties)
    ]
    found = {fact.name: fact for fact in (*known, *around, *before)}
    named = names_in(question.show_if) if question.show_if else ()
    facts = {name: Fact(name, name, is_number=True) for name in named} | dict(reversed(found.items()))
    for leaf in leaves(question.show_if) if question.show_if else ():
        facts[leaf.on] = _with_values(facts[leaf.on], leaf)
    return facts


def _with_values(fact: Fact, leaf: Leaf) -> Fact:
    """What the rule names already can be chosen again, even where nothing offers it any more."""
    if isinstance(leaf, InRange) and fact.steps:
        ends = {end for end in _whole(leaf) if end is not None}
        return replace(fact, steps=tuple(sorted({*fact.steps, *ends})))
    offered = {json.dumps(value) for value, _label in fact.options}
    if not isinstance(leaf, IsOneOf) or not offered:
        return fact
    more = tuple((value, str(value)) for value in leaf.is_ if json.dumps(value) not in offered)
    return replace(fact, options=(*fact.options, *more))


def _facts(definition: Definition, question: Question) -> list[Fact]:
    spoken = definition.languages[0]
    said = definition.say(question.text, spoken) or question.key
    if question.key == SCORE_KEY:
        groups = tuple((group, group_name(group)) for group in GROUPS)
        return [
            _numbered(SCORE_KEY, _("the score"), question),
            Fact("group", _("the score group"), options=groups),
        ]
    if question.rows:
        return [
            _numbered(row.key, _short(definition.say(row.text, spoken)), question) for row in question.rows
        ]
    if question.kind in POINTED:
        return [_numbered(question.key, _short(said), question)]
    return [Fact(question.key, _short(said), options=_options(definition, question, spoken))]


def _numbered(name: str, label: str, question: Question) -> Fact:
    options = tuple((step, str(step)) for step in question.steps)
    return Fact(name, label, tuple(question.steps), options, is_number=True)


def _options(definition: Definition, question: Question, spoken: str) -> tuple[tuple[Value, str], ...]:
    if question.kind == "yes_no":
        return ((True, _("yes")), (False, _("no")))
    named = {choice.key: definition.say(choice.text, spoken) for choice in question.choices}
    return tuple((key, named.get(key, key)) for key in question.choice_keys)


def _short(text: str) -> str:
    return f"“{text if len(text) <= 48 else text[:47].rstrip() + '…'}”"


def _root(rule: Condition | None, facts: Facts) -> Group:
    if rule is None:
        return Group(ROOT, "all", (), may_hold=True)
    found = _item(ROOT, rule, facts)
    if isinstance(found, Group):
        return found
    return Group(ROOT, "all", (replace(found, path=f"{ROOT}-0"),), may_hold=True)


def _item(path: str, rule: Condition, facts: Facts) -> Line | Group:
    turned = False
    while isinstance(rule, Not):
        rule, turned = rule.not_, not turned
    if isinstance(rule, AllOf | AnyOf):
        return _group(path, rule, turned, facts)
    return _line(path, rule, turned, facts)


def _group(path: str, rule: AllOf | AnyOf, turned: bool, facts: Facts) -> Group:
    join: Join
    if isinstance(rule, AllOf):
        parts, join = rule.all_, "some_not" if turned else "all"
    else:
        parts, join = rule.any_, "none" if turned else "any"
    items = tuple(_item(f"{path}-{n}", part, facts) for n, part in enumerate(parts))
    return Group(path, join, items, may_hold=path.count("-") < DEEPEST)


def _line(path: str, leaf: Leaf, turned: bool, facts: Facts) -> Line:
    fact = facts[leaf.on]
    if isinstance(leaf, Answered):
        return Line(path, fact, "answered" if leaf.answered is not turned else "missing")
    if isinstance(leaf, InRange):
        first, last = _ends(leaf, fact)
        return Line(path, fact, "outside" if turned else "range", first, last)
    return Line(
        path, fact, "not" if turned else "is", options=_chosen(fact, leaf.is_), typed=as_typed(leaf.is_)
    )


def _ends(leaf: InRange, fact: Fact) -> tuple[str, str]:
    """Of steps, the outermost where one is open; of a number that is typed, as it stands."""
    if not fact.steps:
        return tuple("" if end is None else f"{end:g}" for end in (leaf.from_, leaf.to))  # type: ignore[return-value]
    first, last = _whole(leaf)
    return str(fact.steps[0] if first is None else first), str(fact.steps[-1] if last is None else last)


def _whole(leaf: InRange) -> tuple[int | None, int | None]:
    """The whole numbers at its ends, since a step is one."""
    first = None if leaf.from_ is None else ceil(leaf.from_)
    return first, None if leaf.to is None else floor(leaf.to)


def _chosen(fact: Fact, values: Collection[Value]) -> tuple[tuple[str, str, bool], ...]:
    """Told apart as JSON, where 1 is not true."""
    wanted = {json.dumps(value) for value in values}
    return tuple((json.dumps(value), label, json.dumps(value) in wanted) for value, label in fact.options)


def as_typed(values: Collection[Value]) -> str:
    """Values as one line, parted by commas; one that holds a comma stands in quotes."""
    line = io.StringIO()
    said = (str(value).lower() if isinstance(value, bool) else str(value) for value in values)
    csv.writer(line, lineterminator="").writerow(dict.fromkeys(said))
    return line.getvalue().replace(",", ", ") if '"' not in line.getvalue() else line.getvalue()
