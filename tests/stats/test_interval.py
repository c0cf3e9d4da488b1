from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from likely.stats.interval import (
    adjusted_wald_interval,
    score_interval,
    score_intervals,
    score_z,
    score_zs,
    wald_interval,
)
from tests.stats.conftest import close

counts = st.tuples(*[st.integers(0, 500)] * 3).filter(any)
METHODS = {"wald": wald_interval, "adjwald": adjusted_wald_interval, "score": score_interval}


@pytest.mark.parametrize(
    "name",
    [
        *("ci-wald-seed", "ci-wald-hund"),
        *("ci-adjwald-seed", "ci-adjwald-hund", "ci-adjwald-zero", "ci-adjwald-top"),
        *("ci-score-seed", "ci-score-hund", "ci-score-tiny", "ci-score-top"),
    ],
)
def test_reference_values(gold: Callable[[str], dict[str, Any]], name: str) -> None:
    value = gold(name)
    assert close(METHODS[name.split("-")[1]](*value["inputs"]["counts"]), value)


def test_the_interval_of_4_18_48() -> None:
    assert score_interval(4, 18, 48) == pytest.approx((46.6867, 74.6251), abs=1e-3)


def test_published_margins(gold: Callable[[str], dict[str, Any]]) -> None:
    low, high = wald_interval(100, 200, 200)
    share = 0.4
    margin = 100 * 1.959964 * (share * (1 - share) / 500) ** 0.5
    assert close([(high - low) / 2, margin], gold("var-004"))


@given(counts, st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]))
def test_the_interval_is_bounded_holds_the_point_and_has_width(
    triple: tuple[int, int, int], level: float
) -> None:
    d, n0, p = triple
    point = 100 * (p - d) / (d + n0 + p)
    low, high = score_interval(d, n0, p, level)
    assert -100 <= low <= point + 1e-9
    assert point - 1e-9 <= high <= 100
    assert high - low > 0.01


@given(counts)
def test_the_mirror_image_of_the_answers_has_the_mirror_image_of_the_interval(
    triple: tuple[int, int, int],
) -> None:
    d, n0, p = triple
    for method in METHODS.values():
        low, high = method(d, n0, p, 0.95)
        assert method(p, n0, d, 0.95) == pytest.approx((-high, -low), abs=1e-9)


@given(counts)
def test_the_ends_are_where_the_test_turns(triple: tuple[int, int, int]) -> None:
    low, high = score_interval(*triple)
    if low > -100 + 1e-6:
        assert score_z(*triple, low / 100) == pytest.approx(1.959964, abs=1e-3)
    if high < 100 - 1e-6:
        assert score_z(*triple, high / 100) == pytest.approx(-1.959964, abs=1e-3)


@given(counts)
def test_a_higher_level_is_wider_and_four_times_the_answers_narrower(triple: tuple[int, int, int]) -> None:
    d, n0, p = triple
    low90, high90 = score_interval(d, n0, p, 0.9)
    low, high = score_interval(d, n0, p, 0.95)
    assert low <= low90 <= high90 <= high
    low4, high4 = score_interval(4 * d, 4 * n0, 4 * p, 0.95)
    assert high4 - low4 < high - low


@given(st.lists(counts, min_size=1, max_size=10))
def test_many_at_once_are_what_each_is_alone(many: list[tuple[int, int, int]]) -> None:
    d, n0, p = np.array(many, dtype=float).T
    lows, highs = score_intervals(d, n0, p)
    for triple, low, high in zip(many, lows, highs, strict=True):
        assert score_interval(*triple) == pytest.approx((low, high), abs=1e-8)
    at = np.full(len(many), 0.25)
    for triple, z in zip(many, score_zs(d, n0, p, at), strict=True):
        assert score_z(*triple, 0.25) == pytest.approx(z, abs=1e-9)


@given(st.tuples(*[st.integers(1, 80)] * 3), st.floats(-0.95, 0.95))
def test_the_fitted_shares_are_the_likeliest_that_brute_force_finds(
    triple: tuple[int, int, int], t: float
) -> None:
    d, n0, p = triple
    n = d + n0 + p

    def unlikelihood(q: float) -> float:
        return -(d * np.log(q) + p * np.log(q + t) + n0 * np.log(1 - 2 * q - t))

    edge = 1e-12
    found = minimize_scalar(
        unlikelihood,
        bounds=(max(-t, 0) + edge, (1 - t) / 2 - edge),
        method="bounded",
        options={"xatol": 1e-12},
    )
    variance = 2 * found.x + t - t * t
    assert score_z(d, n0, p, t) == pytest.approx((p - d - n * t) / np.sqrt(n * variance), rel=1e-3, abs=1e-5)


def test_one_answer_and_all_alike_have_an_honest_width() -> None:
    for triple in ((0, 0, 1), (0, 1, 0), (1, 0, 0), (0, 0, 10), (0, 10, 0)):
        low, high = score_interval(*triple)
        assert high - low > 50
        assert wald_interval(*triple)[1] == wald_interval(*triple)[0]  # what it is compared with


def test_a_billion_answers() -> None:
    low, high = score_interval(10**8, 2 * 10**8, 7 * 10**8)
    assert high - low == pytest.approx(2 * 100 * 1.959964 * (0.44 / 1e9) ** 0.5, rel=1e-4)
    assert low < 60 < high
