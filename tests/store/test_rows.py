"""Pages of rows: newest first, nothing twice, nothing left out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.store.rows import SORTS, Sort, export, page, read_cursor, write_cursor
from likely.store.slice import Slice
from likely.store.table import Responses

START = datetime(2026, 3, 1, tzinfo=UTC)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("at", pa.timestamp("us", tz="UTC")),
        ("score", pa.int8()),
        ("comment", pa.string()),
    ]
)
HAS = frozenset(SCHEMA.names)


def table_of(*parts: list[tuple[int, str]]) -> Responses:
    """Parts given as (microseconds after the start, id)."""
    tables = [
        Responses(
            ibis.memtable(
                pa.Table.from_pylist(
                    [
                        {"id": id, "at": START + timedelta(microseconds=us), "score": us % 11, "comment": id}
                        for us, id in rows
                    ],
                    schema=SCHEMA,
                )
            ),
            HAS,
        )
        for rows in parts
    ]
    return Responses(tables[0].rows, HAS, parts=tuple(tables))


def turned(table: Responses, size: int, sort: Sort = "-at") -> list[Any]:
    """The ids of all pages, one after another."""
    ids: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        found = page(table, Slice(), ["id"], after=cursor, size=size, sort=sort)
        ids += [row["id"] for row in found.rows]
        cursor = found.next
    return ids


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.uuids().map(str)), unique=True, max_size=12), st.integers(1, 5)
)
def test_pages_hold_every_row_once_newest_first(rows: list[tuple[int, str]], size: int) -> None:
    table = table_of(rows[::2], rows[1::2])
    assert turned(table, size) == [id for _, id in sorted(rows, reverse=True)]


def test_a_page_has_the_columns_that_were_asked_for() -> None:
    [row] = page(table_of([(3, "a")]), Slice(), ["score", "comment"]).rows
    assert row == {"score": 3, "comment": "a"}


def test_a_page_is_of_the_slice() -> None:
    table = table_of([(9, "a"), (3, "b")])
    assert [row["id"] for row in page(table, Slice().only("group", "detractor"), ["id"]).rows] == ["b"]


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(Refusal, match="colour"):
        page(table_of([]), Slice(), ["colour"])


def test_a_cursor_of_somebody_else_is_refused() -> None:
    for text in ("x", "20260301~a", "' OR 1=1"):
        with pytest.raises(Refusal, match="cursor"):
            page(table_of([]), Slice(), ["id"], after=text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)), st.uuids().map(str))
def test_a_cursor_comes_back_as_it_was(at: datetime, id: str) -> None:
    place = (0, at.replace(tzinfo=UTC), id)
    assert read_cursor(write_cursor(place)) == place
    assert read_cursor(write_cursor((7, *place[1:]), "score"), ranked=True) == (7, *place[1:])


def test_an_export_streams_all_parts() -> None:
    table = table_of([(1, "a"), (2, "b")], [(3, "c")])
    batches = list(export(table, Slice(), ["id", "score"]))
    assert [id for batch in batches for id in batch["id"].to_pylist()] == ["a", "b", "c"]
    assert batches[0].schema.names == ["id", "score"]


def scored(*rows: tuple[int, str, int | None]) -> Responses:
    """(microseconds after the start, id, score)."""
    found = [
        {"id": id, "at": START + timedelta(microseconds=us), "score": score, "comment": ""}
        for us, id, score in rows
    ]
    return Responses(ibis.memtable(pa.Table.from_pylist(found, schema=SCHEMA)), HAS)


def in_order(rows: list[tuple[int, str, int | None]], sort: Sort) -> list[str]:
    """The same order by the plainest means."""
    newest = sorted(rows, key=lambda row: (row[0], row[1]), reverse=sort != "at")
    if sort in ("score", "-score"):
        sign = 1 if sort == "score" else -1
        newest.sort(key=lambda row: 99 if row[2] is None else sign * row[2])
    return [id for _, id, _ in newest]


@settings(max_examples=12, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 3), st.text("ab", min_size=1, max_size=3), st.none() | st.integers(0, 10)),
        unique_by=lambda row: row[1],
        min_size=1,
        max_size=8,
    ),
    cut=st.integers(0, 8),
    sort=st.sampled_from(SORTS),
    size=st.integers(1, 3),
)
def test_every_order_turns_through_all_rows_once(
    rows: list[tuple[int, str, int | None]], cut: int, sort: Sort, size: int
) -> None:
    parts = tuple(scored(*some) for some in (rows[:cut], rows[cut:]) if some)
    table = Responses(parts[0].rows, HAS, parts=parts)
    assert turned(table, size, sort) == in_order(rows, sort)


def test_a_cursor_with_another_rank_is_refused() -> None:
    with pytest.raises(Refusal, match="no cursor"):
        read_cursor("99~20260301T000000.000000~a", ranked=True)
