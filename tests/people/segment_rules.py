"""Conditions made by chance, and what they mean, said once more and plainly: in Python, person by person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from likely.people.segment_rule import FACTS, GROUPS, SIGNS, All, Compare, Had, InSegment, Not, Period, Rule
from likely.people.segment_rule import Any as Either

ZONE = "Pacific/Apia"  # a day ahead of UTC's for half of the day
TODAY = date(2026, 3, 29)
PROPERTIES = {"plan": "choice", "country": "text", "seats": "number", "renewal": "date", "vip": "boolean"}
CHOICES = ("free", "pro")
TEXTS = ("Estonia", "Latvia", "United Kingdom", "eesti", "7", "true", 'a "b" \\ c', "在线")
NUMBERS = (0, 1, 7, 7.5, 10, -3)
DAYS = tuple(TODAY + timedelta(days=days) for days in (-400, -31, -30, -29, -1, 0, 1, 29, 60))
EVENTS = ("order_delivered", "ticket closed")
PERIODS = (Period(1, "days"), Period(30, "days"), Period(2, "weeks"), Period(1, "months"), Period(1, "years"))
VALUES = {
    "text": st.sampled_from(TEXTS),
    "choice": st.sampled_from(CHOICES),
    "number": st.sampled_from(NUMBERS),
    "date": st.sampled_from(DAYS),
    "boolean": st.booleans(),
}


@st.composite
def compares(draw: Any, facts: tuple[str, ...]) -> Compare:
    own = draw(st.booleans()) and bool(facts)
    fact = draw(st.sampled_from(facts if own else tuple(PROPERTIES)))
    type = FACTS[fact] if own else PROPERTIES[fact]
    value = st.sampled_from(GROUPS) if fact == "group" else VALUES[type]
    sign = draw(st.sampled_from(SIGNS[type]))
    values: tuple[Any, ...] = (draw(value),)
    if sign in ("is known", "is unknown"):
        values = ()
    elif sign in ("in the last", "in the next", "more than"):
        values = (draw(st.sampled_from(PERIODS)),)
    elif sign in ("is one of", "is none of"):
        values = tuple(draw(st.lists(value, min_size=1, max_size=3)))
    elif sign == "between":
        values = tuple(sorted(draw(st.lists(value, min_size=2, max_size=2))))
    return Compare(fact, own, sign, values)


def rules(facts: tuple[str, ...] = tuple(FACTS), events: bool = True) -> st.SearchStrategy[Rule]:
    """Conditions on these of our own facts, on properties and, if wanted, on events."""
    had = st.builds(
        Had, st.sampled_from(EVENTS), st.integers(1, 3), st.one_of(st.none(), st.sampled_from(PERIODS))
    )
    leaf = st.one_of(compares(facts), had) if events else compares(facts)
    several = {"min_size": 2, "max_size": 3}
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, **several).map(lambda parts: All(tuple(parts))),
            st.lists(inner, **several).map(lambda parts: Either(tuple(parts))),
        ),
        max_leaves=5,
    )


@dataclass(frozen=True)
class Known:
    """All that is known of somebody: facts (None: unknown), properties, and when what happened."""

    facts: Mapping[str, Any]
    properties: Mapping[str, Any]
    events: tuple[tuple[str, datetime], ...] = field(default=())


def meets(rule: Rule, who: Known, today: date = TODAY, zone: str = ZONE) -> bool:
    match rule:
        case Not():
            return not meets(rule.rule, who, today, zone)
        case All():
            return all(meets(part, who, today, zone) for part in rule.rules)
        case Either():
            return any(meets(part, who, today, zone) for part in rule.rules)
        case InSegment():
            return meets(rule.rule, who, today, zone)  # type: ignore[arg-type]
        case Had():
            since = rule.within.before(today) if rule.within else date.min
            until = today if rule.within else date.max
            days = [at.astimezone(ZoneInfo(zone)).date() for name, at in who.events if name == rule.event]
            return sum(since <= day <= until for day in days) >= rule.times
        case Compare():
            return _compares(rule, who, today, zone)


def _compares(rule: Compare, who: Known, today: date, zone: str) -> bool:
    turned = {
        "is not": "is",
        "is none of": "is one of",
        "does not contain": "contains",
        "is unknown": "is known",
    }
    if rule.sign in turned:
        return not _compares(
            Compare(rule.fact, rule.own, turned[rule.sign], rule.values),
            who,
            today,
            zone,  # type: ignore[arg-type]
        )
    type = FACTS[rule.fact] if rule.own else PROPERTIES[rule.fact]
    value = _typed(who.facts.get(rule.fact) if rule.own else who.properties.get(rule.fact), type, zone)
    if value is None:
        return False
    one = rule.values[0] if rule.values else None
    match rule.sign:
        case "is known":
            return True
        case "is" | "is one of":
            return value in rule.values
        case "contains":
            return one in value
        case "starts with":
            return bool(value.startswith(one))
        case "under" | "before":
            return bool(value < one)
        case "over" | "after":
            return bool(value > one)
        case "at least":
            return bool(value >= one)
        case "at most":
            return bool(value <= one)
        case "between":
            return bool(one <= value <= rule.values[1])
        case "in the last":
            return bool(one.before(today) <= value <= today)  # type: ignore[union-attr]
        case "in the next":
            return bool(today <= value <= one.behind(today))  # type: ignore[union-attr]
        case _:
            return bool(value < one.before(today))  # type: ignore[union-attr]


def _typed(value: Any, type: str, zone: str) -> Any:
    """The value if it is of the type, else nothing: what is of another type is not known."""
    if value is None or value == "":
        return None
    if type == "date":
        if isinstance(value, datetime):
            return value.astimezone(ZoneInfo(zone)).date()
        try:
            return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {"number": is_number, "boolean": isinstance(value, bool)}.get(type, isinstance(value, str))
    return value if fits else None
