import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.account_score import account_score
from likely.stats.design import design_mean
from likely.stats.score import Score, score_of_counts

triples = st.tuples(*[st.integers(0, 12)] * 3).filter(any)
accounts = st.lists(st.tuples(triples, st.floats(0.1, 100)), min_size=5, max_size=25)


def score(counts: tuple[int, int, int]) -> Score:
    made = score_of_counts(*counts)
    assert made is not None
    return made


@given(accounts)
def test_it_is_the_design_based_mean_of_clusters(rows: list[tuple[tuple[int, int, int], float]]) -> None:
    found = account_score([score(counts) for counts, _ in rows], [value for _, value in rows])
    y = np.concatenate([np.repeat([-100, 0, 100], counts) for counts, _ in rows])
    weights = np.concatenate([np.full(sum(counts), value / sum(counts)) for counts, value in rows])
    clusters = np.concatenate([np.full(sum(counts), at) for at, (counts, _) in enumerate(rows)])
    mean, error = design_mean(y, weights, clusters=clusters)
    assert found is not None
    assert found.value == pytest.approx(mean, abs=1e-9)
    assert -100 <= found.low <= found.value + 1e-9
    if found.low > -100 and found.high < 100:
        from scipy.stats import t

        assert (found.high - found.low) / 2 == pytest.approx(error * t.ppf(0.975, len(rows) - 1), abs=1e-6)


@given(accounts)
def test_equal_values_are_no_values(rows: list[tuple[tuple[int, int, int], float]]) -> None:
    scores = [score(counts) for counts, _ in rows]
    alike, none = account_score(scores, [7.0] * len(scores)), account_score(scores)
    assert alike is not None
    assert none is not None
    assert (alike.value, alike.low, alike.high) == pytest.approx((none.value, none.low, none.high))


def test_a_large_account_counts_once() -> None:
    rows = [score((0, 0, 1000)), *[score((1, 0, 0))] * 9]
    found = account_score(rows)
    assert found is not None
    assert (found.value, found.n) == (pytest.approx(-80), 10)


def test_a_handful_says_nothing_and_bad_values_are_refused() -> None:
    assert account_score([score((1, 1, 1))] * 4) is None
    assert account_score([score((1, 1, 1))] * 6, [1, 1, 1, 1, 0, 0]) is None
    with pytest.raises(Refusal):
        account_score([score((1, 1, 1))] * 5, [1, 1, 1, 1, -1])
    with pytest.raises(Refusal):
        account_score([score((1, 1, 1))] * 5, [1.0])
