"""No difference of views with moved bins tells a few answers: by linear algebra on what all of them show."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.analyse.bin_atoms import edges_used, nearest, rows_of, settled
from likely.analyse.hidden_cells import hidden_cells
from likely.analyse.small_groups import hidden
from likely.lib.refusal import Refusal
from likely.store.aggregate import Cell, counts
from likely.store.cut_name import MOST_FINE
from likely.store.slice import Key, Slice
from likely.store.spread import Spread, edges_offered, readable_edges
from tests.analyse.files import opened

SMALLEST = 4
EDGES = tuple(map(float, range(7)))  # of eight bins, then those without
SIZES = st.lists(st.integers(0, 9), min_size=9, max_size=9)
ASKED = st.lists(st.sets(st.sampled_from(EDGES), min_size=1).map(sorted), min_size=1, max_size=5)
OWN = st.sets(st.sampled_from(EDGES), min_size=1, max_size=3).map(lambda edges: tuple(sorted(edges)))


def cells(rows: list[list[int]]) -> dict[Key, Cell]:
    return {
        (str(row), str(place) if place < 8 else None): Cell((n, *[0] * 10))
        for row, sizes in enumerate(rows)
        for place, n in enumerate(sizes)
        if n
    }


def bins(edges: tuple[float, ...]) -> list[tuple[int, ...]]:
    """The places of what each bin holds; last those without one."""
    ends = [0, *(int(edge) + 1 for edge in edges), 8]
    return [*(tuple(range(start, end)) for start, end in pairwise(ends)), (8,)]


def used(rows: list[list[int]], own: tuple[float, ...], asked: list[float]) -> tuple[float, ...]:
    found = rows_of(cells(rows), [str(place) for place in range(8)], SMALLEST)
    return edges_used(found, EDGES, own, EDGES, asked, SMALLEST)


def told_of_few(seen: list[np.ndarray], sizes: np.ndarray, runs: list[np.ndarray]) -> bool:
    """Whether the answers of a run are few and follow from what is seen."""
    known = np.array(seen)
    basis = np.linalg.svd(known)[2][np.linalg.matrix_rank(known) :]
    few = [run for run in runs if 0 < run @ sizes < SMALLEST]
    return any(np.allclose(basis @ run, 0, atol=1e-9) for run in few)


@settings(max_examples=120, deadline=None)
@given(SIZES.filter(lambda sizes: sum(sizes) >= SMALLEST), OWN, ASKED)
def test_moved_bins_tell_no_few_answers(
    sizes: list[int], own: tuple[float, ...], asked: list[list[float]]
) -> None:
    seen = [np.ones(9)]
    for edges in (own, *asked):
        parts = bins(used([sizes], own, list(edges)))
        unseen = hidden({part: sum(sizes[i] for i in part) for part in parts}, SMALLEST)
        seen += [np.isin(range(9), part).astype(float) for part in parts if part not in unseen]
    runs = [np.isin(range(9), range(a, b)).astype(float) for a in range(8) for b in range(a + 1, 9)]
    assert not told_of_few(seen, np.array(sizes), [*runs, np.eye(9)[8]])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SIZES, min_size=2, max_size=3).filter(lambda rows: sum(map(sum, rows)) >= SMALLEST), OWN, ASKED
)
def test_nor_in_a_table_that_is_crossed(
    rows: list[list[int]], own: tuple[float, ...], asked: list[list[float]]
) -> None:
    shape, seen = (len(rows), 9), [np.ones(len(rows) * 9)]
    for edges in (own, *asked):
        parts = bins(used(rows, own, list(edges)))
        sizes = {(r, part): sum(rows[r][i] for i in part) for r in range(len(rows)) for part in parts}
        unseen, hidden_rows, hidden_parts = hidden_cells(sizes, SMALLEST)
        shown = [([r], part) for r, part in sizes if (r, part) not in unseen]
        shown += [([r], tuple(range(9))) for r in range(len(rows)) if r not in hidden_rows]
        shown += [(list(range(len(rows))), part) for part in parts if part not in hidden_parts]
        seen += [mark(shape, of, part) for of, part in shown]
    runs = [
        mark(shape, of, range(a, b))
        for of in (*([r] for r in range(len(rows))), list(range(len(rows))))
        for a in range(8)
        for b in range(a + 1, 9)
    ]
    assert not told_of_few(seen, np.array(rows).ravel(), runs)


def mark(shape: tuple[int, int], rows: list[int], part: Iterable[int]) -> np.ndarray:
    marked = np.zeros(shape)
    for row in rows:
        marked[row, list(part)] = 1.0
    return marked.ravel()


def test_edges_between_enough_answers_are_used_as_they_are() -> None:
    busy = [[50] * 8 + [0], [20] * 8 + [9]]
    assert used(busy, (1.0, 4.0), [0.0, 3.0, 5.0]) == (0.0, 3.0, 5.0)
    assert nearest(3.4, (1.0, 3.0, 5.0)) == 3.0


def test_a_moved_edge_goes_to_the_nearest_and_a_bin_without_room_is_refused(tmp_path: Path) -> None:
    table = opened(tmp_path, score=[9] * 80, wait=list(range(80)), shop=["North", "South"] * 40).asked(
        by=("wait", "shop")
    )
    asked = [settled(table, Slice(by=(f"wait:{edge}",)), table, 5).by[0] for edge in (19, 39, 41, 42)]
    assert asked == ["wait:20", "wait:40", "wait:40", "wait:40"]
    shown = {counts(table, Slice(by=(name,))).cells["≤" + name.split(":")[1],].answered for name in asked}
    assert all(b - a >= 5 for a, b in pairwise(sorted(shown)))
    assert settled(table, Slice(by=("wait:20,40,60",)), table, 5).by == ("wait:20,40,60",)
    where = (("wait:41", ("≤41",)), ("shop", ("North",)))
    assert settled(table, Slice(where=where), table, 5).where == (("wait:40", ("≤40",)), where[1])
    with pytest.raises(Refusal, match="too narrow"):
        settled(table, Slice(where=(("wait:40,41", ("41",)),)), table, 5)


@given(st.lists(st.floats(-1e5, 1e6), min_size=5, max_size=5).map(sorted), st.booleans())
def test_edges_on_offer_are_round_few_and_within(values: list[float], whole: bool) -> None:
    low, *quantiles, high = (float(round(value)) if whole else value for value in values)
    spread = Spread(100, 100, 50, whole, low, high, tuple(quantiles))
    if low == high:
        return
    offered = edges_offered(spread)
    assert len({*offered, *readable_edges(spread)}) <= MOST_FINE
    assert all(low <= edge < high for edge in offered)
