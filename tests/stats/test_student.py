import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from likely.lib.refusal import Refusal
from likely.stats.student import p_of_t, t_of_level


@given(st.floats(0.1, 0.999), st.integers(1, 500))
def test_quantile_and_p_belong_together_and_are_scipys(level: float, freedom: int) -> None:
    t = t_of_level(level, freedom)
    assert t == pytest.approx(stats.t.ppf(0.5 + level / 2, freedom), rel=1e-9)
    assert p_of_t(t, freedom) == pytest.approx(1 - level, abs=1e-9)


def test_a_level_is_between_0_and_1() -> None:
    with pytest.raises(Refusal):
        t_of_level(1, 10)
