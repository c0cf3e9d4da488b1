"""Numbers as cuts: readable edges, the names of bins, and that every answer falls into one bin."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.store.aggregate import counts
from likely.store.cut_name import Bins, bins_at, bins_named, column_asked
from likely.store.slice import Slice
from likely.store.spread import Spread, cut_named, readable_edges, spread_of
from tests.analyse.files import opened

NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


def spread(low: float, high: float, quantiles: tuple[float, ...], whole: bool = False) -> Spread:
    return Spread(100, 100, 50, whole, low, high, quantiles)


def test_bins_are_said() -> None:
    assert Bins("wait", (10, 50), whole=True).values == ("≤10", "11–50", ">50")
    assert Bins("wait", (10, 50), whole=False).values == ("≤10", ">10 ≤50", ">50")
    assert Bins("visits", (0, 1), whole=True).values == ("≤0", "1", ">1")


@pytest.mark.parametrize("name", ["wait:10,50", "wait:10.0,50.0", "wait:-5,0.5", "a:b:1"])
def test_a_name_is_read_back(name: str) -> None:
    bins = bins_named(name)
    assert bins is not None
    assert bins_named(bins.name) == bins
    assert column_asked(name) == bins.column


@pytest.mark.parametrize("name", ["wait", "wait:", ":10", "wait:ten", "wait:10,"])
def test_other_names_are_no_bins(name: str) -> None:
    assert bins_named(name) is None
    assert column_asked(name) == name


@pytest.mark.parametrize(
    "name", ["wait:50,10", "wait:5,5", "wait:inf", "wait:" + ",".join(map(str, range(12)))]
)
def test_edges_that_do_not_rise_are_refused(name: str) -> None:
    with pytest.raises(Refusal, match="edges") as refused:
        bins_named(name)
    assert refused.value.field == "by"


def test_edges_are_readable() -> None:
    assert readable_edges(spread(0, 188, (15, 25, 40.25), whole=True)) == (15, 25, 40)
    assert readable_edges(spread(0, 20_000, (1234, 5678, 9912))) == (2000, 5000, 10_000)
    assert readable_edges(spread(0, 0.2, (0.012, 0.03, 0.07))) == (0.01, 0.03, 0.07)
    assert readable_edges(spread(0, 30, (0, 0, 0), whole=True)) == (0,)
    assert readable_edges(spread(7, 7, (7, 7, 7))) == ()


@given(st.lists(NUMBERS, min_size=5, max_size=5), st.booleans())
def test_edges_rise_and_leave_no_end_bin_empty(values: list[float], whole: bool) -> None:
    low, *quantiles, high = sorted(round(value) for value in values) if whole else sorted(values)
    edges = readable_edges(spread(low, high, tuple(quantiles), whole))
    assert (edges == ()) == (low == high)
    if edges:
        assert low <= edges[0]
        assert edges[-1] < high
        assert bins_at("x", edges, whole=whole).values


def test_every_number_falls_into_one_bin(tmp_path: Path) -> None:
    wait = [10, 10.5, 50, 50.1, -3, 7, None, float("inf")] * 6
    table = opened(tmp_path, score=[9] * 48, wait=wait).asked(by=("wait",))
    found = counts(table, Slice(by=("wait:10,50",)))
    assert {key[0]: cell.answered for key, cell in found.cells.items()} == {
        "≤10": 18,
        "11–50": 12,
        ">50": 6,
        None: 12,
    }
    assert counts(table, Slice(where=(("wait:10,50", ("≤10",)),))).total().answered == 18
    assert counts(table, Slice(where=(("wait:10,50", ("≤10", "")),))).total().answered == 30


def test_a_number_of_many_values_is_binned_and_nothing_else(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    cost = [f"{value:.2f}" for value in random.gamma(2, 15, 400)]
    file = opened(
        tmp_path, score=[8] * 400, cost=cost, stars=[1, 2, 3, 4, 5] * 80, shop=["North", "South"] * 200
    )
    table = file.asked(by=("cost", "shop"))
    assert cut_named(table, "cost").startswith("cost:")
    assert "." in cut_named(table, "cost")  # of numbers with decimals
    assert [cut_named(table, name) for name in ("stars", "shop", "month", "cost:10,50")] == [
        "stars",
        "shop",
        "month",
        "cost:10,50",
    ]
    assert spread_of(table, "shop").numbers == 0
    stars = counts(table, Slice(by=("stars",)))
    assert {key[0] for key in stars.cells} == {"1", "2", "3", "4", "5"}


def test_bins_of_what_is_not_there_are_refused(tmp_path: Path) -> None:
    table = opened(tmp_path, score=[8] * 20, shop=["North", "South"] * 10).table
    with pytest.raises(Refusal, match="wait"):
        counts(table, Slice(by=("wait:10,50",)))
