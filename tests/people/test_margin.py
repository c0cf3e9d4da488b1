"""How many people there are of each kind: from the contact list of one workspace, or as somebody wrote it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.people.margin import margin_of_people, read_margin
from likely.people.person import Person


def test_people_are_counted_by_their_property(workspace: Any, foreign_workspace: Any) -> None:
    for place, region in enumerate(("North", "North", "South", None)):
        properties = {"region": region} if region else {}
        Person.objects.create(workspace=workspace, external_id=str(place), properties=properties)
    Person.objects.create(workspace=foreign_workspace, external_id="x", properties={"region": "East"})
    assert margin_of_people(workspace, "region") == {"North": 2, "South": 1}
    assert margin_of_people(workspace, "planet") == {}


def test_a_margin_is_read_as_people_write_it() -> None:
    assert read_margin("North = 300; South: 250.5\nEast=10 %") == {"North": 300, "South": 250.5, "East": 10}


@pytest.mark.parametrize(
    "text", ["North", "North = many", "North = 1; North = 2", "North = 0", "a = 1.2.3", ";"]
)
def test_what_is_no_margin_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_margin(text)
    assert refused.value.field == "margins"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_margin(text)
    except Refusal:
        return
    assert sum(found.values()) > 0
