from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.analyse.trend import (
    MOST_PERIODS,
    folded,
    grain_of,
    next_start,
    period_name,
    sensible_grain,
    start_of,
    trend,
)
from likely.store.aggregate import Cell, Counts
from likely.store.slice import GRAINS, Grain
from tests.analyse.test_segments import cell

DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def by_day(start: date, cells: list[Cell]) -> Counts:
    return Counts(("day",), {(start + timedelta(days=i),): one for i, one in enumerate(cells)})


@pytest.mark.parametrize(
    ("days", "n", "grain"),
    [
        (14, 2000, "day"),
        (14, 100, "week"),
        (120, 5000, "week"),
        (365, 5000, "month"),
        (200, 1629, "month"),
        (365 * 4, 5000, "quarter"),
        (365 * 9, 5000, "year"),
        (365, 60, "year"),
        (1, 10, "day"),
    ],
)
def test_grain_shows_few_periods_with_enough_answers(days: int, n: int, grain: Grain) -> None:
    first = date(2024, 1, 1)
    found = sensible_grain(first, first + timedelta(days=days - 1), n)
    assert found == grain or (grain == "year" and found == "quarter")


@given(DAYS, st.integers(0, 9000), st.integers(1, 10**6))
def test_a_grain_never_shows_more_than_a_reader_can_take_in(first: date, days: int, n: int) -> None:
    grain = sensible_grain(first, first + timedelta(days=days), n)
    lengths = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}
    assert days / lengths[grain] <= MOST_PERIODS + 2 or grain == "year"


@given(DAYS, st.sampled_from(GRAINS))
def test_periods_follow_each_other_without_a_gap(day: date, grain: Grain) -> None:
    start = start_of(day, grain)
    after = next_start(start, grain)
    assert start <= day < after
    assert start_of(after - timedelta(days=1), grain) == start
    assert start_of(after, grain) == after


def test_names() -> None:
    day = date(2026, 3, 31)
    assert [period_name(start_of(day, grain), grain) for grain in GRAINS] == [
        "2026-03-31",
        "2026-W14",
        "2026-03",
        "2026-Q1",
        "2026",
    ]
    assert period_name(date(2025, 12, 29), "week") == "2026-W01"


def test_a_fall_is_called_and_noise_is_not() -> None:
    months = [cell(20, 30, 150), cell(22, 30, 148), cell(90, 30, 80)]
    table = Counts(("month",), {(date(2026, i, 1),): one for i, one in enumerate(months, 1)})
    periods, changes = trend(table)
    assert [period.period for period in periods] == ["2026-01", "2026-02", "2026-03"]
    assert [change.verdict for change in changes] == ["same", "below"]
    assert [(change.before, change.after) for change in changes] == [(65.0, 63.0), (63.0, -5.0)]
    assert changes[1].p < 0.001 < changes[0].p


def test_a_period_without_answers_stands_in_its_place_without_a_score() -> None:
    table = Counts(("month",), {(date(2026, month, 1),): cell(5, 5, 30) for month in (1, 2, 4)})
    periods, changes = trend(table)
    assert [(p.period, p.score is None) for p in periods] == [
        ("2026-01", False),
        ("2026-02", False),
        ("2026-03", True),
        ("2026-04", False),
    ]
    assert [change.period for change in changes] == ["2026-02", "2026-04"]


def test_small_periods_are_hidden_so_that_no_sum_gives_them_away() -> None:
    sizes = [30, 2, 9, 30]
    table = Counts(("month",), {(date(2026, i, 1),): cell(0, 0, n) for i, n in enumerate(sizes, 1)})
    periods, _ = trend(table)
    assert [p.score and p.score.n for p in periods] == [30, None, None, 30]


def test_a_period_that_has_just_begun_is_shown_with_the_one_before() -> None:
    table = Counts(("month",), {(date(2026, i, 1),): cell(0, 0, n) for i, n in enumerate([3, 30, 40, 4], 1)})
    periods, changes = trend(table)
    assert [(p.period, p.score and p.score.n) for p in periods] == [
        ("2026-01/2026-02", 33),
        ("2026-03/2026-04", 44),
    ]
    assert len(changes) == 1


def test_folding_keeps_every_answer() -> None:
    days = by_day(date(2025, 12, 20), [cell(i % 3, 1, 2) for i in range(60)])
    for grain in GRAINS:
        assert folded(days, grain).total() == days.total()


def test_a_stray_date_does_not_spoil_the_grain() -> None:
    days = dict(by_day(date(2026, 1, 1), [cell(5, 5, 20)] * 90).cells)
    days[date(1899, 12, 31),] = cell(1, 0, 0)
    assert grain_of(Counts(("day",), days)) == "week"


def test_the_undated_belong_to_no_period() -> None:
    days = Counts(("day",), {(None,): cell(5, 5, 5), (date(2026, 1, 1),): cell(0, 0, 9)})
    assert folded(days, "day").total().answered == 9
    assert grain_of(Counts(("day",), {(None,): cell(5, 5, 5)})) is None


def test_a_trend_needs_a_grain() -> None:
    with pytest.raises(ValueError, match="one grain"):
        trend(Counts(("shop",), {}))


def test_weeks_begin_on_monday() -> None:
    starts = [start_of(date(2026, 1, 1) + timedelta(days=i), "week") for i in range(21)]
    assert {start.weekday() for start in starts} == {0}
    assert all((b - a).days in (0, 7) for a, b in pairwise(starts))
