from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.control_chart import tabular_cusum
from likely.stats.cusum import LEARNING_DAYS, WEEKDAY, _regression, charts, threshold, watch
from likely.stats.stream import Stream

START = date(2025, 1, 6)
USUAL, LOW = (0.15, 0.35, 0.50), (0.25, 0.35, 0.40)


def stream(*parts: tuple[int, tuple[float, float, float]], a_day: float = 30, seed: int = 1) -> Stream:
    """Days of Poisson answers with these shares, part after part."""
    rng = np.random.default_rng(seed)
    days = [rng.multinomial(rng.poisson(a_day), shares) for length, shares in parts for _ in range(length)]
    return Stream(START, np.array(days, dtype=float))


def test_a_dip_is_seen_within_days_and_dated() -> None:
    seen = watch(stream((120, USUAL), (12, LOW)))
    assert seen.alarms
    alarm = seen.alarms[-1]
    assert START + timedelta(days=120) <= alarm.day <= START + timedelta(days=131)
    assert abs((alarm.since - START).days - 120) <= 7
    assert alarm.level == pytest.approx(35, abs=5)
    assert alarm.change == pytest.approx(-20, abs=10)
    assert max(seen.path) == 1


def test_a_recovery_is_a_rise_and_the_next_dip_is_seen_again() -> None:
    seen = watch(stream((120, USUAL), (40, LOW), (60, USUAL), (40, LOW), a_day=60))
    assert seen.lasting == seen.alarms[-1]
    kinds = sorted([(one.day, "dip") for one in seen.alarms] + [(one.day, "rise") for one in seen.rises])
    assert [kind for _, kind in kinds] == ["dip", "rise", "dip"]


def test_today_is_an_alarm_only_on_the_day_that_it_is_raised() -> None:
    whole = stream((120, USUAL), (20, LOW))
    day = (watch(whole).alarms[0].day - START).days
    states = [watch(Stream(START, whole.counts[: day + length])).state for length in (0, 1, 2)]
    assert states == ["quiet", "alarm", "quiet"]


def test_what_was_told_is_never_taken_back() -> None:
    """Watching on does not change what was said of earlier days, though ever more is known of the stream."""
    whole = stream((160, USUAL), (30, LOW), (60, USUAL), (40, USUAL), seed=3)
    whole = Stream(START, whole.counts * np.where(np.arange(290) < 220, 1, 4)[:, None])
    told = watch(whole)
    for days in range(150, 290, 60):
        then = watch(Stream(START, whole.counts[:days]))
        assert then.alarms == tuple(alarm for alarm in told.alarms if alarm.day <= then_last(days))
        assert then.path == told.path[:days]


def then_last(days: int) -> date:
    return START + timedelta(days=days - 1)


def test_more_answers_a_day_find_a_threshold_of_their_own() -> None:
    few, many = stream((300, USUAL), a_day=2), stream((200, USUAL), a_day=80, seed=2)
    grown = watch(Stream(START, np.vstack([few.counts, many.counts])))
    assert grown.threshold == pytest.approx(watch(many).threshold, rel=0.15)
    assert grown.threshold > watch(few).threshold * 1.1  # type: ignore[operator]


@pytest.mark.parametrize("few", [stream((50, USUAL)), stream((300, USUAL), a_day=1), stream((90, (0, 0, 1)))])
def test_before_enough_is_known_it_is_learning(few: Stream) -> None:
    seen = watch(few)
    assert (seen.state, seen.alarms, seen.threshold) == ("learning", (), None)


def many(runs: int, days: int, a_day: int, seed: int) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    n = rng.poisson(a_day, days).astype(float)
    return rng.multinomial(n.astype(int), USUAL, (runs, days)).astype(float), n


@pytest.mark.parametrize("a_day", [6, 40])
def test_false_alarms_come_as_rarely_as_promised(a_day: int) -> None:
    counts, n = many(400, 84 + 180, a_day, 5)
    h = threshold(Stream(START, counts[0, :84]), 84, 365)
    alarms = (charts(counts, n, np.arange(264) % 7, 84).down.max(axis=1) > h).mean()
    assert alarms == pytest.approx(1 - np.exp(-180 / 365), abs=0.1)


