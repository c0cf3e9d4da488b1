"""The page as plain data: what is asked of whom, in which words, in which direction."""

from typing import Any

import pytest

from likely.ask.definition import Definition, Question
from likely.ask.template import make_definition
from likely.public import page as module
from likely.public.page import Given, make_page


def page_of(definition: Definition, language: str = "en", **more: Any) -> module.Page:
    return make_page(definition, language, **{"sender": "Nordic", "given": Given(), **more})


@pytest.fixture
def rnps() -> Definition:
    return make_definition("rnps", "Nordic Hardware", ["en", "et"])


@pytest.mark.parametrize(
    ("given", "tapped", "thanked", "step", "checked"),
    [
        (None, None, False, "score", None),
        (None, 9, False, "score", 9),
        (None, None, True, "score", None),
        (3, None, False, "why", 3),
        (3, None, True, "thanks", 3),
        (3, 3, True, "thanks", 3),
        (3, 9, True, "why", 9),
    ],
)
def test_each_visit_has_its_step(
    rnps: Definition, given: int | None, tapped: int | None, thanked: bool, step: str, checked: int | None
) -> None:
    page = page_of(rnps, given=Given(score=given), tapped=tapped, thanked=thanked)
    assert page.step == step
    assert [int(point.value) for point in page.lead.lines[0].choices if point.checked] == [checked] * (
        checked is not None
    )
    assert page.data["first"] == given, "the script knows what is stored, not what is shown"


def test_the_ends_of_the_scale_are_heard_in_words(rnps: Definition) -> None:
    heard = [point.heard for point in page_of(rnps, "et").lead.lines[0].choices]
    assert heard == ["Üldse mitte tõenäoline", *[""] * 9, "Äärmiselt tõenäoline"]


def test_a_language_without_words_of_its_own_borrows_those_of_the_page(rnps: Definition) -> None:
    klingon = rnps.model_copy(update={"languages": ("tlh",), "subject": {"tlh": "tIQ"}})
    page = page_of(klingon, "tlh")
    assert page.words.send == "Send"
    assert "tIQ" in page.lead.label


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
def test_a_language_from_right_to_left_mirrors_the_page(language: str) -> None:
    page = page_of(make_definition("rnps", "Nordic Hardware", [language]), language)
    assert page.direction == "rtl"
    assert [point.value for point in page.lead.lines[0].choices] == [str(score) for score in range(11)]
    assert [page.lead.lines[0].choices[0].heard, page.lead.lines[0].choices[10].heard] == [
        page.lead.low,
        page.lead.high,
    ]


def test_a_rating_is_asked_in_its_points_and_shows_what_was_given(rnps: Definition) -> None:
    price = Question(key="price", kind="rating", text={"en": "Price"}, low={"en": "bad"}, high={"en": "good"})
    asked = rnps.model_copy(update={"questions": (*rnps.questions, price)})
    field = page_of(asked, given=Given(score=8, answers={"price": 4})).fields[-1]
    assert field.name == "answers.price"
    assert [choice.value for choice in field.lines[0].choices] == ["1", "2", "3", "4", "5"]
    assert [choice.value for choice in field.lines[0].choices if choice.checked] == ["4"]


def test_no_permission_yet_checks_neither_answer(rnps: Definition) -> None:
    def checked(permission: bool | None) -> list[str]:
        page = page_of(rnps, given=Given(score=8, permission=permission))
        [field] = [field for field in page.fields if field.key == "permission"]
        return [choice.value for choice in field.choices if choice.checked]

    assert (checked(None), checked(True), checked(False)) == ([], ["yes"], ["no"])


def test_the_script_is_told_which_group_is_asked_what(rnps: Definition) -> None:
    improve = page_of(rnps).data["questions"]["improve"]
    assert improve == {"detractor": "What would put it right?", "passive": None, "promoter": None}
