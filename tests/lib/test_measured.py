from likely.lib.measured import in_full, span, with_interval
from tests.lib.figures import Figure


def test_even_arms_are_written_as_plus_minus() -> None:
    assert with_interval(Figure(63, 54.2, 71.8, 70)) == "+63 ± 9"


def test_uneven_arms_are_written_as_a_range() -> None:
    assert with_interval(Figure(62.857, 46.7, 74.6, 70)) == "+63 (+47 to +75)"


def test_a_score_in_full_carries_its_interval_and_n() -> None:
    assert in_full(Figure(-5, -8, -2, 12345)) == "−5 ± 3 · n 12\u202f345"


def test_an_interval_across_zero_has_both_signs() -> None:
    assert span(-4.4, 0.2) == "−4 to 0"


def test_the_word_between_is_translated() -> None:
    assert span(1, 2, lambda text: text.replace("to", "kuni")) == "+1 kuni +2"
