import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.analyse.segments import NO_VALUE, scores_by, without
from likely.analyse.small_groups import hidden
from likely.stats.difference import difference
from likely.stats.score import score_of_cell
from likely.stats.verdict import verdicts
from likely.store.aggregate import Cell, Counts

SIZES = st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=12)


def cell(detractors: int, passives: int, promoters: int) -> Cell:
    n = [0] * 11
    n[3], n[8], n[10] = detractors, passives, promoters
    w = tuple(float(count) for count in n)
    return Cell(tuple(n), w, w)


def counts(**cells: Cell) -> Counts:
    return Counts(("shop",), {(name,): one for name, one in cells.items()})


def test_each_value_is_held_against_all_others_together() -> None:
    cells = {"a": cell(5, 10, 60), "b": cell(30, 30, 15), "c": cell(20, 20, 35)}
    total = counts(**cells).total()
    expected = verdicts(
        [difference(score_of_cell(one.n), score_of_cell(without(total, one).n)) for one in cells.values()]
    )
    rows = {row.value: row.verdict for row in scores_by(counts(**cells))}
    assert rows == dict(zip(cells, expected, strict=True))
    assert rows == {"a": "above", "b": "below", "c": "same"}


def test_best_first_and_hidden_last() -> None:
    rows = scores_by(counts(low=cell(30, 0, 0), tiny=cell(1, 1, 1), small=cell(0, 0, 4), high=cell(0, 0, 30)))
    assert [row.value for row in rows] == ["high", "low", "small", "tiny"]
    assert [row.score is None for row in rows] == [False, False, True, True]


def test_one_small_group_takes_a_second_with_it() -> None:
    """Otherwise the total minus what is shown is that group."""
    rows = {row.value: row for row in scores_by(counts(a=cell(0, 0, 90), b=cell(3, 3, 3), c=cell(0, 0, 3)))}
    assert rows["c"].verdict == rows["b"].verdict == "too_few"
    assert rows["a"].score is not None


@given(SIZES, st.integers(1, 10))
def test_nothing_hidden_can_be_worked_out(sizes: dict[str, int], threshold: int) -> None:
    unseen = hidden(sizes, threshold)
    left = [sizes[name] for name in unseen if sizes[name]]
    small = [n for n in left if n < threshold]
    assert all(name in unseen for name, n in sizes.items() if n < threshold)
    if small and len(unseen) < len(sizes):
        assert len(left) >= 2
        assert sum(left) >= threshold


@given(SIZES)
def test_large_groups_are_all_shown(sizes: dict[str, int]) -> None:
    assert not hidden({name: n + 5 for name, n in sizes.items()}, 5)


def test_a_missing_value_has_a_row_of_its_own() -> None:
    table = Counts(("shop",), {("a",): cell(1, 2, 9), (None,): cell(9, 2, 1)})
    assert {row.value for row in scores_by(table)} == {"a", NO_VALUE}


def test_a_single_group_has_nothing_to_be_compared_with() -> None:
    (row,) = scores_by(counts(a=cell(1, 2, 9)))
    assert row.score is not None
    assert row.verdict == "too_few"


def test_an_empty_table_has_no_rows() -> None:
    assert scores_by(Counts(("shop",), {})) == ()


def test_weights_decide_where_they_are_asked_for() -> None:
    light = Cell((0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 10), *[(0.0,) * 3 + (1.0,) + (0.0,) * 6 + (9.0,)] * 2)
    table = Counts(("shop",), {("a",): light, ("b",): cell(10, 10, 10)})
    plain, weighted = (
        {row.value: row.score for row in scores_by(table, weighted=chosen)} for chosen in (False, True)
    )
    assert plain["a"].value == 0
    assert weighted["a"].value == pytest.approx(80)
