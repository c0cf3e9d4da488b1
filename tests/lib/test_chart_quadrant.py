"""Importance × performance: who stands in the corner, and a picture that stays inside itself."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_quadrant import Standing, quadrant, weakest
from likely.lib.measured import Rows

ROWS = Rows(("Driver",), ())
SHARES = st.floats(0, 1)
POINTS = st.lists(st.builds(Standing, st.text(max_size=30), SHARES, st.floats(0, 100)), max_size=12)


def test_the_corner_holds_what_matters_more_and_is_rated_lower() -> None:
    points = [Standing("Delivery", 0.4, 60), Standing("Service", 0.8, 30), Standing("Price", 0.5, 10)]
    assert [one.label for one in weakest(points)] == ["Delivery"]


@given(POINTS)
def test_the_corner_is_never_everybody(points: list[Standing]) -> None:
    assert len(weakest(points)) < max(len(points), 1)


@given(POINTS, st.sampled_from([312, 620, 800]))
def test_every_mark_lies_inside(points: list[Standing], width: int) -> None:
    drawn = quadrant(points, ROWS, title="Where to look", width=width)
    for x in re.findall(r'cx="([-\d.]+)"', drawn):
        assert 0 <= float(x) <= width


def test_labels_do_not_cover_each_other() -> None:
    drawn = quadrant([Standing(f"D{n}", 0.5, 20) for n in range(5)], ROWS, title="")
    heights = sorted(float(y) for y in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>D\d', drawn))
    assert all(b - a >= 16 for a, b in pairwise(heights))
    assert len(heights) == 5
