"""What changed between versions, in sentences."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from likely.ask.definition import Definition
from likely.ask.difference import readable_diff
from likely.ask.template import make_definition
from tests.ask.survey_strategies import definitions

CHOICE = {
    "key": "used", "kind": "choice", "text": {"en": "What?"},
    "choices": [{"key": key, "text": {"en": key.upper()}} for key in ("a", "b")],
}  # fmt: skip


def changed(change: Callable[[dict[str, Any]], Any]) -> list[str]:
    old = make_definition("rnps", "Nordic", ["en", "et"]).to_json()
    old["questions"].insert(1, CHOICE)
    new = Definition.from_json(old).to_json()
    change(new)
    return readable_diff(Definition.from_json(old), Definition.from_json(new))


@given(definitions())
@settings(max_examples=40, deadline=None)
def test_nothing_changed_is_nothing_said(definition: Definition) -> None:
    assert readable_diff(definition, definition) == []


@given(definitions(), definitions())
@settings(max_examples=40, deadline=None)
def test_whatever_changed_something_is_said(one: Definition, other: Definition) -> None:
    assert bool(readable_diff(one, other)) is (one != other)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["questions"][2]["text"].update(en="Why?"),
         ["The question (English) is now “Why?”; it was “What is the main reason for your score?”"]),
        (lambda d: d["questions"][2]["by_group"]["promoter"].pop("et"),
         ["The question for promoters of “What is the main reason for your score?” (Eesti) is gone:"
          " “Mis on teie hinde peamine põhjus?”"]),
        (lambda d: d["questions"].append({"key": "more", "kind": "text", "text": {"en": "More?"}}),
         ["Added: “More?”"]),
        (lambda d: d["questions"].pop(1), ["Removed: “What?”"]),
        (lambda d: d["questions"].append(d["questions"].pop(1)), ["The order of the questions changed."]),
        (lambda d: d["questions"][1].update(required=True), ["“What?”, required: no → yes."]),
        (lambda d: d["questions"][1].update(show_if={"on": "score", "to": 6}),
         ["“What?”: Show if the score is at most 6. Before: Always shown."]),
        (lambda d: d["questions"][1]["choices"].append({"key": "c", "text": {"en": "C"}}),
         ["The choice of “What?” (English) is new: “C”."]),
        (lambda d: d["questions"][1]["choices"].reverse(), ["“What?”: the order of its answers changed."]),
        (lambda d: d.update(languages=["en"]), ["Removed languages: Eesti."]),
        (lambda d: d["questions"][1].update(kind="choices", most=2),
         ["“What?”, kind: One of several choices → Any of several choices.",
          "“What?”, most choices: – → 2."]),
        (lambda d: d["questions"][-1].update(by=["email"]),
         ["“Your e-mail address or phone number”, ways: – → Mail."]),
        (lambda d: d.update(edit_days=3), ["Days to change an answer: – → 3."]),
        (lambda d: d.update(consent={"text": {"en": "I agree"}}),
         ["Consent is asked: “I agree”.", "The consent (English) is new: “I agree”."]),
        (lambda d: d.update(links=[{"kind": "more", "url": "https://a.example", "text": {"en": "Home"}}]),
         ["A link (English) is new: “Home”.", "Added link: https://a.example."]),
    ],
)  # fmt: skip
def test_each_change_is_one_sentence(change: Callable[[dict[str, Any]], Any], said: list[str]) -> None:
    assert changed(change) == said


def test_points_that_are_not_said_are_those_of_the_kind() -> None:
    old = make_definition("csat5", "Nordic", ["en"]).to_json()
    old["questions"].append({"key": "driver", "kind": "csat", "text": {"en": "And the driver?"}})
    new = Definition.from_json(old).to_json()
    new["questions"][-1]["points"] = 10
    told = readable_diff(Definition.from_json(old), Definition.from_json(new))
    assert told == ["“And the driver?”, points: 5 → 10."]
