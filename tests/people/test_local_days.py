"""Where the days of a workspace begin, on the wall of its own time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from likely.people.local_days import LocalDays, day_start, moments_of


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("UTC", date(2026, 3, 1), datetime(2026, 3, 1, tzinfo=UTC)),
        ("Europe/Tallinn", date(2026, 1, 1), datetime(2025, 12, 31, 22, tzinfo=UTC)),
        ("Europe/Tallinn", date(2026, 7, 1), datetime(2026, 6, 30, 21, tzinfo=UTC)),
        ("Pacific/Kiritimati", date(2026, 1, 1), datetime(2025, 12, 31, 10, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), datetime(2026, 4, 23, 22, tzinfo=UTC)),  # midnight is skipped
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),  # it strikes twice
    ],
)
def test_a_day_begins_on_the_wall(zone: str, day: date, start: datetime) -> None:
    assert day_start(zone, day) == LocalDays(zone, start).start(day) == start
    assert LocalDays(zone, start).today == day
    assert LocalDays(zone, start - timedelta(microseconds=1)).today == day - timedelta(days=1)


def test_days_end_where_the_next_begins() -> None:
    first, behind = moments_of("Europe/Tallinn", date(2026, 3, 29), date(2026, 3, 29))
    assert behind - first == timedelta(hours=23)
