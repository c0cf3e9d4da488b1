"""What is done to a draft beyond its fields, on plain data."""

import pytest

from likely.ask import draft_edit as edit
from likely.ask.definition import Definition, read_definition
from likely.ask.draft import Data
from likely.ask.template import FOLLOW_UPS, make_definition
from likely.lib.refusal import Refusal


@pytest.fixture
def data() -> Data:
    return make_definition("rnps", "Nordic Saws", ("en",)).to_json()


@pytest.mark.parametrize("name", [name for names in FOLLOW_UPS.values() for name in names])
def test_a_ready_follow_up_brings_its_words(data: Data, name: str) -> None:
    made = read_definition(edit.add_question(data, name, ""))
    assert made.questions[-1].kind == "text"
    assert made.questions[-1].text["en"]


def test_permission_and_contact_come_back_under_the_keys_that_are_known(data: Data) -> None:
    for key in ("permission", "contact"):
        edit.remove_question(data, key)
        edit.add_question(data, key, "", taken={"permission", "contact"})
    assert [question["key"] for question in data["questions"][-2:]] == ["permission", "contact"]
    assert read_definition(data)


def test_a_matrix_is_made_row_by_row_under_keys_of_its_own(data: Data) -> None:
    edit.add_question(data, "rating", "How was each?")
    for _ in range(3):
        edit.add_part(data, "rating", "rows", taken={"rating_row_2"})
    question = read_definition(data).question("rating")
    assert question is not None
    assert [row.key for row in question.rows] == ["rating_row_1", "rating_row_3", "rating_row_4"]


def test_a_question_beyond_an_end_stands_at_the_end(data: Data) -> None:
    edit.move_question(data, "reason", 99)
    assert edit.place_of(data, "reason") == len(data["questions"]) - 1
    edit.move_question(data, "reason", -3)
    assert edit.place_of(data, "reason") == 0


def test_only_texts_as_the_library_has_them_are_translated(data: Data) -> None:
    data["questions"][1]["text"]["en"] = "My own words"
    made = Definition.from_json(edit.add_language(data, "de"))
    assert "de" in made.leading.text
    assert made.questions[1].text == {"en": "My own words"}


def test_removing_a_language_leaves_no_text_without_words(data: Data) -> None:
    data["languages"].append("et")
    data["questions"][1]["help"] = {"et": "Ainult eesti keeles"}
    made = read_definition(edit.remove_language(data, "et"))
    assert made.questions[1].help == {"et": "Ainult eesti keeles"}  # the only words that there are
    assert all("et" not in question.text for question in made.questions)


@pytest.mark.parametrize(
    ("do", "arguments"),
    [
        ("remove_question", ("nothing",)), ("add_part", ("reason", "__class__")), ("remove_link", (0,)),
        ("remove_part", ("reason", "rows", "x")), ("add_language", ("en",)), ("add_question", ("scale", "x")),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused(data: Data, do: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(Refusal):
        getattr(edit, do)(data, *arguments)
