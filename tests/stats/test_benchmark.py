import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.benchmark import against, against_published
from likely.stats.difference import difference
from likely.stats.score import Score, score_of_counts


def score(*triple: int) -> Score:
    made = score_of_counts(*triple)
    assert made is not None
    return made


@given(st.tuples(*[st.integers(0, 200)] * 3).filter(any), st.floats(-99, 99))
def test_a_figure_is_excluded_exactly_where_its_p_is_small(
    triple: tuple[int, int, int], points: float
) -> None:
    ours = score(*triple)
    found = against(ours, points)
    assert found.value == ours.value - points
    assume(min(abs(ours.low - points), abs(ours.high - points)) > 1e-6)
    assert (found.p < 0.05) == (not ours.low <= points <= ours.high)
    assert (found.low > 0 or found.high < 0) == (found.p < 0.05)


def test_one_s_own_score_is_no_surprise() -> None:
    assert against(score(10, 20, 70), 60).p == 1


@pytest.mark.parametrize("points", [101, -100.5, float("nan"), float("inf")])
def test_a_figure_that_is_no_score_is_refused(points: float) -> None:
    with pytest.raises(Refusal, match="points"):
        against(score(10, 20, 70), points)


@given(st.tuples(*[st.integers(0, 200)] * 3).filter(any), st.integers(-99, 99), st.integers(1, 5000))
def test_a_published_figure_has_an_error_of_its_own(
    triple: tuple[int, int, int], points: int, n: int
) -> None:
    ours = score(*triple)
    found, exact = against_published(ours, points, n), against(ours, points)
    assert found.value == exact.value
    assert found.low <= exact.low + 1e-9
    assert found.high >= exact.high - 1e-9
    if min(abs(found.low), abs(found.high)) > 1e-4:
        assert (found.low > 0 or found.high < 0) == (found.p < 0.05)


def test_a_published_figure_of_very_many_answers_is_as_good_as_exact() -> None:
    found, exact = against_published(score(10, 20, 70), 45, 10**9), against(score(10, 20, 70), 45)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=0.02)
    assert found.p == pytest.approx(exact.p, rel=0.02)


def test_it_is_more_careful_than_knowing_the_shares() -> None:
    known = difference(score(10, 20, 70), score(60, 80, 110))
    unknown = against_published(score(10, 20, 70), 20, 250)
    assert unknown.low < known.low
    assert unknown.p > known.p


def test_a_published_figure_without_a_number_of_answers_is_refused() -> None:
    with pytest.raises(Refusal):
        against_published(score(1, 1, 1), 40, 0)
    with pytest.raises(Refusal):
        against_published(score(1, 1, 1), 140, 10)
