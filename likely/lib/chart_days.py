"""A chart of one bar a day: how many on each of the days to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.drawing import ACCENT, INK, SOFT, box, frame, line, nothing, write
from likely.lib.figure import grouped
from likely.lib.measured import Gettext, Rows, as_written

TOP, FLOOR = 28.0, 148.0  # px
WIDEST = 40.0  # px, of a bar and the gap behind it


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    n: int


def day_rows(days: Sequence[Day], gettext: Gettext = as_written) -> Rows:
    """Day, people; days on which there are none are left out."""
    return Rows(
        (gettext("Day"), gettext("People")), tuple((day.label, grouped(day.n)) for day in days if day.n)
    )


def day_bars(days: Sequence[Day], *, title: str, width: int = 640, gettext: Gettext = as_written) -> str:
    """One bar a day from the first to the last; the tallest says its number, the ends their days."""
    rows = day_rows(days, gettext)
    if not any(day.n for day in days):
        return nothing(gettext("Nobody"), width, title, rows)
    step = min(width / len(days), WIDEST)
    gap = min(4.0, step / 4)
    tallest = max(days, key=lambda day: day.n)
    body = ""
    for place, day in enumerate(days):
        height = (FLOOR - TOP) * day.n / tallest.n
        body += box(place * step, FLOOR - height, step - gap, height, ACCENT, radius=min(2.0, step / 4))
    body += write(0, 14, gettext("At most {n} on one day").format(n=grouped(tallest.n)), fill=INK, room=width)
    body += line(0, FLOOR, width, FLOOR, stroke=SOFT)
    body += write(0, FLOOR + 17, days[0].label, fill=SOFT, room=width / 2 - 8)
    if len(days) > 1:
        end = max(len(days) * step - gap, width * 0.75)
        body += write(end, FLOOR + 17, days[-1].label, anchor="end", fill=SOFT, room=end - width / 2)
    return frame(body, width, FLOOR + 26, title, rows)
