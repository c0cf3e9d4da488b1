from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.classifier import auc, brier, calibration, log_loss, logistic
from tests.stats.conftest import close


def test_who_was_arrested_again(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    rows = gold_rows("rossi.csv")
    y = np.array([float(row["arrest"]) for row in rows])
    x = np.array([[float(row[name]) for name in ("fin", "age", "prio")] for row in rows])
    beta, errors = logistic(y, x)
    p = 1 / (1 + np.exp(-(beta[0] + x @ beta[1:])))
    assert close([*beta, *errors, auc(y, p), brier(y, p)], gold("chn-007"))
    assert calibration(y, p) == pytest.approx((0, 1), abs=1e-6)


def test_the_figures_of_scikit_learn(gold: Callable[[str], dict[str, Any]]) -> None:
    given = gold("chn-008")["inputs"]
    made = [function(given[name]["y"], given[name]["p"]) for name, function in
            (("auc", auc), ("brier", brier), ("logloss", log_loss))]  # fmt: skip
    assert close(made, gold("chn-008"))


@given(st.integers(0, 10_000))
def test_gathered_rows_give_what_single_rows_give(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 3, (200, 2)).astype(float)
    y = (rng.random(200) < 1 / (1 + np.exp(-(x[:, 0] - 1)))).astype(float)
    single, errors = logistic(y, x)
    oracle = sm.Logit(y, sm.add_constant(x)).fit(disp=False)
    assert single == pytest.approx(oracle.params, abs=1e-5)
    assert errors == pytest.approx(oracle.bse, abs=1e-4)
    cells, n = np.unique(np.column_stack([y, x]), axis=0, return_counts=True)
    assert logistic(cells[:, 0], cells[:, 1:], n)[0] == pytest.approx(single, abs=1e-7)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_auc_is_the_share_of_pairs_in_order(cases: list[tuple[bool, int]]) -> None:
    above = [p for y, p in cases if y]
    below = [p for y, p in cases if not y]
    if above and below:
        pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in above for b in below]
        assert auc([y for y, _ in cases], [p for _, p in cases]) == pytest.approx(np.mean(pairs))


def test_what_tells_everything_or_nothing_is_refused_but_for_a_penalty() -> None:
    x = np.arange(20.0)[:, None]
    y = (x[:, 0] > 9).astype(float)
    beta, _ = logistic(y, x, penalty=1.0)
    assert 0 < beta[1] < 5
    with pytest.raises(Refusal):
        logistic(y, x)
    with pytest.raises(Refusal):
        auc([1, 1], [0.2, 0.3])
