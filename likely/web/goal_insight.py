"""Goals as a picture with its numbers, for their page and for boards."""

from collections.abc import Sequence
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.act.goal import SCORE, Goal
from likely.act.goal_progress import Progress
from likely.act.goal_words import MEASURE_WORDS, chance_words, figure_words, target_words, unit_name
from likely.lib.chart_goal import GoalRow, goal_lines
from likely.lib.figure import grouped
from likely.lib.measured import Rows
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method

FORMULA = (
    "P(target) = P(so far and to come together ≥ target)\n"
    "to come: Dirichlet-multinomial (score), beta-binomial (shares), ½ added to each count"
)


def goals_insight(told: Sequence[Progress]) -> Insight:
    on = sum(one.on_target for one in told)
    finding = ngettext(
        "%(on)s of %(n)s goal is on its target", "%(on)s of %(n)s goals are on their target", len(told)
    )
    finding = finding % {"on": on, "n": len(told)} if told else _("No goal yet")
    rows = Rows(
        (_("Goal"), _("Until"), _("Target"), _("So far"), _("Still expected"), _("Will be reached")),
        tuple(_cells(one) for one in told),
    )
    draw = partial(_drawn, [_row(one) for one in told], rows, finding)
    return Insight(Chart("goals", finding, draw, rows), _method(rows))


def _drawn(goals: list[GoalRow], rows: Rows, title: str, width: int) -> str:
    return goal_lines(goals, rows, title=title, width=width, gettext=_)


def _label(goal: Goal) -> str:
    return f"{unit_name(goal)} · {MEASURE_WORDS[goal.measure]}"


def _row(one: Progress) -> GoalRow:
    low, span = (-100.0, 200.0) if one.goal.measure == SCORE else (0.0, 100.0)

    def place(value: float) -> float:
        return (value - low) / span

    figure = one.figure
    if figure is None:
        return GoalRow(_label(one.goal), figure_words(one), place(one.goal.target))
    ends = (place(figure.value), place(figure.low), place(figure.high))
    return GoalRow(_label(one.goal), figure_words(one), place(one.goal.target), *ends)


def _cells(one: Progress) -> tuple[str, ...]:
    until = date_format(one.goal.until, "DATE_FORMAT")
    figures = (target_words(one.goal), figure_words(one), grouped(one.more), chance_words(one))
    return (_label(one.goal), until, *figures)


def _method(rows: Rows) -> Method:
    assumes = (
        _("Those to come are like those so far, as many a day as in the last 91 days: no trend, no season."),
        _("A goal is told to be reached at its end, or before when it will be kept with 95 %."),
    )
    return Method(_("Probability of reaching a target, by what is still to come"), FORMULA, assumes, rows)
