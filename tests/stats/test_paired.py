from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from likely.lib.refusal import Refusal
from likely.stats.difference import difference
from likely.stats.paired import paired_change, partly_paired_change
from likely.stats.score import Score, score_of_counts
from tests.stats.conftest import close

TABLE = [[8, 5, 3], [2, 20, 12], [1, 6, 43]]
tables = st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3)


def waves(table: list[list[int]]) -> tuple[Score, Score]:
    array = np.array(table)
    before = score_of_counts(*map(int, array.sum(axis=1)))
    after = score_of_counts(*map(int, array.sum(axis=0)))
    assert before is not None
    assert after is not None
    return before, after


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    change = paired_change(gold("diff-005")["inputs"]["table"])
    assert change is not None
    assert close([change.value, change.low, change.high, change.p], gold("diff-005"))


@given(tables.filter(lambda table: sum(map(sum, table)) >= 50))
def test_from_fifty_customers_it_is_scipys_paired_t(table: list[list[int]]) -> None:
    first = np.repeat([-1, -1, -1, 0, 0, 0, 1, 1, 1], np.ravel(table))
    second = np.repeat([-1, 0, 1] * 3, np.ravel(table))
    change = paired_change(table)
    assert change is not None
    if np.ptp(second - first) > 0:
        expected = ttest_rel(second, first)
        assert change.method == "paired t"
        assert change.p == pytest.approx(expected.pvalue, rel=1e-6)
        low, high = expected.confidence_interval(0.95)
        assert (change.low, change.high) == pytest.approx((100 * max(low, -2), 100 * min(high, 2)))


@given(tables.filter(lambda table: 0 < sum(map(sum, table)) < 200))
def test_it_holds_the_change_and_agrees_with_its_p(table: list[list[int]]) -> None:
    before, after = waves(table)
    change = paired_change(table)
    assert change is not None
    assert change.value == pytest.approx(after.value - before.value)
    assert -200 <= change.low <= change.value + 1e-9
    assert change.value - 1e-9 <= change.high <= 200
    if min(abs(change.low), abs(change.high)) > 1e-4:
        assert (change.p < 0.05) == (change.low > 0 or change.high < 0)


def test_nobody_changed_is_no_proof_that_nobody_can() -> None:
    change = paired_change([[0, 0, 0], [0, 0, 0], [0, 0, 8]])
    assert change is not None
    assert change.value == 0
    assert change.low < -20
    assert change.p == 1


def test_nobody_answered_both() -> None:
    assert paired_change([[0] * 3] * 3) is None


def test_pairing_finds_what_independence_would_miss() -> None:
    before, after = waves(TABLE)
    change = paired_change(TABLE)
    assert change is not None
    assert change.p < 0.05 < difference(after, before).p


def test_partly_the_same_customers_lie_between_all_and_none() -> None:
    before, after = waves(TABLE)
    none = partly_paired_change(before, after, [[0] * 3] * 3)
    half = partly_paired_change(before, after, [[4, 2, 1], [1, 10, 6], [0, 3, 21]])
    every = partly_paired_change(before, after, TABLE)
    apart = difference(after, before)
    assert (none.low, none.high) == pytest.approx((apart.low, apart.high))
    assert none.p == pytest.approx(apart.p, abs=1e-6)
    assert every.high - every.low < half.high - half.low < none.high - none.low
    paired = paired_change(TABLE)
    assert paired is not None
    assert every.high - every.low == pytest.approx(paired.high - paired.low, rel=0.1)


@pytest.mark.parametrize("table", [[[1, 2], [3, 4]], [[1, 2, 3]] * 2, [[1, 2, 3.5]] * 3, [[1, 2, -1]] * 3])
def test_what_is_no_table_of_counts_is_refused(table: Any) -> None:
    with pytest.raises(Refusal, match="table"):
        paired_change(table)


def test_more_in_both_than_in_one_is_refused() -> None:
    before, after = waves(TABLE)
    with pytest.raises(Refusal, match="table"):
        partly_paired_change(before, after, [[100] * 3] * 3)
