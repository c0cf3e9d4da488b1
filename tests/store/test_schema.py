"""The list of columns: what was published stays, and a property always finds a column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.store.schema import COLUMNS, arrow_schema, property_column, rating_column, shown_names

PUBLISHED = {
    "id": "string", "survey": "string", "kind": "string", "version": "int32", "invitation": "string",
    "person": "string", "score": "int8", "comment": "string", "permission": "bool",
    "at": "timestamp[us, tz=UTC]", "day": "date32[day]", "changed_at": "timestamp[us, tz=UTC]",
    "completed_at": "timestamp[us, tz=UTC]", "channel": "string", "language": "string",
    "touchpoint": "string", "state": "string", "doubt": "string", "verdict": "string", "answers": "string",
    "properties": "string", "seal": "int32", "bucket": "int8",
}  # fmt: skip


def test_a_published_column_is_never_renamed_retyped_or_dropped() -> None:
    types = {field.name: str(field.type) for field in arrow_schema()}
    assert PUBLISHED.items() <= types.items()


def test_every_column_says_what_it_means() -> None:
    assert all(column.meaning.endswith(".") for column in COLUMNS)


@pytest.mark.parametrize(
    ("key", "column"),
    [("plan", "p_plan"), (" Plan ", "p_plan"), ("order value", "p_order%20value"), ("地区", "p_地区")],
)
def test_a_property_has_one_column_whatever_its_case(key: str, column: str) -> None:
    assert property_column(key) == column


@given(st.text(min_size=1))
def test_no_key_breaks_a_column_name(key: str) -> None:
    assert not set(property_column(key)) & set(' ,;{}()\n\t="')


def test_columns_are_shown_under_their_keys_where_these_are_free() -> None:
    columns = [property_column(key) for key in ("plan", "score", "month", "speed", "order value")]
    shown = shown_names([*columns, rating_column("speed"), "id"])
    assert shown == {
        "p_plan": "plan", "p_score": "p_score", "p_month": "p_month", "p_speed": "speed",
        "p_order%20value": "order value", "r_speed": "r_speed",
    }  # fmt: skip
