from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from likely.lib.refusal import Refusal
from likely.stats.proportion import proportion
from tests.stats.conftest import close


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    satisfied = proportion(**gold("csat-001")["inputs"])
    assert satisfied is not None
    assert close([satisfied.low, satisfied.high], gold("csat-001"))
    assert (satisfied.value, satisfied.unit) == (70, "percent")


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_scipys(pair: tuple[int, int]) -> None:
    x, n = pair
    share = proportion(x, n)
    assert share is not None
    ends = binomtest(x, n).proportion_ci(method="wilson")
    assert (share.low, share.high) == pytest.approx((100 * ends.low, 100 * ends.high), abs=1e-9)
    assert 0 <= share.low <= share.value <= share.high <= 100
    assert share.high > share.low


def test_none_of_none_is_no_share() -> None:
    assert proportion(0, 0) is None


def test_more_than_all_is_refused() -> None:
    with pytest.raises(Refusal, match="only 3"):
        proportion(4, 3)
    with pytest.raises(Refusal):
        proportion(1.5, 3)  # type: ignore[arg-type]
