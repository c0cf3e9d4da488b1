"""One part against another: the right answers on each side, and no small group told by any difference."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.analyse.contrast import (
    Contrast,
    against_other,
    against_period,
    against_rest,
    context_of,
    contrast_of,
)
from likely.lib.refusal import Refusal
from likely.stats.difference import difference
from likely.store.aggregate import Cell
from likely.store.file import open_file
from likely.store.slice import Slice
from likely.store.table import Responses
from tests.analyse.days import cell
from tests.analyse.files import parquet

NORTH = Slice(where=(("region", ("North",)),))
sizes = st.integers(0, 12)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Responses:
    """June and July 2025 and June 2024. North: 20 at +100 and 10 at 0; South: 20 at −100. Half by mail."""
    rows = []
    for at in (datetime(2025, 6, 10), datetime(2025, 7, 10), datetime(2024, 6, 11)):
        for place in range(20):
            channel = "mail" if place % 2 else "link"
            rows.append((at, 10, "North", channel))
            rows.append((at, 2 if at.month == 6 else 9, "South", channel))
            if place < 10:
                rows.append((at, 8, "North", channel))
    names = ("at", "score", "region", "channel")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    folder: Path = tmp_path_factory.mktemp("contrast")
    return open_file(parquet(folder, columns)).table


def test_against_all_others(table: Responses) -> None:
    june = NORTH.between(date(2025, 6, 1), date(2025, 6, 30))
    found = against_rest(table, june, table, 5)
    assert found.mine is not None
    assert found.other is not None
    assert (found.mine.n, found.other.n) == (30, 20)
    assert found.other.value == -100
    assert found.gap == difference(found.mine, found.other)
    assert found.verdict == "above"


def test_against_the_period_before_and_the_year(table: Responses) -> None:
    south = Slice(where=(("region", ("South",)),)).between(date(2025, 7, 1), date(2025, 7, 30))
    before = against_period(table, south, "before", 5)
    assert before.mine is not None
    assert before.other is not None
    assert (before.mine.value, before.other.value, before.verdict) == (100, -100, "above")
    june = NORTH.between(date(2025, 6, 1), date(2025, 6, 30))
    year = against_period(table, june, "year", 5)
    assert (year.verdict, year.why) == ("same", "")


def test_a_comparison_with_earlier_needs_days(table: Responses) -> None:
    with pytest.raises(Refusal, match="first and a last day"):
        against_period(table, NORTH, "before", 5)


def test_what_both_share_is_on_neither_side(table: Responses) -> None:
    def by_mail(any_table: Responses, slice: Slice) -> tuple[Responses, Slice]:
        return any_table, Slice(slice.since, slice.until, (*slice.where, ("channel", ("mail",))))

    found = against_other(table, NORTH, table, by_mail, 5)
    assert found.mine is not None
    assert found.other is not None
    assert found.shared == 45  # of 90 in the north
    assert (found.mine.n, found.other.n) == (45, 30)


def test_the_context_keeps_what_was_asked() -> None:
    slice = Slice(where=(("survey", ("a",)), ("region", ("North",))), words="slow", by=("plan",))
    assert context_of(slice) == Slice(where=(("survey", ("a",)),))


@given(sizes, sizes, sizes)
def test_no_difference_of_shown_numbers_is_a_small_group(mine: int, other: int, both: int) -> None:
    """Whoever knows how many are in each side, as other pages tell, learns of no group under five."""
    a, b, shared = (cell(n // 2, 0, n - n // 2) for n in (mine, other, both))
    found = contrast_of(a + shared, b + shared, shared, 5)
    if found.mine is None or found.other is None:
        assert found == Contrast(None, None, None, "too_few", 0, found.why)
        assert found.why
        return
    sides = (mine + both, other + both, mine + other + both)
    told = [sides[0] - found.mine.n, sides[1] - found.other.n, sides[2] - found.mine.n - found.other.n]
    told += [found.mine.n, found.other.n, found.shared, sides[2] - sides[0], sides[2] - sides[1]]
    assert not [n for n in told if 0 < n < 5]


def test_one_inside_the_other_is_held_against_what_is_left() -> None:
    inner, outer = cell(2, 2, 6), cell(10, 10, 20)
    found = contrast_of(inner, outer, inner)
    assert found.mine is not None
    assert found.other is not None
    assert (found.mine.n, found.other.n, found.shared) == (10, 30, 0)
    turned = contrast_of(outer, inner, inner)
    assert turned.mine is not None
    assert turned.mine.n == 30
    assert contrast_of(inner, inner, inner).why == "the_same"
    assert contrast_of(inner, Cell(), Cell()).why == "nothing_left"
