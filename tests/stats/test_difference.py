from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.difference import adjusted_wald_difference, difference, differences, wald_difference
from likely.stats.normal import p_of_z
from likely.stats.score import Score, score_of_counts
from tests.stats.conftest import close

counts = st.tuples(*[st.integers(0, 200)] * 3).filter(any)


def score(*triple: int, level: float = 0.95) -> Score:
    made = score_of_counts(*triple, level=level)
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("name", "method"), [("diff-001", wald_difference), ("diff-002", adjusted_wald_difference)]
)
def test_reference_values(
    gold: Callable[[str], dict[str, Any]], name: str, method: Callable[..., Any]
) -> None:
    found = method(tuple(gold(name)["inputs"]["a"]), tuple(gold(name)["inputs"]["b"]))
    assert close([found.value, found.low, found.high, found.p], gold(name))
    assert found.n == 220


@given(counts, counts)
def test_the_other_way_round_is_the_mirror_image(a: Any, b: Any) -> None:
    here, there = difference(score(*a), score(*b)), difference(score(*b), score(*a))
    assert here.value == -there.value
    assert (here.low, here.high) == pytest.approx((-there.high, -there.low), abs=1e-9)
    assert here.p == pytest.approx(there.p, abs=1e-9)


@given(counts, counts)
def test_it_is_bounded_and_holds_the_point(a: Any, b: Any) -> None:
    found = difference(score(*a), score(*b))
    assert found.value == score(*a).value - score(*b).value
    assert -200 <= found.low <= found.value <= found.high <= 200
    assert found.high - found.low > 0.01
    assert 0 < found.p <= 1


@given(counts, counts, st.floats(0.5, 0.999))
def test_p_and_interval_say_the_same(a: Any, b: Any, level: float) -> None:
    found = difference(score(*a), score(*b), level)
    assume(min(abs(found.low), abs(found.high)) > 1e-6)
    assert (found.p < 1 - level) == (found.low > 0 or found.high < 0)


@given(counts)
def test_no_difference_from_oneself(a: Any) -> None:
    same = difference(score(*a), score(*a))
    assert (same.value, same.p) == (0, 1)
    assert same.low < 0 < same.high


def test_with_many_answers_it_is_the_textbook_test() -> None:
    a, b = (1000, 2000, 7000), (1100, 2000, 6900)
    found, textbook = difference(score(*a), score(*b)), wald_difference(a, b)
    assert found.p == pytest.approx(textbook.p, rel=0.01)
    assert (found.low, found.high) == pytest.approx((textbook.low, textbook.high), abs=0.02)


@given(st.lists(st.tuples(counts, counts), max_size=14))
def test_many_at_once_are_what_each_is_alone(many: list[Any]) -> None:
    pairs = [(score(*a), score(*b)) for a, b in many]
    for together, (a, b) in zip(differences(pairs), pairs, strict=True):
        alone = difference(a, b)
        assert together.p == pytest.approx(alone.p, rel=1e-6, abs=1e-12)
        assert (together.low, together.high) == pytest.approx((alone.low, alone.high), abs=1e-7)


def test_mixed_levels_are_refused() -> None:
    with pytest.raises(Refusal, match="compared"):
        difference(score(1, 2, 3), score(1, 2, 3, level=0.9))


def test_a_finite_population_is_no_proof_of_a_difference() -> None:
    whole = score_of_counts(4, 18, 48, population=70)
    assert whole is not None
    assert difference(whole, score(10, 20, 40)) == difference(score(4, 18, 48), score(10, 20, 40))


def test_a_small_group_against_a_large_one_keeps_its_promise() -> None:
    """10 against 100, both at 88: the textbook interval misses the truth a third of the time."""
    rng = np.random.default_rng(5)
    small = rng.multinomial(10, (0.02, 0.08, 0.9), 600)
    large = rng.multinomial(100, (0.02, 0.08, 0.9), 600)
    pairs = [(score(*map(int, a)), score(*map(int, b))) for a, b in zip(small, large, strict=True)]
    ours = sum(found.low <= 0 <= found.high for found in differences(pairs)) / 600
    textbook = [wald_difference(a.counts, b.counts) for a, b in pairs]
    assert ours > 0.93
    assert sum(found.low <= 0 <= found.high for found in textbook) / 600 < 0.85


def test_the_two_farthest_scores_have_a_p_above_0() -> None:
    found = difference(score(0, 0, 10**6), score(10**6, 0, 0))
    assert 0 < found.p < 1e-100
    assert p_of_z(1.96) == pytest.approx(0.05, abs=1e-4)
