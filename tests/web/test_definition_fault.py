"""What is wrong with a definition is said to people in words of ours: the place, the rule, their language."""

import re
from typing import Any, get_args

import pytest
from django.utils import translation
from pydantic_core import ErrorType

from likely.ask.definition import read_definition
from likely.ask.fault import DefinitionRefusal, Fault
from likely.web.definition_fault import SENTENCES, fault_words
from likely.web.said import said
from tests.ask.test_definition import question, survey

CHOICES = [{"key": "a", "text": {"en": "A"}}]
LATER = {"on": "later", "answered": True}
BROKEN: dict[str, dict[str, Any]] = {
    "no kind": survey(kind="x"),
    "no list": survey(languages="en"),
    "empty": survey(languages=[]),
    "a field too many": survey(colour="red"),
    "text too long": survey(subject={"en": "x" * 1001}),
    "days": survey(link_days=0),
    "many days": survey(link_days=99999),
    "a number as text": survey(link_days="9"),
    "a key": survey(question("NOT a key")),
    "points": survey(question("more", "csat", points=7)),
    "many points": survey(question("more", "csat", points=99)),
    "one choice": survey(question("more", "choice", choices=CHOICES)),
    "short": survey(question("more", "choice", short=True, choices=CHOICES * 2)),
    "a link": survey(links=[{"kind": "more", "url": "http://x", "text": {"en": "x"}}]),
    "a rule that looks ahead": survey(question("first", show_if=LATER), question("later")),
    "a range": survey(question("more", show_if={"on": "score", "from": 9, "to": 3})),
    "no ends": survey(question("more", show_if={"on": "score"})),
    "no touchpoint": survey(kind="tnps"),
    "twice": survey(question("more"), question("more")),
    "anonymous": survey(question("contact", "contact"), anonymous=True),
    "a group": survey(thanks={"everybody": {"en": "x"}}),
    "a text": survey(question("more", text={"en": ""})),
    "no questions": survey() | {"questions": []},
}
ENGLISH = re.compile(r"\b(input|should|must|valid|field|value|can't|is|the|of)\b", re.I)


def refusal_of(data: dict[str, Any]) -> DefinitionRefusal:
    with pytest.raises(DefinitionRefusal) as caught:
        read_definition(data)
    return caught.value


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("language", ["zh-hans", "et"])
def test_no_english_sentence_reaches_anybody(name: str, language: str) -> None:
    with translation.override(language):
        told = said(refusal_of(BROKEN[name]))
    assert not ENGLISH.search(re.sub(r"[“„\"(].*?[”“\")]", "", told)), told


@pytest.mark.parametrize("name", BROKEN)
def test_english_is_our_own_too(name: str) -> None:
    told = said(refusal_of(BROKEN[name]))
    assert "Input should" not in told
    assert told.endswith(".")
    assert not re.search(r"[{}]", told)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("days", "Days of a personal link: The least is 1."),
        ("a key", "Question 2, Key: This may hold small letters"),
        ("a link", "Link 1, Address: A link must begin with https:// and name a host."),
        ("text too long", "What is recommended, English: The most are 1000 characters."),
        ("points", "Question 2: Question “more” can’t have 7 points: its kind has others."),
        ("no kind", "Kind: This must be one of: rnps, tnps, enps, csat5, csat10, ces, wow, custom."),
        (
            "a rule that looks ahead",
            "The rule of question “first” looks at “later”, which is answered later.",
        ),
    ],
)
def test_the_place_and_the_rule_are_named(name: str, expected: str) -> None:
    assert said(refusal_of(BROKEN[name])).startswith(expected)


@pytest.mark.parametrize("rule", [*get_args(ErrorType), *SENTENCES])
def test_every_rule_of_the_library_has_a_sentence(rule: str) -> None:
    terms = dict.fromkeys(["ge", "le", "question", "name", "points", "key", "most", "kind", "survey"], 1)
    told = fault_words(
        Fault(("questions", 0, "text", "et"), rule, {**terms, "min_length": 1, "max_length": 2})
    )
    assert told.startswith("Question 1, Text, Eesti: ")
    assert told.endswith(".")
