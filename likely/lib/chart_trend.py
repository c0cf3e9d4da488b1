"""Charts over time: the score by period with its band, and the same in the size of a word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from likely.lib.chart_scale import POINTS, Scale
from likely.lib.drawing import (
    ACCENT,
    BODY,
    INK,
    LINE,
    SOFT,
    dot,
    fit,
    frame,
    line,
    nothing,
    tag,
    text_width,
    triangle,
    write,
    write_near,
)
from likely.lib.figure import grouped, signed
from likely.lib.measured import Gettext, Measured, Rows, as_written

MOST_DOTS = 60  # points; above it the line stands alone


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period. score None: a gap. verdict: above or below only where the change can be told from noise."""

    label: str
    score: Measured | None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A word at a moment. position: in periods from the first point; 2.5 is between the third and fourth."""

    position: float
    label: str


@dataclass(frozen=True, slots=True)
class _Plane:
    """From periods and points to px. low, high: the ends of the axis on the scale."""

    left: float
    right: float
    top: float
    bottom: float
    periods: int
    low: float
    high: float
    scale: Scale = POINTS

    def x(self, position: float) -> float:
        if self.periods == 1:
            return (self.left + self.right) / 2
        return self.left + position / (self.periods - 1) * (self.right - self.left)

    def y(self, points: float) -> float:
        clipped = min(max(points, self.low), self.high)
        return self.bottom - (clipped - self.low) / (self.high - self.low) * (self.bottom - self.top)


Known = tuple[int, Measured, str]


def trend_rows(points: Sequence[TrendPoint], gettext: Gettext = as_written, scale: Scale = POINTS) -> Rows:
    """Period, score, interval, answers, change."""
    words = {"above": gettext("real rise"), "below": gettext("real fall"), "same": gettext("within noise")}
    return Rows(
        (
            gettext("Period"),
            scale.name(gettext),
            gettext("Interval (95 %)"),
            gettext("Answers"),
            gettext("Change"),
        ),
        tuple(
            (point.label, scale.none(gettext), "", "", "")
            if point.score is None
            else (
                point.label,
                scale.write(point.score.value),
                scale.span(point.score.low, point.score.high, gettext),
                grouped(point.score.n),
                words.get(point.verdict, ""),
            )
            for point in points
        ),
    )


def trend_line(
    points: Sequence[TrendPoint],
    annotations: Sequence[Annotation] = (),
    *,
    title: str,
    target: float | None = None,
    width: int = 640,
    zoom: bool = False,
    gettext: Gettext = as_written,
    scale: Scale = POINTS,
) -> str:
    """The score by period with its interval as a band. ▲ and ▼ stand only on changes that can be told.

    target: points, as a line across; left out where it lies off the axis.
    zoom: end the axis near the scores, and say so; otherwise it is the whole scale.
    """
    rows = trend_rows(points, gettext, scale)
    known = [(i, point.score, point.verdict) for i, point in enumerate(points) if point.score is not None]
    if not known:
        return nothing(gettext("No scores yet"), width, title, rows)
    lanes = min(len(annotations), 3)
    low, high = _axis([score for _, score, _ in known], scale) if zoom else (scale.low, scale.high)
    top = 14.0 + 18 * lanes + (18 if zoom else 0)
    end_px = text_width(scale.write(known[-1][1].value), BODY) + 12
    plane = _Plane(56, width - max(end_px, 24), top, top + 200, len(points), low, high, scale)
    note = gettext("Zoomed: the axis runs from {low} to {high}.").format(
        low=scale.write(low), high=scale.write(high)
    )
    body = write(0, 12, note, fill=SOFT, room=width) if zoom else ""
    body += _grid(plane, width) + _target(plane, target) + _annotations(plane, annotations, lanes, width)
    body += "".join(_run(plane, run) for run in _runs(known))
    body += _target_name(plane, target, known, gettext)
    body += _changes(plane, known) + _end(plane, known[-1]) + _periods(plane, points)
    return frame(body, width, plane.bottom + 30, title, rows)


def _axis(scores: Sequence[Measured], scale: Scale) -> tuple[float, float]:
    low, high = min(s.low for s in scores), max(s.high for s in scores)
    step = 10 if high - low <= 80 else 20
    low, high = step * (low // step), -step * (-high // step)
    return (scale.clipped(low), scale.clipped(max(high, low + step)))


def _grid(plane: _Plane, width: int) -> str:
    step = next((step for step in (5, 10, 20, 50) if (plane.high - plane.low) / step <= 5), 50)
    first = int(-(-plane.low // step) * step)
    drawn = ""
    for points in range(first, int(plane.high) + 1, step):
        y = plane.y(points)
        drawn += line(plane.left - 6, y, width, y, stroke=INK if points == 0 else LINE)
        drawn += write(plane.left - 12, y + 4, plane.scale.write(points), anchor="end", fill=SOFT)
    return drawn


def _target(plane: _Plane, target: float | None) -> str:
    if target is None or not plane.low <= target <= plane.high:
        return ""
    y = plane.y(target)
    return line(plane.left, y, plane.right, y, stroke=SOFT, dash="6 4")


def _target_name(plane: _Plane, target: float | None, known: Sequence[Known], gettext: Gettext) -> str:
    """On the side of the line that the first scores, below which it would stand, leave free."""
    if target is None or not plane.low <= target <= plane.high:
        return ""
    text = f"{gettext('target')} {plane.scale.write(target)}"
    end = plane.left + text_width(text)
    beside = [score for place, score, _ in known if plane.x(place) <= end] or [known[0][1]]
    above, below = max(one.high for one in beside) - target, target - min(one.low for one in beside)
    y = plane.y(target) + (-5 if above < below else 15)
    return write(plane.left + 2, y, text, fill=SOFT, halo=True)


def _runs(known: Sequence[Known]) -> Iterator[list[Known]]:
    """The known points, split wherever a period has no score."""
    for _, run in groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0]):
        yield [point for _, point in run]


def _run(plane: _Plane, run: Sequence[Known]) -> str:
    if len(run) == 1:
        return _single(plane, run[0])
    upper = _path(plane, run, lambda score: score.high)
    lower = _path(plane, run[::-1], lambda score: score.low)
    middle = _path(plane, run, lambda score: score.value)
    band = tag("path", d=f"M{upper}L{lower}Z", fill=ACCENT, fill_opacity=0.16)
    stroke = tag(
        "path", d=f"M{middle}", fill="none", stroke=ACCENT, stroke_width=2.5, stroke_linejoin="round"
    )
    dots = "" if plane.periods > MOST_DOTS else "".join(_dot(plane, point) for point in run)
    return band + stroke + dots


def _path(plane: _Plane, run: Sequence[Known], side: Callable[[Measured], float]) -> str:
    return "L".join(f"{plane.x(i):.1f} {plane.y(side(score)):.1f}" for i, score, _ in run)


def _single(plane: _Plane, point: Known) -> str:
    x, score = plane.x(point[0]), point[1]
    return line(x, plane.y(score.low), x, plane.y(score.high), stroke=ACCENT, width=2) + _dot(plane, point)


def _dot(plane: _Plane, point: Known) -> str:
    return dot(plane.x(point[0]), plane.y(point[1].value), 4, ACCENT)


def _changes(plane: _Plane, known: Sequence[Known]) -> str:
    marks = ""
    for i, score, verdict in known:
        if verdict in ("above", "below"):
            up = verdict == "above"
            y = plane.y(score.value) + (-16 if up else 16)
            marks += triangle(plane.x(i), min(max(y, plane.top + 6), plane.bottom - 6), 11, INK, up=up)
    return marks


def _end(plane: _Plane, last: Known) -> str:
    x, y = plane.x(last[0]) + 9, plane.y(last[1].value) + 5
    return write(x, y, plane.scale.write(last[1].value), size=BODY, bold=True, halo=True)


def _annotations(plane: _Plane, annotations: Sequence[Annotation], lanes: int, width: int) -> str:
    stems, labels = "", ""
    for place, annotation in enumerate(annotations):
        x = plane.x(min(max(annotation.position, 0), max(plane.periods - 1, 0)))
        y = plane.top - 18 * (lanes - 1 - place % lanes) - 6
        stems += line(x, y + 3, x, plane.bottom, stroke=SOFT, dash="2 3")
        labels += write_near(x, y, fit(annotation.label, width / 2), width, fill=SOFT, halo=True)
    return stems + labels


def _periods(plane: _Plane, points: Sequence[TrendPoint]) -> str:
    """The first and the last period are always named, those between as far as they fit."""
    widest = max(text_width(fit(point.label, 110)) for point in points) + 14
    shown = max(1, min(len(points), int((plane.right - plane.left) // widest) + 1))
    step = -(-(len(points) - 1) // max(shown - 1, 1)) or 1
    names = [i for i in range(0, len(points), step) if len(points) - 1 - i >= step or i == len(points) - 1]
    names = names if names and names[-1] == len(points) - 1 else [*names, len(points) - 1]
    y, edge = plane.bottom + 20, plane.right + 22
    if len(names) > 2 and _touch(plane, points, names[-2], names[-1], edge):
        del names[-2]
    marks = "".join(line(plane.x(i), plane.bottom, plane.x(i), plane.bottom + 4, stroke=SOFT) for i in names)
    return marks + "".join(
        write_near(plane.x(i), y, fit(points[i].label, 110), edge, fill=SOFT) for i in names
    )


def _touch(plane: _Plane, points: Sequence[TrendPoint], one: int, last: int, edge: float) -> bool:
    """Whether the name of a period would run into that of the last, which is moved away from the edge."""
    near, end = (text_width(fit(points[place].label, 110)) for place in (one, last))
    return plane.x(one) + near / 2 + 8 > min(plane.x(last), edge - end / 2 - 2) - end / 2


def sparkline(
    scores: Sequence[float | None], *, title: str, width: int = 120, gettext: Gettext = as_written
) -> str:
    """The course of a score in the size of a word; the zero line shows where it lies in its own range."""
    rows = Rows(
        (gettext("Score"),),
        tuple((gettext("no score") if score is None else signed(score),) for score in scores),
    )
    known = [(i, score) for i, score in enumerate(scores) if score is not None]
    if not known:
        return frame(line(2, 14, width - 2, 14), width, 28, title, rows)
    low = min(-5.0, *(score for _, score in known))
    high = max(5.0, *(score for _, score in known))
    plane = _Plane(4, width - 6, 4, 24, len(scores), low, high)
    body = line(0, plane.y(0), width, plane.y(0))
    pieces = groupby(enumerate(known), key=lambda pair: pair[1][0] - pair[0])
    for _, piece in pieces:
        path = "L".join(f"{plane.x(i):.1f} {plane.y(score):.1f}" for _, (i, score) in piece)
        body += tag("path", d=f"M{path}", fill="none", stroke=ACCENT, stroke_width=2, stroke_linecap="round")
    return frame(body + dot(plane.x(known[-1][0]), plane.y(known[-1][1]), 3, ACCENT), width, 28, title, rows)
