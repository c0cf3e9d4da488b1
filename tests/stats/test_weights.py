from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.difference import difference
from likely.stats.score import score_of_cell
from likely.stats.weights import WeightedScore, kish, weighted_score
from tests.stats.conftest import close

rows = st.lists(st.tuples(st.integers(0, 10), st.floats(0.05, 20)), min_size=1, max_size=60)


def sums(answers: list[Any]) -> tuple[list[int], list[float], list[float]]:
    n, w, w2 = [0] * 11, [0.0] * 11, [0.0] * 11
    for score, weight in answers:
        n[score] += 1
        w[score] += weight
        w2[score] += weight**2
    return n, w, w2


def weighted(answers: list[Any], **options: Any) -> WeightedScore:
    made = weighted_score(*sums(answers), **options)
    assert made is not None
    return made


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    given_rows = gold("wt-006")["inputs"]["rows_cust_seg_reg_score_w"]
    whole = weighted([(score, weight) for *_, score, weight in given_rows])
    assert close([whole.value, whole.standard_error], gold("wt-006"))
    parts = [
        weighted([(score, weight) for _, at, _, score, weight in given_rows if at == segment], of=60)
        for segment in "ABC"
    ]
    assert close([part.value for part in parts] + [part.standard_error for part in parts], gold("wt-014"))
    assert close(kish(gold("wt-012")["inputs"]["w"]), gold("wt-012"))


@given(rows, st.floats(0.1, 50))
def test_the_unit_of_the_weights_does_not_matter(answers: list[Any], unit: float) -> None:
    here, there = weighted(answers), weighted([(score, weight * unit) for score, weight in answers])
    for name in ("value", "low", "high", "n_effective", "design_effect", "standard_error"):
        assert getattr(there, name) == pytest.approx(getattr(here, name), rel=1e-6, abs=1e-6)


@given(st.lists(st.integers(0, 10), min_size=1, max_size=80), st.floats(0.1, 10))
def test_equal_weights_are_no_weights(scores: list[int], weight: float) -> None:
    made = weighted([(score, weight) for score in scores])
    plain = score_of_cell(made_n := [scores.count(score) for score in range(11)])
    assert plain is not None
    assert made.n_effective == pytest.approx(sum(made_n))
    assert made.design_effect == pytest.approx(1)
    assert (made.value, made.low, made.high) == pytest.approx((plain.value, plain.low, plain.high), abs=1e-6)
    assert made.unweighted == pytest.approx(made.value)


@given(rows)
def test_it_is_bounded_and_never_surer_than_without_weights(answers: list[Any]) -> None:
    made = weighted(answers)
    y = np.array([(score > 8) - (score < 7) for score, _ in answers])
    w = np.array([weight for _, weight in answers])
    assert made.value == pytest.approx(100 * (w * y).sum() / w.sum(), abs=1e-6)
    assert -100 <= made.low <= made.value <= made.high <= 100
    assert 0 < made.n_effective <= made.n + 1e-9
    assert made.design_effect >= 1
    assert sum(made.counts) == pytest.approx(made.n_effective)


def test_the_weighted_interval_keeps_its_promise() -> None:
    rng, held = np.random.default_rng(1), 0
    for _ in range(200):
        weights = np.exp(rng.normal(0, 0.7, 100))
        scores = rng.choice([3, 8, 10], 100, p=(0.15, 0.35, 0.5))
        made = weighted(list(zip(map(int, scores), map(float, weights), strict=True)))
        held += made.low <= 35 <= made.high
    assert 0.91 < held / 200 < 0.985


def test_one_heavy_voice_is_one_voice() -> None:
    crowd = [(10, 1.0)] * 99
    loud = weighted([*crowd, (0, 50.0)])
    assert loud.n_effective < 10
    assert loud.high - loud.low > 60


def test_a_weighted_score_can_be_compared() -> None:
    a = weighted([(10, 1.0)] * 40 + [(3, 3.0)] * 20)
    b = weighted([(10, 1.0)] * 30 + [(3, 1.0)] * 30)
    found = difference(a, b)
    assert found.low < found.value < found.high
    assert found.high - found.low > a.high - a.low


def test_nobody_answered_is_no_score() -> None:
    assert weighted_score([0] * 11, [0.0] * 11, [0.0] * 11) is None


@pytest.mark.parametrize("bad", [-1.0, 0.0, float("nan"), float("inf")])
def test_weights_are_above_0(bad: float) -> None:
    n, w, w2 = sums([(10, 1.0), (3, 1.0)])
    with pytest.raises(Refusal, match="weight"):
        weighted_score(n, [*w[:10], bad], w2)
    with pytest.raises(Refusal, match="11"):
        weighted_score(n, w[:10], w2)


def test_kish_by_hand() -> None:
    assert kish([5, 5, 5]) == pytest.approx((1, 3))
