"""Reach × effect: each theme where it stands, how many speak of it and what differs with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from likely.lib import drawing
from likely.lib.drawing import GROUP_COLOURS, INK, LINE, NARROW, SOFT, line, write
from likely.lib.figure import percent, signed
from likely.lib.measured import Gettext, Rows, as_written

LEFT, TOP, HEIGHT, BESIDE, BETWEEN = 8.0, 28.0, 300.0, 12.0, 15.0  # px
MOST_LABELS, MOST_LABELS_NARROW = 14, 8


@dataclass(frozen=True, slots=True)
class Reach:
    """reach: share of the comments, 0..1. effect, low, high: points."""

    label: str
    reach: float
    effect: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class _Plane:
    """points: to either side of zero. most: reach at the top."""

    points: float
    most: float
    width: float

    def at(self, effect: float, reach: float) -> tuple[float, float]:
        return self.x(effect), TOP + HEIGHT * (1 - reach / self.most)

    def x(self, effect: float) -> float:
        half = self.width / 2 - LEFT - 10
        return self.width / 2 + half * max(-1.0, min(1.0, effect / self.points))


def reach_plane(
    themes: Sequence[Reach], rows: Rows, *, title: str, width: int = 640, gettext: Gettext = as_written
) -> str:
    """Effect from left to right around zero, reach upwards. What is not told from zero is small and grey."""
    if not themes:
        return drawing.nothing(gettext("Nothing to compare yet"), width, title, rows)
    plane = _Plane(
        max(abs(one.effect) for one in themes) * 1.2 or 1, max(one.reach for one in themes) * 1.12, width
    )
    body = _ground(plane, gettext)
    shown = sorted(themes, key=lambda one: (one.told, one.reach * abs(one.effect)), reverse=True)
    narrow = width < NARROW
    taken = [(x - 8, x + 8, y + 4) for x, y in (plane.at(one.effect, one.reach) for one in themes)]
    for one in shown[: MOST_LABELS_NARROW if narrow else MOST_LABELS]:
        body += _label(one, plane, taken, with_figure=not narrow)
    for one in reversed(shown):  # above the labels, whose halo would hide them
        body += _mark(one, plane, bare=narrow)
    return drawing.frame(body, width, TOP + HEIGHT + 30, title, rows)


def _ground(plane: _Plane, gettext: Gettext) -> str:
    zero, base = plane.x(0), TOP + HEIGHT
    body = line(zero, TOP, zero, base, stroke=INK) + line(LEFT, base, plane.width - LEFT, base, stroke=SOFT)
    half = TOP + HEIGHT / 2
    body += line(LEFT, half, plane.width - LEFT, half, stroke=LINE, dash="4 3")
    body += write(LEFT, half - 4, percent(plane.most / 2), fill=SOFT)
    body += write(LEFT, 14, gettext("↑ more comments"), fill=SOFT)
    body += write(zero, base + 16, "0", anchor="middle", fill=SOFT)
    body += write(LEFT, base + 16, gettext("← lower score"), fill=SOFT)
    return body + write(plane.width - LEFT, base + 16, gettext("higher score →"), anchor="end", fill=SOFT)


def _mark(one: Reach, plane: _Plane, *, bare: bool) -> str:
    x, y = plane.at(one.effect, one.reach)
    if not one.told:
        return drawing.dot(x, y, 3.5, SOFT)
    stroke = GROUP_COLOURS["promoter" if one.effect > 0 else "detractor"]
    span = (
        "" if bare else drawing.whisker(plane.x(one.low), plane.x(one.high), y, stroke=stroke, cap=3, width=1)
    )
    return span + drawing.triangle(x, y, 13, stroke, up=one.effect > 0)


def _label(one: Reach, plane: _Plane, taken: list[tuple[float, float, float]], *, with_figure: bool) -> str:
    """Behind the interval, before it, or above or below; none where others stand in all these places."""
    x, y = plane.at(one.effect, one.reach)
    spanned = one.told and with_figure
    text = f"{one.label} {signed(one.effect)}" if spanned else one.label
    wide = min(drawing.text_width(text), plane.width * 0.45)
    after = max(x + BESIDE, plane.x(one.high) + 6 if spanned else x)
    ahead = min(x - BESIDE, plane.x(one.low) - 6 if spanned else x)
    places = [(after, after, "start"), (ahead - wide, ahead, "end")]  # left end of the text, its anchor
    places = [place for place in places if LEFT <= place[0] <= plane.width - LEFT - wide] or [places[1]]
    for height, (start, edge, anchor) in product((y + 4, y - 9, y + 17), places):
        if TOP < height < TOP + HEIGHT and not any(
            abs(height - other) < BETWEEN and start < right and left < start + wide
            for left, right, other in taken
        ):
            taken.append((start, start + wide, height))
            fill = INK if one.told else SOFT
            return write(edge, height, text, anchor=anchor, room=wide + 1, halo=True, fill=fill)
    return ""
