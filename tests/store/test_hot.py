"""Hot rows as Arrow: what a response becomes in the lake."""

import json
from typing import Any

from likely.collect.response import Response
from likely.store.hot import hot_rows, read, reopen, superseded, to_arrow
from likely.store.schema import MOST_PROPERTIES
from tests.store.world import LATER, answer


def only_row(workspace: Any) -> dict[str, Any]:
    [row] = to_arrow(read(Response.objects.of(workspace)), "UTC").to_pylist()
    return row


def test_properties_are_text_and_ratings_are_numbers(workspace: Any) -> None:
    answer(
        workspace,
        properties={"Plan": "pro", "seats": 5, "value": 9.5, "vip": True, "none": None, "empty": ""},
        answers={"speed": 4, "price": 2.5, "agree": True, "wish": "more"},
    )
    row = only_row(workspace)
    wide = {name: value for name, value in row.items() if name.startswith(("p_", "r_"))}
    assert wide == {
        "p_plan": "pro", "p_seats": "5", "p_value": "9.5", "p_vip": "yes", "r_speed": 4.0, "r_price": 2.5,
    }  # fmt: skip
    assert json.loads(row["properties"])["seats"] == 5, "the types are kept beside the columns"
    assert json.loads(row["answers"])["wish"] == "more"


def test_what_was_not_said_is_null_and_not_empty(workspace: Any) -> None:
    answer(workspace, None, comment="", touchpoint="")
    row = only_row(workspace)
    assert [row[name] for name in ("score", "comment", "touchpoint", "doubt", "person")] == [None] * 5


def test_a_batch_has_the_columns_that_the_lake_knows(workspace: Any) -> None:
    answer(workspace, properties={"plan": "pro"})
    batch = to_arrow(read(Response.objects.all()), "UTC", known=["id", "p_old", "r_old"])
    assert batch["p_old"].to_pylist() == batch["r_old"].to_pylist() == [None]


def test_there_is_room_for_so_many_properties_and_no_more(workspace: Any) -> None:
    answer(workspace, properties={f"k{i}": i for i in range(MOST_PROPERTIES + 5)})
    row = only_row(workspace)
    assert sum(name.startswith("p_") for name in row) == MOST_PROPERTIES
    assert len(json.loads(row["properties"])) == MOST_PROPERTIES + 5, "nothing is lost"


def test_hot_is_what_the_lake_lacks(workspace: Any, foreign_workspace: Any) -> None:
    fresh, on_the_way = answer(workspace), answer(workspace, seal=3)
    survey = fresh.survey
    answer(workspace, seal=2)
    answer(foreign_workspace, survey=survey)
    assert {row["id"] for row in hot_rows(workspace, after=2)} == {fresh.id, on_the_way.id}


def test_reopening_remembers_an_older_copy(workspace: Any) -> None:
    sealed, hot = answer(workspace, seal=1), answer(workspace)
    assert reopen(Response.objects.of(workspace), LATER, score=1) == 2
    rows = hot_rows(workspace, after=1)
    assert {row["score"] for row in rows} == {1}
    assert superseded(rows) == (str(sealed.id),)
    reopen(Response.objects.filter(pk=sealed.pk), LATER)
    assert superseded(hot_rows(workspace, after=1)) == (str(sealed.id),), "twice reopened is still older"
    hot.refresh_from_db()
    assert hot.changed_at == LATER
