"""The pictures of the journey: each touchpoint's score, its pull on the relation, what repair is worth."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from likely.analyse.findings import Change
from likely.analyse.journey import Journey, Touchpoint
from likely.analyse.verdict_words import link_words
from likely.lib import chart
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.figure import grouped, percent, probability, signed
from likely.lib.measured import Rows, with_interval
from likely.stats.estimate import Estimate
from likely.stats.touchpoint import Link
from likely.web.drawing import Chart
from likely.web.insight import Insight
from likely.web.journey_methods import needed, pull_method, scores_method, worth_method
from likely.web.words import change_words

FOR = 10  # points of a touchpoint's score, for which the relation's points are said


def journey_insights(found: Journey) -> dict[str, Insight]:
    """By name, in the order of the page; those without anything to say are left out, the scores never."""
    made = [_scores(found), _pull(found), _worth(found)]
    return {one.name: one for one in made if one is not None}


def _scores(found: Journey) -> Insight:
    shown = [chart.ScoreRow(one.name, one.score, one.verdict) for one in found.touchpoints]
    finding = _scores_said(found.touchpoints)
    rows = Rows(
        (_("Touchpoint"), _("Score"), _("Answers"), _("Share"), _("Last change"), _("Against the rest")),
        tuple(_row(one) for one in found.touchpoints),
    )
    draw = partial(_dots, shown, finding)
    said = [] if any(one.link for one in found.touchpoints) or not found.touchpoints else [needed()]
    return Insight(Chart("scores", finding, draw, rows), scores_method(found), tuple(said))


def _dots(shown: Sequence[chart.ScoreRow], title: str, width: int) -> str:
    return chart.score_dots(shown, title=title, width=width, gettext=_)


def _row(one: Touchpoint) -> tuple[str, ...]:
    verdict = chart.verdict_words(_)[one.verdict]
    if one.score is None:
        return (one.name, "", "", "", "", verdict)
    figures = (with_interval(one.score, _), grouped(one.score.n), percent(one.share))
    return (one.name, *figures, _change(one.changes), verdict)


def _change(changes: Sequence[Change]) -> str:
    return change_words(changes[-1], changes[-1].period) if changes else ""


def _scores_said(touchpoints: Sequence[Touchpoint]) -> str:
    """All that are below the others, the lowest first."""
    low = [one.name for one in touchpoints if one.verdict == "below"]
    if low:
        return _("Below the other touchpoints, the lowest first: %(names)s") % {"names": _(", ").join(low)}
    shown = [one for one in touchpoints if one.score]
    if len(shown) < 2:
        return _("One touchpoint has answers so far") if shown else _("No touchpoint can be shown yet")
    return _("No touchpoint can be told to be below the others")


def _pull(found: Journey) -> Insight | None:
    links = _links(found)
    if not links:
        return None
    told = [one for one in links if one.p <= 0.05]
    finding = link_words(told[0] if told else links[0], _).rstrip(".。")
    if not told:
        finding = _("No touchpoint can be told to move the relation")
    effects = [_effect(one.touchpoint, one.score, one.p) for one in links]
    windows = [_("%(near)s–%(far)s days before") % {"near": a, "far": b} for a, b in _windows(found)]
    rows = Rows(
        (_("Touchpoint"), _("%(n)s points more go with") % {"n": FOR}, _("Interval (95 %)"), *windows, "p"),
        tuple(_link_row(one) for one in links),
    )
    draw = partial(_effects, effects, rows, finding)
    said = [link_words(one, _) for one in told[1:]]
    people = _("From %(n)s people who answered about the relation twice or more.") % {
        "n": grouped(found.persons)
    }
    said.append(people)
    if not any(one.worth for one in found.touchpoints):
        said.append(
            _("None scores surely lower than the middle one, so that no worth of a repair can be told.")
        )
    return Insight(Chart("pull", finding, draw, rows), pull_method(found), tuple(said))


def _links(found: Journey) -> list[Link]:
    """The strongest first."""
    links = [one.link for one in found.touchpoints if one.link]
    return sorted(links, key=lambda one: -one.score.value)


def _windows(found: Journey) -> list[tuple[int, int]]:
    return list(zip(found.edges, found.edges[1:], strict=False))


def _link_row(one: Link) -> tuple[str, ...]:
    by_lag = (signed(FOR * lag.value, 1) for lag in one.by_lag)
    ends = _ends(one.score, FOR)
    return (
        one.touchpoint,
        signed(FOR * one.score.value, 1),
        ends,
        *by_lag,
        probability(one.p).removeprefix("p "),
    )


def _ends(one: Estimate, times: float) -> str:
    return _("{low} to {high}").format(low=signed(times * one.low, 1), high=signed(times * one.high, 1))


def _effect(name: str, one: Estimate, p: float) -> Effect:
    """With 0 in its interval where the test, judged with all the others, tells nothing."""
    low, high = (one.low, one.high) if p <= 0.05 else (min(one.low, 0.0), max(one.high, 0.0))
    return Effect(name, FOR * one.value, FOR * low, FOR * high, signed(FOR * one.value, 1))


def _effects(effects: Sequence[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)


def _worth(found: Journey) -> Insight | None:
    shown = [(one, one.worth, one.link) for one in found.touchpoints if one.worth and one.link]
    if not shown:
        return None
    shown.sort(key=lambda row: -row[1].value)
    first, gain, link = shown[0]
    finding = (
        _("Repairing %(name)s would be worth %(points)s points of the relation, if it is a cause")
        % {"name": first.name, "points": f"{signed(gain.value, 1)} ({_ends(gain, 1)})"}
        if link.p <= 0.05
        else _("What repairing a touchpoint would be worth can't be told from nothing")
    )
    rows = Rows(
        (_("Touchpoint"), _("Score"), _("Repair is worth"), _("Interval (95 %)")),
        tuple(
            (one.name, signed(one.score.value if one.score else 0), signed(gain.value, 1), _ends(gain, 1))
            for one, gain, link in shown
        ),
    )
    effects = [_gain(one.name, gain, link.p) for one, gain, link in shown]
    draw = partial(_effects, effects, rows, finding)
    return Insight(Chart("worth", finding, draw, rows), worth_method(found))


def _gain(name: str, gain: Estimate, p: float) -> Effect:
    low = gain.low if p <= 0.05 else min(gain.low, 0.0)
    return Effect(name, gain.value, low, gain.high, signed(gain.value, 1))
