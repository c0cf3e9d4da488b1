import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.stats.contingency_tables import SquareTable

from likely.stats.flow import flow, same_shares_p, sign_p

TABLE = [[8, 5, 3], [2, 20, 12], [1, 6, 43]]
tables = st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=3, max_size=3)


def test_who_moved_where() -> None:
    found = flow(TABLE)
    assert found is not None
    assert (found.rose, found.fell, found.stayed) == (20, 9, 71)
    move = next(one for one in found.moves if (one.before, one.after) == ("passive", "promoter"))
    assert (move.n, round(move.share.value, 1)) == (12, 35.3)
    assert move.share.low < 35.3 < move.share.high
    assert found.change.value == pytest.approx(13)


@given(st.integers(0, 200), st.integers(0, 200))
def test_rising_against_falling_is_scipys_binomial_test(rose: int, fell: int) -> None:
    expected = binomtest(rose, rose + fell).pvalue if rose + fell else 1.0
    assert sign_p(rose, fell) == pytest.approx(expected, rel=1e-6)


def test_very_many_moves_need_no_sum() -> None:
    assert sign_p(5300, 4900) == pytest.approx(binomtest(4900, 10200).pvalue, rel=0.01)


@given(tables.filter(lambda table: np.linalg.det(np.array(table) + np.array(table).T) > 0))
def test_same_shares_is_statsmodels_stuart_maxwell(table: list[list[int]]) -> None:
    rows, columns = np.array(table).sum(axis=1), np.array(table).sum(axis=0)
    moved = rows + columns - 2 * np.diag(table)
    if (moved > 0).all() and len({tuple(row) for row in table}) > 1:
        d = (rows - columns)[:2]
        v = np.diag(moved[:2]).astype(float)
        v[0, 1] = v[1, 0] = -(table[0][1] + table[1][0])
        if abs(np.linalg.det(v)) > 1e-9:
            expected = SquareTable(np.array(table), shift_zeros=False).homogeneity().pvalue
            assert same_shares_p(table) == pytest.approx(expected, rel=1e-6)
            assert d @ np.linalg.solve(v, d) >= 0


@given(tables)
def test_turning_time_round_turns_the_flow_round(table: list[list[int]]) -> None:
    back = [list(row) for row in zip(*table, strict=True)]
    there, again = flow(table), flow(back)
    if there is None or again is None:
        assert there is again
        return
    assert (there.rose, there.fell, there.stayed) == (again.fell, again.rose, again.stayed)
    assert there.p_direction == again.p_direction
    assert there.p_shares == pytest.approx(again.p_shares)
    assert sum(move.n for move in there.moves) == there.rose + there.fell + there.stayed


def test_a_group_that_nobody_left_or_entered_has_no_part() -> None:
    """Then it is McNemar's test of the two that are left."""
    assert same_shares_p([[10, 12, 0], [4, 20, 0], [0, 0, 30]]) == pytest.approx(0.0455, abs=1e-4)
    assert same_shares_p([[10, 0, 0], [0, 20, 0], [0, 0, 30]]) == 1


def test_nobody_answered_both() -> None:
    assert flow([[0] * 3] * 3) is None
