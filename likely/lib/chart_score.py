"""Charts on the whole line of a scale (a score's: −100 to +100): one figure, and many below each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from likely.lib.chart_lines import Lines
from likely.lib.chart_scale import POINTS, Scale
from likely.lib.drawing import (
    ACCENT,
    BODY,
    INK,
    LINE,
    SOFT,
    box,
    dot,
    frame,
    line,
    nothing,
    text_width,
    triangle,
    whisker,
    write,
    write_near,
)
from likely.lib.figure import grouped
from likely.lib.measured import Gettext, Measured, Rows, as_written, in_full

VERDICT_PX = 18.0  # what ▲ or ▼ takes beside a figure


@dataclass(frozen=True, slots=True)
class Mark:
    """Another figure on the same line: a benchmark, a target, the total. points: −100..100."""

    label: str
    points: float


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of a table of scores. verdict: above, below, same or too_few, against the others."""

    label: str
    score: Measured | None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a scale between two x positions in px."""

    left: float
    right: float
    scale: Scale = POINTS

    def at(self, points: float) -> float:
        reach = self.scale.high - self.scale.low
        return self.left + (self.scale.clipped(points) - self.scale.low) / reach * (self.right - self.left)


def verdict_words(gettext: Gettext = as_written) -> dict[str, str]:
    return {
        "above": gettext("above"),
        "below": gettext("below"),
        "same": gettext("no difference told"),
        "too_few": gettext("too few answers"),
        "": "",
    }


def verdict_said(row: ScoreRow, gettext: Gettext = as_written) -> str:
    """Against the rest, in words. One that has a score itself lacks others to be held against."""
    if row.score is not None and row.verdict == "too_few":
        return gettext("too few others")
    return verdict_words(gettext)[row.verdict]


def score_line_rows(
    score: Measured | None,
    marks: Sequence[Mark] = (),
    gettext: Gettext = as_written,
    scale: Scale = POINTS,
) -> Rows:
    """Name, score, interval, answers."""
    own = _cells(scale.name(gettext), score, gettext, scale)
    return Rows(
        (gettext("Name"), scale.name(gettext), gettext("Interval (95 %)"), gettext("Answers")),
        (own, *((mark.label, scale.write(mark.points), "", "") for mark in marks)),
    )


def _cells(label: str, score: Measured | None, gettext: Gettext, scale: Scale) -> tuple[str, str, str, str]:
    if score is None:
        return (label, scale.none(gettext), "", "")
    ends = scale.span(score.low, score.high, gettext)
    return (label, scale.write(score.value), ends, grouped(score.n))


def score_line(
    score: Measured | None,
    marks: Sequence[Mark] = (),
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
    written: bool = True,
    scale: Scale = POINTS,
) -> str:
    """The score and its interval on the whole line; benchmarks and targets as labelled ticks below it.

    written: whether the figure stands above the line; not where it stands beside the chart already.
    """
    rows = score_line_rows(score, marks, gettext, scale)
    if score is None:
        return nothing(gettext("No answers yet"), width, title, rows)
    axis, y = _Line(20, width - 20, scale), 46.0 if written else 20.0
    body = box(axis.left, y - 5, axis.right - axis.left, 10, LINE, radius=5)
    body += box(axis.at(score.low), y - 5, axis.at(score.high) - axis.at(score.low), 10, ACCENT, radius=5)
    body += whisker(axis.at(score.low), axis.at(score.high), y, cap=11)
    body += dot(axis.at(score.value), y, 5.5, INK)
    if written:
        body += write_near(axis.at(score.value), 22, _in_full(score, gettext, scale), width, size=BODY)
    body += _ticks(axis, y + 10, y + 32)
    for row, mark in enumerate(marks):
        body += _mark_below(axis, mark, y + 10, y + 56 + 22 * row, width)
    return frame(body, width, y + 42 + 22 * len(marks), title, rows)


def _ticks(axis: _Line, y: float, label_y: float) -> str:
    ticks = ""
    for points in axis.scale.ticks:
        x = axis.at(points)
        ticks += line(x, y - (20 if points == 0 else 4), x, y + 6, stroke=INK if points == 0 else SOFT)
        ticks += write_near(x, label_y, axis.scale.write(points), axis.right + axis.left, fill=SOFT)
    return ticks


def _mark_below(axis: _Line, mark: Mark, top: float, y: float, width: int) -> str:
    x = axis.at(mark.points)
    text, room = f"{axis.scale.write(mark.points)} {mark.label}", max(x, width - x) - 14
    right = x < width / 2
    return (
        line(x, top - 20, x, y - 9, stroke=SOFT, dash="3 3")
        + triangle(x, y - 5, 9, SOFT, up=True)
        + write(x + (10 if right else -10), y, text, anchor="start" if right else "end", fill=SOFT, room=room)
    )


def _in_full(score: Measured, gettext: Gettext, scale: Scale) -> str:
    if not scale.of_share:
        return in_full(score, gettext)
    ends = scale.span(score.low, score.high, gettext)
    return f"{scale.write(score.value)} ({ends}) · n {grouped(score.n)}"


def score_dots_rows(scores: Sequence[ScoreRow], gettext: Gettext = as_written, scale: Scale = POINTS) -> Rows:
    """Name, score, interval, answers, verdict."""
    return Rows(
        (
            gettext("Name"),
            scale.name(gettext),
            gettext("Interval (95 %)"),
            gettext("Answers"),
            gettext("Against the rest"),
        ),
        tuple((*_cells(row.label, row.score, gettext, scale), verdict_said(row, gettext)) for row in scores),
    )


def score_dots(
    scores: Sequence[ScoreRow],
    reference: Mark | None = None,
    *,
    title: str,
    width: int = 640,
    gettext: Gettext = as_written,
    scale: Scale = POINTS,
) -> str:
    """One line for each score: name, dot with its interval, figure, and ▲ or ▼ only where it can be told."""
    rows = score_dots_rows(scores, gettext, scale)
    if not scores:
        return nothing(gettext("Nothing to compare yet"), width, title, rows)
    figures = [_figure(row, gettext, scale) for row in scores]
    lines = Lines.of(width, [row.label for row in scores], figures, top=26 if reference else 4)
    lines = replace(lines, figure_px=lines.figure_px + VERDICT_PX)
    axis = _Line(lines.left + 8, lines.right - 8, scale)
    body = "" if lines.narrow else _grid(axis, lines.top, lines.bottom)
    if reference:
        body += _reference(axis, reference, lines, width)
    for place, (row, figure) in enumerate(zip(scores, figures, strict=True)):
        y = lines.mark_y(place)
        body += lines.texts(place, row.label, figure, soft=row.score is None, spare=VERDICT_PX)
        body += _grid(axis, y - 10, y + 10) if lines.narrow else ""
        body += _score_mark(axis, row, y)
        body += _verdict_mark(row, width - text_width(figure) - 10, lines.text_y(place) - 4)
    ends = "".join(
        write_near(axis.at(p), lines.bottom + 16, scale.write(p), width, fill=SOFT) for p in scale.ticks[::2]
    )
    return frame(body + ends, width, lines.bottom + 24, title, rows)


def _figure(row: ScoreRow, gettext: Gettext, scale: Scale) -> str:
    if row.score is None:
        return verdict_words(gettext)["too_few"]
    return f"{scale.write(row.score.value)} · n {grouped(row.score.n)}"


def _grid(axis: _Line, top: float, bottom: float) -> str:
    return "".join(
        line(axis.at(points), top, axis.at(points), bottom, stroke=SOFT if points == 0 else LINE)
        for points in axis.scale.ticks
    )


def _reference(axis: _Line, reference: Mark, lines: Lines, width: int) -> str:
    x, label = axis.at(reference.points), f"{reference.label} {axis.scale.write(reference.points)}"
    stems = (
        [(lines.mark_y(place) - 12, lines.mark_y(place) + 12) for place in range(lines.count)]
        if lines.narrow
        else [(lines.top - 6, lines.bottom)]
    )
    return "".join(
        line(x, top, x, bottom, stroke=ACCENT, dash="4 3", width=1.5) for top, bottom in stems
    ) + write_near(x, 13, label, width, fill=SOFT)


def _score_mark(axis: _Line, row: ScoreRow, y: float) -> str:
    if row.score is None:
        return ""
    fill = INK if row.verdict in ("above", "below") else SOFT
    interval = whisker(axis.at(row.score.low), axis.at(row.score.high), y, stroke=fill, cap=4, width=1.5)
    return interval + dot(axis.at(row.score.value), y, 5.5, fill)


def _verdict_mark(row: ScoreRow, x: float, y: float) -> str:
    if row.score is None or row.verdict not in ("above", "below"):
        return ""
    return triangle(x, y, 10, INK, up=row.verdict == "above")
