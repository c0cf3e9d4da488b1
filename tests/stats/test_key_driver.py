from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments
from likely.stats.key_driver import key_drivers

NAMES = ["speed", "price", "politeness", "colour"]


def survey(n: int = 2000, seed: int = 1, missing: float = 0.0) -> Any:
    """score, speed (raises it much), price (lowers it), politeness (raises it a little), colour (nothing)."""
    rng = np.random.default_rng(seed)
    halo = rng.normal(size=(n, 1))
    ratings = 7 + 1.5 * (0.6 * halo + 0.8 * rng.normal(size=(n, 4)))
    score = ratings @ [0.8, -0.5, 0.3, 0.0] + rng.normal(size=n)
    rows = np.column_stack([score, ratings])
    rows[:, 1:][rng.random((n, 4)) < missing] = np.nan
    return rows


def buckets(rows: Any, count: int = 64) -> list[Moments]:
    at = np.arange(len(rows)) % count
    return [Moments.of_rows(rows[at == bucket]) for bucket in range(count)]


def test_the_largest_is_named_with_its_direction_and_the_idle_one_has_none() -> None:
    found = key_drivers(buckets(survey()), NAMES)
    by_name = {driver.name: driver for driver in found.drivers}
    assert found.drivers[0].name == "speed"
    assert [by_name[name].direction for name in NAMES] == ["up", "down", "up", "none"]
    assert by_name["speed"].first > 0.99
    assert sum(driver.share for driver in found.drivers) == pytest.approx(100)
    assert all(0 <= driver.low <= driver.share <= driver.high <= 100 for driver in found.drivers)
    assert by_name["colour"].share > 0.5  # the trap: importance without any effect of its own
    assert by_name["colour"].p > 0.05
    assert (found.n, found.method, found.left_out, found.collinear, found.sparse) == (2000, "LMG", {}, (), ())


def test_coefficients_are_those_of_statsmodels_and_their_p_robust() -> None:
    rows = survey(seed=3)
    fit = sm.OLS(rows[:, 0], sm.add_constant(rows[:, 1:])).fit(cov_type="HC3")
    found = {driver.name: driver for driver in key_drivers(buckets(rows), NAMES).drivers}
    assert [found[name].coefficient for name in NAMES] == pytest.approx(list(fit.params[1:]))
    assert found["colour"].p == pytest.approx(fit.pvalues[4], abs=0.12)
    assert key_drivers(buckets(rows), NAMES).r2 == pytest.approx(fit.rsquared)
    inflation = np.diag(np.linalg.inv(np.corrcoef(rows[:, 1:].T)))
    assert [found[name].vif for name in NAMES] == pytest.approx(list(inflation))


def test_the_intervals_of_the_shares_hold_the_truth() -> None:
    truth = {driver.name: driver.share for driver in key_drivers(buckets(survey(200_000, 99)), NAMES).drivers}
    held = [
        driver.low <= truth[driver.name] <= driver.high
        for seed in range(25)
        for driver in key_drivers(buckets(survey(400, seed), 32), NAMES).drivers
    ]
    assert 0.86 < np.mean(held) < 1


def test_an_idle_driver_is_rarely_given_a_direction() -> None:
    false = 0
    for seed in range(25):
        drivers = key_drivers(buckets(survey(300, seed + 500), 32), NAMES).drivers
        false += any(driver.name == "colour" and driver.direction != "none" for driver in drivers)
    assert false <= 4


def test_what_was_not_said_is_not_a_zero() -> None:
    whole = {driver.name: driver for driver in key_drivers(buckets(survey(4000)), NAMES).drivers}
    holes = {driver.name: driver for driver in key_drivers(buckets(survey(4000, missing=0.3)), NAMES).drivers}
    for name in NAMES:
        assert holes[name].share == pytest.approx(whole[name].share, abs=3)
        assert holes[name].mean == pytest.approx(whole[name].mean, abs=0.1)
        assert holes[name].n < whole[name].n


