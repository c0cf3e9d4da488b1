"""The rules mean the same wherever they are read: here against a second reading, written apart."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from likely.ask.condition import depth, holds, in_range, is_one_of, names_in, read_condition, settle
from tests.ask.survey_strategies import facts, rules

NAMES = ["score", "plan", "q1"]
known = st.dictionaries(st.sampled_from(NAMES), facts)


def brute(rule: dict[str, Any], about: dict[str, Any]) -> bool:
    """The same grammar, read straight from the JSON."""
    if "not" in rule:
        return not brute(rule["not"], about)
    if "all" in rule:
        return all(brute(part, about) for part in rule["all"])
    if "any" in rule:
        return any(brute(part, about) for part in rule["any"])
    fact = about.get(rule["on"])
    if "answered" in rule:
        return (fact is not None and fact != "" and fact != []) == rule["answered"]
    if "is" in rule:
        chosen = fact if isinstance(fact, list) else [fact]
        return any(type(one) is type(value) and one == value for one in chosen for value in rule["is"])
    if type(fact) is not int:
        return False
    return rule.get("from", fact) <= fact <= rule.get("to", fact)


@given(rules(NAMES), known)
@settings(deadline=None)
def test_a_rule_is_true_when_a_second_reading_says_so(rule: dict[str, Any], about: dict[str, Any]) -> None:
    assert holds(read_condition(rule), about) == brute(rule, about)


@given(rules(NAMES), known, st.sets(st.sampled_from(NAMES)))
@settings(deadline=None)
def test_what_is_settled_early_says_the_same_later(
    rule: dict[str, Any], about: dict[str, Any], later: set[str]
) -> None:
    read = read_condition(rule)
    left = settle(read, {name: fact for name, fact in about.items() if name not in later}, later)
    if not isinstance(left, bool):
        assert names_in(left) <= later
        assert depth(left) <= depth(read)
        left = holds(left, {name: fact for name, fact in about.items() if name in later})
    assert left == holds(read, about)


@given(rules(NAMES))
@settings(deadline=None)
def test_a_rule_survives_storage(rule: dict[str, Any]) -> None:
    read = read_condition(rule)
    assert read_condition(read.model_dump(mode="json", by_alias=True, exclude_defaults=True)) == read


@pytest.mark.parametrize(
    "rule",
    [
        {}, {"on": "score"}, {"on": "", "from": 1}, {"on": "score", "from": 6, "to": 0}, {"all": []},
        {"on": "score", "from": "0"}, {"on": "score", "is": []}, {"on": "score", "is": [None]}, {"not": None},
        {"any": "score"},
        {"on": "score", "from": 0, "like": "x"}, {"on": "score", "from": float("nan")}, "score > 6", None, 3,
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule: Any) -> None:
    with pytest.raises(ValidationError):
        read_condition(rule)


@pytest.mark.parametrize(
    ("value", "fact", "true"),
    [
        (5, 5, True),
        (5, "5", False),
        (1, True, False),
        (True, True, True),
        ("a", ["b", "a"], True),
        ("a", [], False),
    ],
)
def test_types_are_never_mixed(value: Any, fact: Any, true: bool) -> None:
    assert holds(is_one_of("q", value), {"q": fact}) is true


def test_a_yes_is_no_number() -> None:
    assert not holds(in_range("q", 0, 1), {"q": True})
    assert holds(in_range("q", None, 1), {"q": -3})
