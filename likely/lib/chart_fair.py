"""Members side by side: the figure to go by with its interval, and the raw one as a hollow mark beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.chart_lines import Lines
from likely.lib.drawing import (
    ACCENT,
    CARD,
    GROUP_COLOURS,
    LINE,
    SOFT,
    dot,
    frame,
    line,
    nothing,
    tag,
    whisker,
    write,
)
from likely.lib.figure import signed
from likely.lib.measured import Gettext, Rows, as_written

ENDS = 48.0  # px that the figures at both ends of the axis take


@dataclass(frozen=True, slots=True)
class FairRow:
    """raw, value, low, high: points. standing: above, below or same, against the mean of them all."""

    label: str
    raw: float
    value: float
    low: float
    high: float
    standing: str


def fair_lines(
    members: Sequence[FairRow],
    company: float,
    rows: Rows,
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
) -> str:
    """The dashed line is the company's score. Only a part of the scale is shown, which is said."""
    if not members:
        return nothing(gettext("Nobody to compare yet"), width, title, rows)
    lines = Lines.of(width, [one.label for one in members], [signed(one.value) for one in members], top=24)
    low = min([company, *(min(one.raw, one.low) for one in members)])
    high = max([company, *(max(one.raw, one.high) for one in members)])
    scale = (lines.right - lines.left - 20) / max(high - low, 1.0)
    at = lines.left + 10 - low * scale
    fills = {"above": GROUP_COLOURS["promoter"], "below": GROUP_COLOURS["detractor"]}
    body = line(at, 18, at, lines.bottom, stroke=LINE) if low < 0 < high else ""
    body += line(at + company * scale, 18, at + company * scale, lines.bottom, stroke=SOFT, dash="4 3")
    body += _named(at + company * scale, gettext("all {points}").format(points=signed(company)), width)
    for place, one in enumerate(members):
        y = lines.mark_y(place)
        body += lines.texts(place, one.label, signed(one.value))
        body += whisker(at + one.low * scale, at + one.high * scale, y, cap=4, width=1.5)
        body += tag("circle", cx=at + one.raw * scale, cy=y, r=5, fill=CARD, stroke=SOFT, stroke_width=2)
        body += dot(at + one.value * scale, y, 6, fills.get(one.standing, ACCENT))
    body += write(lines.left, lines.bottom + 16, signed(low), fill=SOFT)
    body += write(lines.right, lines.bottom + 16, signed(high), anchor="end", fill=SOFT)
    if min(at - lines.left, lines.right - at) > ENDS:
        body += write(at, lines.bottom + 16, "0", anchor="middle", fill=SOFT)
    key = gettext("○ as it came  ● to go by")
    body += write(0, lines.bottom + 36, key, fill=SOFT, room=width)
    zoomed = gettext("Zoomed: the axis runs from {low} to {high}.")
    body += write(
        0, lines.bottom + 54, zoomed.format(low=signed(low), high=signed(high)), fill=SOFT, room=width
    )
    return frame(body, width, lines.bottom + 62, title, rows)


def _named(x: float, text: str, width: int) -> str:
    return write(x, 12, text, anchor="end" if x > width / 2 else "start", fill=SOFT)
