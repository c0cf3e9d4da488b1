import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.stats.difference import Difference, difference, differences
from likely.stats.score import Score, score_of_counts
from likely.stats.verdict import verdicts


def score(*triple: int) -> Score:
    made = score_of_counts(*triple)
    assert made is not None
    return made


def test_the_four_words() -> None:
    high, low = score(10, 20, 170), score(90, 60, 50)
    words = verdicts([difference(high, low), difference(low, high), difference(low, low), None])
    assert words == ["above", "below", "same", "too_few"]
    assert verdicts([]) == []


counts = st.tuples(*[st.integers(0, 90)] * 3).filter(any)


@given(counts, counts)
def test_one_alone_is_called_what_its_interval_says(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    found = difference(score(*a), score(*b))
    if min(abs(found.low), abs(found.high)) > 1e-6:
        expected = "above" if found.low > 0 else "below" if found.high < 0 else "same"
        assert verdicts([found]) == [expected]


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=6))
def test_company_never_makes_a_verdict_bolder_than_alone(
    pairs: list[tuple[tuple[int, int, int], tuple[int, int, int]]],
) -> None:
    found = [difference(score(*a), score(*b)) for a, b in pairs]
    for together, one in zip(verdicts(found), found, strict=True):
        assert together in ("same", *verdicts([one]))


def test_forty_equal_segments_rarely_raise_any_alarm() -> None:
    """Each alone would be called wrongly in one of twenty: 87 % of such tables would hold a false alarm."""
    rng = np.random.default_rng(11)
    alarms = naive = 0
    for _ in range(50):
        cells = rng.multinomial(60, (0.2, 0.3, 0.5), 41)
        scores = [score(*map(int, cell)) for cell in cells]
        rest = score(*map(int, rng.multinomial(5000, (0.2, 0.3, 0.5))))
        found: list[Difference | None] = list(differences([(one, rest) for one in scores[1:]]))
        alarms += any(word in ("above", "below") for word in verdicts(found))
        naive += any(one is not None and one.p < 0.05 for one in found)
    assert alarms / 50 < 0.12
    assert naive / 50 > 0.7


def test_a_rate_is_between_0_and_1() -> None:
    with pytest.raises(Refusal, match="rate"):
        verdicts([], rate=5)
