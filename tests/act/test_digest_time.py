"""When digests are due: once on each local day or in each week, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.act.digest_time import DAY, WEEK, next_moment, period_at

ZONES = st.sampled_from(
    ["Europe/Tallinn", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai", "Pacific/Apia", "UTC"]
)
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2040, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))
CLOCKS = st.times().map(lambda one: f"{one:%H:%M}")


@given(st.sampled_from([DAY, WEEK]), st.integers(1, 7), CLOCKS, ZONES, MOMENTS)
def test_one_follows_the_other_and_no_day_is_told_twice(
    every: str, weekday: int, clock: str, name: str, start: datetime
) -> None:
    zone, seen, moment = ZoneInfo(name), set(), start
    for _ in range(20):
        following = next_moment(every, weekday, clock, zone, moment)
        assert moment < following <= moment + timedelta(days=9)
        period = period_at(every, following, zone)
        assert period.name not in seen
        assert period.until < following.astimezone(zone).date()
        seen.add(period.name)
        moment = following


@given(st.integers(1, 7), CLOCKS, ZONES, MOMENTS)
def test_a_weekly_one_comes_on_its_weekday(weekday: int, clock: str, name: str, start: datetime) -> None:
    zone = ZoneInfo(name)
    local = next_moment(WEEK, weekday, clock, zone, start).astimezone(zone)
    if name == "Pacific/Apia" and local.year == 2011:
        return  # its 30 December 2011 never was
    assert local.isoweekday() == weekday


@pytest.mark.parametrize(
    ("after", "moment"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 3:30 is skipped
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # comes twice
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
    ],
)
def test_at_the_change_of_the_clocks_it_comes_once(after: datetime, moment: datetime) -> None:
    assert next_moment(DAY, 1, "03:30", ZoneInfo("Europe/Tallinn"), after) == moment


def test_a_week_ends_yesterday_by_the_readers_own_calendar() -> None:
    moment = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)  # in Tallinn it is Monday already
    tallinn = period_at(WEEK, moment, ZoneInfo("Europe/Tallinn"))
    assert (tallinn.since.isoformat(), tallinn.until.isoformat()) == ("2026-06-08", "2026-06-14")
    assert tallinn.name == "week:2026-06-14"
    assert period_at(DAY, moment, ZoneInfo("UTC")).until.isoformat() == "2026-06-13"
