"""The charts of the overview: each by name, with its finding, drawn in any width, and its numbers as rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.analyse.board import Board
from likely.analyse.satisfaction import BEST
from likely.collect.funnel import Funnel
from likely.lib import chart
from likely.lib.figure import percent
from likely.lib.measured import Rows, in_full
from likely.web.column_names import ColumnNames
from likely.web.words import change_words, period_label

MOST_SEGMENTS: Final = 14  # lines; the table beside the chart has all
NARROW, WIDE = 312, 620  # px


@dataclass(frozen=True, slots=True)
class Chart:
    """finding: its title, a sentence. draw: the SVG at a width in px. rows: the same numbers.

    beside: the drawing where the figure itself stands beside it; None where that is the same.
    """

    name: str
    finding: str
    draw: Callable[[int], str]
    rows: Rows
    beside: Callable[[int], str] | None = None

    @property
    def narrow(self) -> str:
        return (self.beside or self.draw)(NARROW)

    @property
    def wide(self) -> str:
        return self.draw(WIDE)


def charts(
    board: Board, funnel: Funnel, names: ColumnNames, steps: tuple[int, ...] | None = None
) -> dict[str, Chart]:
    """steps: of a board of satisfaction, whose scores are shares, how often each step was chosen."""
    scale = chart.POINTS if steps is None else chart.PERCENT
    first = (group_chart(board), distribution_chart(board)) if steps is None else (step_chart(board, steps),)
    courses = (trend_chart(board, scale), segment_chart(board, names, scale))
    return {one.name: one for one in (score_chart(board, scale), *first, *courses, funnel_chart(funnel))}


def score_chart(board: Board, scale: chart.Scale) -> Chart:
    marks = []
    if board.before:
        marks.append(chart.Mark(_("before"), board.before.points))
    if board.target:
        marks.append(chart.Mark(_("target"), board.target.points))
    draw = partial(_score_line, board, tuple(marks), scale, finding := _score_finding(board, scale))
    rows = chart.score_line_rows(board.score, marks, _, scale)
    return Chart("score", finding, draw, rows, partial(draw, written=False))


def _score_finding(board: Board, scale: chart.Scale) -> str:
    if board.score is None:
        return _("No answers yet") if scale.of_share else _("No score yet")
    if scale.of_share:
        return _("%(share)s gave one of the best answers") % {"share": scale.write(board.score.value)}
    return _("Score %(score)s") % {"score": in_full(board.score, _)}


def _score_line(
    board: Board,
    marks: tuple[chart.Mark, ...],
    scale: chart.Scale,
    title: str,
    width: int,
    written: bool = True,
) -> str:
    return chart.score_line(
        board.score, marks, title=title, width=width, gettext=_, written=written, scale=scale
    )


def group_chart(board: Board) -> Chart:
    score = board.score
    counts = (score.detractors, score.passives, score.promoters) if score else (0, 0, 0)
    finding = (
        _("%(promoters)s promoters, %(detractors)s detractors")
        % {
            "promoters": percent(score.promoters / score.n),
            "detractors": percent(score.detractors / score.n),
        }
        if score
        else _("No answers yet")
    )
    draw = partial(_group_bar, counts, finding)
    return Chart("groups", finding, draw, chart.group_rows(*counts, _))


def _group_bar(counts: tuple[int, int, int], title: str, width: int) -> str:
    return chart.group_bar(*counts, title=title, width=width, gettext=_)


def distribution_chart(board: Board) -> Chart:
    answers = (0,) * 11 if board.hidden else board.cell.n
    finding = _("Answers at each point of the scale")
    draw = partial(_distribution, answers, finding)
    return Chart("distribution", finding, draw, chart.distribution_rows(answers, _))


def _distribution(answers: tuple[int, ...], title: str, width: int) -> str:
    return chart.distribution_bars(answers, title=title, width=width, gettext=_)


def step_chart(board: Board, answers: tuple[int, ...]) -> Chart:
    shown = (0,) * len(answers) if board.hidden else answers
    finding = _("How the answers spread")
    return Chart("distribution", finding, partial(_steps, shown, finding), chart.step_rows(shown, _))


def _steps(answers: tuple[int, ...], title: str, width: int) -> str:
    return chart.step_bars(answers, BEST, title=title, width=width, gettext=_)


def trend_chart(board: Board, scale: chart.Scale) -> Chart:
    verdicts = {change.period: change.verdict for change in board.changes}
    labels = {period.period: period_label(period, board.grain) for period in board.trend}
    points = [
        chart.TrendPoint(labels[period.period], period.score, verdicts.get(period.period, ""))
        for period in board.trend
    ]
    last = board.changes[-1] if board.changes else None
    usual = _("The best answers over time") if scale.of_share else _("The score over time")
    finding = change_words(last, labels[last.period], scale) if last else usual
    draw = partial(_trend, points, scale, finding)
    return Chart("trend", finding, draw, chart.trend_rows(points, _, scale))


def _trend(points: list[chart.TrendPoint], scale: chart.Scale, title: str, width: int) -> str:
    return chart.trend_line(points, title=title, width=width, gettext=_, scale=scale)


def segment_chart(board: Board, names: ColumnNames, scale: chart.Scale) -> Chart:
    rows = [
        chart.ScoreRow(names.value(board.by, segment.value), segment.score, segment.verdict)
        for segment in board.segments
    ]
    reference = chart.Mark(_("all"), board.score.value) if board.score else None
    finding = _segment_finding(board, rows, names, scale)
    draw = partial(_dots, rows[:MOST_SEGMENTS], reference, scale, finding)
    return Chart("segments", finding, draw, chart.score_dots_rows(rows, _, scale))


def _dots(
    rows: list[chart.ScoreRow], reference: chart.Mark | None, scale: chart.Scale, title: str, width: int
) -> str:
    return chart.score_dots(rows, reference, title=title, width=width, gettext=_, scale=scale)


def _segment_finding(board: Board, rows: list[chart.ScoreRow], names: ColumnNames, scale: chart.Scale) -> str:
    """The value furthest below the rest, if that can be told; else the one furthest above."""
    name = names.column(board.by) if board.by else _("Segments")
    low = [(row.score.value, row.label) for row in rows if row.verdict == "below" and row.score]
    high = [(row.score.value, row.label) for row in rows if row.verdict == "above" and row.score]
    if low:
        points, value = min(low)
        return _("%(value)s is below the rest: %(points)s") % {"value": value, "points": scale.write(points)}
    if high:
        points, value = max(high)
        return _("%(value)s is above the rest: %(points)s") % {"value": value, "points": scale.write(points)}
    return _("%(name)s: no value can be told from the rest") % {"name": name}


def funnel_chart(funnel: Funnel) -> Chart:
    steps = [
        chart.FunnelStep(_("Sent"), funnel.sent),
        chart.FunnelStep(_("Viewed"), funnel.viewed),
        chart.FunnelStep(_("Answered"), funnel.answered),
        chart.FunnelStep(_("Completed"), funnel.completed),
    ]
    finding = (
        _("%(share)s of those invited answered") % {"share": percent(funnel.answered / funnel.sent)}
        if funnel.sent
        else ngettext("%(n)s answer by open links", "%(n)s answers by open links", funnel.open_answered)
        % {"n": funnel.open_answered}
    )
    return Chart("funnel", finding, partial(_funnel, steps, finding), chart.funnel_rows(steps, _))


def _funnel(steps: list[chart.FunnelStep], title: str, width: int) -> str:
    return chart.funnel(steps, title=title, width=width, gettext=_)
