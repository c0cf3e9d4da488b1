from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.bayes import credible_interval, posterior_mean_and_deviation, probability_above
from likely.stats.score import Score, score_of_counts
from tests.stats.conftest import close

counts = st.tuples(*[st.integers(0, 300)] * 3).filter(any)


def score(*triple: int) -> Score:
    made = score_of_counts(*triple)
    assert made is not None
    return made


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    hundred = score(*gold("bayes-hund-moments")["inputs"]["counts"])
    assert close(posterior_mean_and_deviation(hundred), gold("bayes-hund-moments"))
    interval = credible_interval(hundred)
    above = 100 * probability_above(hundred, 50)
    assert close([interval.low, interval.high, above], gold("bayes-hund-interval"))
    assert above == pytest.approx(91.0420758868549, abs=1e-3)


@pytest.mark.parametrize("triple", [(1, 2, 3), (0, 0, 1), (40, 2, 0), (0, 5, 0), (10, 20, 70)])
@pytest.mark.parametrize("points", [-60, 0, 33, 95])
def test_the_integral_agrees_with_random_draws(triple: tuple[int, int, int], points: float) -> None:
    draws = np.random.default_rng(7).dirichlet(np.array(triple) + 0.5, 100_000)
    share = (100 * (draws[:, 2] - draws[:, 0]) > points).mean()
    assert probability_above(score(*triple), points) == pytest.approx(share, abs=0.007)


@settings(max_examples=40)
@given(counts, st.floats(-99, 99))
def test_above_here_is_below_in_the_mirror_and_it_falls_with_the_points(
    triple: tuple[int, int, int], points: float
) -> None:
    here, mirror = score(*triple), score(*reversed(triple))
    p = probability_above(here, points)
    assert 0 <= p <= 1
    assert p + probability_above(mirror, -points) == pytest.approx(1, abs=1e-6)
    assert probability_above(here, min(points + 5, 100)) <= p + 1e-9


def test_points_outside_the_scale_are_refused() -> None:
    with pytest.raises(Refusal, match="points"):
        probability_above(score(1, 2, 3), 101)
    with pytest.raises(Refusal, match="points"):
        probability_above(score(1, 2, 3), float("nan"))
