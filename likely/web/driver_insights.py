"""The pictures of the page about drivers: each with its finding, its numbers, and how it was computed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _

from likely.analyse.driving import Between, Driving
from likely.analyse.findings import Driver
from likely.analyse.verdict_words import need_words
from likely.lib import chart
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.chart_quadrant import Standing, quadrant, weakest
from likely.lib.figure import percent, probability, signed
from likely.lib.measured import Rows
from likely.stats.driver_difference import alike
from likely.stats.estimate import Estimate
from likely.web.column_names import ColumnNames
from likely.web.drawing import Chart
from likely.web.driver_figures import figures_insight
from likely.web.driver_methods import (
    between_method,
    inflated,
    needs_method,
    shares_method,
    standing_method,
    step_method,
)
from likely.web.driver_names import named
from likely.web.insight import Insight

Names = Mapping[str, str]
Say = Callable[[str], str]  # the name of a value of the cut


def driver_insights(driving: Driving, names: Names, columns: ColumnNames) -> dict[str, Insight]:
    """By name, in the order of the page; those without anything to say are left out, the shares never."""
    if not driving.found.drivers:
        return {"shares": _shares(driving, names)}
    say = partial(columns.value, driving.by)
    made = [_shares(driving, names), figures_insight(driving, names)]
    made += [_standing(driving, names), _steps(driving, names)]
    made += [_needs(driving, names), _between(driving, names, say)]
    return {one.name: one for one in made if one is not None}


def _shares(driving: Driving, names: Names) -> Insight:
    found = driving.found
    bars = [
        chart.DriverBar(named(names, one.name), one.share, max(one.low, 0), min(one.high, 100), one.direction)
        for one in found.drivers
    ]
    finding = _shares_said(found.drivers, names)
    draw = partial(_bars, bars, finding)
    said = [_explained(found.r2)] if found.r2 is not None else []
    if found.collinear:
        said.append(
            _("%(names)s say nearly the same (inflation above %(limit)s): take their shares together.")
            % {"names": _listed(found.collinear, names), "limit": inflated()}
        )
    few = [one for one, why in found.left_out.items() if why == "too_few"]
    if few:
        said.append(_("Rated too rarely to be told: %(names)s.") % {"names": _listed(few, names)})
    same = [one for one, why in found.left_out.items() if why == "constant"]
    if same:
        said.append(
            _("Always rated alike, so nothing can be told: %(names)s.") % {"names": _listed(same, names)}
        )
    made = Chart("shares", finding, draw, chart.driver_rows(bars, _))
    return Insight(made, shares_method(driving, names), tuple(said))


def _shares_said(drivers: Sequence[Driver], names: Names) -> str:
    """Who leads, and whether that can be told."""
    if not drivers:
        return _("Drivers can't be told apart yet")
    first, share = named(names, drivers[0].name), percent(drivers[0].share / 100)
    if len(drivers) == 1 or (drivers[0].first or 0) >= 0.95:
        return _("%(name)s goes with the score most: %(share)s of what is explained") % {
            "name": first,
            "share": share,
        }
    return _("%(name)s and %(other)s go with the score most; which of them leads can't be told") % {
        "name": first,
        "other": named(names, drivers[1].name),
    }


def _explained(r2: float) -> str:
    return _("Together they explain %(share)s of how the answers differ; the rest is something else.") % {
        "share": percent(r2)
    }


def _bars(bars: Sequence[chart.DriverBar], title: str, width: int) -> str:
    return chart.driver_bars(bars, title=title, width=width, gettext=_)


def _standing(driving: Driving, names: Names) -> Insight | None:
    shown = [one for one in driving.found.drivers if one.name in driving.standing]
    points = [Standing(named(names, one.name), driving.standing[one.name], one.share) for one in shown]
    if len(points) < 2:
        return None
    corner = weakest(points)
    points = [replace(one, weak=one in corner) for one in points]
    finding = (
        _("Look at %(name)s first: it matters more than most and is rated lower") % {"name": corner[0].label}
        if corner
        else _("What matters more than most is rated well")
    )
    rows = Rows(
        (_("Driver"), _("Performance"), _("Share"), _("Corner")),
        tuple(
            (
                one.label,
                percent(one.performance),
                percent(one.importance / 100, 1),
                _("look here first") if one.weak else "",
            )
            for one in points
        ),
    )
    draw = partial(_quadrant, points, rows, finding)
    return Insight(Chart("standing", finding, draw, rows), standing_method(driving, names))


def _quadrant(points: Sequence[Standing], rows: Rows, title: str, width: int) -> str:
    return quadrant(points, rows, title=title, width=width, gettext=_)


def _steps(driving: Driving, names: Names) -> Insight | None:
    figures = {one.name for one in driving.figures}
    shown = [one for one in driving.found.drivers if one.coefficient is not None and one.name not in figures]
    if not shown:
        return None
    most = max(shown, key=lambda one: abs(one.coefficient or 0) if one.direction != "none" else -1.0)
    finding = (
        _("One step more of %(name)s goes with %(steps)s of the answer from 0 to 10, all else alike")
        % {"name": named(names, most.name), "steps": signed(most.coefficient or 0, 2)}
        if most.direction != "none"
        else _("No driver goes with the score by itself, all else alike")
    )
    effects = [_step(one, names) for one in shown]
    rows = Rows(
        (_("Driver"), _("One step more goes with"), _("Interval (95 %)"), "p", _("Told")),
        tuple(
            (
                named(names, one.name),
                signed(one.coefficient or 0, 2),
                _("{low} to {high}").format(low=signed(one.least or 0, 2), high=signed(one.most or 0, 2)),
                probability(one.p if one.p is not None else 1.0).removeprefix("p "),
                _("within noise") if one.direction == "none" else _("real"),
            )
            for one in shown
        ),
    )
    draw = partial(_effects, effects, rows, finding)
    said = _("This is what goes together in the answers, not what a change would bring.")
    return Insight(Chart("steps", finding, draw, rows), step_method(driving, names), (said,))


def _step(one: Driver, names: Names) -> Effect:
    """With its interval, that has 0 in it where the step, judged with all the others, can't be told."""
    value = one.coefficient or 0.0
    ends = _sure(one.least or 0.0, one.most or 0.0, 1.0 if one.direction == "none" else 0.0)
    return Effect(named(names, one.name), value, *ends, signed(value, 2))


