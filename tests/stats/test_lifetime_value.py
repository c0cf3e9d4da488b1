from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from likely.lib.refusal import Refusal
from likely.stats.lifetime_value import Purchases, Renewals, purchases, renewals, spending
from tests.stats.conftest import close

Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="module")
def cdnow(gold_rows: Rows) -> Purchases:
    rows = gold_rows("cdnow_customers_summary.csv")
    table = np.array([[float(row[name]) for name in ("frequency", "recency", "T")] for row in rows])
    unique, count = np.unique(table, axis=0, return_counts=True)
    return purchases(*unique.T, count)


def test_the_customers_of_cdnow(gold: Callable[[str], dict[str, Any]], cdnow: Purchases) -> None:
    assert close([cdnow.r, cdnow.alpha, cdnow.a, cdnow.b], gold("clv-001"))
    assert cdnow.log_likelihood == pytest.approx(-9582.4, abs=0.1)  # Fader, Hardie & Lee 2005
    assert close(cdnow.expected(2, 30.43, 38.86, gold("clv-003")["inputs"]["t"]), gold("clv-003"))


def test_who_bought_lately_and_often_will_buy_more(cdnow: Purchases) -> None:
    assert (
        cdnow.expected(5, 38, 38.86, 39) > cdnow.expected(2, 38, 38.86, 39) > cdnow.expected(2, 5, 38.86, 39)
    )
    assert cdnow.expected(0, 0, 38.86, 1e-9) == pytest.approx(0, abs=1e-6)
    assert cdnow.expected(2, 30, 38.86, 80) > cdnow.expected(2, 30, 38.86, 40)


def test_what_they_spend(gold: Callable[[str], dict[str, Any]], gold_rows: Rows) -> None:
    rows = [row for row in gold_rows("cdnow_customers_summary_with_transactions.csv") if float(row["x"]) > 0]
    found = spending([float(row["x"]) for row in rows], [float(row["zbar"]) for row in rows])
    assert close([found.p, found.q, found.gamma], gold("clv-005"))
    mean = found.p * found.gamma / (found.q - 1)
    assert found.expected(1, 100) < 100
    assert mean < found.expected(1, 100) < found.expected(20, 100) < 100


@pytest.mark.parametrize("name", ["clv-008", "clv-009"])
def test_contracts_that_are_renewed(gold: Callable[[str], dict[str, Any]], name: str) -> None:
    survivors = gold(name)["inputs"]["survival_percent"]
    found = renewals(survivors)
    assert close([found.alpha, found.beta], gold(name))
    assert [100 * found.kept(period) for period in range(1, 8)] == pytest.approx(survivors[1:], abs=2)


def test_those_who_stay_are_ever_likelier_to_stay() -> None:
    model = Renewals(0.7, 1.2)
    kept = [model.kept(period) for period in range(12)]
    rates = [b / a for a, b in pairwise(kept)]
    assert kept[0] == 1
    assert rates == sorted(rates)


def test_parameters_are_found_again() -> None:
    rng = np.random.default_rng(3)
    n = 4000
    rate, gone = rng.gamma(0.8, 1 / 6, n), rng.beta(0.9, 2.5, n)
    x, last = np.zeros(n), np.zeros(n)
    for i in range(n):
        at = 0.0
        while (at := at + rng.exponential(1 / rate[i])) <= 52:
            x[i] += 1
            last[i] = at
            if rng.random() < gone[i]:
                break
    found = purchases(x, last, np.full(n, 52.0))
    assert [found.r, found.a, found.b] == pytest.approx([0.8, 0.9, 2.5], rel=0.35)


def test_what_has_no_answer_is_refused() -> None:
    with pytest.raises(Refusal):
        purchases([1, 2], [3, 4], [5, 6])
    with pytest.raises(Refusal):
        spending([1, 0], [3, 4])
    with pytest.raises(Refusal):
        renewals([100, 110, 90])
