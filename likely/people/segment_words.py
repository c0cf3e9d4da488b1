"""A segment's condition in its canonical wording: read again, it is the same rule."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from likely.people.segment_parse import JOINING, WAYS, YES_NO
from likely.people.segment_rule import FACTS, All, Any, Compare, Had, InSegment, Not, Period, Rule, Value

BARE: Final = re.compile(r"[^\W\d][\w.@+-]*")
# A value of such a word is in quotes: "is over" is a sign.
SIGNIFICANT: Final = (
    JOINING | set(YES_NO) | {word for ways in WAYS.values() for way in ways for word in way.split()}
)
# A property of such a name says that it is one.
TAKEN: Final = JOINING | {name.split()[0] for name in FACTS}


def wording(rule: Rule) -> str:
    match rule:
        case Compare():
            return _compare(rule)
        case Had():
            return _had(rule)
        case InSegment():
            return f"in segment {_quoted(rule.name)}"
        case Not():
            return f"not ({wording(rule.rule)})"
        case All():
            return " and ".join(_part(part, (All, Any)) for part in rule.rules)
        case Any():
            return " or ".join(_part(part, (Any,)) for part in rule.rules)


def period_words(period: Period) -> str:
    return f"{period.n} {period.unit if period.n > 1 else period.unit[:-1]}"


def _part(rule: Rule, bracketed: tuple[type, ...]) -> str:
    return f"({wording(rule)})" if isinstance(rule, bracketed) else wording(rule)


def _compare(rule: Compare) -> str:
    said = [rule.fact if rule.own else _property(rule.fact), WAYS[rule.sign][0]]
    values = [_value(value) for value in rule.values]
    if values:
        said.append((" and " if rule.sign == "between" else ", ").join(values))
    if rule.sign == "more than":
        said.append("ago")
    return " ".join(said)


def _had(rule: Had) -> str:
    said = f"had {_quoted(rule.event)}"
    said += f" at least {rule.times} times" if rule.times > 1 else ""
    return said + (f" in the last {period_words(rule.within)}" if rule.within else "")


def _property(name: str) -> str:
    if name.lower() in TAKEN:
        return f"property {_quoted(name)}"
    return name if BARE.fullmatch(name) else _quoted(name)


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, Period):
        return period_words(value)
    is_bare = BARE.fullmatch(value) and value.lower() not in SIGNIFICANT
    return value if is_bare else _quoted(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
