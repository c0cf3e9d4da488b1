from datetime import timedelta

import pytest

from likely.analyse.rolling import YEAR, windows, year_on_year
from likely.lib.refusal import Refusal
from likely.store.aggregate import Counts
from tests.analyse.days import LOW, START, USUAL, by_day, day


def test_a_window_is_held_against_the_last_one_that_shares_no_day() -> None:
    found = windows(by_day((56, USUAL), (28, LOW)), 28)
    assert len(found) == 84 - 28 + 1
    assert (found[0].first, found[0].last) == (START, day(27))
    assert found[-1].verdict == "below"
    assert found[0].verdict == "too_few"
    assert [one.last for one in found if one.fresh] == [day(27), day(55), day(83)]
    assert all((one.last - one.first).days == 27 for one in found)


def test_the_sum_of_fresh_windows_is_the_whole() -> None:
    counts = by_day((56, USUAL))
    dated = sum(cell.answered for (at,), cell in counts.cells.items() if at)
    assert sum(one.score.n for one in windows(counts, 14) if one.fresh and one.score) == dated


def test_a_steady_level_is_rarely_called_a_change() -> None:
    called = sum(
        any(
            one.fresh and one.verdict in ("above", "below")
            for one in windows(by_day((280, USUAL), seed=seed))
        )
        for seed in range(12)
    )
    assert called <= 3


def test_a_period_shorter_than_a_window_has_none() -> None:
    assert windows(by_day((20, USUAL)), 28) == ()
    assert windows(Counts(("day",), {})) == ()
    with pytest.raises(Refusal):
        windows(by_day((20, USUAL)), 0)


def test_a_year_ago_weekdays_meet_weekdays() -> None:
    counts = by_day((364, USUAL), (60, LOW))
    found = year_on_year(counts, day(YEAR), day(YEAR + 55))
    assert found.then is not None
    assert found.then.value == pytest.approx(35, abs=6)
    assert found.verdict == "below"
    assert (day(YEAR) - START).days % 7 == 0
    young = year_on_year(counts, day(10), day(40))
    assert (young.then, young.verdict) == (None, "too_few")
    with pytest.raises(Refusal):
        year_on_year(counts, day(5), day(5) - timedelta(days=1))
