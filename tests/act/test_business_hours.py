"""Working time across nights, weekends, holidays and moved clocks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from likely.act.business_hours import BusinessHours

OFFICE = ((540, 1020),) * 5 + (None, None)  # 9:00 to 17:00
ZONES = ("Europe/Tallinn", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
TALLINN = BusinessHours("Europe/Tallinn", OFFICE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_a_night_is_no_working_time() -> None:
    assert TALLINN.between(at("2026-06-15T16:00+03:00"), at("2026-06-16T10:00+03:00")) == timedelta(hours=2)


def test_a_weekend_and_a_holiday_are_skipped() -> None:
    closed = BusinessHours("Europe/Tallinn", OFFICE, lambda day: day == date(2026, 6, 22))
    friday = at("2026-06-19T16:00+03:00")
    assert closed.after(friday, timedelta(hours=2)) == at("2026-06-23T10:00+03:00")


def test_the_same_day_ends_when_work_does_and_the_last_hour_is_the_next_days() -> None:
    assert TALLINN.same_day(at("2026-06-15T10:00+03:00")) == at("2026-06-15T17:00+03:00")
    assert TALLINN.same_day(at("2026-06-15T16:00+03:00")) == at("2026-06-15T17:00+03:00")
    assert TALLINN.same_day(at("2026-06-15T16:01+03:00")) == at("2026-06-16T17:00+03:00")
    assert TALLINN.same_day(at("2026-06-19T18:00+03:00")) == at("2026-06-22T17:00+03:00")


def test_hours_around_a_moved_clock_are_real_hours() -> None:
    """In Tallinn the clock goes from 3 to 4 on 29 March 2026 and from 4 to 3 on 25 October."""
    whole = BusinessHours("Europe/Tallinn", ((0, 1440),) * 7)
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 15), 24)):
        begins, ends = next(span for span in whole.spans(_noon(day)))
        assert ends - begins == timedelta(hours=hours), day
    spring = BusinessHours("Europe/Tallinn", ((120, 300),) * 7)  # 2:00 to 5:00
    assert spring.between(at("2026-03-28T22:00+00:00"), at("2026-03-29T21:00+00:00")) == timedelta(hours=2)


def test_a_time_that_the_clock_skips_is_no_time() -> None:
    skipped = BusinessHours("Europe/Tallinn", ((210, 240),) * 7)  # 3:30 to 4:00
    spans = [begins.date() for begins, ends in _first(skipped.spans(at("2026-03-27T12:00+00:00")), 3)]
    assert spans == [date(2026, 3, 28), date(2026, 3, 30), date(2026, 3, 31)]


def _first(spans: Any, n: int) -> list[tuple[datetime, datetime]]:
    return [span for _, span in zip(range(n), spans, strict=False)]


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


minutes = st.integers(0, 1439).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 1, 1440)))
weeks = st.tuples(*[st.none() | minutes] * 7).filter(
    lambda week: any(day and day[1] - day[0] >= 120 for day in week)
)
hours = st.builds(
    BusinessHours,
    zone=st.sampled_from(ZONES),
    week=weeks,
    closed=st.sets(st.dates(date(2026, 1, 1), date(2027, 3, 1)), max_size=5).map(
        lambda days: days.__contains__
    ),
)
moments = st.datetimes(datetime(2026, 2, 1), datetime(2026, 12, 1), timezones=st.just(UTC))
spells = st.integers(0, 100 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@given(hours, moments, spells)
def test_so_much_time_after_is_so_much_time_between(
    one: BusinessHours, since: datetime, worked: timedelta
) -> None:
    assert one.between(since, one.after(since, worked)) == worked


@given(hours, st.tuples(moments, moments, moments).map(sorted))
def test_time_adds_up_and_is_never_more_than_has_passed(one: BusinessHours, three: list[datetime]) -> None:
    first, second, third = three
    assert one.between(first, second) + one.between(second, third) == one.between(first, third)
    assert timedelta(0) <= one.between(first, third) <= third - first
    assert one.between(third, first) == timedelta(0)


@given(hours, moments, spells, spells)
def test_more_work_is_never_done_sooner(
    one: BusinessHours, since: datetime, some: timedelta, more: timedelta
) -> None:
    assert one.after(since, some) <= one.after(since, some + more)
    assert one.after(one.after(since, some), more) == one.after(since, some + more) or not (some and more)


@given(hours, moments)
def test_the_same_day_is_the_end_of_a_working_time_that_is_to_come(
    one: BusinessHours, since: datetime
) -> None:
    due = one.same_day(since)
    assert due > since
    assert due in {ends for _begins, ends in _first(one.spans(since), 3)}
