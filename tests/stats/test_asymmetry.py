from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from likely.lib.refusal import Refusal
from likely.stats.asymmetry import asymmetries
from likely.stats.drivers import Moments

NAMES = ["cleanliness", "speed", "surprise", "colour"]


def survey(n: int = 3000, seed: int = 1) -> Any:
    """Cleanliness only costs, speed does both, a surprise only brings, colour does nothing."""
    rng = np.random.default_rng(seed)
    ratings = rng.integers(1, 6, (n, 4))
    low, high = ratings <= 2, ratings >= 5
    score = 7 + low @ [-1.5, -0.8, 0.0, 0.0] + high @ [0.0, 0.8, 1.5, 0.0] + rng.normal(size=n)
    pairs = [column for i in range(4) for column in (low[:, i], high[:, i])]
    return np.column_stack([score, *pairs]).astype(float)


def buckets(rows: Any, count: int = 64) -> list[Moments]:
    at = np.arange(len(rows)) % count
    return [Moments.of_rows(rows[at == bucket]) for bucket in range(count)]


def test_needs_delights_and_the_rest_are_told_apart() -> None:
    found, left_out = asymmetries(buckets(survey()), NAMES)
    assert {one.name: one.kind for one in found} == {
        "cleanliness": "basic",
        "speed": "linear",
        "surprise": "delight",
        "colour": "none",
    }
    assert left_out == ()
    cleanliness = found[0]
    assert cleanliness.penalty.low < -1.5 < cleanliness.penalty.high
    assert cleanliness.reward.low < 0 < cleanliness.reward.high
    assert cleanliness.low == pytest.approx(1200, abs=100)


def test_it_is_the_regression_of_statsmodels() -> None:
    rows = survey(seed=2)
    found, _ = asymmetries(buckets(rows), NAMES)
    oracle = sm.OLS(rows[:, 0], sm.add_constant(rows[:, 1:])).fit(cov_type="HC3")
    values = [value for one in found for value in (one.penalty.value, one.reward.value)]
    assert values == pytest.approx(list(oracle.params[1:]))
    assert found[0].penalty.high - found[0].penalty.value == pytest.approx(2 * oracle.bse[1], rel=0.4)


def test_a_driver_that_is_hardly_ever_bad_is_left_out() -> None:
    rows = survey()
    rows[19:, 1] = 0
    found, left_out = asymmetries(buckets(rows), NAMES)
    assert left_out == ("cleanliness",)
    assert [one.name for one in found] == NAMES[1:]
    rows[:, 1:] = 0
    with pytest.raises(Refusal):
        asymmetries(buckets(rows), NAMES)
    with pytest.raises(Refusal):
        asymmetries(buckets(rows), NAMES[:2])


def test_an_idle_driver_is_rarely_called_anything() -> None:
    called = sum(asymmetries(buckets(survey(600, seed)), NAMES)[0][-1].kind != "none" for seed in range(40))
    assert called <= 5


def test_a_better_rating_with_a_worse_outcome_is_no_delight() -> None:
    rows = survey()
    rows[:, [1, 2]] = rows[:, [2, 1]]  # cleanliness the wrong way round
    found, _ = asymmetries(buckets(rows), NAMES)
    assert found[0].kind == "none"
    assert found[0].reward.high < 0
