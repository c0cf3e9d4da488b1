"""A survey as plain data: every shape survives storage, and what makes no sense is refused with its place."""

from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from likely.ask.definition import Definition, read_definition
from likely.ask.question import in_order_of
from likely.ask.schema import survey_schema
from likely.ask.template import TEMPLATES, make_definition
from likely.lib.refusal import Refusal
from tests.ask.survey_strategies import definitions

SCORE = {"key": "score", "kind": "scale", "text": {"en": "How likely?"}}
VALIDATOR = Draft202012Validator(survey_schema())


def survey(*questions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "schema": "likely.survey/1", "kind": "rnps", "subject": {"en": "us"}, "languages": ["en"],
        "questions": [SCORE, *questions],
    } | changes  # fmt: skip


def question(key: str = "more", kind: str = "text", **changes: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "text": {"en": "More?"}} | changes


def refused(data: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_definition(data)
    assert refusal.value.code == "definition_invalid"
    return refusal.value


@given(definitions())
@settings(max_examples=60, deadline=None)
def test_every_survey_survives_storage_and_fits_the_published_schema(definition: Definition) -> None:
    stored = definition.to_json()
    assert Definition.from_json(stored) == definition
    assert Definition.from_json(stored).to_json() == stored
    VALIDATOR.validate(stored)


def test_what_was_published_before_still_reads() -> None:
    """As version 1 was stored first: every field written out, the contact as text."""
    plain = {"by_group": {}, "help": {}, "low": {}, "high": {}, "groups": [], "required": False}
    old = survey(plain | question("contact"), plain | question("price", "rating"), touchpoint={}, thanks={})
    definition = Definition.from_json(old | {"anonymous": False})
    assert definition.question("price").steps == range(1, 6)  # type: ignore[union-attr]
    assert definition.question("contact").kind == "text"  # type: ignore[union-attr]


CHOICES = [{"key": "a", "text": {"en": "A"}}, {"key": "b", "text": {"en": "B"}}]
ROWS = [{"key": "speed", "text": {"en": "Speed"}}]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (survey(SCORE), "a key stands twice"),
        (survey(question("speed", "rating"), question("rated", "rating", rows=ROWS)), "'speed'"),
        (survey(question("a", "choice", choices=CHOICES, other=True), question("a_other")), "'a_other'"),
        (survey(question("reason", "rating")), "'reason' is the key of a question of kind text"),
        (survey(question(rows=ROWS)), "rows is only for rating"),
        (survey(question("q", "csat", points=7)), "can't have 7 points"),
        (survey(question("q", "choice", choices=CHOICES[:1])), "at least two choices"),
        (survey(question("q", "choice", choices=[*CHOICES, CHOICES[0]])), "choices: a key stands twice"),
        (survey(question("q", "hidden", required=True)), "can't be required"),
        (survey({"key": "q", "kind": "text"}), "text is missing"),
        (survey(question(show_if={"on": "later", "to": 1}), question("later", "rating")), "answered later"),
        (survey(question(show_if={"on": "more", "answered": True})), "answered later"),
        (survey(question("m", "rating", rows=ROWS), question(show_if={"on": "m", "to": 2})), "one of its"),
        (survey(questions=[question("first"), SCORE], kind="custom"), None),
        (survey(questions=[question("first", groups=["promoter"]), SCORE], kind="custom"), "everybody"),
        (survey(questions=[question("q"), question(groups=["passive"]), SCORE], kind="custom"), "after the"),
        (survey(questions=[question()]), "begins with the scale question 'score'"),
        (survey(questions=[question("csat", "csat", points=10)], kind="csat5"), "begins with the csat"),
        (survey(questions=[{"key": "id", "kind": "hidden"}], kind="custom"), "at least one is not hidden"),
        (survey(kind="tnps"), "names its touchpoint"),
        (survey(question("contact", "contact"), anonymous=True), "can't ask how to reach"),
        (survey(languages=["en", "en"]), "one stands twice"),
        (survey(links=[{"kind": "review", "url": "http://a.example", "text": {"en": "Go"}}]), "https://"),
        (survey(links=[{"kind": "review", "url": "javascript:alert(1)", "text": {"en": "Go"}}]), "https://"),
        (survey(consent={"text": {}}), "consent.text"),
        (survey(question("consent", "yes_no"), consent={"text": {"en": "I agree"}}), "key of the consent"),
        (survey(edit_days=-1), "edit_days"),
        (survey(colour="red"), "colour"),
        (survey(question(required="yes")), "questions.1.required"),
        ([], "JSON object"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_rule(data: Any, said: str | None) -> None:
    if said is None:
        assert read_definition(data).leading.key == "first"
    else:
        assert said in str(refused(data))


def test_the_place_of_a_fault_is_named() -> None:
    assert refused(survey(question(show_if={"on": "score", "from": "0"}))).field == "questions.1.show_if.from"
    assert refused(survey(question(kind="stars"))).field == "questions.1.kind"


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_schema_holds_for_what_we_offer(template: str) -> None:
    touchpoint = "the visit" if TEMPLATES[template].needs_touchpoint else None  # type: ignore[index]
    VALIDATOR.validate(make_definition(template, "Nordic", ["en", "zh", "et"], touchpoint).to_json())


@pytest.mark.parametrize(
    "data",
    [survey(colour="red"), survey(kind="nps"), survey(question(kind="stars")), survey(subject={"EN": "us"})],
)
def test_the_schema_refuses_what_the_reader_refuses(data: Any) -> None:
    Draft202012Validator.check_schema(survey_schema())
    assert not VALIDATOR.is_valid(data)
    refused(data)


def test_choices_keep_their_chance_order_for_one_respondent() -> None:
    choices = [{"key": f"c{n}", "text": {"en": str(n)}} for n in range(8)]
    asked = read_definition(survey(question("q", "choice", choices=choices, randomised=True))).questions[1]
    first = in_order_of(asked, "somebody")
    assert first == in_order_of(asked, "somebody")
    assert sorted(first, key=lambda choice: choice.key) == list(asked.choices)
    orders = {tuple(one.key for one in in_order_of(asked, f"somebody-{n}")) for n in range(20)}
    assert len(orders) > 10
    assert in_order_of(asked.model_copy(update={"randomised": False}), "somebody") == asked.choices


def test_the_thanks_of_a_group_falls_back_to_that_of_all() -> None:
    thanks = {"all": {"en": "Thanks"}, "promoter": {"en": "Great"}}
    links = [
        {"kind": "share", "url": "https://a.example/s", "text": {"en": "Tell"}, "groups": ["promoter"]},
        {"kind": "more", "url": "https://a.example", "text": {"en": "Home"}},
    ]
    definition = read_definition(survey(thanks=thanks, links=links))
    assert [definition.thanks_of(group)["en"] for group in ("promoter", "passive", None)] == [  # type: ignore[arg-type]
        "Great", "Thanks", "Thanks",
    ]  # fmt: skip
    assert [len(definition.links_of(group)) for group in ("promoter", "detractor", None)] == [2, 1, 1]  # type: ignore[arg-type]
