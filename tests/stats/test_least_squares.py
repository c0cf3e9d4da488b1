from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments
from likely.stats.least_squares import coefficients, fit


def rows(n: int = 1500, seed: int = 1) -> Any:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3)) + rng.normal(size=(n, 1))
    y = x @ [0.5, -0.3, 0.0] + rng.normal(size=n) * (1 + np.abs(x[:, 0]))
    return np.column_stack([y, x])


def buckets(table: Any, count: int = 64) -> list[Moments]:
    at = np.arange(len(table)) % count
    return [Moments.of_rows(table[at == bucket]) for bucket in range(count)]


def test_coefficients_are_those_of_statsmodels_and_errors_near_hc3() -> None:
    table = rows()
    found = fit(buckets(table, 500))
    oracle = sm.OLS(table[:, 0], sm.add_constant(table[:, 1:])).fit(cov_type="HC3")
    assert found.coefficients == pytest.approx(oracle.params[1:])
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(oracle.bse[1:], rel=0.1)
    weights = np.array([1.0, 1.0, 0.0])
    together, p = found.combined(weights)
    test = oracle.t_test([0, 1, 1, 0])
    assert together.value == pytest.approx(float(test.effect[0]))
    assert (together.high - together.low) / 2 == pytest.approx(1.96 * float(test.sd[0, 0]), rel=0.1)
    assert p == pytest.approx(float(test.pvalue), abs=0.05)


def test_errors_are_those_of_clusters_where_customers_answer_several_times() -> None:
    rng = np.random.default_rng(3)
    person = np.repeat(np.arange(200), 5)
    x = rng.normal(size=200)[person] + 0.3 * rng.normal(size=1000)
    y = 0.4 * x + rng.normal(size=200)[person] + rng.normal(size=1000)
    table = np.column_stack([y, x])
    by_person = [Moments.of_rows(table[person == one]) for one in range(200)]
    oracle = sm.OLS(y, sm.add_constant(x)).fit(cov_type="cluster", cov_kwds={"groups": person})
    assert np.sqrt(fit(by_person).covariance[0, 0]) == pytest.approx(oracle.bse[1], rel=0.05)


def test_what_says_nothing_new_or_never_varies_moves_nothing() -> None:
    table = rows()
    doubled = np.column_stack([table, table[:, 1], np.full(len(table), 3.0)])
    plain, more = coefficients(Moments.of_rows(table)), coefficients(Moments.of_rows(doubled))
    assert more[0] + more[3] == pytest.approx(plain[0])
    assert more[4] == 0


def test_too_few_groups_of_customers_are_refused() -> None:
    with pytest.raises(Refusal, match="fewer than 10"):
        fit(buckets(rows(), 6))
