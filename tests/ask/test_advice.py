"""The advice: each piece where it is due, none where it is not."""

from typing import Any

import pytest
from django.utils import translation

from likely.ask.advice import advice
from likely.ask.definition import Definition
from likely.ask.template import make_definition


def with_questions(*questions: dict[str, Any], template: str = "rnps", **changes: Any) -> Definition:
    made = make_definition(template, "Nordic", ["en"]).to_json() | changes
    made["questions"] = [*made["questions"], *questions]
    return Definition.from_json(made)


def codes(definition: Definition, **known: Any) -> list[str]:
    return [piece.code for piece in advice(definition, **known)]


def question(key: str, text: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "text": {"en": text}, **more}


def test_past_two_minutes() -> None:
    long = with_questions(*(question(f"q{n}", f"What about number {n}, colour {n * 7}?") for n in range(4)))
    [piece] = [piece for piece in advice(long) if piece.code == "too_long"]
    assert "detractors" in piece.sentence
    assert "two minutes" in piece.sentence


@pytest.mark.parametrize(
    ("groups", "due"),
    [(["detractor"], False), (["detractor", "passive"], True), (["promoter"], False), ([], True)],
)
def test_reason_and_improvement_of_the_same_group(groups: list[str], due: bool) -> None:
    made = make_definition("rnps", "Nordic", ["en"]).to_json()
    made["questions"][2]["groups"] = groups
    assert ("same_answer_twice" in codes(Definition.from_json(made))) is due


@pytest.mark.parametrize("improve", ["How can we improve?", "What should be better?"])
def test_a_plain_reason_and_what_to_improve(improve: str) -> None:
    plain = {
        "schema": "likely.survey/1", "kind": "rnps", "subject": {"en": "us"}, "languages": ["en"],
        "questions": [
            question("score", "How likely?", "scale"),
            question("reason", "What is the main reason for your score?"),
            question("improve", improve),
        ],
    }  # fmt: skip
    [piece] = [piece for piece in advice(Definition.from_json(plain)) if piece.code == "same_answer_twice"]
    assert (piece.question, "detractors" in piece.sentence) == ("improve", True)


def test_a_touchpoint_that_the_question_does_not_name() -> None:
    made = make_definition("tnps", "Nordic", ["en"], "your call").to_json()
    made["questions"][0]["text"]["en"] = "How likely are you to recommend {subject}?"
    [piece] = advice(Definition.from_json(made))
    assert (piece.code, piece.question, piece.language) == ("touchpoint_unnamed", "score", "en")


@pytest.mark.parametrize(
    ("language", "text", "due"),
    [
        ("en", "Speed and politeness", True), ("en", "Handling of brands", False), ("en", "Sandwich", False),
        ("et", "Kiirus ja viisakus", True), ("et", "Maja seisukord", False), ("zh", "速度和礼貌", True),
        ("zh", "与您联系的速度", False), ("de", "Tempo und Ton", True), ("fr", "Prix et qualité", True),
        ("fr", "Été", False),
    ],
)  # fmt: skip
def test_two_things_in_one_rating(language: str, text: str, due: bool) -> None:
    rated = {
        "key": "rated",
        "kind": "rating",
        "text": {"en": "How?"},
        "rows": [{"key": "r", "text": {language: text}}],
    }
    assert ("double_barrelled" in codes(with_questions(rated))) is due


def test_a_name_with_an_and_in_it_is_one_thing() -> None:
    definition = make_definition("rnps", "Marks and Sons", ["en"])
    assert codes(definition) == []


def test_what_is_known_need_not_be_asked() -> None:
    asked = question("region", "Where do you live?")
    assert codes(with_questions(asked), properties=["region"]) == ["asks_what_is_known"]
    assert codes(with_questions(asked | {"known_as": "region"}), properties=["region"]) == []
    assert codes(with_questions(asked), properties=["plan"]) == []


@pytest.mark.parametrize("text", ["Was it good?", "Are you satisfied?", "Oled rahul?", "您满意吗？"])
def test_good_or_bad_is_a_matter_of_satisfaction(text: str) -> None:
    assert codes(with_questions(question("nice", text, "yes_no"))) == ["good_or_bad"]
    assert codes(with_questions(question("nice", "Did it arrive?", "yes_no"))) == []


def test_employees() -> None:
    assert codes(make_definition("enps", "Nordic", ["en"])) == ["one_question"]
    assert codes(make_definition("engagement", "Nordic", ["en"])) == []
    assert "employees_named" in codes(with_questions(template="engagement", anonymous=False))


def test_a_question_that_nobody_can_meet() -> None:
    never = question("why", "Why so glad?", groups=["promoter"], show_if={"on": "score", "to": 6})
    assert codes(with_questions(never)) == ["never_asked"]


def test_missing_translations_are_counted_per_language() -> None:
    made = make_definition("rnps", "Nordic", ["en", "et"]).to_json()
    del made["questions"][1]["text"]["et"]
    made["languages"].append("fr")
    pieces = advice(Definition.from_json(made))
    assert [(piece.code, piece.language, piece.question) for piece in pieces] == [
        ("translation_missing", "et", "reason"), ("translation_missing", "fr", "score"),
    ]  # fmt: skip
    assert pieces[0].sentence.startswith("1 of ")


@pytest.mark.parametrize("language", ["et", "zh-hans"])
def test_it_is_said_in_the_language_of_the_staff(language: str) -> None:
    definition = make_definition("enps", "Nordic", ["en"])
    english = advice(definition)[0].sentence
    with translation.override(language):
        assert advice(definition)[0].sentence != english
