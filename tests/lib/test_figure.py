import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.figure import grouped, number, percent, probability, rounded, signed


@pytest.mark.parametrize(
    ("value", "written"),
    [(62.857, "+63"), (-27.56, "−28"), (0.4, "0"), (-0.4, "0"), (62.5, "+63"), (-62.5, "−63"), (100, "+100")],
)
def test_points_have_a_sign_and_are_rounded_once(value: float, written: str) -> None:
    assert signed(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(62.857142857, "63"), (-4.6, "−5"), (-0.3, "0"), (-0.0, "0"), (62.5, "63"), (-62.5, "−63"), (0.5, "1")],
)
def test_a_figure_has_a_real_minus_and_no_minus_zero(value: float, written: str) -> None:
    assert number(value) == written


def test_decimals_keep_their_zeros() -> None:
    assert [number(46.04, 1), number(60, 3), number(-0.0004, 3)] == ["46.0", "60.000", "0.000"]
    assert [signed(0.04, 1), signed(-1.25, 1), signed(0.06, 1)] == ["0.0", "−1.3", "+0.1"]


@given(st.floats(-100, 100), st.integers(0, 3))
def test_a_score_and_its_mirror_image_stay_mirror_images(value: float, decimals: int) -> None:
    assert rounded(value) == -rounded(-value)
    assert number(value, decimals).lstrip("−") == number(-value, decimals).lstrip("−")
    assert abs(float(number(value, decimals).replace("−", "-")) - value) <= 0.5000001 * 10**-decimals
    assert "-" not in number(value, decimals)


def test_shares() -> None:
    assert percent(4 / 70, 1) == "5.7\u00a0%"
    assert percent(48 / 70, 1) == "68.6\u00a0%"


@pytest.mark.parametrize(
    ("p", "written"), [(0.003, "p 0.003"), (0.04, "p 0.04"), (1e-9, "p < 0.001"), (1, "p 1.00")]
)
def test_p(p: float, written: str) -> None:
    assert probability(p) == written


def test_counts_are_grouped() -> None:
    assert grouped(9630) == "9\u202f630"
