"""Rounds: the periods of the calendar, and everybody's day in each."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.draw import draw, drawer
from likely.ask.programme_plan import Every, Once, Wave
from likely.ask.round import once_round, period_of, wave_round
from likely.lib.identity import new_id

EVERY: tuple[Every, ...] = ("quarter", "half_year", "year")
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("every", "day", "period"),
    [
        ("quarter", date(2026, 11, 26), ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1))),
        ("quarter", date(2028, 2, 29), ("2028-Q1", date(2028, 1, 1), date(2028, 4, 1))),
        ("half_year", date(2026, 6, 30), ("2026-H1", date(2026, 1, 1), date(2026, 7, 1))),
        ("half_year", date(2026, 7, 1), ("2026-H2", date(2026, 7, 1), date(2027, 1, 1))),
        ("year", date(2026, 12, 31), ("2026", date(2026, 1, 1), date(2027, 1, 1))),
    ],
)
def test_a_day_lies_in_its_period(every: Every, day: date, period: tuple[str, date, date]) -> None:
    assert period_of(every, day) == period


@given(st.sampled_from(EVERY), days)
def test_periods_leave_no_day_out_and_have_none_twice(every: Every, day: date) -> None:
    label, first, until = period_of(every, day)
    assert first <= day < until
    assert period_of(every, until)[1] == until
    assert period_of(every, until)[0] != label


@given(
    st.sampled_from(EVERY),
    days,
    st.integers(1, 60),
    st.sets(st.integers(1, 7), min_size=5),
    st.integers(-400, 100),
)
def test_the_days_of_a_round_are_allowed_and_within_it(
    every: Every, day: date, over: int, weekdays: set[int], begun: int
) -> None:
    wave = Wave(every=every, over_days=over, weekdays=tuple(sorted(weekdays)))
    start = day + timedelta(days=begun)
    found = wave_round(wave, day, start)
    assert all(found.first <= each < found.until and each.isoweekday() in weekdays for each in found.days)
    assert list(found.days) == sorted(set(found.days))
    if start < found.until:
        assert all(each >= start for each in found.days)
    if start <= found.first:
        assert len(found.days) == over


def test_a_wave_that_starts_late_keeps_its_pace() -> None:
    wave = Wave(every="quarter", over_days=20)
    found = wave_round(wave, date(2026, 3, 30), date(2026, 3, 30))  # a Monday; two days are left
    assert found.days == (date(2026, 3, 30), date(2026, 3, 31))
    turns = [found.day_of(share / 100) for share in range(100)]
    assert turns.count(None) == 90, "whose day is over waits for the next round"


def test_one_day_by_hand_is_at_once() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert once_round(Once(), now, ZoneInfo("UTC")).at == now
    spread = once_round(Once(over_days=3, weekdays=(1, 2)), now, ZoneInfo("Pacific/Apia"))
    assert (spread.at, spread.days) == (None, (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9)))


def test_days_are_drawn_evenly() -> None:
    found = wave_round(Wave(over_days=10), date(2026, 1, 5), date(2026, 1, 1))
    drawn = drawer(new_id(), "turn")
    turns = [found.day_of(drawn(new_id())) for _ in range(5000)]
    assert all(400 < turns.count(day) < 600 for day in found.days)


def test_a_draw_is_the_same_for_ever_and_of_its_own() -> None:
    people = [new_id() for _ in range(4000)]
    one, other = drawer("a"), drawer("b")
    assert [one(person) for person in people[:9]] == [draw(person, "a") for person in people[:9]]
    assert [one.two(person)[0] for person in people[:9]] == [one(person) for person in people[:9]]
    both = sum(one(person) < 0.5 and other(person) < 0.5 for person in people)
    assert 900 < both < 1100, "two draws have nothing to do with each other"
    second = sum(one.two(person)[0] < 0.5 and one.two(person)[1] < 0.5 for person in people)
    assert 900 < second < 1100
    assert all(0 <= one(person) < 1 for person in people)
