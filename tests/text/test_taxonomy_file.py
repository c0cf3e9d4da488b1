"""A taxonomy as a file: what was written is read again, and every fault has its place and its rule."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.text.starter import starter
from likely.text.taxonomy import Example, Theme, taxonomy, to_json
from likely.text.taxonomy_file import read_taxonomy, taxonomy_of_bytes

THEME = {"id": "a", "names": {"en": "A"}}


def test_what_is_written_is_read_again() -> None:
    taught = Theme("own", {"et": "Oma"}, examples=(Example("Hilines", score=3),), followed=True)
    for made in (starter("retail"), taxonomy([taught], 7)):
        assert read_taxonomy(to_json(made)) == made


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ({}, "not_a_list", "themes"),
        ({"themes": [], "more": 1}, "field_unknown", "more"),
        ({"themes": [], "version": True}, "not_a_number", "version"),
        ({"themes": [THEME] * 301}, "too_many_entries", "themes"),
        ({"themes": [{"id": "a"}]}, "theme_unnamed", "themes.0.names"),
        ({"themes": [{"id": 3, "names": {"en": "A"}}]}, "not_text", "themes.0.id"),
        ({"themes": [THEME | {"words": ["x" * 101]}]}, "too_long", "themes.0.words.0"),
        ({"themes": [THEME | {"followed": "yes"}]}, "not_true_or_false", "themes.0.followed"),
        (
            {"themes": [THEME | {"examples": [{"text": "a", "score": 11}]}]},
            "score_out_of_range",
            "themes.0.examples.0.score",
        ),
    ],
)
def test_a_fault_has_its_place(data: Any, code: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_taxonomy(data)
    assert (refused.value.code, refused.value.field) == (code, field)


@given(st.binary(max_size=200) | st.from_regex(r'\{"themes": ?\[.{0,60}\]\}').map(str.encode))
def test_any_bytes_are_a_taxonomy_or_a_refusal(body: bytes) -> None:
    try:
        taxonomy_of_bytes(body)
    except Refusal as refusal:
        assert refusal.message
