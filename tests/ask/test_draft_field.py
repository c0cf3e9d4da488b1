"""Fields of a draft by their place: put in where they belong, refused where they don't, never half."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.definition import Definition, read_definition
from likely.ask.draft_field import find, put_fields
from likely.ask.template import make_definition

SHOP = make_definition("rnps_shop", "Nordic Saws", ("en", "et"))


def put(**fields: str) -> tuple[dict[str, Any], dict[str, Any]]:
    return put_fields(SHOP.to_json(), {name.replace("__", "/"): [value] for name, value in fields.items()})


def test_a_field_is_found_by_the_keys_on_its_way() -> None:
    data = SHOP.to_json()
    assert find(data, "subject/en") == "Nordic Saws"
    assert find(data, "questions/reason/text/et") == data["questions"][1]["text"]["et"]
    assert find(data, "questions/0/text/en") is None  # a question is named by its key alone
    assert find(data, "questions/reason/none/en") is None


def test_a_row_is_worded_and_cannot_be_emptied() -> None:
    row = next(q for q in SHOP.questions if q.rows).rows[0].key
    place = f"questions/rated/rows/{row}/text"
    data, faults = put_fields(SHOP.to_json(), {f"{place}/en": ["Range"], f"{place}/et": [""]})
    assert find(data, place) == {"en": "Range"}
    assert faults == {}
    data, faults = put_fields(data, {f"{place}/en": [" "]})
    assert faults[f"{place}/en"].code == "text_empty"
    assert find(data, place) == {"en": "Range"}


def test_one_wrong_field_keeps_no_other_out() -> None:
    data, faults = put(link_days="0", edit_days="7", subject__en="Saws")
    assert set(faults) == {"link_days"}
    assert (data["edit_days"], data["subject"]["en"]) == (7, "Saws")
    assert read_definition(data)


def test_emptying_the_words_of_a_group_takes_the_group_away() -> None:
    place = "questions/reason/by_group/passive"
    data, faults = put_fields(SHOP.to_json(), {f"{place}/en": [""], f"{place}/et": [""]})
    assert faults == {}
    assert find(data, place) is None
    assert find(data, "questions/reason/by_group/promoter")


@pytest.mark.parametrize("name", ["links/0/url", "consent/link", "questions/x/text/en", "links/00/url", ""])
def test_a_place_of_nothing_is_refused(name: str) -> None:
    data, faults = put_fields(SHOP.to_json(), {name: ["https://x.example"]})
    assert list(faults) == [name]
    assert Definition.from_json(data) == SHOP


STEPS = ["questions", "reason", "rated", "rows", "text", "en", "links", "0", "thanks", "by_group", ""]


@given(st.lists(st.sampled_from(STEPS) | st.text(max_size=6), max_size=6).map("/".join), st.text(max_size=30))
def test_whatever_is_sent_leaves_a_survey_that_holds(name: str, value: str) -> None:
    data, faults = put_fields(SHOP.to_json(), {name: [value]})
    assert read_definition(data)
    assert not faults or Definition.from_json(data) == SHOP
