"""How many answers would tell: of even sides and of sides that are not."""

import pytest

from likely.stats.sample_size import answers_to_tell
from likely.stats.score import Score, score_of_counts
from likely.web.verdict import MOST_WORTH_ASKING, more_answers


def scored(n: int, value: float) -> Score:
    promoters = round(n * (0.5 + value / 200))
    score = score_of_counts(n - promoters, 0, promoters)
    assert score is not None
    return score


def test_even_sides_need_what_is_missing_on_both() -> None:
    a, b = scored(100, 20), scored(100, 40)
    assert more_answers(a, b) == pytest.approx(2 * (answers_to_tell(a, b) - 100), rel=0.1)


def test_a_small_side_needs_what_the_large_one_leaves() -> None:
    """1/n + 1/N must fall to what two even sides would have."""
    a, b = scored(20, 20), scored(100_000, 40)
    more, each = more_answers(a, b), answers_to_tell(a, b)
    assert more is not None
    assert 1 / (20 + more) + 1 / 100_000 <= 2 / each
    assert 1 / (20 + more * 0.8) + 1 / 100_000 > 2 / each


@pytest.mark.parametrize(("small", "other"), [(22, 0.5), (1000, 0.6)])
def test_a_difference_too_small_for_anybody_to_wait_for_has_no_number(small: int, other: float) -> None:
    found = more_answers(scored(small, 0), scored(10_000, other))
    assert found is None or found <= MOST_WORTH_ASKING
