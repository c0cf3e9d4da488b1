"""The grammar: what is written means one thing, is written back as the same, and a fault has its place."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from likely.people.segment_fault import EXPECTED, RuleFault
from likely.people.segment_parse import parse
from likely.people.segment_rule import All, Any, Compare, Had, InSegment, Not, Period
from likely.people.segment_words import wording
from tests.people.segment_rules import rules

PRO = Compare("plan", False, "is", ("pro",))
LOW = Compare("last score", True, "under", (7,))
GONE = Compare("last asked", True, "is unknown")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("plan is pro and last score under 7", All((PRO, LOW))),
        ("PLAN is pro AND Last Score is under 7", All((Compare("PLAN", False, "is", ("pro",)), LOW))),
        ("country is one of Estonia, Latvia", Compare("country", False, "is one of", ("Estonia", "Latvia"))),
        ("not (plan is pro)", Not(PRO)),
        ("not plan is pro and last score under 7", All((Not(PRO), LOW))),
        ("plan is pro or last score under 7 and last asked is unknown", Any((PRO, All((LOW, GONE))))),
        ("(plan is pro or last score under 7) and last asked is not known", All((Any((PRO, LOW)), GONE))),
        ('"Plan type" is not "two words"', Compare("Plan type", False, "is not", ("two words",))),
        ("renewal before 2026-11-26", Compare("renewal", False, "before", (date(2026, 11, 26),))),
        ("renewal in the next 2 weeks", Compare("renewal", False, "in the next", (Period(2, "weeks"),))),
        ("created within the last 1 month", Compare("created", True, "in the last", (Period(1, "months"),))),
        ("last asked more than 90 days ago", Compare("last asked", True, "more than", (Period(90, "days"),))),
        ("seats between 5 and 10 and plan is pro", All((Compare("seats", False, "between", (5, 10)), PRO))),
        ("vip is yes", Compare("vip", False, "is", (True,))),
        ('vip is "yes"', Compare("vip", False, "is", ("yes",))),
        ("seats is 5.0", Compare("seats", False, "is", (5,))),
        ('had "order_delivered" in the last 30 days', Had("order_delivered", 1, Period(30, "days"))),
        ("had order_delivered at least 2 times", Had("order_delivered", 2)),
        ('in segment "Big ones" and plan is pro', All((InSegment("Big ones"), PRO))),
        ("property language is et", Compare("language", False, "is", ("et",))),
        ("language is et", Compare("language", True, "is", ("et",))),
        ("email is mari@example.org", Compare("email", True, "is", ("mari@example.org",))),
    ],
)  # fmt: skip
def test_a_condition_is_read(text: str, rule: object) -> None:
    assert parse(text) == rule


@settings(max_examples=300, deadline=None)
@given(rules())
def test_written_and_read_again_it_is_the_same(rule: object) -> None:
    said = wording(rule)  # type: ignore[arg-type]
    assert parse(said) == rule
    assert wording(parse(said)) == said
    assert repr(parse(said)) == repr(parse(wording(parse(said))))  # True is not 1


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text and text.isprintable()))
@example("over")  # "is over" is a sign
@example("，")  # what parts values elsewhere is a text in quotes
def test_any_text_can_be_a_value(text: str) -> None:
    rule = Compare("plan", False, "is", (text,))
    assert parse(wording(rule)) == rule


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("", 0, "condition"),
        ("plan", 4, "sign"),
        ("plan undr 7", 5, "sign"),
        ("plan is", 7, "value"),
        ("plan is pro last score under 7", 12, "joint"),
        ("plan is United Kingdom", 15, "joint"),
        ("(plan is pro", 12, "bracket"),
        ("plan is pro and", 15, "condition"),
        ('plan is "pro', 8, "quote"),
        ("created in the last 5 fortnights", 22, "unit"),
        ("created in the last days", 20, "period"),
        ("created in the last 0 days", 20, "count"),
        ("last asked more than 5 days", 27, "ago"),
        ("renewal before 2026-02-30", 15, "day"),
        ("renewal before 0001-01-01", 15, "day"),
        ("seats between 5", 15, "and"),
        ("in segment", 10, "segment"),
        ("had", 3, "event"),
        ("had order at least 2", 20, "times"),
        ('plan is ""', 8, "value"),
        ("plan is pro; drop", 11, "value"),
    ],
)
def test_a_fault_is_told_at_its_place(text: str, at: int, expected: str) -> None:
    with pytest.raises(RuleFault) as caught:
        parse(text)
    assert (caught.value.at, caught.value.expected) == (at, expected)
    assert f"At character {at + 1}: " in caught.value.message
    assert EXPECTED[expected] in caught.value.message


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='plan is under 7(),"and or not in segment had\\ü在-2026', max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert parse(wording(parse(text))) == parse(text)
    except RuleFault as fault:
        assert 0 <= fault.at <= len(text)


def test_brackets_and_length_have_an_end() -> None:
    assert parse("(" * 12 + "plan is pro" + ")" * 12) == PRO
    for text in ("(" * 13 + "plan is pro" + ")" * 13, "not " * 13 + "plan is pro", "plan is " + "x" * 2000):
        with pytest.raises(RuleFault):
            parse(text)
