import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from likely.lib.refusal import Refusal
from likely.stats.confidence_sequence import (
    always_valid_p,
    best_rho,
    half_width,
    mixture_boundary,
    mixture_likelihood_ratio,
    tuning,
)
from tests.stats.conftest import close


def test_the_normal_mixture_of_confseq(gold: Callable[[str], dict[str, Any]]) -> None:
    rho = best_rho(100, 0.95)
    assert close([rho, mixture_boundary(100, rho, 0.95)], gold("exp-003"))


def test_the_mixture_likelihood_ratio(gold: Callable[[str], dict[str, Any]]) -> None:
    given = gold("exp-005")["inputs"]
    assert close(mixture_likelihood_ratio(given["diff"], given["se"], given["tau"]), gold("exp-005"))


@given(st.floats(-20, 20), st.floats(2, 10), st.floats(0.5, 30))
def test_the_ratio_is_the_integral_over_what_the_truth_may_be(
    value: float, error: float, spread: float
) -> None:
    def density(truth: float) -> float:
        return float(norm.pdf(value, truth, error) * norm.pdf(truth, 0, spread))

    centre = value * spread**2 / (spread**2 + error**2)
    reach = 12 * error * spread / math.hypot(error, spread)
    integral = quad(density, centre - reach, centre + reach, epsabs=0, epsrel=1e-9)[0]
    expected = integral / norm.pdf(value, 0, error)
    assert mixture_likelihood_ratio(value, error, spread) == pytest.approx(expected, rel=1e-5)


@given(st.floats(-2, 2), st.floats(0.01, 2), st.integers(20, 100_000), st.sampled_from([0.8, 0.95, 0.99]))
def test_interval_and_p_agree(value: float, variance: float, n: int, level: float) -> None:
    half = half_width(variance, n, level, 2000)
    if abs(abs(value) - half) > 1e-9:
        assert (always_valid_p(value, variance, n, level, 2000) <= 1 - level) == (abs(value) > half)


@given(st.integers(2, 10_000), st.integers(1, 10_000), st.floats(100, 10_000))
def test_more_answers_never_widen_it(n: int, more: int, expected: float) -> None:
    assert half_width(1, n + more, 0.95, expected) < half_width(1, n, 0.95, expected)


def test_it_is_narrowest_about_the_expected_number() -> None:
    widths = {expected: half_width(1, 2000, 0.95, expected) for expected in (200, 1000, 2000, 4000, 20_000)}
    assert min(widths, key=widths.__getitem__) == 2000
    assert 1.3 < widths[2000] / (1.96 / math.sqrt(2000)) < 1.8  # the price of looking daily


def test_it_holds_zero_at_all_times_together() -> None:
    rng = np.random.default_rng(11)
    y = rng.choice([-1.0, 0.0, 1.0], size=(2000, 3000), p=[0.3, 0.4, 0.3]).cumsum(axis=1)
    looks = np.arange(50, 3001, 25)
    widths = np.array([half_width(0.6, float(n)) for n in looks])
    left = (np.abs(y[:, looks - 1] / looks) > widths).any(axis=1).mean()
    naive = (np.abs(y[:, looks - 1] / looks) > 1.96 * np.sqrt(0.6 / looks)).any(axis=1).mean()
    assert left < 0.05 < 0.25 < naive


@pytest.mark.parametrize(("expected", "level"), [(0, 0.95), (-1, 0.95), (math.nan, 0.95), (100, 1.0)])
def test_what_has_no_meaning_is_refused(expected: float, level: float) -> None:
    with pytest.raises(Refusal):
        tuning(expected, level)
