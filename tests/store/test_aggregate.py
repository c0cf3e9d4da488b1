"""Every aggregate against counting by hand, and what makes them worth having: they add up."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments
from likely.stats.scale import group_of
from likely.store.aggregate import Cell, counts, lifetimes, moments
from likely.store.part_memory import ANSWERS
from likely.store.slice import Slice
from likely.store.table import Responses

SCHEMA = pa.schema(
    [
        ("id", pa.string()), ("person", pa.string()), ("score", pa.int8()), ("comment", pa.string()),
        ("day", pa.date32()), ("weight", pa.float64()), ("plan", pa.string()), ("seats", pa.int64()),
        ("speed", pa.float64()), ("price", pa.float64()), ("months", pa.int32()), ("left", pa.bool_()),
    ]
)  # fmt: skip
HAS = frozenset({"id", "person", "score", "comment", "day", "weight"})


def table_of(rows: list[dict[str, Any]], stamp: str | None = None) -> Responses:
    filled = [{name: row.get(name) for name in SCHEMA.names} for row in rows]
    batch = pa.Table.from_pylist(filled, schema=SCHEMA)
    return Responses(ibis.memtable(batch), HAS, ("plan", "seats"), ("speed", "price"), stamp)


@cache
def row_strategy() -> st.SearchStrategy[dict[str, Any]]:
    rating = st.one_of(st.none(), st.integers(1, 5).map(float))
    return st.fixed_dictionaries(
        {
            "id": st.uuids().map(str),
            "person": st.sampled_from([None, "ann", "bob"]),
            "score": st.one_of(st.none(), st.integers(0, 10)),
            "comment": st.sampled_from([None, "Too SLOW", "õlu ja Äri", "100% it's"]),
            "day": st.dates(date(2025, 12, 20), date(2026, 4, 10)),
            "weight": st.floats(0.1, 9),
            "plan": st.sampled_from([None, "free", "pro"]),
            "speed": rating,
            "price": rating,
        }
    )


def rows_strategy() -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(row_strategy(), max_size=25)


def by_hand(rows: list[dict[str, Any]]) -> Cell:
    n, w, w2 = [0] * 11, [0.0] * 11, [0.0] * 11
    for row in rows:
        if row["score"] is not None:
            n[row["score"]] += 1
            w[row["score"]] += row["weight"]
            w2[row["score"]] += row["weight"] ** 2
    return Cell(tuple(n), tuple(w), tuple(w2), sum(row["score"] is None for row in rows))


@settings(max_examples=25, deadline=None)
@given(rows_strategy())
def test_counts_are_those_counted_by_hand(rows: list[dict[str, Any]]) -> None:
    cells = counts(table_of(rows), Slice(by=("plan", "month"), weighted=True)).cells
    expected = defaultdict(list)
    for row in rows:
        expected[row["plan"], row["day"].replace(day=1)].append(row)
    assert cells.keys() == expected.keys()
    for key, cell in cells.items():
        hand = by_hand(expected[key])
        assert (cell.n, cell.unanswered) == (hand.n, hand.unanswered)
        assert np.allclose(cell.w, hand.w)
        assert np.allclose(cell.w2, hand.w2)


@settings(max_examples=15, deadline=None)
@given(rows_strategy(), st.integers(0, 25))
def test_counts_of_parts_add_up(rows: list[dict[str, Any]], cut: int) -> None:
    slice = Slice(by=("plan", "group"))
    whole, parts = table_of(rows), (table_of(rows[:cut]), table_of(rows[cut:]))
    joined = Responses(whole.rows, whole.has, whole.dimensions, whole.ratings, parts=parts)
    assert counts(joined, slice).cells == counts(whole, slice).cells
    assert counts(whole, slice).over("plan").cells == counts(whole, slice.cut("plan")).cells
    assert counts(whole, slice).total() == by_hand([row | {"weight": 1.0} for row in rows])


@settings(max_examples=15, deadline=None)
@given(rows_strategy())
def test_a_filter_keeps_what_it_says(rows: list[dict[str, Any]]) -> None:
    slice = Slice(
        since=date(2026, 1, 1),
        until=date(2026, 3, 31),
        where=(("plan", ("pro", "")), ("group", ("detractor", "passive")), ("commented", ("yes",))),
    )
    kept = [
        row
        for row in rows
        if slice.since <= row["day"] <= slice.until
        and row["plan"] in (None, "pro")
        and row["score"] is not None
        and group_of(row["score"]) != "promoter"
        and row["comment"]
    ]
    assert counts(table_of(rows), slice).total().n == by_hand(kept).n


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("slow", 1),
        ("SLOW", 1),
        ("ÄRI", 1),
        ("100%", 1),
        ("it's", 1),
        ("äri olu", 1),
        ("lu", 0),
        ("sl", 1),
        ('"olu ja', 1),
        ("'; DROP", 0),
        ("%_", 4),  # no word is looked for
        ("", 4),
    ],
)
def test_words_are_found_whole_or_begun_whatever_their_case(words: str, found: int) -> None:
    comments = [None, "Too SLOW", "õlu ja Äri", "100% it's"]
    table = table_of([{"score": 9, "comment": comment} for comment in comments])
    assert counts(table, Slice(words=words)).total().answered == found


@pytest.mark.parametrize(
    ("grain", "first"),
    [
        ("day", date(2026, 1, 1)),
        ("week", date(2025, 12, 29)),
        ("month", date(2026, 1, 1)),
        ("quarter", date(2026, 1, 1)),
        ("year", date(2026, 1, 1)),
    ],
)
def test_a_period_is_named_by_its_first_day(grain: str, first: date) -> None:
    table = table_of([{"score": 9, "day": date(2026, 1, 1)}])
    assert list(counts(table, Slice(by=(grain,))).cells) == [(first,)]


def test_numbers_are_cut_by_as_text() -> None:
    table = table_of([{"score": 9, "seats": 5}, {"score": 3, "seats": None}])
    assert counts(table, Slice(by=("seats",))).cells.keys() == {("5",), (None,)}
    assert counts(table, Slice().only("seats", "5")).total().answered == 1


@pytest.mark.parametrize(
    "slice",
    [
        Slice(by=("colour",)),
        Slice(where=(("colour", ("red",)),)),
        Slice(by=("id; DROP TABLE x",)),
        Slice(by=("id",)),
    ],
)
def test_an_unknown_column_is_refused_by_name(slice: Slice) -> None:
    name = (slice.by or (slice.where[0][0],))[0]
    with pytest.raises(Refusal, match=name) as refused:
        counts(table_of([]), slice)
    assert (refused.value.code, refused.value.field) == ("unknown_column", name)


def test_a_table_without_dates_refuses_a_period() -> None:
    table = Responses(ibis.memtable(pa.table({"score": pa.array([9], pa.int8())})), frozenset({"score"}))
    with pytest.raises(Refusal, match="date"):
        counts(table, Slice(by=("month",)))
    with pytest.raises(Refusal, match="day"):
        counts(table, Slice(since=date(2026, 1, 1)))
    with pytest.raises(Refusal, match="weight"):
        counts(table, Slice(weighted=True))


def test_counts_by_other_cuts_do_not_add_up() -> None:
    table = table_of([{"score": 9}])
    with pytest.raises(ValueError, match="do not add up"):
        counts(table, Slice(by=("plan",))) + counts(table, Slice(by=("day",)))


def test_another_stamp_is_another_answer() -> None:
    """A remembered answer is never shown for rows that it was not made of."""
    ANSWERS.clear()
    one, two = [{"score": 9}], [{"score": 9}, {"score": 2}]
    assert counts(table_of(one, "lake:1"), Slice()).total().answered == 1
    assert counts(table_of(two, "lake:2"), Slice()).total().answered == 2
    assert counts(table_of(two, "lake:1"), Slice()).total().answered == 1, "the stamp vouches for the rows"
    assert counts(table_of(two), Slice()).total().answered == 2, "without a stamp nothing is remembered"


def test_the_same_slice_on_other_columns_is_another_question() -> None:
    rows = [{"score": 9, "plan": "pro", "seats": 3}]
    table = table_of(rows, "lake:7")
    renamed = Responses(
        table.rows.rename(region="plan", plan="seats").mutate(plan=ibis._.plan.cast("string")),
        HAS, ("region", "plan"), stamp="lake:7",
    )  # fmt: skip
    assert list(counts(table, Slice(by=("plan",))).cells) == [("pro",)]
    assert list(counts(renamed, Slice(by=("plan",))).cells) == [("3",)]


@settings(max_examples=15, deadline=None)
@given(rows_strategy())
def test_moments_are_those_of_the_rows(rows: list[dict[str, Any]]) -> None:
    columns = ("score", "speed", "price")
    found = moments(table_of(rows), Slice(by=("plan",)), columns, buckets=8)
    assert found.keys() == {(row["plan"],) for row in rows}
    for (plan,), cell in found.items():
        values = [[row[c] for c in columns] for row in rows if row["plan"] == plan]
        expected = Moments.of_rows(np.array(values, dtype=float))
        total = sum(cell[1:], cell[0])
        assert len(cell) == 8
        for name in ("n", "sums", "products"):
            assert np.allclose(getattr(total, name), getattr(expected, name))


def test_a_person_is_in_one_bucket() -> None:
    rows = [{"id": str(i), "person": "ann", "score": 5, "speed": 1.0} for i in range(50)]
    [cell] = moments(table_of(rows), Slice(), ("score", "speed")).values()
    assert sorted(bucket.n[0, 0] for bucket in cell)[-2:] == [0, 50]
    strangers = [row | {"person": None} for row in rows]
    [cell] = moments(table_of(strangers), Slice(), ("score", "speed")).values()
    assert sum(bucket.n[0, 0] > 0 for bucket in cell) > 20


def test_only_ratings_have_moments() -> None:
    with pytest.raises(Refusal, match="plan"):
        moments(table_of([]), Slice(), ("score", "plan"))


def test_lifetimes_count_who_is_left() -> None:
    rows = [{"months": 1, "left": True}, {"months": 2, "left": False}, {"months": 2, "left": True}]
    rows += [{"months": 5, "left": None}, {"months": None, "left": True}]
    found = lifetimes(table_of(rows), Slice(), "months", "left")
    assert found.at_risk() == [(1, 4, 1), (2, 3, 1), (5, 1, 0)]
    assert (found + found).at_risk() == [(1, 8, 2), (2, 6, 2), (5, 2, 0)]


def test_a_table_of_another_engine_is_asked_there() -> None:
    """A warehouse's table goes through the same expression, without the short way into DuckDB."""
    warehouse = ibis.duckdb.connect()
    day = date(2026, 3, 1)
    batch = pa.Table.from_pylist(
        [dict.fromkeys(SCHEMA.names) | {"score": s, "day": day + timedelta(s)} for s in range(11)],
        schema=SCHEMA,
    )
    warehouse.con.register("answers", batch)
    table = Responses(warehouse.table("answers"), HAS, ("plan",), ("speed",))
    cells = counts(table, Slice(by=("month", "group"))).cells
    assert {key[1]: cell.answered for key, cell in cells.items()} == {
        "detractor": 7, "passive": 2, "promoter": 2,
    }  # fmt: skip