def test_rarely_rated_and_unvarying_drivers_are_left_out_with_the_reason() -> None:
    rows = survey()
    rows[:, 2] = 5.0
    rows[50:, 3] = np.nan
    found = key_drivers(buckets(rows), NAMES)
    assert found.left_out == {"price": "constant", "politeness": "too_few"}
    assert {driver.name for driver in found.drivers} == {"speed", "colour"}


def test_a_driver_far_from_zero_still_varies() -> None:
    rows = survey()
    far = rows.copy()
    far[:, 1] = 1e6 + 10 * far[:, 1]
    near, moved = key_drivers(buckets(rows), NAMES), key_drivers(buckets(far), NAMES)
    assert moved.left_out == {}
    assert moved.drivers[0].share == pytest.approx(near.drivers[0].share, abs=0.01)


def test_drivers_that_nobody_rated_together_are_not_both_kept() -> None:
    rows = survey()
    rows[:1200, 3] = np.nan
    rows[1200:, 4] = np.nan
    found = key_drivers(buckets(rows), NAMES)
    assert found.left_out == {"politeness": "too_few"}
    assert "politeness" not in {driver.name for driver in found.drivers}


def test_near_twins_are_said_to_be() -> None:
    rows = survey()
    rows = np.column_stack([rows, rows[:, 1] + 0.1 * np.random.default_rng(8).normal(size=len(rows))])
    found = key_drivers(buckets(rows), [*NAMES, "pace"])
    assert set(found.collinear) == {"speed", "pace"}


def test_sparse_drivers_are_said_to_be() -> None:
    rows = survey()
    rows[:1100, 4] = np.nan
    assert key_drivers(buckets(rows), NAMES).sparse == ("colour",)


def test_a_categorical_driver_is_one_with_no_direction() -> None:
    rng = np.random.default_rng(5)
    plan = rng.integers(0, 3, 2000)
    speed = rng.normal(size=2000)
    score = 2.0 * (plan == 1) - 1.0 * (plan == 2) + 0.5 * speed + rng.normal(size=2000)
    rows = np.column_stack([score, plan == 1, plan == 2, speed]).astype(float)
    found = key_drivers(buckets(rows), ["plan", "speed"], [[1, 2], [3]])
    plan_driver = found.drivers[0]
    assert (plan_driver.name, plan_driver.direction, plan_driver.coefficient) == ("plan", "none", None)
    assert plan_driver.p < 1e-6
    assert plan_driver.mean is None


def test_many_drivers_use_relative_weights() -> None:
    rng = np.random.default_rng(6)
    ratings = rng.normal(size=(1000, 18))
    rows = np.column_stack([ratings[:, 0] + rng.normal(size=1000), ratings])
    found = key_drivers(buckets(rows), [f"d{index}" for index in range(18)])
    assert (found.method, found.drivers[0].name, found.drivers[0].direction) == (
        "relative weights",
        "d0",
        "up",
    )


@pytest.mark.parametrize(
    "rows",
    [
        survey(120),  # too few answers
        np.column_stack([survey()[:, 0], np.full((2000, 4), 5.0)]),  # no driver varies
        np.column_stack([np.full(2000, 10.0), survey()[:, 1:]]),  # the score does not
    ],
    ids=["few", "constant drivers", "constant score"],
)
def test_no_table_is_better_than_a_made_up_one(rows: Any) -> None:
    with pytest.raises(Refusal):
        key_drivers(buckets(rows), NAMES)


def test_too_few_groups_of_customers_and_too_many_drivers_are_refused_with_a_cure() -> None:
    with pytest.raises(Refusal, match="fewer than 10 groups"):
        key_drivers(buckets(survey(), 5), NAMES)
    rng = np.random.default_rng(7)
    with pytest.raises(Refusal, match="at least 240 answers"):
        key_drivers(buckets(rng.normal(size=(200, 13))), [f"d{index}" for index in range(12)])
