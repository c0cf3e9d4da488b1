"""No two figures with different filters tell a few answers by subtraction: all pages of small tables."""

from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any
from uuid import uuid4

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.analyse.board import make_board
from likely.analyse.heat import heat
from likely.analyse.segments import scores_by
from likely.analyse.small_groups import too_few
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.table import Responses

SMALLEST = 4
COLUMNS = {"team": ("N", "S", "W"), "plan": ("pro", "free"), "shop": ("a", "b")}
ROWS = list(product(*COLUMNS.values()))
Kinds = frozenset[tuple[str, ...]]  # cells of the table
# Cells of which some are empty, some few, some many
SIZES = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 9]), min_size=len(ROWS), max_size=len(ROWS))


def table_of_sizes(sizes: list[int]) -> Responses:
    answers = [row for row, n in zip(ROWS, sizes, strict=True) for _ in range(n)]
    columns: dict[str, Any] = {name: [one[place] for one in answers] for place, name in enumerate(COLUMNS)}
    schema = ibis.schema({"score": "int8", **dict.fromkeys(COLUMNS, "string")})
    rows = ibis.memtable({"score": [9] * len(answers), **columns}, schema=schema)
    return Responses(rows=rows, has=frozenset({"score"}), dimensions=tuple(COLUMNS), stamp=uuid4().hex)


def filters() -> list[tuple[tuple[str, tuple[str, ...]], ...]]:
    """Every set of filters, with one value each or with several."""
    each = [
        [None, *((name, some) for n in range(1, len(values)) for some in combinations(values, n))]
        for name, values in COLUMNS.items()
    ]
    return [tuple(one for one in chosen if one) for chosen in product(*each)]


def met(where: tuple[tuple[str, tuple[str, ...]], ...]) -> Kinds:
    chosen = {**COLUMNS, **dict(where)}
    return frozenset(product(*chosen.values()))


def shown(table: Responses, narrowed: bool = False) -> set[Kinds]:
    """What every figure of every page is about: its whole, and each row of each cut."""
    seen: set[Kinds] = set()
    for where in filters():
        slice = Slice(where=where, guarded=True)
        if (where or narrowed) and too_few(table, slice, SMALLEST):
            continue
        seen.add(met(where))
        for name in COLUMNS:
            rows = scores_by(counts(table, slice.cut(name)), SMALLEST)
            seen |= {met(where) & met(((name, (row.value,)),)) for row in rows if row.score is not None}
    return seen


def told_of_few(seen: set[Kinds], sizes: list[int]) -> list[int]:
    """Differences of two figures, one of which is about a part of the other, that are a few answers."""
    n = dict(zip(ROWS, sizes, strict=True))
    told = [sum(n[kind] for kind in a - b) for a in seen for b in seen if b < a]
    return [few for few in told if 0 < few < SMALLEST]


@settings(max_examples=6, deadline=None)
@given(SIZES)
def test_no_difference_of_two_figures_is_a_few_answers(sizes: list[int]) -> None:
    assert not told_of_few(shown(table_of_sizes(sizes)), sizes)


@settings(max_examples=3, deadline=None)
@given(SIZES)
def test_nor_where_one_of_them_is_of_a_segment(sizes: list[int]) -> None:
    everything, inside = table_of_sizes(sizes), met((("shop", ("a",)),))
    part = replace(
        everything,
        rows=everything.rows.filter(everything.rows["shop"] == "a"),
        whole=everything,
        stamp=uuid4().hex,
    )
    seen = shown(everything) | {kinds & inside for kinds in shown(part, narrowed=True)}
    assert not told_of_few(seen, sizes)


def test_pages_that_would_tell_nothing_are_shown() -> None:
    table = table_of_sizes([9] * len(ROWS))
    assert len(shown(table)) == len({met(where) for where in filters()})


def test_without_the_guard_a_filter_gives_a_few_away() -> None:
    table = table_of_sizes([9, 9, 9, 9, 9, 9, 9, 9, 3, 0, 0, 0])
    north_and_south = Slice(where=(("team", ("N", "S")),))
    assert not too_few(table, north_and_south, SMALLEST)
    assert too_few(table, replace(north_and_south, guarded=True), SMALLEST)


def test_a_value_that_hides_a_smaller_one_is_no_page_either() -> None:
    """All less every other page of a team would tell of West."""
    table = table_of_sizes([9, 9, 9, 9, 3, 1, 2, 0, 3, 0, 0, 0])
    assert [row.value for row in scores_by(counts(table, Slice(by=("team",))), SMALLEST) if row.score] == [
        "N"
    ]
    hides = Slice(where=(("team", ("S",)),))
    assert not too_few(table, hides, SMALLEST)
    assert too_few(table, replace(hides, guarded=True), SMALLEST)
    assert not too_few(table, Slice(where=(("team", ("N",)),), guarded=True), SMALLEST)


def test_what_was_asked_and_how_it_was_scored_may_be_told_apart() -> None:
    table = table_of_sizes([9] * 11 + [2])
    score = replace(
        table, dimensions=(*table.dimensions, "kind"), rows=table.rows.mutate(kind=table.rows["shop"])
    )
    assert not too_few(score, Slice(where=(("kind", ("a",)),), guarded=True), SMALLEST)
    assert not too_few(score, Slice(where=(("group", ("promoter",)),), guarded=True), SMALLEST)


def test_a_table_crossed_hides_the_cells_that_another_page_would_tell() -> None:
    sizes = [9] * len(ROWS)
    sizes[ROWS.index(("N", "pro", "b"))] = 2
    table = table_of_sizes(sizes)
    found = heat(table, Slice(where=(("shop", ("a",)),), guarded=True), "team", "plan", smallest=SMALLEST)
    assert found.at("N", "pro").score is None
    assert (
        heat(table, Slice(guarded=True), "team", "plan", smallest=SMALLEST).at("N", "pro").score is not None
    )


def test_a_table_crossed_shows_the_cells_of_which_a_filter_leaves_nothing_out() -> None:
    """All of North is in one shop, as stores are in one region."""
    sizes = [0 if kind[0] == "N" and kind[2] == "b" else 9 for kind in ROWS]
    slice = Slice(where=(("shop", ("a",)),), guarded=True)
    found = heat(table_of_sizes(sizes), slice, "team", "plan", smallest=SMALLEST)
    assert all(cell.score is not None for cell in found.cells)


def test_a_period_is_hidden_where_a_filter_leaves_a_few_of_it_out() -> None:
    days = [date(2026, 1, 1 + month) for month in range(3)]
    rows = [(day, "N") for day in days for _ in range(9)] + [(days[0], "S")] * 9 + [(days[1], "S")] * 2
    memory = ibis.memtable(
        {"score": [9] * len(rows), "day": [day for day, _ in rows], "team": [team for _, team in rows]},
        schema=ibis.schema({"score": "int8", "day": "date", "team": "string"}),
    )
    table = Responses(rows=memory, has=frozenset({"score", "day"}), dimensions=("team",))
    slice = Slice(where=(("team", ("N",)),), guarded=True)
    board = make_board(table, slice, smallest=SMALLEST, grain="day")
    assert not board.hidden
    assert [one.score is not None for one in board.trend].count(False) >= 1
    assert board.trend[1].score is None
