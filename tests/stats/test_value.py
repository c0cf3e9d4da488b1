from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from likely.lib.refusal import Refusal
from likely.stats.value import (
    Money,
    annual_churn,
    churn_rate,
    expected_life,
    lifetime_value,
    margin_multiple,
    profit_per_customer,
    revenue_per_cost,
)
from tests.stats.conftest import close


def money(revenue: Any, cost: Any) -> Money:
    sums = (revenue.sum(), cost.sum(), (revenue**2).sum(), (cost**2).sum(), (revenue * cost).sum())
    return Money(len(revenue), *map(float, sums))


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    inputs = gold("chn-010")["inputs"]
    rate = churn_rate(inputs["start"], inputs["lost"])
    assert rate is not None
    assert close([rate.value, annual_churn(rate.value), expected_life(rate.value)], gold("chn-010"))
    inputs = gold("clv-007")["inputs"]
    table = [[margin_multiple(r, i) for i in inputs["discount"]] for r in inputs["retention"]]
    assert close(table, gold("clv-007"))


def test_profit_per_customer_is_scipys_mean_with_its_interval() -> None:
    rng = np.random.default_rng(1)
    revenue, cost = rng.gamma(2, 100, 300), rng.gamma(2, 20, 300)
    found = profit_per_customer(money(revenue, cost))
    low, high = stats.t.interval(0.95, 299, (revenue - cost).mean(), stats.sem(revenue - cost))
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx(((revenue - cost).mean(), low, high))


def test_the_interval_of_the_ratio_is_about_what_resampling_gives() -> None:
    rng = np.random.default_rng(2)
    cost = rng.gamma(4, 20, 400)
    revenue = 3 * cost + rng.normal(0, 60, 400)
    found = revenue_per_cost(money(revenue, cost))
    at = rng.integers(0, 400, (2000, 400))
    ratios = revenue[at].sum(axis=1) / cost[at].sum(axis=1)
    assert found is not None
    assert found.value == pytest.approx(revenue.sum() / cost.sum())
    assert (found.high - found.low) / 3.93 == pytest.approx(ratios.std(), rel=0.1)


def test_one_customer_and_no_cost_tell_nothing() -> None:
    assert profit_per_customer(Money(1, 5, 1, 25, 1, 5)) is None
    assert revenue_per_cost(Money(2, 5, 0, 25, 0, 0)) is None
    assert churn_rate(0, 0) is None


def test_lifetime_value() -> None:
    assert lifetime_value(200, 0.8, 0.1) == pytest.approx(200 * 0.8 / 0.3)


@pytest.mark.parametrize("bad", [-1, 101, float("nan")])
def test_a_percent_is_between_0_and_100(bad: float) -> None:
    with pytest.raises(Refusal, match="percent"):
        annual_churn(bad)
    with pytest.raises(Refusal, match="percent"):
        expected_life(bad)


def test_what_has_no_end_is_refused() -> None:
    with pytest.raises(Refusal, match="nobody left"):
        expected_life(0)
    with pytest.raises(Refusal, match="no end"):
        margin_multiple(1, 0)
    with pytest.raises(Refusal, match="retention"):
        margin_multiple(1.1, 0.1)
    with pytest.raises(Refusal, match="discount"):
        margin_multiple(0.8, float("nan"))
