import math

import numpy as np
import pytest

from likely.lib.refusal import Refusal
from likely.stats.scale import GROUP_SCORES, group_of, read_score


@pytest.mark.parametrize(
    ("loose", "code"),
    [
        (6.5, "score_not_whole"),
        (9.0, "score_not_whole"),
        ("9abc", "score_is_text"),
        ("9", "score_is_text"),
        ("", "score_is_text"),
        (True, "score_is_boolean"),
        (False, "score_is_boolean"),
        (np.True_, "score_not_a_number"),
        (11, "score_out_of_range"),
        (-1, "score_out_of_range"),
        (10**30, "score_out_of_range"),
        (math.nan, "score_is_nan"),
        (math.inf, "score_not_whole"),
        (None, "score_is_missing"),
        ([9], "score_not_a_number"),
        (9 + 0j, "score_not_a_number"),
        (np.float64(9), "score_not_whole"),
        (np.float32(9), "score_not_a_number"),
    ],
)
def test_loose_scores_are_refused_with_a_reason_each(loose: object, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_score(loose)
    assert refused.value.code == code
    assert refused.value.field == "score"
    assert "0 to 10" in str(refused.value)


@pytest.mark.parametrize("score", range(11))
def test_the_eleven_scores_pass_as_they_are(score: int) -> None:
    assert read_score(score) == score
    assert type(read_score(np.int64(score))) is int


def test_every_score_is_in_the_group_of_its_range() -> None:
    for group, scores in GROUP_SCORES.items():
        assert all(group_of(score) == group for score in scores)
    assert sorted(score for scores in GROUP_SCORES.values() for score in scores) == list(range(11))
