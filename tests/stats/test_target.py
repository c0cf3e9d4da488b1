import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom

from likely.lib.refusal import Refusal
from likely.stats.bayes import probability_above
from likely.stats.score import Score, score_of_counts
from likely.stats.target import probability_of_reaching


def score(*counts: int) -> Score:
    made = score_of_counts(*counts)
    assert made is not None
    return made


def test_with_two_groups_only_it_is_the_beta_binomial() -> None:
    """A passive hardly ever: the final score depends on the promoters to come alone."""
    so_far = score(40, 0, 60)
    needed = np.arange(51)
    final = 100 * (60 - 40 + 2 * needed - 50) / 150
    exact = betabinom.pmf(needed, 50, 60.5, 40.5)[final >= 22].sum()
    assert probability_of_reaching(so_far, 22, 50) == pytest.approx(exact, abs=0.03)


def test_with_endless_answers_to_come_it_is_the_probability_of_the_true_score() -> None:
    so_far = score(10, 20, 70)
    assert probability_of_reaching(so_far, 55, 10_000_000) == pytest.approx(
        probability_above(so_far, 55), abs=0.01
    )


def test_nothing_to_come_is_certain() -> None:
    assert probability_of_reaching(score(10, 20, 70), 60, 0) == 1
    assert probability_of_reaching(score(10, 20, 70), 61, 0) == 0


@given(st.tuples(*[st.integers(0, 50)] * 3).filter(any), st.integers(1, 500))
def test_a_higher_target_is_never_likelier(counts: tuple[int, int, int], more: int) -> None:
    chances = [probability_of_reaching(score(*counts), points, more) for points in (-100, -30, 0, 30, 100)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == 1


def test_what_is_no_target_is_refused() -> None:
    with pytest.raises(Refusal):
        probability_of_reaching(score(1, 1, 1), 101, 5)
    with pytest.raises(Refusal):
        probability_of_reaching(score(1, 1, 1), 50, -1)
