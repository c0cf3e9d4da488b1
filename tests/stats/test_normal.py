import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from likely.lib.refusal import Refusal
from likely.stats.normal import p_of_z, z_of_level


@given(st.floats(0.001, 0.9999))
def test_the_quantile_is_scipys(level: float) -> None:
    assert z_of_level(level) == pytest.approx(norm.ppf(0.5 + level / 2), rel=1e-9)


@given(st.floats(-30, 30))
def test_p_is_scipys_and_belongs_to_the_quantile(z: float) -> None:
    assert p_of_z(z) == pytest.approx(2 * norm.sf(abs(z)), rel=1e-9)
    assert p_of_z(z_of_level(0.95)) == pytest.approx(0.05)


@pytest.mark.parametrize("level", [0, 1, 95, -1, float("nan")])
def test_a_level_is_between_0_and_1(level: float) -> None:
    with pytest.raises(Refusal):
        z_of_level(level)
