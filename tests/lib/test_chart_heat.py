from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_heat import HeatMark, heat_table
from likely.lib.measured import Rows
from likely.stats.score import score_of_counts
from tests.lib.drawn import assert_fits
from tests.lib.figures import few, labels, widths

ROWS = Rows(("Region",), (("North",),))
marks = st.builds(
    HeatMark,
    st.builds(score_of_counts, st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    st.sampled_from(["above", "below", "same"]),
)


@few
@given(
    st.lists(labels, max_size=8),
    st.lists(labels, max_size=14),
    st.lists(marks, min_size=112, max_size=112),
    widths,
)
def test_any_heat_fits(rows: list[str], columns: list[str], drawn: list[HeatMark], width: int) -> None:
    places = {(i, j): drawn[i * 14 + j] for i in range(len(rows)) for j in range(len(columns))}
    assert_fits(heat_table(rows, columns, places, ROWS, title="Heat", width=width))


def test_a_hidden_cell_has_no_number() -> None:
    shown = HeatMark(score_of_counts(1, 1, 8), "above")
    drawn = heat_table(["North"], ["pro", "free"], {(0, 0): shown}, ROWS, title="Heat")
    assert "+70" in drawn
    assert ">–<" in drawn


def test_names_stand_whole_where_there_is_room() -> None:
    drawn = heat_table(["up to 10"], ["Relationship survey", "yes"], {}, ROWS, title="Heat")
    assert "…" not in drawn


def test_what_is_left_to_the_table_is_counted_from_all_of_it() -> None:
    names = [str(number) for number in range(40)]
    drawn = heat_table(names, names, {}, ROWS, title="Heat")
    assert "rotate(" not in drawn
    assert "26 more rows are in the table." in drawn
    assert "28 more columns are in the table." in drawn
    assert ">13<" in drawn
    assert ">14<" not in drawn


def test_names_that_are_wider_than_their_cells_stand_upright() -> None:
    drawn = heat_table(["North"], ["After a visit", "After delivery"] * 4, {}, ROWS, title="Heat", width=312)
    assert "After delivery" in assert_fits(drawn).words
    assert drawn.count("rotate(-90") == 5
