"""The picture of operational figures: what a readable step of each goes with, in points, with its unit."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from likely.analyse.driving import Driving
from likely.analyse.figures import MOST_LOOKED_AT, Figure, figures_among
from likely.ask.experiment import ARM
from likely.base.workspace import Workspace
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.figure import grouped, percent, probability, short, signed
from likely.lib.measured import Rows
from likely.people.property import Property, PropertyType
from likely.store.schema import DIMENSIONS
from likely.web.drawing import Chart
from likely.web.driver_methods import association
from likely.web.driver_names import named
from likely.web.insight import Insight, Method
from likely.web.question import Question

ALL: Final = "all"
UNIT: Final = re.compile(r"\s*[(\[]([^()\[\]]{1,20})[)\]]\s*$")  # at the end of a name: Handling time (min)
NO_FIGURES: Final = (PropertyType.TEXT, PropertyType.DATE, PropertyType.CHOICE)
EQUATION: Final = "points = a + Σ bₓ·x,  points = −100, 0, +100;  step ≈ s(x)"
Names = Mapping[str, str]


def figures_offered(workspace: Workspace, question: Question) -> tuple[str, ...]:
    """The properties that hold figures for enough of the answers asked for: numbers, and yes or no."""
    declared = Property.objects.of(workspace).filter(type__in=NO_FIGURES).values_list("key", flat=True)
    others = {*DIMENSIONS, *declared}
    looked_at = [one for one in question.columns if one not in others and not one.startswith(ARM)]
    return figures_among(question.table, looked_at[:MOST_LOOKED_AT], question.slice)


def figures_asked(text: str, offered: Sequence[str]) -> tuple[str, ...]:
    """Of the page's address: "all", or names with commas between."""
    if text == ALL:
        return tuple(offered)
    wanted = text.split(",")
    return tuple(one for one in offered if one == text or one in wanted)


def figures_insight(driving: Driving, names: Names) -> Insight | None:
    figures = driving.figures
    if not figures:
        return None
    most = next((one for one in figures if one.p <= 0.05), None)
    finding = (
        _said(most, names)
        if most
        else _("No operational figure goes with the score by itself, all else alike")
    )
    effects = [Effect(_step(one, names), one.points, *_sure(one), signed(one.points, 1)) for one in figures]
    rows = Rows(
        (pgettext("of a figure", "Step"), _("Points of the score"), _("Interval (95 %)"), "p", _("Told")),
        tuple(
            (
                _step(one, names),
                signed(one.points, 1),
                _("{low} to {high}").format(low=signed(one.low, 1), high=signed(one.high, 1)),
                probability(one.p).removeprefix("p "),
                _("real") if one.p <= 0.05 else _("within noise"),
            )
            for one in figures
        ),
    )
    draw = partial(_drawn, effects, rows, finding)
    said = _("This is what goes together in the answers, not what a change would bring.")
    return Insight(Chart("figures", finding, draw, rows), _method(figures, names), (said,))


def _said(one: Figure, names: Names) -> str:
    shape = (
        _("%(name)s: yes rather than no goes with %(points)s points, all else alike")
        if one.yes_no
        else _("Each %(step)s more of %(name)s goes with %(points)s points, all else alike")
    )
    name, unit = _named(one, names)
    return shape % {"step": _amount(one.step, unit), "name": name, "points": signed(one.points, 1)}


def _step(one: Figure, names: Names) -> str:
    name, unit = _named(one, names)
    if one.yes_no:
        return _("%(name)s: yes rather than no") % {"name": name}
    return _("%(name)s: %(step)s more") % {"name": name, "step": _amount(one.step, unit)}


def _named(one: Figure, names: Names) -> tuple[str, str]:
    """Handling time (min) → Handling time, min"""
    name = named(names, one.name)
    unit = UNIT.search(name)
    return (name[: unit.start()], unit[1]) if unit and unit.start() else (name, "")


def _amount(value: float, unit: str) -> str:
    return f"{short(value)}\u00a0{unit}" if unit else short(value)


def _sure(one: Figure) -> tuple[float, float]:
    """The interval; with 0 in it where, judged with all the others, nothing can be told."""
    return (one.low, one.high) if one.p <= 0.05 else (min(one.low, 0.0), max(one.high, 0.0))


def _drawn(effects: Sequence[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)


def _method(figures: Sequence[Figure], names: Names) -> Method:
    assumes = (
        association(),
        _("Answers without the figure are left out of its pairs, never counted as a zero."),
        _("Each is what remains when the ratings and the other figures are held still; as a straight line."),
        _("A step is the round number nearest to the standard deviation of the figure."),
        _(
            "Intervals by the jackknife over 64 groups of customers, each for itself; the tests are judged "
            "together."
        ),
    )
    table = Rows(
        (_("Figure"), _("Answers"), _("Mean")),
        tuple(
            (
                named(names, one.name),
                grouped(one.n),
                percent(one.mean) if one.yes_no else short(float(f"{one.mean:.4g}")),
            )
            for one in figures
        ),
    )
    name = _("Least squares on points of the score, ratings and figures together")
    return Method(name, EQUATION, assumes, table)
