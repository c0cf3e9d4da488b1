"""The lake: numbered writes that land once, columns that appear, and a folder that anybody can read."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from likely.store.lake import SETTLED_ROWS, Lake, Overtaken, Snapshot
from likely.store.schema import NAMES, arrow_schema
from likely.store.sealed import ids_within

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "responses"))


def rows(*ids: str, score: int = 9, **wide: Any) -> pa.Table:
    row = {"score": score, "at": AT, "day": date(2026, 3, 1), "state": "counted", "seal": 1} | wide
    schema = arrow_schema(sorted(set(wide) - set(NAMES)))
    return pa.Table.from_pylist([{n: (row | {"id": id}).get(n) for n in schema.names} for id in ids], schema)


def snapshot(lake: Lake) -> Snapshot:
    at = lake.snapshot()
    assert at
    return at


def scores(lake: Lake) -> dict[str, int]:
    """As anybody reads it who knows nothing of us."""
    from deltalake import DeltaTable

    read = DeltaTable(lake.url).to_pyarrow_table()
    assert len(set(read["id"].to_pylist())) == read.num_rows
    return dict(zip(read["id"].to_pylist(), read["score"].to_pylist(), strict=True))


def test_there_is_no_lake_before_the_first_write(lake: Lake) -> None:
    assert lake.snapshot() is None
    lake.tidy(always=True)
    assert not Path(lake.url).exists()


def test_a_number_is_written_once(lake: Lake) -> None:
    lake.write(1, rows("a"), None, [])
    before = snapshot(lake)
    lake.write(1, rows("a", "b"), before, [])
    assert scores(lake) == {"a": 9}
    assert before.number == 1


def test_a_write_on_an_outdated_state_lands_nowhere(lake: Lake) -> None:
    lake.write(1, rows("a"), None, [])
    outdated = snapshot(lake)
    lake.write(2, rows("b"), outdated, [])
    for late in (
        lambda: lake.write(2, rows("b"), outdated, []),
        lambda: lake.write(3, rows("a", score=1), outdated, ["a"]),
        lambda: lake.erase(3, ["a"], outdated),
        lambda: lake.write(1, rows("a"), None, []),
    ):
        with pytest.raises(Overtaken):
            late()
    assert scores(lake) == {"a": 9, "b": 9}


def test_a_known_row_is_replaced_and_new_ones_come_along(lake: Lake) -> None:
    lake.write(1, rows("a", "b"), None, [])
    lake.write(2, rows("a", "c", score=2), snapshot(lake), ["a"])
    assert scores(lake) == {"a": 2, "b": 9, "c": 2}


def test_ids_are_erased_whatever_they_hold(lake: Lake) -> None:
    lake.write(1, rows("a", "it's"), None, [])
    lake.erase(2, ["it's"], snapshot(lake))
    assert scores(lake) == {"a": 9}
    assert snapshot(lake).number == 2


def test_columns_appear_and_older_files_read_as_null(lake: Lake) -> None:
    lake.write(1, rows("a"), None, [])
    lake.write(2, rows("b", p_plan="pro", r_speed=4.0), snapshot(lake), [])
    at = snapshot(lake)
    assert at.columns[-2:] == ("p_plan", "r_speed")
    found = duckdb.sql(
        f"SELECT id, p_plan, r_speed FROM read_parquet({list(at.files)}, union_by_name = true) ORDER BY id"
    )
    assert found.fetchall() == [("a", None, None), ("b", "pro", 4.0)]


def test_tidying_and_ordering_change_no_row(lake: Lake) -> None:
    for number in range(1, 6):
        lake.write(number, rows(f"r{number}"), lake.snapshot(), [])
    before = scores(lake)
    lake.tidy(always=True)
    lake.order()
    assert scores(lake) == before
    assert len(snapshot(lake).files) == 1
    assert snapshot(lake).number == 5, "the numbers outlive tidying"


def test_ids_that_lie_there_are_found(lake: Lake) -> None:
    assert ids_within(None, rows("a")) == []
    lake.write(1, rows("a", "b"), None, [])
    assert ids_within(snapshot(lake), rows("b", "c")) == ["b"]


def test_a_state_is_read_once_and_names_its_files(lake: Lake) -> None:
    lake.write(1, rows("a"), None, [])
    first = snapshot(lake)
    assert snapshot(lake) is first
    lake.write(2, rows("b"), first, [])
    assert set(first.files) < set(snapshot(lake).files)


def test_large_files_are_kept_apart_from_recent_ones(lake: Lake) -> None:
    lake.write(1, rows(*(str(i) for i in range(SETTLED_ROWS))), None, [])
    lake.write(2, rows("b"), snapshot(lake), [])
    at = snapshot(lake)
    assert (len(at.settled), len(at.recent)) == (1, 1)


def test_a_lake_from_before_a_column_takes_it_on(lake: Lake) -> None:
    """Written by an earlier version: its rows read as null, and are replaced by rows that have the column."""
    lake.write(1, rows("a", "b").drop_columns(["verdict"]), None, ())
    lake.write(2, rows("b", score=2, verdict="doubtful"), snapshot(lake), ("b",))
    lake.write(3, rows("c", verdict="human"), snapshot(lake), ())
    from deltalake import DeltaTable

    read = DeltaTable(lake.url).to_pyarrow_table()
    found = dict(zip(read["id"].to_pylist(), read["verdict"].to_pylist(), strict=True))
    assert found == {"a": None, "b": "doubtful", "c": "human"}
