import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from likely.stats.theme_impact import FEWEST_PER_THEME, adjusted_effects, share_change


def rows(n: int = 400, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = (rng.random((n, 3)) < [0.3, 0.2, 0.1]).astype(float)
    x[:, 1] = np.maximum(x[:, 1], x[:, 0] * (rng.random(n) < 0.5))
    lean = x @ [0.3, -0.4, 0.0] + rng.normal(0, 0.6, n)
    return np.where(lean > 0.2, 100.0, np.where(lean < -0.3, -100.0, 0.0)), x


def test_effects_and_intervals_are_those_of_statsmodels_hc3() -> None:
    y, x = rows()
    theirs = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3")
    for place, found in enumerate(adjusted_effects(y, x), start=1):
        assert found is not None
        estimate, p = found
        assert estimate.value == pytest.approx(theirs.params[place])
        assert [estimate.low, estimate.high] == pytest.approx(theirs.conf_int()[place], rel=1e-6)
        assert p == pytest.approx(theirs.pvalues[place], rel=1e-6)


def test_a_rare_theme_and_one_that_repeats_another_are_not_told() -> None:
    y, x = rows()
    rare = np.zeros(len(y))
    rare[: FEWEST_PER_THEME - 1] = 1
    found = adjusted_effects(y, np.column_stack([x, rare, x[:, 0]]))
    assert found[3] is None
    assert found[0] is None
    assert found[4] is None
    assert found[1] is not None


def test_few_answers_tell_nothing() -> None:
    y, x = rows(8)
    assert adjusted_effects(y, x) == [None] * 3


def test_share_change_is_newcombes_and_the_pooled_test() -> None:
    estimate, p = share_change((30, 200), (40, 500))
    low, high = confint_proportions_2indep(30, 200, 40, 500, method="newcomb", compare="diff")
    assert [estimate.value, estimate.low, estimate.high] == pytest.approx([7, 100 * low, 100 * high])
    assert p == pytest.approx(proportions_ztest([30, 40], [200, 500])[1])


@given(st.integers(1, 50), st.integers(1, 50), st.data())
def test_the_interval_holds_the_change_and_turns_with_it(n1: int, n0: int, data: st.DataObject) -> None:
    now, before = (data.draw(st.integers(0, n1)), n1), (data.draw(st.integers(0, n0)), n0)
    there, p = share_change(now, before)
    back, _ = share_change(before, now)
    assert there.low - 1e-9 <= there.value <= there.high + 1e-9
    assert [back.value, back.low, back.high] == pytest.approx([-there.value, -there.high, -there.low])
    assert 0 <= p <= 1


def test_alike_rows_told_once_with_their_number_give_the_same_figures() -> None:
    chance = np.random.default_rng(3)
    x = (chance.random((40, 3)) < 0.4).astype(float)
    y = chance.choice([-100.0, 0.0, 100.0], 40)
    times = chance.integers(1, 30, 40)
    written = adjusted_effects(np.repeat(y, times), np.repeat(x, times, axis=0))
    for told, whole in zip(adjusted_effects(y, x, times=times), written, strict=True):
        assert told is not None
        assert whole is not None
        assert told[0].n == whole[0].n == times.sum()
        assert (told[0].value, told[0].low, told[1]) == pytest.approx(
            (whole[0].value, whole[0].low, whole[1])
        )
