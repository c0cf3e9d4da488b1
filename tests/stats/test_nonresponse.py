import pytest

from likely.lib.refusal import Refusal
from likely.stats.difference import difference
from likely.stats.nonresponse import early_against_late, if_silent_differ
from likely.stats.score import score_of_counts


def test_the_fewer_answer_the_more_the_silent_weigh() -> None:
    assert if_silent_differ(40, 1.0, 20) == 40
    assert if_silent_differ(40, 0.25, 20) == 25
    assert if_silent_differ(40, 0.25, 0) == 40
    assert if_silent_differ(-95, 0.1, 50) == -100


@pytest.mark.parametrize(("rate", "lower"), [(1.5, 10), (float("nan"), 10), (0.5, float("inf"))])
def test_what_is_no_rate_or_number_is_refused(rate: float, lower: float) -> None:
    with pytest.raises(Refusal):
        if_silent_differ(40, rate, lower)


def test_late_answers_stand_for_the_silent() -> None:
    early, late = score_of_counts(20, 30, 50), score_of_counts(35, 30, 35)
    assert early is not None
    assert late is not None
    found = early_against_late(early, late, 0.25)
    assert found.difference == difference(late, early)
    assert found.if_silent_are_late == pytest.approx(0.25 * 15 + 0.75 * 0)
    assert early_against_late(early, early, 0.25).if_silent_are_late == pytest.approx(early.value)
    assert early_against_late(early, late, 1.0).if_silent_are_late == pytest.approx(15)