def test_a_rarer_false_alarm_costs_a_higher_threshold() -> None:
    past = stream((100, USUAL))
    ordered = [threshold(past, 84, days) for days in (60, 365, 4000)]
    assert ordered == sorted(ordered)
    assert watch(past, streams=5).threshold == pytest.approx(threshold(past, 56, 5 * 365), abs=0.5)


def test_the_errors_of_a_quiet_stream_are_standard_and_independent() -> None:
    """What makes the promise hold from the first day on."""
    counts, n = many(400, 120, 30, 7)
    chart = charts(counts, n, np.arange(120) % 7, 0)
    assert (chart.squares[:, -1] / chart.seen[-1]).mean() == pytest.approx(1, abs=0.05)


def test_the_running_regression_is_that_of_statsmodels() -> None:
    """Ridge on weekday effects = least squares with seven more rows that say "0 ± WEEKDAY"."""
    rng = np.random.default_rng(4)
    n, y = rng.integers(5, 60, 50).astype(float), rng.normal(size=50)
    weekdays = np.arange(50) % 7
    gains, factors = _regression(n, weekdays)
    state = np.zeros(8)
    for t in range(50):
        state = state + (y[t] - state[0] - state[1 + weekdays[t]]) * gains[t]
    rows = np.column_stack([np.ones(50), np.eye(7)[weekdays]])
    prior = np.column_stack([np.zeros(7), np.eye(7)])
    fit = sm.WLS(
        np.concatenate([y, np.zeros(7)]), np.vstack([rows, prior]), weights=[*n, *[1 / WEEKDAY**2] * 7]
    ).fit()
    assert state == pytest.approx(fit.params, abs=1e-4)
    last = np.array([1, *np.eye(7)[weekdays[-1]]])
    before = sm.WLS(
        np.concatenate([y[:-1], np.zeros(7)]),
        np.vstack([rows[:-1], prior]),
        weights=[*n[:-1], *[1 / WEEKDAY**2] * 7],
    ).fit()
    assert factors[-1] == pytest.approx(1 / n[-1] + last @ before.normalized_cov_params @ last, rel=1e-4)


def test_with_one_size_it_is_the_tabular_cusum_in_its_own_units() -> None:
    """m times Page's C with slack m/2, once the level is known as good as exactly."""
    rng = np.random.default_rng(9)
    past, days = 400, 30
    n = np.concatenate([np.full(past, 1000.0), np.full(days, 50.0)])
    counts = rng.multinomial(n.astype(int), USUAL)[None].astype(float)
    chart = charts(counts, n, np.arange(past + days) % 7, past, sizes=(0.15,))
    means = (counts[0, :, 2] - counts[0, :, 0]) / n
    usual = (counts[0, :past, 2] - counts[0, :past, 0]).sum() / n[:past].sum()
    sigma = np.sqrt(0.65 - 0.35**2) / np.sqrt(50)
    m = 0.15 / sigma
    page = np.array(tabular_cusum([-value for value in means[past:]], -usual, sigma, m / 2))
    assert chart.down[0, past:] == pytest.approx(m * page, rel=0.3, abs=0.6)


@given(st.integers(0, 2**32 - 1), st.integers(60, 150))
def test_a_mirrored_stream_has_mirrored_charts(seed: int, days: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 12, (1, days, 3)).astype(float)
    n, weekdays = counts[0].sum(axis=1), np.arange(days) % 7
    there, back = charts(counts, n, weekdays, 20), charts(counts[..., ::-1], n, weekdays, 20)
    assert there.down == pytest.approx(back.up, abs=1e-9)
    assert (there.down >= 0).all()


def test_days_without_answers_leave_everything_as_it_was() -> None:
    rng = np.random.default_rng(3)
    counts = rng.multinomial(30, USUAL, 100)[None].astype(float)
    counts[:, 60:67] = 0
    chart = charts(counts, counts[0].sum(axis=1), np.arange(100) % 7, LEARNING_DAYS)
    assert (chart.down[0, 60:67] == chart.down[0, 59]).all()


def test_an_impatient_rate_is_refused() -> None:
    with pytest.raises(Refusal):
        watch(stream((90, USUAL)), false_alarm_days=3)
