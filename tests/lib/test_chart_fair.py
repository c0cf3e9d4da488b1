"""Raw beside fair: both marks of everybody lie inside the picture, at any width."""

import re

import pytest

from likely.lib.chart_fair import FairRow, fair_lines
from likely.lib.measured import Rows

ROWS = Rows(("Name",), ())
MEMBERS = (FairRow("Ann", 78, 50, 42, 59, "same"), FairRow("Ben", -100, 40, -100, 100, "below"))


@pytest.mark.parametrize("width", [312, 620])
def test_every_mark_lies_inside(width: int) -> None:
    drawn = fair_lines(MEMBERS, 50, ROWS, title="Nothing shows", width=width)
    marks = [float(x) for x in re.findall(r'cx="([-\d.]+)"', drawn)]
    assert len(marks) == 4
    assert all(0 <= x <= width for x in marks)


def test_nobody_is_said() -> None:
    assert "Nobody to compare yet" in fair_lines((), 0, ROWS, title="")


def test_a_part_of_the_scale_is_said_to_be_one() -> None:
    drawn = fair_lines(MEMBERS[:1], 50, ROWS, title="Nothing shows")
    assert "Zoomed: the axis runs from +42 to +78." in drawn
    assert ">0<" not in drawn
    assert ">0<" in fair_lines(MEMBERS, 50, ROWS, title="Nothing shows")
