"""Goals below each other: where each stands with its interval on its own scale, and the target as a mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.chart_lines import Lines
from likely.lib.drawing import ACCENT, INK, LINE, SOFT, dot, frame, line, nothing, whisker, write
from likely.lib.measured import Gettext, Rows, as_written


@dataclass(frozen=True, slots=True)
class GoalRow:
    """All but label and figure: places on the scale of the measure, 0..1. value: None where there is none."""

    label: str
    figure: str
    target: float
    value: float | None = None
    low: float = 0.0
    high: float = 1.0


def goal_lines(
    goals: Sequence[GoalRow], rows: Rows, *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    if not goals:
        return nothing(gettext("No goal yet"), width, title, rows)
    lines = Lines.of(width, [one.label for one in goals], [one.figure for one in goals])
    left, room = lines.left + 6, lines.right - lines.left - 12
    body = ""
    for place, one in enumerate(goals):
        y, mark = lines.mark_y(place), left + one.target * room
        body += lines.texts(place, one.label, one.figure, soft=one.value is None)
        body += line(left, y, left + room, y, stroke=LINE)
        body += line(mark, y - 10, mark, y + 10, stroke=INK, width=2.5)
        if one.value is not None:
            body += whisker(left + one.low * room, left + one.high * room, y, cap=4, width=1.5)
            body += dot(left + one.value * room, y, 6, ACCENT)
    key = gettext("● so far, with its interval  | the target")
    body += write(0, lines.bottom + 18, key, fill=SOFT, room=width)
    return frame(body, width, lines.bottom + 26, title, rows)
