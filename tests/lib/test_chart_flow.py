from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_flow import flow_bands, flow_rows
from tests.lib.drawn import assert_fits
from tests.lib.figures import few, labels, widths

counts = st.integers(0, 10**6)
tables = st.lists(st.lists(counts, min_size=3, max_size=3), min_size=3, max_size=3)


@few
@given(tables, labels, labels, widths)
def test_any_flow_fits(cells: list[list[int]], before: str, after: str, width: int) -> None:
    assert_fits(flow_bands(cells, (before, after), title="Who moved", width=width))


@given(tables)
def test_the_table_has_everybody_once(cells: list[list[int]]) -> None:
    shown = [int(row[2].replace("\u202f", "")) for row in flow_rows(cells).cells]
    assert sorted(shown) == sorted(n for row in cells for n in row)


def test_shares_are_of_those_who_began_there() -> None:
    rows = flow_rows([[1, 0, 3], [0, 0, 0], [2, 2, 6]]).cells
    assert rows[0] == ("Promoters", "Promoters", "6", "60\u00a0%")
    assert rows[6] == ("Detractors", "Promoters", "3", "75\u00a0%")
    assert rows[4][3] == "–"
