"""Two scores of one place against each other: right and up both are above the line."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from likely.lib.drawing import (
    ACCENT,
    GROUP_COLOURS,
    INK,
    SOFT,
    dot,
    frame,
    line,
    nothing,
    text_width,
    write,
)
from likely.lib.figure import signed
from likely.lib.measured import Gettext, Rows, as_written

LEFT, TOP, HEIGHT, BESIDE = 8.0, 26.0, 280.0, 10.0  # px
BETWEEN = 16.0  # px from one label to the next
STEP = 10.0  # points that the ends of the axes are rounded to


@dataclass(frozen=True, slots=True)
class Place:
    """first, second: points. told: both intervals leave out the line."""

    label: str
    first: float
    second: float
    told: bool = True


def balance_plane(
    places: Sequence[Place],
    rows: Rows,
    *,
    names: tuple[str, str],
    at: float = 0.0,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
) -> str:
    """names: of both populations. at: the line, in points, drawn across both ways."""
    if not places:
        return nothing(gettext("Nothing to compare yet"), width, title, rows)

    low, high = _ends(places, at)

    def x(points: float) -> float:
        return LEFT + 14 + (points - low) / (high - low) * (width - 2 * LEFT - 28)

    def y(points: float) -> float:
        return TOP + HEIGHT * (high - points) / (high - low)

    body = line(x(at), TOP, x(at), TOP + HEIGHT, stroke=INK)
    body += line(x(low), y(at), x(high), y(at), stroke=INK)
    body += write(x(high), TOP + 4, gettext("both are happy"), anchor="end", fill=SOFT, halo=True)
    body += write(LEFT, TOP - 10, f"↑ {names[1]}", fill=SOFT)
    body += write(width - LEFT, TOP + HEIGHT + 16, f"{names[0]} →", anchor="end", fill=SOFT)
    body += write(x(at), TOP - 10, signed(at), anchor="middle", fill=SOFT)
    zoomed = gettext("Zoomed: the axes run from {low} to {high}.").format(low=signed(low), high=signed(high))
    body += write(LEFT, TOP + HEIGHT + 36, zoomed, fill=SOFT)
    taken: list[tuple[float, float, float]] = []
    for one in sorted(places, key=lambda one: -one.second):
        px, py = x(one.first), y(one.second)
        below = min(one.first, one.second) < at
        colour = SOFT if not one.told else GROUP_COLOURS["detractor"] if below else ACCENT
        body += dot(px, py, 6 if one.told else 4, colour)
        body += _label(one.label, px, py, width, taken)
    return frame(body, width, TOP + HEIGHT + 44, title, rows)


def _ends(places: Sequence[Place], at: float) -> tuple[float, float]:
    """Of both axes: all places and the line lie well inside."""
    shown = [at, *(points for one in places for points in (one.first, one.second))]
    low, high = STEP * floor(min(shown) / STEP) - STEP, STEP * ceil(max(shown) / STEP) + STEP
    return max(low, -100.0), min(high, 100.0)


def _label(text: str, x: float, y: float, width: float, taken: list[tuple[float, float, float]]) -> str:
    """Beside its dot; lower where another stands."""
    wide = text_width(text, 13)
    right = x + BESIDE + wide < width - LEFT
    start = x + BESIDE if right else x - BESIDE - wide
    while any(_meets(start, start + wide, y, other) for other in taken):
        y += BETWEEN
    taken.append((start, start + wide, y))
    return write(start, y + 4, text)


def _meets(start: float, end: float, y: float, other: tuple[float, float, float]) -> bool:
    return abs(y - other[2]) < BETWEEN and start < other[1] and other[0] < end
