from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.change import SegmentChange, mix_split, mix_split_of_scores
from likely.stats.score import score_of_counts
from tests.stats.conftest import close

triple = st.tuples(*[st.integers(0, 50)] * 3)
periods = st.lists(st.tuples(triple, triple), min_size=1, max_size=6)


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    rows = zip(
        *(gold("trd-006")["inputs"][name] for name in ("share0", "share1", "nps0", "nps1")), strict=True
    )
    split = mix_split({str(index): SegmentChange(*row) for index, row in enumerate(rows)})
    assert close([split.within, split.mix, split.total], gold("trd-006"))


@given(
    periods.filter(lambda rows: any(map(any, (a for a, _ in rows))) and any(map(any, (b for _, b in rows))))
)
def test_the_parts_add_up_to_the_change_of_the_whole(rows: list[Any]) -> None:
    before = {str(index): score_of_counts(*a) for index, (a, _) in enumerate(rows)}
    after = {str(index): score_of_counts(*b) for index, (_, b) in enumerate(rows)}
    whole_before = score_of_counts(*(sum(a[group] for a, _ in rows) for group in range(3)))
    whole_after = score_of_counts(*(sum(b[group] for _, b in rows) for group in range(3)))
    split = mix_split_of_scores(before, after)
    assert split is not None
    assert whole_before is not None
    assert whole_after is not None
    assert split.total == pytest.approx(whole_after.value - whole_before.value, abs=1e-9)


def test_a_new_segment_is_all_mix() -> None:
    old, new = score_of_counts(10, 10, 80), score_of_counts(80, 10, 10)
    split = mix_split_of_scores({"old": old}, {"old": old, "new": new})
    assert split is not None
    assert split.within == 0
    assert split.mix == pytest.approx(-70)


def test_an_empty_period_has_no_change() -> None:
    assert mix_split_of_scores({"a": None}, {"a": score_of_counts(1, 2, 3)}) is None
    with pytest.raises(Refusal, match="no score"):
        mix_split({"a": SegmentChange(0.5, 0.5, None, None)})
