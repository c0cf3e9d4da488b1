from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.analyse.hidden_cells import hidden_cells
from likely.analyse.small_groups import hidden

TABLES = st.integers(2, 4).flatmap(
    lambda rows: st.integers(2, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
)


def sizes(table: list[list[int]]) -> dict[tuple[int, int], int]:
    return {(i, j): n for i, row in enumerate(table) for j, n in enumerate(row)}


def shown_sums(table: list[list[int]], threshold: int) -> tuple[Any, list[tuple[int, int]]]:
    """What a reader sees, as rows of 0 and 1 over the cells of the table; and the hidden cells."""
    cells, rows, columns = hidden_cells(sizes(table), threshold)
    places = list(sizes(table))
    seen = [[float(place == one) for place in places] for one in places if one not in cells]
    seen += [[float(p[0] == i) for p in places] for i in range(len(table)) if i not in rows]
    seen += [[float(p[1] == j) for p in places] for j in range(len(table[0])) if j not in columns]
    return np.array([*seen, [1.0] * len(places)]), sorted(cells)


@settings(max_examples=150)
@given(TABLES, st.integers(2, 6))
def test_no_sum_or_difference_of_shown_figures_is_a_small_group(
    table: list[list[int]], threshold: int
) -> None:
    """Brute force: no set of hidden cells with few answers is a combination of what is shown."""
    seen, unseen = shown_sums(table, threshold)
    places = list(sizes(table))
    n = np.array([sizes(table)[place] for place in places])
    few = [place for place in unseen if 0 < sizes(table)[place] < threshold][:6]
    basis = np.linalg.svd(seen)[2][np.linalg.matrix_rank(seen) :]  # what the shown figures leave open
    for chosen in product((0, 1), repeat=len(few)):
        group = np.array([dict(zip(few, chosen, strict=True)).get(place, 0) for place in places], dtype=float)
        answers = int(group @ n)
        if 0 < answers < threshold and sum(row.sum() for row in np.array(table)) >= threshold:
            assert not np.allclose(basis @ group, 0, atol=1e-9)


@given(TABLES, st.integers(2, 6))
def test_small_cells_are_hidden_and_tables_of_large_ones_shown(
    table: list[list[int]], threshold: int
) -> None:
    cells, rows, columns = hidden_cells(sizes(table), threshold)
    assert all(place in cells for place, n in sizes(table).items() if n < threshold)
    assert rows == hidden({i: sum(row) for i, row in enumerate(table)}, threshold)
    assert all((i, j) in cells for i, j in sizes(table) if i in rows or j in columns)
    large = {place: n + threshold for place, n in sizes(table).items()}
    assert hidden_cells(large, threshold) == (set(), set(), set())


def test_one_small_cell_takes_three_with_it() -> None:
    """One more in its row would be given away by its column, and so on: a rectangle is the least."""
    table = [[3, 40, 50], [40, 45, 60], [50, 60, 70]]
    cells, _, _ = hidden_cells(sizes(table), 5)
    assert len(cells) == 4
    assert {(0, 0), (0, 1), (1, 0), (1, 1)} == cells


def test_two_small_cells_that_leave_a_block_together_are_protected() -> None:
    """Rows 0 and 1 minus columns 0 and 1 would be the two small cells, 3 answers."""
    table = [[9, 9, 2, 60], [9, 9, 60, 1], [60, 60, 60, 60]]
    cells, _, _ = hidden_cells(sizes(table), 10)
    seen, _ = shown_sums(table, 10)
    basis = np.linalg.svd(seen)[2][np.linalg.matrix_rank(seen) :]
    both = np.array([float(place in {(0, 2), (1, 3)}) for place in sizes(table)])
    assert not np.allclose(basis @ both, 0, atol=1e-9)
    assert len(cells) < 12


@pytest.mark.parametrize("shape", [(3, 20), (40, 40)])
def test_large_tables_are_done_in_a_moment(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    table = rng.negative_binomial(0.6, 0.02, shape)
    cells, _, _ = hidden_cells(sizes(table.tolist()), 5)
    assert (table < 5).sum() <= len(cells) < table.size * 0.9
