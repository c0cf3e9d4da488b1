"""What a model is asked is masked; of its answer only what cites is believed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.text.cited import Sentence, ask_names, ask_summary, believed, named


def answer(*sentences: Any) -> str:
    return json.dumps({"sentences": sentences})


def test_comments_are_numbered_through_and_masked() -> None:
    asked = ask_summary(
        [("Delivery", ["Late. Call +372 5555 1234"]), ("Staff", ["Kind, ask mari@example.org"])], "et"
    )
    assert "Estonian" in asked.rules
    assert asked.about.splitlines() == [
        "## Delivery",
        "[1] Late. Call [phone]",
        "## Staff",
        "[2] Kind, ask [email]",
    ]


def test_names_are_asked_for_with_masked_examples() -> None:
    asked = ask_names([("a", ["late", "mari@example.org"], ["My card is 4111 1111 1111 1111"])])
    assert json.loads(asked.about) == {"a": {"words": ["late", "[email]"], "examples": ["My card is [card]"]}}


@pytest.mark.parametrize(
    "bad",
    [
        {"text": "No comment behind it."},
        {"text": "None either.", "comments": []},
        {"text": "Unknown.", "comments": [1, 4]},
        {"text": "Not a number.", "comments": ["1"]},
        {"text": "True is no number.", "comments": [True]},
        {"text": "x" * 401, "comments": [1]},
        {"text": 3, "comments": [1]},
        "a bare sentence",
    ],
)
def test_a_sentence_that_cites_nothing_that_was_sent_is_dropped(bad: Any) -> None:
    good = {"text": "Delivery is\n slow.", "comments": [3, 1, 3]}
    assert believed(answer(bad, good), 3) == [Sentence("Delivery is slow.", (3, 1))]


def test_an_answer_in_a_fence_is_read_and_nonsense_is_nothing() -> None:
    fenced = f"```json\n{answer({'text': 'Yes.', 'comments': [1]})}\n```"
    assert believed(fenced, 1) == [Sentence("Yes.", (1,))]
    assert [believed(text, 1) for text in ("", "Sure!", "[]", '{"sentences": 3}')] == [[]] * 4


def test_only_themes_that_were_asked_about_are_named() -> None:
    told = {
        "themes": {
            "a": {"en": " Late  delivery", "fr": "x", "zh": "y" * 61},
            "b": {"en": 3},
            "c": {"en": "C"},
        }
    }
    assert named(json.dumps(told), ["a", "b"]) == {"a": {"en": "Late delivery"}}


@settings(max_examples=40, deadline=None)
@given(
    st.text()
    | st.recursive(
        st.none() | st.integers() | st.text(),
        lambda one: (
            st.lists(one)
            | st.dictionaries(st.sampled_from(["sentences", "themes", "text", "comments", "a"]), one)
        ),
    ).map(json.dumps)
)
def test_no_answer_breaks_it(said: str) -> None:
    assert all(set(one.comments) <= {1, 2} for one in believed(said, 2))
    assert set(named(said, ["a"])) <= {"a"}