def _effects(effects: Sequence[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)


def _needs(driving: Driving, names: Names) -> Insight | None:
    found = driving.needs.drivers
    if not found:
        return None
    sided = [one for one in found if one.kind in ("basic", "delight")]
    told = [need_words(replace(one, name=named(names, one.name)), _) for one in sided or found]
    finding = told[0].rstrip(".。")
    low, high = _("%(name)s rated low"), _("%(name)s rated high")
    effects = [
        _end(side % {"name": named(names, one.name)}, end)
        for one in found
        for side, end in ((low, one.penalty), (high, one.reward))
    ]
    rows = Rows(
        (_("Rating"), _("Goes with"), _("Interval (95 %)")),
        tuple(
            (
                one.label,
                one.figure,
                _("{low} to {high}").format(low=signed(one.low, 2), high=signed(one.high, 2)),
            )
            for one in effects
        ),
    )
    draw = partial(_effects, effects, rows, finding)
    return Insight(Chart("needs", finding, draw, rows), needs_method(driving, names), tuple(told[1:]))


def _end(label: str, end: Estimate) -> Effect:
    return Effect(label, end.value, end.low, end.high, signed(end.value, 2))


def _between(driving: Driving, names: Names, say: Say) -> Insight | None:
    between = driving.between
    if between is None or not between.rows:
        return None
    between = replace(between, first=say(between.first), second=say(between.second))
    effects = [
        Effect(named(names, one.name), one.value, *_sure(one.low, one.high, one.p), signed(one.value))
        for one in between.rows
    ]
    finding = _between_said(between, names)
    rows = _segment_rows(driving, names, say)
    draw = partial(_effects, effects, rows, finding)
    said = _("Drawn: share for %(first)s minus share for %(second)s, in percent points.") % {
        "first": between.first,
        "second": between.second,
    }
    return Insight(Chart("between", finding, draw, rows), between_method(between, names), (said,))


def _sure(low: float, high: float, p: float) -> tuple[float, float]:
    """The interval; with 0 in it where the comparison, judged with all the others, can't be told."""
    return (low, high) if p <= 0.05 else (min(low, 0.0), max(high, 0.0))


def _between_said(between: Between, names: Names) -> str:
    words = {"first": between.first, "second": between.second}
    told = [one for one in between.rows if one.p <= 0.05 or one.opposed]
    if alike(between.rows) or not told:
        return _("Nothing shows that %(first)s and %(second)s care about different things") % words
    top = told[0]
    more, less = (between.first, between.second) if top.value > 0 else (between.second, between.first)
    return _("%(name)s weighs more for %(more)s than for %(less)s: %(a)s against %(b)s") % {
        "name": named(names, top.name),
        "more": more,
        "less": less,
        "a": percent(max(top.a, top.b) / 100),
        "b": percent(min(top.a, top.b) / 100),
    }


def _segment_rows(driving: Driving, names: Names, say: Say) -> Rows:
    """Driver, and its share in each segment."""
    return Rows(
        (_("Driver"), *(say(value) for value in driving.segments)),
        tuple(
            (
                named(names, one.name),
                *(_share(found.drivers, one.name) for found in driving.segments.values()),
            )
            for one in driving.found.drivers
            if one.mean is not None
        ),
    )


def _share(drivers: Sequence[Driver], name: str) -> str:
    found = next((one for one in drivers if one.name == name), None)
    return percent(found.share / 100) if found else _("too few answers")


def _listed(columns: Sequence[str], names: Names) -> str:
    return _(", ").join(named(names, one) for one in columns)
