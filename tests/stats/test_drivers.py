import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.miscmodels.ordinal_model import OrderedModel

from likely.lib.refusal import Refusal
from likely.stats.drivers import Moments, correlations, covariances, lmg, relative_weights
from likely.stats.least_squares import coefficients
from tests.stats.conftest import close


def made_rows(seed: int, n: int, columns: int, missing: float = 0.0) -> Any:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, columns)) @ rng.normal(size=(columns, columns)) + rng.normal(size=columns)
    rows[rng.random(rows.shape) < missing] = np.nan
    return rows


@pytest.fixture(scope="module")
def swiss(gold_rows: Callable[[str], list[dict[str, str]]]) -> Moments:
    return Moments.of_rows(
        np.array([[float(cell) for cell in list(row.values())[1:]] for row in gold_rows("swiss.csv")])
    )


def test_reference_values(gold: Callable[[str], dict[str, Any]], swiss: Moments) -> None:
    parts = lmg(swiss)
    assert close([parts.sum(), *parts], gold("drv-001"))
    assert close(100 * parts / parts.sum(), gold("drv-002"))
    assert close(relative_weights(swiss), gold("drv-003"))


def test_a_categorical_driver_enters_as_one(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    rows = gold_rows("iris.csv")
    names = ("Sepal.Length", "versicolor", "virginica", "Sepal.Width", "Petal.Length")
    table = np.array([[float(row.get(name, row["Species"] == name)) for name in names] for row in rows])
    parts = lmg(Moments.of_rows(table), [[1, 2], [3], [4]])
    assert close([parts.sum(), *parts], gold("drv-007"))


def r2_of(rows: Any, columns: tuple[int, ...]) -> float:
    y = rows[:, 0] - rows[:, 0].mean()
    x = rows[:, list(columns)] - rows[:, list(columns)].mean(axis=0)
    rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0] if columns else y
    return float(1 - (rest @ rest) / (y @ y))


@pytest.mark.parametrize("seed", range(3))
def test_lmg_is_the_mean_over_all_orders(seed: int) -> None:
    rows = made_rows(seed, 80, 5)
    gains = np.zeros(4)
    for order in itertools.permutations(range(1, 5)):
        for place, column in enumerate(order):
            gains[column - 1] += r2_of(rows, order[: place + 1]) - r2_of(rows, order[:place])
    assert lmg(Moments.of_rows(rows)) == pytest.approx(gains / math.factorial(4), abs=1e-10)


@given(st.integers(0, 10**6), st.integers(1, 7))
def test_both_importances_are_shares_of_r2(seed: int, drivers: int) -> None:
    rows = made_rows(seed, 60, drivers + 1)
    whole = r2_of(rows, tuple(range(1, drivers + 1)))
    for parts in (lmg(Moments.of_rows(rows)), relative_weights(Moments.of_rows(rows))):
        assert parts.sum() == pytest.approx(whole, abs=1e-6)
        assert (parts >= -1e-9).all()


@given(st.integers(0, 10**6), st.integers(0, 60), st.floats(0, 0.5))
def test_moments_add_up_wherever_the_rows_are_cut(seed: int, cut: int, missing: float) -> None:
    rows = made_rows(seed, 60, 4, missing)
    whole, parts = Moments.of_rows(rows), Moments.of_rows(rows[:cut]) + Moments.of_rows(rows[cut:])
    for name in ("n", "sums", "products"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name))
        left = getattr(whole - Moments.of_rows(rows[:cut]), name)
        assert left == pytest.approx(getattr(Moments.of_rows(rows[cut:]), name), abs=1e-9)


def test_moments_and_covariances_are_those_of_pandas() -> None:
    import pandas as pd

    rows = made_rows(9, 300, 4, missing=0.2)
    frame, moments = pd.DataFrame(rows), Moments.of_rows(rows)
    factor = (moments.n - 1) / moments.n
    assert covariances(moments) == pytest.approx(frame.cov().to_numpy() * factor)
    assert moments.means == pytest.approx(frame.mean().to_numpy())
    assert moments.deviations == pytest.approx(frame.std(ddof=0).to_numpy())


def test_pairs_that_contradict_each_other_are_mended_to_a_possible_matrix() -> None:
    moments = Moments(
        np.full((3, 3), 100.0),
        np.zeros((3, 3)),
        100 * np.array([[1.0, 0.9, 0.9], [0.9, 1.0, -0.9], [0.9, -0.9, 1.0]]),
    )
    r = correlations(moments)
    assert np.linalg.eigvalsh(r)[0] > -1e-9
    assert np.diag(r) == pytest.approx([1, 1, 1])
    assert 0 <= lmg(moments).sum() <= 1 + 1e-9


def test_twins_share_what_one_would_have() -> None:
    rows = made_rows(4, 200, 3)
    twins = np.column_stack([rows, rows[:, 1]])
    one, both = lmg(Moments.of_rows(rows)), lmg(Moments.of_rows(twins))
    assert both[0] == pytest.approx(both[2])
    assert both.sum() == pytest.approx(one.sum())
    assert relative_weights(Moments.of_rows(twins)).sum() == pytest.approx(one.sum())


def test_fifteen_drivers_are_quick_and_too_many_are_refused() -> None:
    rows = made_rows(1, 500, 16)
    assert lmg(Moments.of_rows(rows)).sum() == pytest.approx(r2_of(rows, tuple(range(1, 16))))
    with pytest.raises(Refusal, match="20 drivers"):
        lmg(Moments.of_rows(made_rows(1, 100, 22)))


def test_moments_are_square() -> None:
    with pytest.raises(Refusal, match="square"):
        Moments(np.zeros((3, 3)), np.zeros((3, 2)), np.zeros((3, 3)))


def test_the_ordinal_model_that_ours_is_held_against(
    gold: Callable[[str], dict[str, Any]], gold_rows: Callable[[str], list[dict[str, str]]]
) -> None:
    """The oracle first: statsmodels' proportional odds give the figures of MASS::polr."""
    rows = [row for row in gold_rows("housing.csv") for _ in range(int(row["Freq"]))]
    dummies = [("Infl", "Medium"), ("Infl", "High"), ("Type", "Apartment"), ("Type", "Atrium")]
    dummies += [("Type", "Terrace"), ("Cont", "High")]
    x = np.array([[float(row[name] == value) for name, value in dummies] for row in rows])
    y = np.array([["Low", "Medium", "High"].index(row["Sat"]) for row in rows])
    fit = OrderedModel(y, x, distr="logit").fit(method="bfgs", disp=False)
    assert close(fit.params[:6], gold("drv-008"))
    moments = Moments.of_rows(np.column_stack([y, x]))
    assert np.argsort(coefficients(moments)).tolist() == np.argsort(fit.params[:6]).tolist()


def test_signs_and_ranks_are_those_of_the_ordinal_model() -> None:
    rng = np.random.default_rng(12)
    ratings = rng.normal(size=(1500, 4)) + 0.7 * rng.normal(size=(1500, 1))
    felt = ratings @ [1.0, -0.6, 0.3, 0.05] + rng.logistic(size=1500)
    score = np.searchsorted([-3.5, -2.5, -1.8, -1.2, -0.6, 0, 0.5, 1.1, 1.8, 2.8], felt)
    fit = OrderedModel(score, ratings, distr="logit").fit(method="bfgs", disp=False)
    linear = coefficients(Moments.of_rows(np.column_stack([score, ratings])))
    assert np.sign(linear[:3]).tolist() == np.sign(fit.params[:3]).tolist()
    assert np.argsort(-np.abs(linear)).tolist() == np.argsort(-np.abs(fit.params[:4])).tolist()
