"""The rule that a sent form says, and nothing that the form never offered."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from likely.ask.draft import Data
from likely.ask.plain_data import Value
from likely.web.editor_rule import ROOT, Fact, Facts

MOST: Final = 20  # rules in one group
DEEPEST: Final = 6  # groups within groups that are read
NEW_GROUP: Final = "("  # what the select of new rules sends for a group
UNSAID: Final = "…"  # stands where a value is still to be typed
JOINS: Final = {
    "all": ("all", False),
    "any": ("any", False),
    "none": ("any", True),
    "some_not": ("all", True),
}
NUMBER: Final = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?", re.ASCII)


def rule_from(form: Any, facts: Facts) -> Data | None:
    """None for no rule. What the form can't have offered is left out."""
    found = _group(form, ROOT, facts)
    if found is None:
        return None
    parts: list[Data] = found.get("all") or found.get("any") or []
    return parts[0] if len(parts) == 1 else found


def _group(form: Any, path: str, facts: Facts) -> Data | None:
    items = list(_items(form, path, facts))
    if not items:
        return None
    key, turned = JOINS.get(form.get(f"{path}.join", ""), JOINS["all"])
    return {"not": {key: items}} if turned else {key: items}


def _items(form: Any, path: str, facts: Facts) -> Iterator[Data]:
    for inner in (f"{path}-{n}" for n in range(MOST)):
        if inner == form.get("drop"):
            continue
        if (on := form.get(f"{inner}.on")) in facts:
            yield _said(form, f"{inner}.", facts[on])
        elif f"{inner}.join" in form and path.count("-") < DEEPEST:
            yield from filter(None, [_group(form, inner, facts)])
    new = form.get(f"{path}.new")
    if new == NEW_GROUP and facts:
        yield {"all": [_first(next(iter(facts.values())))]}
    elif new in facts:
        yield _first(facts[new])


def _said(form: Any, start: str, fact: Fact) -> Data:
    test = form.get(f"{start}test", "")
    if test in ("answered", "missing"):
        return {"on": fact.name, "answered": test == "answered"}
    if test in ("range", "outside"):
        found = _range(form, start, fact)
    elif test in ("is", "not"):
        found = {"on": fact.name, "is": _values(form, start, fact)}
    else:
        return _first(fact)
    return {"not": found} if test in ("outside", "not") else found


def _range(form: Any, start: str, fact: Fact) -> Data:
    first, last = (_number(form.get(f"{start}{end}", "")) for end in ("first", "last"))
    if fact.steps:
        first = first if first in fact.steps else fact.steps[0]
        last = last if last in fact.steps else fact.steps[-1]
    elif first is None and last is None:
        first = 0
    if first is not None and last is not None:
        first, last = sorted((first, last))
    ends = {"from": first, "to": last}
    return {"on": fact.name, **{name: end for name, end in ends.items() if end is not None}}


def _number(sent: str) -> int | float | None:
    text = sent.strip()
    if not NUMBER.fullmatch(text):
        return None
    found = float(text.replace(",", "."))
    return int(found) if found.is_integer() else found


def _values(form: Any, start: str, fact: Fact) -> list[Value]:
    if not fact.options:
        return typed_values(form.get(f"{start}typed", "")) or [UNSAID]
    sent = set(form.getlist(f"{start}values"))
    return [value for value, _label in fact.options if json.dumps(value) in sent] or [fact.options[0][0]]


def typed_values(line: str) -> list[Value]:
    """A number, true and false are meant as such and as text: who types 3 means either."""
    words = next(csv.reader([line.replace("\n", " ")], skipinitialspace=True), [])
    found: list[Value] = []
    for word in filter(None, (word.strip() for word in words)):
        number = _number(word)
        found += [] if number is None else [number]
        found += [word == "true"] if word in ("true", "false") else []
        found.append(word)
    return found[:50]


def _first(fact: Fact) -> Data:
    """What a new rule on it says until it is changed: true of somebody, and easy to see."""
    if fact.steps:
        steps = fact.steps
        return {"on": fact.name, "from": steps[0], "to": steps[min(6, len(steps) // 2 + 1, len(steps) - 1)]}
    if fact.options:
        return {"on": fact.name, "is": [fact.options[0][0]]}
    return {"on": fact.name, "answered": True}
