"""Quiet hours by the clock on the wall, in zones that change their clocks by an hour, by half, or never."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.ask.plain_reading import read_plain
from likely.ask.quiet_hours import (
    EVERY_DAY,
    MONDAY_TO_FRIDAY,
    QuietHours,
    local_moment,
    next_allowed,
    zone_named,
)
from likely.lib.refusal import Refusal

ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/Sao_Paulo",
)  # fmt: skip
CHANGES = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
)
clocks = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@st.composite
def quiets(draw: Any) -> QuietHours:
    start = draw(st.integers(0, 1439))
    length = draw(st.integers(0, 1380))
    end = (start + length) % 1440
    return QuietHours(start=f"{start // 60:02}:{start % 60:02}", end=f"{end // 60:02}:{end % 60:02}")


strange = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    st.builds(
        lambda day, minutes: datetime.combine(day, time()) + timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-900, 2400),
    ),
).map(lambda naive: naive.replace(tzinfo=UTC))


@given(strange, st.sampled_from(ZONES), quiets(), st.sets(st.integers(1, 7), min_size=1))
@settings(deadline=None, max_examples=300)
def test_it_is_the_first_moment_that_is_allowed(
    at: datetime, name: str, quiet: QuietHours, weekdays: set[int]
) -> None:
    zone = ZoneInfo(name)

    def allowed(moment: datetime) -> bool:
        local = moment.astimezone(zone)
        return local.isoweekday() in weekdays and not quiet.at(local.time())

    found = next_allowed(at, zone, quiet, weekdays)
    assert found >= at
    assert allowed(found)
    step, earlier = timedelta(minutes=15), at
    while earlier < found:
        assert not allowed(earlier), "an earlier moment was allowed"
        earlier += step


@pytest.mark.parametrize(
    ("at", "zone", "found"),
    [
        # Berlin skips 02:00 to 03:00 on 29 March: 08:00 is an hour sooner by UTC than the day before.
        ("2026-03-28T21:00", "Europe/Berlin", "2026-03-29T06:00"),
        ("2026-03-27T21:00", "Europe/Berlin", "2026-03-28T07:00"),
        ("2026-10-24T21:00", "Europe/Berlin", "2026-10-25T07:00"),
        ("2026-03-08T02:00", "America/New_York", "2026-03-08T12:00"),
        ("2026-10-03T12:00", "Australia/Lord_Howe", "2026-10-03T21:00"),  # half an hour is skipped
        ("2026-04-04T12:00", "Australia/Lord_Howe", "2026-04-04T21:30"),
        ("2026-03-29T16:00", "Asia/Kathmandu", "2026-03-30T02:15"),
        ("2026-03-29T08:00", "Pacific/Apia", "2026-03-29T19:00"),
        ("2026-10-25T23:30", "America/Sao_Paulo", "2026-10-26T11:00"),
        ("2028-02-28T21:00", "Europe/Berlin", "2028-02-29T07:00"),  # a leap day
    ],
)
def test_on_strange_days(at: str, zone: str, found: str) -> None:
    asked = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert next_allowed(asked, ZoneInfo(zone), QuietHours()) == datetime.fromisoformat(found).replace(
        tzinfo=UTC
    )


def test_a_weekend_is_waited_for() -> None:
    friday = datetime(2026, 3, 6, 20, 30, tzinfo=UTC)
    assert next_allowed(friday, ZoneInfo("UTC"), QuietHours(), MONDAY_TO_FRIDAY) == datetime(
        2026, 3, 9, 8, tzinfo=UTC
    )


def test_what_is_allowed_goes_at_once() -> None:
    now = datetime(2026, 3, 4, 12, 34, 56, tzinfo=UTC)
    assert next_allowed(now, ZoneInfo("UTC"), QuietHours(), EVERY_DAY) == now
    assert next_allowed(now, ZoneInfo("UTC"), QuietHours(start="10:00", end="10:00")) == now


@given(quiets(), st.floats(0, 1, exclude_max=True))
def test_a_share_of_the_day_is_never_quiet(quiet: QuietHours, share: float) -> None:
    assert not quiet.at(quiet.at_share(share))


def test_shares_spread_over_the_whole_of_the_day() -> None:
    quiet = QuietHours()
    assert quiet.at_share(0) == time(8)
    assert quiet.at_share(0.5) == time(14)
    assert quiet.at_share(0.9999) == time(19, 59)
    assert QuietHours(start="12:00", end="14:00").at_share(0.5) == time(11)


def test_a_time_that_is_skipped_comes_after_the_gap() -> None:
    moment = local_moment(date(2026, 3, 29), time(2, 30), ZoneInfo("Europe/Berlin"))
    assert moment.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


def test_an_unknown_zone_falls_back() -> None:
    assert zone_named("Europe/Tallinn").key == "Europe/Tallinn"
    assert zone_named("Nowhere/Land", "Europe/Tallinn").key == "Europe/Tallinn"
    assert zone_named("", "../../etc/passwd").key == "UTC"


@pytest.mark.parametrize(
    "data", [{"start": "24:00"}, {"start": "8:00"}, {"start": "08:00", "end": "07:30"}, {"from": "1"}]
)
def test_wrong_hours_are_refused(data: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        read_plain(QuietHours, data, "wrong", "quiet")
