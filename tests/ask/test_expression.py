"""Rules as SurveyJS and LimeSurvey write them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.expression import Unsayable, read_expression


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("", None),
        ("1", None),
        ("{nps} >= 9", {"on": "nps", "from": 9}),
        ("9 <= {nps}", {"on": "nps", "from": 9}),
        ("{nps} < 9", {"on": "nps", "below": 9}),
        ("{plan} = 'pro'", {"on": "plan", "is": ["pro"]}),
        ("{plan} <> 'pro'", {"not": {"on": "plan", "is": ["pro"]}}),
        ("{used} contains 'a'", {"on": "used", "is": ["a"], "part": True}),
        ("{used} anyof ['a', 'b']", {"on": "used", "is": ["a", "b"], "part": True}),
        ("{why} notempty", {"on": "why", "answered": True}),
        ("!({why} empty)", {"not": {"on": "why", "answered": False}}),
        ("!is_empty(Q1.NAOK)", {"not": {"on": "Q1", "answered": False}}),
        ('((Q1.NAOK == "A1"))', {"on": "Q1", "is": ["A1"]}),
        ('157X1X13.NAOK == ""', {"on": "157X1X13", "answered": False}),
        ('Q1_SQ001.NAOK == "Y"', {"on": "Q1_SQ001", "is": ["Y"]}),
        ('Q1.NAOK >= "7"', {"on": "Q1", "from": 7}),
    ],
)
def test_what_can_be_said(source: str, rule: dict[str, Any] | None) -> None:
    assert read_expression(source) == rule


def test_and_binds_closer_than_or() -> None:
    a, b, c = ({"on": name, "is": [1]} for name in "abc")
    assert read_expression("{a} = 1 or {b} = 1 and {c} = 1") == {"any": [a, {"all": [b, c]}]}
    assert read_expression("({a} = 1 or {b} = 1) && {c} = 1") == {"all": [{"any": [a, b]}, c]}


@pytest.mark.parametrize(
    "source",
    [
        "age({birth}) > 18", "{a} > {b}", "{a} + 1 > 2", "{a}", "sum(Q1, Q2) > 3", "{a} = ", "({a} = 1",
        "'x' = 'y'", "{a} = 1 {b} = 2", "Q1 =~ 'x'", "{a} > 'much'", "(" * 500 + "{a} = 1" + ")" * 500,
        "!" * 500 + "{a} = 1", "{a} = " + "[" * 1900,
        "{a} = " + "1 or {a} = " * 400 + "1", "{a} = [[1]]",
    ],
)  # fmt: skip
def test_what_cannot(source: str) -> None:
    with pytest.raises(Unsayable):
        read_expression(source)


@given(st.text(alphabet="{}ab1.5='\"<>!&|()[], ornotempty", max_size=60))
def test_whatever_is_written_is_a_rule_or_none(source: str) -> None:
    try:
        found = read_expression(source)
    except Unsayable:
        return
    assert found is None or set(found) & {"on", "all", "any", "not"}
