import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from likely.lib.refusal import Refusal
from likely.stats.difference import Difference
from likely.stats.earlier_score import Pairs, with_earlier_score
from likely.stats.estimate import Estimate
from likely.stats.experiment import (
    Split,
    advice,
    answers_until_clear,
    guarded,
    relative_lift,
    running_difference,
    split_check,
)
from likely.stats.score import Score, score_of_counts
from tests.stats.conftest import close

arms = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300)).filter(lambda c: sum(c) >= 20)


def score(counts: tuple[int, int, int]) -> Score:
    made = score_of_counts(*counts)
    assert made is not None
    return made


def test_the_relative_lift_of_growthbook(gold: Callable[[str], dict[str, Any]]) -> None:
    given = gold("exp-001")["inputs"]
    lift = relative_lift(tuple(given["a"]), tuple(given["b"]), expected=given["tuning"])
    assert close([lift.value, lift.low, lift.high], gold("exp-001"))


def test_a_split_that_kohavi_tang_and_xu_call_broken(gold: Callable[[str], dict[str, Any]]) -> None:
    split = split_check(gold("exp-007")["inputs"]["n"])
    assert split is not None
    assert close([split.chi2, math.log10(split.p)], gold("exp-007"))
    assert split.broken


@given(st.lists(st.tuples(st.integers(1, 5000), st.floats(0.1, 5)), min_size=2, max_size=5))
def test_the_split_is_scipys_chi_square(arms: list[tuple[int, float]]) -> None:
    n, shares = [count for count, _ in arms], [share for _, share in arms]
    expected = chisquare(n, np.array(shares) / sum(shares) * sum(n))
    split = split_check(n, shares)
    assert split is not None
    assert split.chi2 == pytest.approx(expected.statistic, abs=1e-9)
    assert split.p == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-200)


@given(arms, arms)
def test_swapping_the_arms_turns_the_difference_round(
    a: tuple[int, int, int], b: tuple[int, int, int]
) -> None:
    there, back = running_difference(score(a), score(b)), running_difference(score(b), score(a))
    if there is None or back is None:
        assert there is back
        return
    assert there.value == pytest.approx(-back.value)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
    assert there.p == pytest.approx(back.p)
    assert -200 <= there.low <= there.value <= there.high <= 200


@given(arms, arms, st.integers(2, 20))
def test_more_of_the_same_never_takes_a_verdict_back(
    a: tuple[int, int, int], b: tuple[int, int, int], times: int
) -> None:
    few = running_difference(score(a), score(b))
    many = running_difference(
        score((a[0] * times, a[1] * times, a[2] * times)), score((b[0] * times, b[1] * times, b[2] * times))
    )
    if few is not None:
        assert many is not None
        assert few.low - 1e-9 <= many.low
        assert many.high <= few.high + 1e-9
        if advice(few) in ("better", "worse"):
            assert advice(many) == advice(few)


def test_too_few_and_all_alike_say_nothing() -> None:
    assert running_difference(score((5, 5, 9)), score((50, 50, 90))) is None
    assert running_difference(score((0, 0, 40)), score((0, 0, 40))) is None
    assert advice(None) == "too_few"


def sums(y: Any, x: Any) -> Pairs:
    return Pairs(len(y), y.sum(), x.sum(), (y * y).sum(), (x * x).sum(), (x * y).sum())


def test_an_earlier_score_narrows_the_interval_and_keeps_the_difference() -> None:
    rng = np.random.default_rng(2)
    y, x = [], []
    for lift in (0.0, 0.2):
        lasting = rng.normal(size=3000)
        x.append(np.clip(np.round(lasting + rng.normal(scale=0.6, size=3000)), -1, 1))
        y.append(np.clip(np.round(lasting + lift + rng.normal(scale=0.6, size=3000)), -1, 1))
    adjusted = with_earlier_score(sums(y[0], x[0]), sums(y[1], x[1]))
    plain = running_difference(
        score(tuple(int((y[0] == v).sum()) for v in (-1, 0, 1))),  # type: ignore[arg-type]
        score(tuple(int((y[1] == v).sum()) for v in (-1, 0, 1))),  # type: ignore[arg-type]
    )
    assert adjusted is not None
    assert plain is not None
    assert adjusted.high - adjusted.low < 0.85 * (plain.high - plain.low)
    centred = [one - one.mean() for one in x]
    theta = sum((c * (o - o.mean())).sum() for c, o in zip(centred, y, strict=True)) / sum(
        (c * c).sum() for c in centred
    )
    assert adjusted.value == pytest.approx(
        100 * (y[1].mean() - y[0].mean() - theta * (x[1].mean() - x[0].mean()))
    )
    residuals = [o - theta * one for o, one in zip(y, x, strict=True)]
    error = 100 * math.sqrt(sum(r.var(ddof=1) / len(r) for r in residuals))
    assert (adjusted.high - adjusted.low) / 2 == pytest.approx(error * 3, rel=0.2)


def test_an_earlier_score_that_says_nothing_changes_nothing() -> None:
    y = np.tile([-1.0, 0.0, 1.0, 1.0], 50)
    adjusted = with_earlier_score(sums(y, np.zeros(200)), sums(-y, np.zeros(200)))
    assert adjusted is not None
    assert adjusted.value == pytest.approx(-50)
    assert with_earlier_score(sums(y[:10], y[:10]), sums(y, y)) is None


@pytest.mark.parametrize(
    ("low", "high", "word"), [(-3, 2, "held"), (-9, 2, "unclear"), (-9, -6, "harmed"), (0, 5, "held")]
)
def test_a_guard_holds_only_where_the_whole_interval_does(low: float, high: float, word: str) -> None:
    assert guarded(Estimate((low + high) / 2, low, high, 100, "t"), 5) == word


def gap(low: float, high: float) -> Difference:
    return Difference(
        value=(low + high) / 2, low=low, high=high, n=100, method="confidence sequence", level=0.95, p=0.5
    )


def test_the_advice_puts_first_what_spoils_the_rest() -> None:
    assert advice(gap(2, 9), Split(30, 1e-7)) == "split_broken"
    assert advice(gap(2, 9), Split(1, 0.3)) == "better"
    assert advice(gap(2, 9), guards=["held", "unclear"]) == "go_on"
    assert advice(gap(2, 9), guards=["held", "harmed"]) == "worse"
    assert advice(gap(-9, -2)) == "worse"
    assert advice(gap(-2, 3)) == "go_on"
    assert advice(gap(-2, 3), worthwhile=4) == "no_matter"


def test_the_answers_that_are_announced_suffice() -> None:
    a, b = score((150, 350, 500)), score((120, 330, 550))
    n = answers_until_clear(a, b, 5)
    times = n / 2000
    grown = [
        score(tuple(round(count * times) for count in one))  # type: ignore[arg-type]
        for one in ((150, 350, 500), (120, 330, 550))
    ]
    found = running_difference(*grown)
    assert found is not None
    assert (found.high - found.low) / 2 == pytest.approx(5, rel=0.01)
    assert n > 4000


def test_what_has_no_meaning_is_refused() -> None:
    with pytest.raises(Refusal):
        split_check([10, 10], [1.0])
    with pytest.raises(Refusal):
        split_check([10, 10], [1.0, 0.0])
    with pytest.raises(Refusal):
        relative_lift((0, 10), (3, 10))
    with pytest.raises(Refusal):
        guarded(gap(0, 1), 0)
    with pytest.raises(Refusal):
        answers_until_clear(score((1, 1, 1)), score((1, 1, 1)), 0)
    assert split_check([0, 0]) is None
