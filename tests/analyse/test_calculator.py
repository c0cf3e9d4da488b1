import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.analyse.calculator import calculate
from likely.lib.refusal import Refusal

counts = st.integers(0, 10**9)


def test_the_worked_example_rounds_once_at_the_end() -> None:
    shown = [step.shown for step in calculate(48, 18, 4).steps]
    assert shown == ["70", "68.6\u00a0%", "25.7\u00a0%", "5.7\u00a0%", "62.857", "63"]


def test_each_formula_carries_its_figures() -> None:
    formulas = [step.formula for step in calculate(48, 18, 4).steps]
    assert formulas[:5] == ["48 + 18 + 4", "48 / 70", "18 / 70", "4 / 70", "100 · (48 − 4) / 70"]


def test_a_negative_score_is_shown_with_a_true_minus() -> None:
    assert [step.shown for step in calculate(1, 0, 3).steps][-2:] == ["−50", "−50"]


def test_equal_groups_are_zero_and_never_minus_zero() -> None:
    assert [step.shown for step in calculate(3, 1, 3).steps][-2:] == ["0", "0"]


def test_a_wide_interval_is_warned_of() -> None:
    assert any("wide" in note for note in calculate(7, 2, 1).notes)
    assert not any("wide" in note for note in calculate(480, 180, 40).notes)


def test_no_answers_are_refused() -> None:
    with pytest.raises(Refusal, match="all 0"):
        calculate(0, 0, 0)


@given(counts, counts, counts)
def test_the_shown_score_lies_in_its_interval(promoters: int, passives: int, detractors: int) -> None:
    if promoters + passives + detractors:
        score = calculate(promoters, passives, detractors).score
        assert -100 <= score.low <= score.value <= score.high <= 100
