"""Importance × performance: each thing where it stands, and how much it matters."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.drawing import (
    ACCENT,
    GROUP_COLOURS,
    LINE,
    SOFT,
    dot,
    frame,
    line,
    nothing,
    text_width,
    write,
)
from likely.lib.measured import Gettext, Rows, as_written

LEFT, TOP, HEIGHT, BESIDE = 8.0, 26.0, 240.0, 10.0  # px
BETWEEN = 16.0  # px from one label to the next


@dataclass(frozen=True, slots=True)
class Standing:
    """performance: share of the way from the worst rating to the best, 0..1. importance: percent, 0..100."""

    label: str
    performance: float
    importance: float
    weak: bool = False  # matters more than most and stands lower: the corner to work in


@dataclass(frozen=True, slots=True)
class _Plane:
    """worst, best: the ends of the scale shown, 0..1. most: percent at the top."""

    worst: float
    best: float
    most: float
    width: int

    def at(self, performance: float, importance: float) -> tuple[float, float]:
        share = (performance - self.worst) / (self.best - self.worst)
        x = LEFT + 14 + share * (self.width - 2 * LEFT - 28)
        return x, TOP + HEIGHT * (1 - importance / self.most)


def weakest(points: Sequence[Standing]) -> tuple[Standing, ...]:
    """Those in the corner: more important and lower than the average of them all. The worst first."""
    if len(points) < 2:
        return ()
    x, y = _middle(points)
    found = [one for one in points if one.performance < x and one.importance > y]
    return tuple(sorted(found, key=lambda one: -one.importance))


def quadrant(
    points: Sequence[Standing], rows: Rows, *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """Performance from left to right, importance upwards; the lines stand at the averages."""
    if len(points) < 2:
        return nothing(gettext("Nothing to compare yet"), width, title, rows)
    plane = _Plane(
        *_ends([one.performance for one in points]), max(one.importance for one in points) * 1.15 or 1, width
    )
    x, y = plane.at(*_middle(points))
    body = line(x, TOP, x, TOP + HEIGHT, stroke=LINE, dash="4 3")
    body += line(LEFT, y, width - LEFT, y, stroke=LINE, dash="4 3")
    body += line(LEFT, TOP + HEIGHT, width - LEFT, TOP + HEIGHT, stroke=SOFT)
    body += write(LEFT, 14, gettext("↑ matters more"), fill=SOFT)
    body += write(width - LEFT, TOP + HEIGHT + 18, gettext("rated better →"), anchor="end", fill=SOFT)
    taken: list[float] = []
    for one in sorted(points, key=lambda one: -one.importance):
        at = plane.at(one.performance, one.importance)
        body += dot(*at, 6, GROUP_COLOURS["detractor"] if one.weak else ACCENT)
        body += _label(one, at, _free(at[1] + 4, taken), width)
    return frame(body, width, TOP + HEIGHT + 28, title, rows)


def _label(one: Standing, at: tuple[float, float], y: float, width: int) -> str:
    before = at[0] + BESIDE + text_width(one.label) > width - LEFT and at[0] > width / 2
    room = (at[0] if before else width - at[0]) - BESIDE - LEFT
    x = at[0] + (-BESIDE if before else BESIDE)
    return write(x, y, one.label, anchor="end" if before else "start", room=room, halo=True, bold=one.weak)


def _free(wanted: float, taken: list[float]) -> float:
    """The next height below which no other label stands."""
    while any(abs(wanted - other) < BETWEEN for other in taken):
        wanted += 4
    taken.append(wanted)
    return wanted


def _middle(points: Sequence[Standing]) -> tuple[float, float]:
    n = len(points)
    return sum(one.performance for one in points) / n, sum(one.importance for one in points) / n


def _ends(shares: Sequence[float]) -> tuple[float, float]:
    """A part of the scale that holds them all with some air, a tenth of it at least."""
    low, high = min(shares), max(shares)
    air = max(0.1 - (high - low), 0.04) / 2
    return low - air, high + air
