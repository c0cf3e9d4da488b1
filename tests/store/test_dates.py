"""Dates out of many spellings; the order of day and month by evidence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.store.dates import read_dates, reading_of
from likely.store.profile import Profile
from likely.store.query import ask, quoted, table_of


def profile(*values: str) -> Profile:
    return Profile("date", "", "text", dict.fromkeys(values, 1))


def read(*values: str) -> list[tuple[datetime | None, date | None]]:
    reading = reading_of(profile(*values))
    assert reading is not None
    rows = table_of("SELECT * FROM (VALUES " + ", ".join(f"({quoted(v)})" for v in values) + ") AS t(x)")
    at, day = read_dates(rows.x, reading)
    found = ask(rows.select(at=at, day=day))
    return list(zip(found["at"].to_pylist(), found["day"].to_pylist(), strict=True))


@pytest.mark.parametrize(
    ("written", "instant", "day"),
    [
        ("2026-11-26", datetime(2026, 11, 26), date(2026, 11, 26)),
        ("2026-11-26 14:05", datetime(2026, 11, 26, 14, 5), date(2026, 11, 26)),
        ("2026-11-26T23:30:00Z", datetime(2026, 11, 26, 23, 30), date(2026, 11, 26)),
        ("2026-11-26T23:30:00.25-05:00", datetime(2026, 11, 27, 4, 30), date(2026, 11, 26)),
        ("2026/09/20 10:00:00 AM", datetime(2026, 9, 20, 10), date(2026, 9, 20)),
        ("2026/09/27 3:00:00 PM GMT+3", datetime(2026, 9, 27, 12), date(2026, 9, 27)),
        ("2026/9/20 下午 3:00:00", datetime(2026, 9, 20, 15), date(2026, 9, 20)),
        ("25.02.2026 14:30", datetime(2026, 2, 25, 14, 30), date(2026, 2, 25)),
        ("25/02/26", datetime(2026, 2, 25), date(2026, 2, 25)),
        ("2/25/2026 8:51:12", datetime(2026, 2, 25, 8, 51, 12), date(2026, 2, 25)),
        ("Nov 26, 2026", datetime(2026, 11, 26), date(2026, 11, 26)),
        ("26 November 2026 09:15", datetime(2026, 11, 26, 9, 15), date(2026, 11, 26)),
        ("1790000000", datetime(2026, 9, 21, 14, 13, 20), date(2026, 9, 21)),
        ("1790000000000", datetime(2026, 9, 21, 14, 13, 20), date(2026, 9, 21)),
    ],
)
def test_a_spelling_is_read(written: str, instant: datetime, day: date) -> None:
    assert read(written) == [(instant, day)]


def test_a_thirteen_settles_the_order_for_the_whole_column() -> None:
    assert [day for _, day in read("1/2/2026", "13/2/2026")] == [date(2026, 2, 1), date(2026, 2, 13)]
    assert [day for _, day in read("1/2/2026", "2/13/2026")] == [date(2026, 1, 2), date(2026, 2, 13)]


def test_rows_in_the_order_of_time_settle_what_numbers_cannot() -> None:
    american = [f"{month:02}/{day:02}/2026" for month in range(1, 11) for day in (1, 5, 9, 12)]
    reading = reading_of(profile(*american))
    assert reading is not None
    assert (reading.order, reading.assumed) == ("mdy", False)


def test_an_order_without_evidence_is_said_to_be_assumed() -> None:
    reading = reading_of(profile("01/02/2026", "03/04/2026"))
    assert reading is not None
    assert (reading.order, reading.assumed) == ("dmy", True)
    american = reading_of(profile("1/2/2026 3:00:00 PM"))
    assert american is not None
    assert (american.order, american.assumed) == ("mdy", True)


@pytest.mark.parametrize("written", ["9", "12/31/1899 11:30:00 AM", "hello", "10.5", "192.0.2.10", "MON"])
def test_codes_numbers_and_words_are_no_dates(written: str) -> None:
    reading = reading_of(profile(written))
    assert reading is None or reading.share == 0


def test_an_impossible_day_is_null_rather_than_another_day() -> None:
    assert read("31/02/2026", "13/02/2026")[0] == (None, None)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)), min_size=1, max_size=20),
    st.integers(-12, 14),
)
def test_offsets_move_the_instant_but_not_the_local_day(moments: list[datetime], hours: int) -> None:
    whole = [moment.replace(microsecond=0) for moment in moments]
    written = [f"{moment.isoformat()}{hours:+03}:00" for moment in whole]
    offset = timedelta(hours=hours)
    assert read(*written) == [(moment - offset, moment.date()) for moment in whole]
    assert all(moment.replace(tzinfo=UTC) - offset for moment in whole)
