from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta

from likely.lib.refusal import Refusal
from likely.stats.e_value import daily_e_value, swap_e_value

counts = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))


@given(st.integers(0, 30), st.integers(0, 30))
def test_it_is_the_mean_likelihood_ratio_over_what_the_edge_may_be(a: int, b: int) -> None:
    def ratio(q: float) -> float:
        return float(beta.pdf(q, 30, 30) * (2 * q) ** a * (2 * (1 - q)) ** b)

    mean = quad(ratio, 0, 1, points=[0.5], epsabs=0, epsrel=1e-9)[0]
    assert swap_e_value((0, 5, b), (0, 7, a)) == pytest.approx(mean, rel=1e-6)
    assert swap_e_value((a, 5, 0), (b, 7, 0)) == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize("n", [1, 5, 12])
def test_its_mean_without_a_difference_is_one(n: int) -> None:
    """Every way that n tosses may fall, with its chance."""
    mean = sum(comb(n, a) / 2**n * swap_e_value((0, 0, n - a), (0, 0, a)) for a in range(n + 1))
    assert mean == pytest.approx(1)


@given(counts, counts)
def test_swapping_the_arms_changes_nothing(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    assert swap_e_value(a, b) == pytest.approx(swap_e_value(b, a))
    assert daily_e_value([(a, b)]) == pytest.approx(daily_e_value([(b, a)]))


def test_a_bet_is_fair_at_each_answer() -> None:
    """Whatever was answered before: on average over the arms that the next answer may be drawn into."""
    before = [((3, 2, 9), (1, 1, 7))]
    for shares in ((0.5, 0.5), (0.3, 0.7)):
        start = daily_e_value(before, shares)
        for answer in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
            none = (0, 0, 0)
            mean = shares[0] * daily_e_value([*before, (answer, none)], shares) + shares[1] * daily_e_value(
                [*before, (none, answer)], shares
            )
            assert mean == pytest.approx(start)


def simulated(a: list[float], b: list[float], runs: int, days: int, seed: int) -> tuple[float, float]:
    """How often each e-value passes 20 on any day."""
    rng = np.random.default_rng(seed)
    hits = np.zeros(2)
    for _ in range(runs):
        arms = np.stack([rng.multinomial(40, a, days), rng.multinomial(40, b, days)], axis=1)
        stream = [((*map(int, day[0]),), (*map(int, day[1]),)) for day in arms]
        total = arms.cumsum(axis=0)
        swap = max(swap_e_value((*map(int, t[0]),), (*map(int, t[1]),)) for t in total)  # type: ignore[arg-type]
        daily = max(daily_e_value(stream[: day + 1]) for day in range(9, days, 10))  # type: ignore[arg-type]
        hits += [swap >= 20, daily >= 20]
    return tuple(hits / runs)  # type: ignore[return-value]


def test_false_alarms_are_rare_and_real_differences_found() -> None:
    same = simulated([0.15, 0.35, 0.5], [0.15, 0.35, 0.5], 40, 40, 1)
    apart = simulated([0.15, 0.35, 0.5], [0.05, 0.25, 0.7], 10, 40, 2)
    assert max(same) <= 0.1
    assert min(apart) >= 0.9


def test_what_is_no_count_is_refused() -> None:
    with pytest.raises(Refusal):
        swap_e_value((1, 2, -3), (1, 2, 3))
    with pytest.raises(Refusal):
        daily_e_value([], (0.5, 0.6))
