"""What the words of a condition mean in a workspace: the types of properties, and the segments it refers to.

A property that was declared has its type, and a condition that does not fit it is refused. One that nobody
declared is taken for the type that the condition itself names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from likely.lib.refusal import Refusal
from likely.people.facts import property_key
from likely.people.segment_fault import EXPECTED, RuleFault
from likely.people.segment_parse import parse
from likely.people.segment_rule import (
    EQUAL,
    FACTS,
    GROUPS,
    SIGNS,
    Compare,
    InSegment,
    Leaf,
    Period,
    Rule,
    Type,
    Value,
    fold,
    mapped,
)

DEEPEST: Final = 5  # segments within segments
MOST_CONDITIONS: Final = 100  # in a rule, those of its segments counted
WORDS_OF_TYPE: Final[dict[str, str]] = {  # what a value of the type is called (segment_fault.py)
    "text": "text", "choice": "text", "number": "number", "date": "day", "boolean": "yes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    type: Type
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """properties: by key. labels: {label in small letters: key}. segments: {name: its rule as written}."""

    properties: Mapping[str, Declared]
    labels: Mapping[str, str]
    segments: Mapping[str, str]


OWN: Final = {fact: Declared(type, GROUPS if fact == "group" else ()) for fact, type in FACTS.items()}


def understand(text: str, words: Vocabulary, name: str = "") -> Rule:
    """The rule that the text says in this workspace. name: of the segment it belongs to, if it has one."""
    rule = _meant(parse(text), words, (name,) if name else ())
    if _size(rule) > MOST_CONDITIONS:
        raise RuleFault(
            "rule_too_large", f"all in all a rule has at most {MOST_CONDITIONS} conditions.", len(text)
        )
    return rule


def _meant(rule: Rule, words: Vocabulary, path: tuple[str, ...]) -> Rule:
    def leaf(one: Leaf) -> Rule:
        match one:
            case InSegment():
                return replace(one, rule=_of_segment(one, words, path))
            case Compare():
                return _typed(one, words)
            case _:
                return one

    return mapped(rule, leaf)


def _of_segment(rule: InSegment, words: Vocabulary, path: tuple[str, ...]) -> Rule:
    """The rule of the segment that is referred to; a fault in it is told at the place of the reference."""
    if rule.name in path:
        circle = " → ".join((*path[path.index(rule.name) :], rule.name))
        raise RuleFault(
            "rule_circle",
            f"these segments refer to each other in a circle: {circle}.",
            rule.at,
            cure="Write the condition itself in one of them.",
            about=(circle,),
        )
    if len(path) >= DEEPEST:
        raise RuleFault("rule_chain", f"segments refer to segments at most {DEEPEST} deep.", rule.at)
    text = words.segments.get(rule.name)
    if text is None:
        known = ", ".join(f"“{name}”" for name in sorted(words.segments)[:10])
        raise RuleFault(
            "rule_segment_unknown",
            f"there is no segment “{rule.name}”.",
            rule.at,
            cure=f"There are: {known}." if known else "",
            about=(rule.name,),
        )
    try:
        return _meant(parse(text), words, (*path, rule.name))
    except RuleFault as fault:
        if fault.code in ("rule_circle", "rule_chain", "rule_segment_broken"):
            raise RuleFault(fault.code, _bare(fault), rule.at, cure=fault.cure, about=fault.about) from None
        raise RuleFault(
            "rule_segment_broken",
            f"the segment “{rule.name}” itself can't be read: {fault.message}",
            rule.at,
            about=(rule.name,),
        ) from None


def _typed(rule: Compare, words: Vocabulary) -> Compare:
    fact = rule.fact if rule.own else _key(rule, words)
    declared = (
        Declared(FACTS[fact], GROUPS if fact == "group" else ()) if rule.own else words.properties.get(fact)
    )
    type = declared.type if declared else _type_named_by(rule)
    found = replace(rule, fact=fact, type=type)
    if type is None:
        return found
    if rule.sign not in SIGNS[type]:
        raise _unfit(found, type, f"is a {type}, which can't be asked “{rule.sign}”")
    values = tuple(_fitting(found, type, value, declared) for value in rule.values)
    if rule.sign == "between" and len(values) == 2 and values[0] > values[1]:  # type: ignore[operator]
        raise RuleFault("rule_between", "between runs from the smaller to the larger.", rule.at)
    return replace(found, values=values)


def _key(rule: Compare, words: Vocabulary) -> str:
    """A property by its key, its label, or what its name would be as a key."""
    if rule.fact in words.properties:
        return rule.fact
    if labelled := words.labels.get(rule.fact.strip().lower()):
        return labelled
    try:
        return property_key(rule.fact)
    except Refusal as refusal:
        raise RuleFault(
            "rule_property", refusal.message, rule.at, cure=refusal.cure, about=(rule.fact,)
        ) from None


def _type_named_by(rule: Compare) -> Type | None:
    """Of an undeclared property: what its sign asks for, or what its value is. None: any will do."""
    if rule.sign in ("contains", "does not contain", "starts with"):
        return "text"
    first = rule.values[0] if rule.values else None
    if isinstance(first, bool):
        return "boolean"
    if isinstance(first, date | Period) or rule.sign in ("before", "after"):
        return "date"
    if isinstance(first, int | float) or rule.sign in ("under", "over", "at least", "at most", "between"):
        return "number"
    return None if first is None else "text"


def _fitting(rule: Compare, type: Type, value: Value, declared: Declared | None) -> Value:
    """The value in the property's own type. A bare 5 asked of a text is the text “5”; nothing else bends."""
    if type in ("text", "choice") and isinstance(value, int | float | date):
        value = str(value) if not isinstance(value, bool) else ("yes" if value else "no")
    is_right = {
        "text": isinstance(value, str),
        "choice": isinstance(value, str),
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "date": isinstance(value, date | Period),
        "boolean": isinstance(value, bool),
    }[type]
    if not is_right:
        raise _unfit(rule, type, f"is a {type}: expected {EXPECTED[WORDS_OF_TYPE[type]]}")
    if type == "choice" and declared and declared.choices and rule.sign in EQUAL:
        return _chosen(rule, str(value), declared)
    return value


def _chosen(rule: Compare, value: str, declared: Declared) -> str:
    """The choice as it is declared, in whatever case it was written."""
    found = next((one for one in declared.choices if one.lower() == value.lower()), None)
    if found is None:
        known = ", ".join(declared.choices[:20])
        raise RuleFault(
            "rule_choice",
            f"{rule.fact} is never “{value}”.",
            rule.at,
            cure=f"It is one of: {known}.",
            about=(rule.fact, value, known),
        )
    return found


def _unfit(rule: Compare, type: Type, why: str) -> RuleFault:
    return RuleFault(
        "rule_type",
        f"{rule.fact} {why}.",
        rule.at,
        expected=WORDS_OF_TYPE[type],
        about=(rule.fact, type, rule.sign),
    )


def _size(rule: Rule) -> int:
    def total(parts: list[int]) -> int:
        return sum(parts)

    return fold(rule, lambda _leaf: 1, lambda inner: inner, total, total)


def _bare(fault: RuleFault) -> str:
    return fault.message.partition(": ")[2]
