import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from likely.stats.mean import mean_of_counts


@given(st.lists(st.integers(0, 50), min_size=5, max_size=11).filter(lambda n: sum(map(bool, n)) > 1))
def test_the_interval_is_scipys_cut_at_the_scale(n: list[int]) -> None:
    mean = mean_of_counts(n, lowest=1)
    answers = np.repeat(np.arange(1, len(n) + 1), n)
    low, high = stats.t.interval(0.95, len(answers) - 1, answers.mean(), stats.sem(answers))
    assert mean is not None
    assert mean.value == pytest.approx(answers.mean())
    assert mean.low == pytest.approx(max(low, 1))
    assert mean.high == pytest.approx(min(high, len(n)))
    assert (mean.n, mean.unit, mean.method) == (len(answers), "mean", "t")


@pytest.mark.parametrize("n", [1, 2, 10, 1000])
@pytest.mark.parametrize("step", [0, 3, 6])
def test_all_alike_still_have_a_width_that_shrinks(n: int, step: int) -> None:
    counts = [0] * 7
    counts[step] = n
    mean = mean_of_counts(counts, lowest=1)
    assert mean is not None
    assert mean.value == 1 + step
    assert 1 <= mean.low <= mean.value <= mean.high <= 7
    assert 0 < mean.high - mean.low <= 6 * 3.85 / (n + 3.84)


def test_nobody_answered_is_no_mean() -> None:
    assert mean_of_counts([0] * 11) is None
