"""Reach × effect: a picture that stays inside itself, in which what is told differs from what is not."""

import re

from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_reach import Reach, reach_plane
from likely.lib.measured import Rows

ROWS = Rows(("Theme",), ())
POINTS = st.floats(-200, 200)
THEMES = st.lists(
    st.builds(Reach, st.text(max_size=40), st.floats(0.001, 1), POINTS, POINTS, POINTS), max_size=30
)


@given(THEMES, st.sampled_from([312, 620, 800]))
def test_every_mark_and_word_lies_inside(themes: list[Reach], width: int) -> None:
    drawn = reach_plane(themes, ROWS, title="Themes", width=width)
    for x in re.findall(r'(?:cx|x1|x2| x)="([-\d.]+)"', drawn):
        assert 0 <= float(x) <= width


def test_what_is_told_has_a_mark_with_a_direction() -> None:
    drawn = reach_plane(
        [Reach("Price", 0.2, -30, -40, -20), Reach("Staff", 0.1, 4, -3, 11)], ROWS, title="Themes", width=620
    )
    assert drawn.count("<path") + drawn.count("<polygon") == 1
    assert drawn.count("<circle") == 1
    assert "Price −30" in drawn
    assert "Staff<" in drawn


def test_nothing_to_draw_says_so() -> None:
    assert "Nothing to compare yet" in reach_plane([], ROWS, title="Themes")
