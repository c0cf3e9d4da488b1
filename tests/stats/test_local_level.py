from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.tsa.statespace.structural import UnobservedComponents

from likely.lib.refusal import Refusal
from likely.stats.local_level import local_level


def test_the_nile_is_smoothed_as_in_durbin_and_koopman(gold: Callable[[str], dict[str, Any]]) -> None:
    """Variances 15099 and 1469 (Durbin & Koopman 2012, table 2.1); the line by statsmodels."""
    series = np.array(gold("trd-001")["inputs"]["series"], dtype=float)
    found = local_level(series, np.full(len(series), 15099.0))
    assert found.walk == pytest.approx(1469, rel=0.05)
    model = UnobservedComponents(series, "local level", use_exact_diffuse=True)
    smoothed = model.smooth([15099.0, found.walk])
    assert found.line == pytest.approx(smoothed.smoothed_state[0], rel=1e-3)
    half = 1.959964 * np.sqrt(smoothed.smoothed_state_cov[0, 0])
    assert found.high - found.line == pytest.approx(half, rel=1e-3)


def test_what_does_not_move_is_a_flat_line_with_the_band_of_the_mean() -> None:
    rng = np.random.default_rng(2)
    y = rng.normal(0.3, 0.1, 200)
    found = local_level(y, np.full(200, 0.01))
    flat = local_level(y, np.full(200, 0.01), walk=1e-15)
    assert np.ptp(found.line) < 0.1
    assert flat.line == pytest.approx(np.full(200, y.mean()), abs=1e-4)
    assert flat.high - flat.line == pytest.approx(np.full(200, 1.96 * 0.1 / np.sqrt(200)), rel=0.01)


def test_a_day_with_many_answers_is_believed_more_and_one_without_is_bridged() -> None:
    y = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    few = local_level(y, np.full(5, 0.1), walk=0.05)
    many = local_level(y, np.array([0.1, 0.1, 0.001, 0.1, 0.1]), walk=0.05)
    none = local_level(y, np.array([0.1, 0.1, np.inf, 0.1, 0.1]), walk=0.05)
    assert none.line[2] == pytest.approx(0, abs=1e-9)
    assert none.line[2] < few.line[2] < many.line[2]
    assert np.ptp((none.high - none.low)[1:3]) > 0


@given(st.integers(0, 10_000), st.floats(-2, 2), st.floats(0.1, 10))
def test_it_shifts_and_stretches_with_the_series(seed: int, shift: float, stretch: float) -> None:
    rng = np.random.default_rng(seed)
    y, v = rng.normal(size=30), rng.uniform(0.5, 2, 30)
    plain = local_level(y, v, walk=0.1)
    moved = local_level(shift + stretch * y, stretch**2 * v, walk=stretch**2 * 0.1)
    assert moved.line == pytest.approx(shift + stretch * plain.line, abs=1e-4)
    assert ((plain.low < plain.line) & (plain.line < plain.high)).all()


@given(st.integers(0, 10_000))
def test_backwards_is_the_same_line(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, v = rng.normal(size=25), rng.uniform(0.5, 2, 25)
    assert local_level(y, v, walk=0.2).line == pytest.approx(
        local_level(y[::-1], v[::-1], walk=0.2).line[::-1], abs=1e-5
    )


def test_too_short_a_series_is_refused() -> None:
    with pytest.raises(Refusal):
        local_level([0.1, 0.2], [1.0, 1.0])
    with pytest.raises(Refusal):
        local_level([0.1, 0.2, 0.3], [1.0, 1.0, 0.0])
