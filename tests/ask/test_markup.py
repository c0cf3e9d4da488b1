"""Marked-up text as plain words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.markup import plain_words, without_placeholders


@pytest.mark.parametrize(
    ("marked_up", "words"),
    [
        ("<p>How <b>likely</b>?</p>", "How likely?"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("Fish &amp; chips&nbsp;&lt; 5 €", "Fish & chips < 5 €"),
        ("<style>p {color: red}</style>Red", "Red"),
        ("I <3 it", "I <3 it"),
        ("nul\0 and\x07 bell", "nul and bell"),
        ("half \ud800 a sign", "half a sign"),
    ],
)
def test_the_words_stay(marked_up: str, words: str) -> None:
    assert plain_words(marked_up) == words


@given(st.text(alphabet="<>/!?-&;ltgamp scripb\"'=", max_size=80))
def test_no_tag_can_begin_in_what_comes_out(marked_up: str) -> None:
    assert not re.search(r"<[a-zA-Z/!?]", plain_words(marked_up))


def test_what_would_be_filled_in_is_told() -> None:
    said, filled = without_placeholders("Dear {TOKEN:FIRSTNAME}, ${e://Field/City}? { no }")
    assert said == "Dear …, …? { no }"
    assert filled == ("{TOKEN:FIRSTNAME}", "${e://Field/City}")
