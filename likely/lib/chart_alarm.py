"""The alarm as it rose and fell: one line from 0 to the threshold, and a mark on each day of an alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.drawing import (
    ACCENT,
    GROUP_COLOURS,
    SOFT,
    frame,
    line,
    nothing,
    tag,
    text_width,
    triangle,
    write,
)
from likely.lib.measured import Gettext, Rows, as_written

TOP, FLOOR, LEFT = 40.0, 150.0, 4.0  # px
GAP = 9.0  # px between a triangle and its day


@dataclass(frozen=True, slots=True)
class AlarmMark:
    """position: day, counted from the first one shown. label: of the day."""

    position: int
    label: str


def alarm_line(
    path: Sequence[float],
    alarms: Sequence[AlarmMark],
    ends: tuple[str, str],
    rows: Rows,
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
) -> str:
    """path: what speaks for a dip on each day, 0..1, of which 1 is the alarm. ends: first and last day."""
    if len(path) < 2:
        return nothing(gettext("Nothing to watch yet"), width, title, rows)
    step = (width - 2 * LEFT) / (len(path) - 1)
    points = [(LEFT + place * step, FLOOR - (FLOOR - TOP) * value) for place, value in enumerate(path)]
    drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    body = tag(
        "path", d=f"M{LEFT} {FLOOR}L{drawn}L{points[-1][0]:.1f} {FLOOR}Z", fill=ACCENT, fill_opacity=0.16
    )
    body += tag("path", d=f"M{drawn}", fill="none", stroke=ACCENT, stroke_width=2, stroke_linejoin="round")
    body += line(LEFT, TOP, width - LEFT, TOP, stroke=GROUP_COLOURS["detractor"], dash="4 3", width=1.5)
    alarm = gettext("alarm")
    body += write(LEFT, TOP - 8, alarm, fill=SOFT) + line(LEFT, FLOOR, width - LEFT, FLOOR, stroke=SOFT)
    places = [(LEFT + mark.position * step, mark.label) for mark in alarms]
    body += _marks(places, LEFT + text_width(alarm) + GAP, width)
    body += write(LEFT, FLOOR + 18, ends[0], fill=SOFT, room=width / 2)
    body += write(width - LEFT, FLOOR + 18, ends[1], fill=SOFT, anchor="end", room=width / 2)
    return frame(body, width, FLOOR + 28, title, rows)


def _marks(alarms: Sequence[tuple[float, str]], taken: float, width: int) -> str:
    """A triangle each, its day on that side where there is room; the table has all. taken: px at the left."""
    body = ""
    for place, (x, label) in enumerate(alarms):
        body += triangle(x, TOP - 4, 11, GROUP_COLOURS["detractor"], up=False)
        wide = text_width(label)
        behind = alarms[place + 1][0] - GAP if place + 1 < len(alarms) else width - LEFT
        if x + GAP >= taken and x + GAP + wide <= behind:
            body += write(x + GAP, TOP - 18, label, fill=SOFT)
            taken = x + GAP + wide + GAP
        elif x - GAP - wide >= taken:
            body += write(x - GAP, TOP - 18, label, fill=SOFT, anchor="end")
        taken = max(taken, x + GAP)
    return body
