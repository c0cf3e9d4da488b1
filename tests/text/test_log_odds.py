import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.log_odds import log_odds

COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 500), min_size=2)


def test_formula_by_hand() -> None:
    """ours: a 8, b 2; theirs: a 2, b 8; prior 20 words spread half and half."""
    z = log_odds({"a": 8, "b": 2}, {"a": 2, "b": 8}, prior=20)
    gap = math.log(18 / (30 - 18)) - math.log(12 / (30 - 12))
    assert z["a"] == pytest.approx(gap / math.sqrt(1 / 18 + 1 / 12))
    assert z["b"] == pytest.approx(-z["a"])


@given(COUNTS, COUNTS)
def test_swapping_the_groups_turns_the_sign(ours: dict[str, int], theirs: dict[str, int]) -> None:
    there, back = log_odds(ours, theirs), log_odds(theirs, ours)
    assert all(there[term] == pytest.approx(-back[term], abs=1e-9) for term in there)


def test_a_rare_word_is_less_clear_than_a_common_one() -> None:
    ours, theirs = Counter({"rare": 3, "common": 300, "x": 700}), Counter({"common": 100, "x": 900})
    z = log_odds(ours, theirs)
    assert z["common"] > z["rare"] > 0


def test_one_group_alone_says_nothing() -> None:
    assert log_odds({"a": 5}, {}) == {}


def test_a_single_shared_word_tells_nothing_apart() -> None:
    assert log_odds({"a": 5}, {"a": 9}) == {"a": 0.0}
