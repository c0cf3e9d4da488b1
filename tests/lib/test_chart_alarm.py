import re

from hypothesis import given
from hypothesis import strategies as st

from likely.lib.chart_alarm import AlarmMark, alarm_line
from likely.lib.measured import Rows
from tests.lib.drawn import assert_fits
from tests.lib.figures import few, labels, widths

ROWS = Rows(("Day",), (("1 May",),))


@few
@given(st.lists(st.floats(0, 1), max_size=60), labels, widths)
def test_any_alarm_fits(path: list[float], label: str, width: int) -> None:
    marks = [AlarmMark(place, label) for place, value in enumerate(path) if value > 0.9]
    assert_fits(alarm_line(path, marks, (label, label), ROWS, title="Alarm", width=width))


def test_each_alarm_has_its_mark() -> None:
    drawn = alarm_line((0, 0.5, 1, 0), [AlarmMark(2, "3 May")], ("1 May", "4 May"), ROWS, title="Alarm")
    assert drawn.count("Z") == 2  # the area and one triangle
    assert "3 May" in drawn


def test_days_of_alarms_that_lie_close_do_not_run_into_each_other() -> None:
    marks = [AlarmMark(150, "28 Apr 2026"), AlarmMark(160, "5 Jun 2026"), AlarmMark(163, "8 Jun 2026")]
    drawn = alarm_line([0.2] * 365, marks, ("1 May", "4 May"), ROWS, title="Alarm", width=620)
    written = {text: float(x) for x, text in re.findall(r'<text x="([\d.]+)" y="22"[^>]*>([^<]+)<', drawn)}
    assert "28 Apr 2026" in written
    assert "8 Jun 2026" in written
    assert "5 Jun 2026" not in written  # between two triangles is no room; the table has it
    assert drawn.count("Z") == 4
