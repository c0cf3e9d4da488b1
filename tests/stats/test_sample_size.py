from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.interval import score_interval
from likely.stats.sample_size import (
    TYPICAL_VARIANCE,
    answers_needed,
    answers_per_arm,
    answers_still_needed,
    answers_to_tell,
)
from likely.stats.score import Score, score_of_counts
from likely.stats.variance import variance_of_counts
from tests.stats.conftest import close


def score(*triple: int) -> Score:
    made = score_of_counts(*triple)
    assert made is not None
    return made


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    assert answers_needed(10) == gold("size-001")["expected"]
    inputs = gold("size-002")["inputs"]
    assert close(answers_per_arm(inputs["a"], inputs["b"], inputs["power"]), gold("size-002"))


def test_from_35_to_43() -> None:
    assert answers_to_tell(score(15, 35, 50), score(12, 33, 55)) == 1242


def test_the_typical_variance_is_that_of_15_35_50() -> None:
    assert pytest.approx(variance_of_counts(15, 35, 50), abs=0.005) == TYPICAL_VARIANCE
    assert answers_needed(5, TYPICAL_VARIANCE) == pytest.approx(811, abs=5)


@pytest.mark.parametrize("margin", [3, 5, 10, 15])
def test_so_many_answers_give_that_margin(margin: float) -> None:
    n = answers_needed(margin, variance_of_counts(15, 35, 50))
    low, high = score_interval(0.15 * n, 0.35 * n, 0.5 * n)
    assert (high - low) / 2 == pytest.approx(margin, rel=0.02)


@given(st.tuples(*[st.integers(0, 40)] * 3).filter(any), st.floats(2, 30))
def test_after_the_answers_still_needed_none_are(triple: tuple[int, int, int], margin: float) -> None:
    missing = answers_still_needed(score(*triple), margin)
    assert missing >= 0
    more = 1 + missing / sum(triple)
    low, high = score_interval(*(count * more for count in triple))
    assert (high - low) / 2 < 1.25 * margin


def test_three_promoters_do_not_end_the_survey() -> None:
    assert answers_still_needed(score(0, 0, 3), 5) > 100


@pytest.mark.parametrize("margin", [0, -5, float("nan"), float("inf")])
def test_a_margin_is_above_0(margin: float) -> None:
    with pytest.raises(Refusal, match="margin"):
        answers_needed(margin)


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(Refusal, match="told apart"):
        answers_to_tell(score(1, 2, 3), score(10, 20, 30))
    with pytest.raises(Refusal, match="variance"):
        answers_needed(5, 1.2)
    with pytest.raises(Refusal, match="power"):
        answers_to_tell(score(1, 2, 3), score(3, 2, 1), power=80)
