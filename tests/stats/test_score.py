import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.figure import number
from likely.lib.refusal import Refusal
from likely.stats.score import (
    counts_of_cell,
    score_of_cell,
    score_of_counts,
    score_of_scores,
    scores_of_cells,
)
from tests.stats.conftest import close

counts = st.tuples(*[st.integers(0, 400)] * 3).filter(any)
cells = st.lists(st.integers(0, 60), min_size=11, max_size=11)


def test_four_eighteen_fortyeight() -> None:
    score = score_of_counts(4, 18, 48)
    assert score is not None
    assert score.value == pytest.approx(62.857142857, abs=1e-9)
    assert number(score.value) == "63"
    assert [number(share, 1) for share in score.shares] == ["5.7", "25.7", "68.6"]
    assert (score.n, score.detractors, score.passives, score.promoters) == (70, 4, 18, 48)


def test_ten_twenty_seventy() -> None:
    score = score_of_counts(10, 20, 70)
    assert score is not None
    assert score.value == 60
    assert score.shares == (10.0, 20.0, 70.0)


def test_nobody_answered_is_no_score() -> None:
    assert score_of_counts(0, 0, 0) is None
    assert score_of_scores([]) is None
    assert score_of_cell([0] * 11) is None
    assert scores_of_cells([]) == []
    assert scores_of_cells([[0] * 11]) == [None]


@pytest.mark.parametrize("loose", [6.5, "9abc", True, 11, -1, float("nan"), None])
def test_one_loose_score_refuses_all(loose: object) -> None:
    with pytest.raises(Refusal):
        score_of_scores([10, 9, loose, 3])


@pytest.mark.parametrize("loose", [6.5, "9", True, -1, float("nan"), None])
def test_loose_counts_are_refused(loose: Any) -> None:
    for triple in ((loose, 1, 1), (1, loose, 1), (1, 1, loose)):
        with pytest.raises(Refusal):
            score_of_counts(*triple)


def test_a_cell_has_eleven_counts() -> None:
    with pytest.raises(Refusal, match="11 scores"):
        score_of_cell([1] * 10)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, float("nan")])
def test_a_level_is_between_0_and_1(level: float) -> None:
    with pytest.raises(Refusal, match="level"):
        score_of_counts(1, 1, 1, level)


def test_reference_values(gold: Callable[[str], dict[str, Any]]) -> None:
    def value(d: int, n0: int, p: int) -> float:
        score = score_of_counts(d, n0, p)
        assert score is not None
        return score.value

    assert close(value(10, 20, 70), gold("nps-001"))
    assert close(value(*gold("nps-002")["inputs"].values()), gold("nps-002"))
    assert int(number(value(4, 18, 48))) == gold("nps-003")["expected"]
    score = score_of_counts(4, 18, 48)
    assert score is not None
    assert [float(number(share, 1)) for share in score.shares] == gold("nps-004")["expected"]
    for name in ("nps-005", "nps-006"):
        score = score_of_scores(gold(name)["inputs"]["scores"])
        assert score is not None
        assert close(score.value, gold(name))
    assert close([value(*triple) for triple in gold("nps-007")["inputs"]["counts"]], gold("nps-007"))
    assert close(value(*gold("nps-010")["inputs"]["counts"]), gold("nps-010"))


@given(st.lists(st.integers(0, 10), min_size=1, max_size=200))
def test_every_way_to_the_score_gives_the_same(scores: list[int]) -> None:
    cell = [scores.count(score) for score in range(11)]
    by_scores, by_cell = score_of_scores(scores), score_of_cell(cell)
    assert by_scores == by_cell == score_of_counts(*counts_of_cell(cell))
    assert by_cell == score_of_scores(np.array(scores))
    assert by_cell is not None
    assert by_cell.value == pytest.approx(
        np.mean([100 * ((score > 8) - (score < 7)) for score in scores]), abs=1e-9
    )


@given(st.lists(cells, max_size=12))
def test_many_at_once_are_what_each_is_alone(many: list[list[int]]) -> None:
    for together, cell in zip(scores_of_cells(many), many, strict=True):
        alone = score_of_cell(cell)
        assert (together is None) == (alone is None)
        if together and alone:
            assert together.value == alone.value
            assert together.low == pytest.approx(alone.low, abs=1e-8)
            assert together.high == pytest.approx(alone.high, abs=1e-8)


@given(counts)
def test_one_more_promoter_never_lowers_and_one_more_detractor_never_raises(
    triple: tuple[int, int, int],
) -> None:
    d, n0, p = triple
    here, up, down = score_of_counts(d, n0, p), score_of_counts(d, n0, p + 1), score_of_counts(d + 1, n0, p)
    assert here is not None
    assert up is not None
    assert down is not None
    for end in ("low", "value", "high"):
        assert getattr(up, end) >= getattr(here, end) - 1e-9
        assert getattr(down, end) <= getattr(here, end) + 1e-9


def test_everybody_asked_leaves_nothing_to_guess() -> None:
    score = score_of_counts(4, 18, 48, population=70)
    assert score is not None
    assert score.low == pytest.approx(score.value, abs=1e-6)
    assert score.high == pytest.approx(score.value, abs=1e-6)


def test_a_large_part_of_few_narrows_the_interval_and_a_crowd_does_not() -> None:
    free, half, crowd = (score_of_counts(4, 18, 48, population=size) for size in (None, 140, 10**9))
    assert free is not None
    assert half is not None
    assert crowd is not None
    assert half.high - half.low == pytest.approx((free.high - free.low) * 0.5**0.5, rel=0.03)
    assert crowd.low == pytest.approx(free.low, abs=1e-5)


def test_more_answers_than_people_are_refused() -> None:
    with pytest.raises(Refusal, match="population"):
        score_of_counts(4, 18, 48, population=69)


def test_a_score_of_counts_loads_neither_numpy_nor_scipy() -> None:
    program = (
        "import sys; from likely.stats.score import score_of_counts; from likely.stats.difference import "
        "difference; a = score_of_counts(4, 18, 48); difference(a, a); "
        "sys.exit('numpy' in sys.modules or 'scipy' in sys.modules or 'django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
