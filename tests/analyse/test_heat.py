from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.analyse.heat import heat, heat_of, most_answered
from likely.lib.refusal import Refusal
from likely.store.aggregate import Cell, Counts
from likely.store.slice import Slice
from tests.analyse.files import opened


def cell(detractors: int, passives: int, promoters: int) -> Cell:
    n = [0] * 11
    n[3], n[8], n[10] = detractors, passives, promoters
    w = tuple(float(count) for count in n)
    return Cell(tuple(n), w, w)


def crossed(cells: dict[tuple[str, str], Cell]) -> Counts:
    return Counts(("shop", "plan"), dict(cells))


def test_a_cell_is_held_against_all_other_answers() -> None:
    table = heat_of(
        crossed(
            {
                ("A", "x"): cell(60, 20, 20),
                ("A", "y"): cell(10, 30, 60),
                ("B", "x"): cell(10, 30, 60),
                ("B", "y"): cell(12, 28, 60),
            }
        ),
        5,
    )
    assert table.at("A", "x").verdict == "below"
    assert {one.verdict for one in table.cells if (one.row, one.column) != ("A", "x")} == {"above"}
    assert [row.value for row in table.rows] == ["B", "A"]
    assert table.at("B", "y").score is not None
    assert table.at("B", "y").score.value == 48  # type: ignore[union-attr]


def test_a_small_cell_is_hidden_with_what_would_tell_it() -> None:
    sizes = {("A", "x"): 3, ("A", "y"): 40, ("B", "x"): 40, ("B", "y"): 45, ("C", "x"): 50, ("C", "y"): 60}
    table = heat_of(crossed({pair: cell(n // 3, n // 3, n - 2 * (n // 3)) for pair, n in sizes.items()}), 5)
    shown = {(one.row, one.column) for one in table.cells if one.score}
    assert shown == {("C", "x"), ("C", "y")}
    assert all(row.score for row in (*table.rows, *table.columns))


def test_an_absent_cell_is_a_hidden_cell() -> None:
    table = heat_of(crossed({("A", "x"): cell(5, 5, 30), ("B", "y"): cell(5, 5, 30)}), 5)
    assert table.at("A", "y").score is None


@settings(deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")),
        st.builds(cell, *[st.integers(0, 30)] * 3),
        min_size=1,
    )
)
def test_what_is_shown_adds_up(cells: dict[tuple[str, str], Cell]) -> None:
    table = heat_of(crossed(cells), 5)
    assert len(table.cells) == len(table.rows) * len(table.columns)
    for row in table.rows:
        in_row = [one.score.n for one in table.cells if one.row == row.value and one.score]
        if row.score:
            assert sum(in_row) <= row.score.n
        else:
            assert in_row == []


def test_only_the_most_answered_values_are_crossed() -> None:
    many = Counts(("shop", "plan"), {(f"s{i:02}", "x"): cell(1, 1, 5 + i) for i in range(50)})
    kept, left_out = most_answered(many, 40)
    assert (left_out, len(kept.cells)) == (10, 40)
    assert ("s49", "x") in kept.cells
    assert ("s00", "x") not in kept.cells


def test_a_file_is_crossed_with_one_query(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    file = opened(
        tmp_path,
        score=rng.integers(0, 11, 800),
        shop=rng.choice(["North", "South"], 800),
        plan=rng.choice(["free", "paid"], 800),
    )
    table = heat(file.asked(by=("shop", "plan")), Slice(), "shop", "plan")
    assert sum(one.score.n for one in table.cells if one.score) == 800
    with pytest.raises(Refusal, match="itself"):
        heat(file.table, Slice(), "shop", "shop")
