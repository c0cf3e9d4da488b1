"""An experiment as pictures: the difference day by day, the arms, the split, the guardrails, and later."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from likely.act.standing import Standing
from likely.analyse.experiment import Arm, Look, Result
from likely.analyse.experiment import Experiment as Figures
from likely.analyse.verdict_words import experiment_words
from likely.ask.experiment import Experiment
from likely.ask.guardrail import GuardMeasure, Guardrail
from likely.lib import chart
from likely.lib.chart_effect import Effect
from likely.lib.chart_scale import DIFFERENCE
from likely.lib.figure import grouped, number, percent, probability, signed
from likely.lib.measured import Rows, span
from likely.stats.difference import Difference
from likely.stats.proportion import proportion
from likely.stats.running import FEWEST
from likely.web.drawing import Chart
from likely.web.experiment_guards import Labels, asked_insight, earlier_insight, effects_drawn, guards_insight
from likely.web.insight import Insight, Method
from likely.web.trend_methods import score_table

SEQUENCE: Final = (
    "d = score of the variant − score of the control,  v = s²/n of both,  n of both together\n"
    "d ± √(v·n) · √( 2(n·ρ² + 1)/(n·ρ)² · log(√(n·ρ² + 1)/α) )\n"
    "ρ² = (−2·log α + log(1 − 2·log α)) / expected answers"
)
CHI_SQUARE: Final = "χ² = Σ (counted − planned)²/planned,  arms − 1 degrees of freedom"


def experiment_insights(experiment: Experiment, seen: Standing, labels: Labels) -> dict[str, Insight]:
    """labels: name of a guardrail -> how it is called."""
    found = seen.found
    if found is None:
        return {}
    made = [
        _course(experiment, found, one, seen.courses[one.variant.name], place)
        for place, one in enumerate(found.results, 1)
        if one.variant.name in seen.courses
    ]
    if earlier := earlier_insight(experiment, found):
        made.append(earlier)
    made.append(_arms(found))
    if found.split and all(arm.score for arm in arms_of(found)):
        made.append(_split(experiment, found))
    if guards := guards_insight(experiment, found, labels):
        made.append(guards)
    if asked := asked_insight(found):
        made.append(asked)
    if seen.later and (later := _later(experiment, seen.later)):
        made.append(later)
    return {one.name: one for one in made}


def no_figures() -> dict[str, Insight]:
    """What stands where an arm has no answers."""
    title, rows = _("No answers in the arms yet"), Rows((_("Arm"),), ())
    empty = Chart("arms", title, partial(_dots, [], title), rows)
    return {"arms": Insight(empty, Method("", "", (), rows))}


def arms_of(found: Figures) -> tuple[Arm, ...]:
    """The control first."""
    return (found.control, *(one.variant for one in found.results))


def advice_sentences(experiment: Experiment, found: Figures, labels: Labels) -> list[str]:
    """What may be done now, one sentence a variant, and what stands against it."""
    said = [experiment_words(one, _, labels) for one in found.results]
    answers = [arm.score.n if arm.score else 0 for arm in arms_of(found)]
    if min(answers) < experiment.minimum:
        said.append(
            _("Nothing is decided before each arm has %(n)s answers; that was promised at the start.")
            % {"n": grouped(experiment.minimum)}
        )
    if any("unclear" in one.guards.values() and one.advice == "go_on" for one in found.results):
        names = dict.fromkeys(labels.get(name, _("Share that answers")) for name in _unclear(found))
        said.append(
            _("What must not be harmed can’t be told yet: %(names)s.") % {"names": _(", ").join(names)}
        )
    return list(dict.fromkeys(said))


def _unclear(found: Figures) -> list[str]:
    return [name for one in found.results for name, word in one.guards.items() if word == "unclear"]


def _course(
    experiment: Experiment, found: Figures, one: Result, looks: Sequence[Look], place: int
) -> Insight:
    name = "difference" if place == 1 else f"difference-{place}"
    finding = experiment_words(one, _).rstrip(".。")
    points = [chart.TrendPoint(date_format(look.day, "DATE_FORMAT"), look.difference) for look in looks]
    told = [(look, look.difference) for look in looks if look.difference]
    rows = Rows(
        (_("Day"), _("Difference"), _("Interval"), _("Answers"), "p"),
        tuple(_look(look, gap) for look, gap in reversed(told)),
    )
    draw = partial(_line, points[len(points) - len(told) :], finding)
    words = {"name": one.variant.name, "control": found.control.name}
    said = [_("%(name)s against %(control)s. Above 0 the variant scores higher.") % words]
    if one.difference:
        said.append(
            _("Stopped as soon as it looks good, an experiment looks better than it is: read the interval.")
        )
    arms = score_table((found.control.name, found.control.score), (one.variant.name, one.variant.score))
    return Insight(Chart(name, finding, draw, rows), _sequence_method(experiment, found, arms), tuple(said))


def _look(look: Look, gap: Difference) -> tuple[str, ...]:
    day = date_format(look.day, "DATE_FORMAT")
    return (day, signed(gap.value), span(gap.low, gap.high, _), grouped(gap.n), probability(gap.p))


def _line(points: list[chart.TrendPoint], title: str, width: int) -> str:
    return chart.trend_line(points, title=title, width=width, zoom=True, gettext=_, scale=DIFFERENCE)


def _sequence_method(experiment: Experiment, found: Figures, rows: Rows) -> Method:
    assumes = [
        _(
            "The interval holds at all looks together: looked at every day, at most 5 % of experiments "
            "without a difference are ever called different."
        ),
        _("It is narrowest about %(n)s answers in all arms, as was said before the start.")
        % {"n": grouped(experiment.expected)},
        _("Nothing is said below %(n)s answers in an arm.") % {"n": FEWEST},
        _("One answer counts as one person: who answers often counts as often."),
    ]
    if len(found.results) > 1:
        assumes.append(
            _("%(n)s variants share the promise: each interval is one of %(level)s.")
            % {"n": len(found.results), "level": percent(found.level, 1)}
        )
    name = _("Asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024)")
    return Method(name, SEQUENCE, tuple(assumes), rows)


def _arms(found: Figures) -> Insight:
    arms = arms_of(found)
    finding = _("The scores of the arms")
    shown = [chart.ScoreRow(arm.name, arm.score, "same") for arm in arms]
    rows = score_table(*((arm.name, arm.score) for arm in arms))
    assumes = (
        _("These intervals are for one look. Whether the arms differ is told by the picture above alone."),
    )
    method = Method(_("Score interval (Tango 1998)"), "", assumes, rows)
    return Insight(Chart("arms", finding, partial(_dots, shown, finding), rows), method)


def _dots(shown: list[chart.ScoreRow], title: str, width: int) -> str:
    return chart.score_dots(shown, title=title, width=width, gettext=_)


def _split(experiment: Experiment, found: Figures) -> Insight:
    split, arms, shares = found.split, arms_of(found), experiment.shares
    p = probability(split.p if split else 1.0)
    finding = (
        _("The arms do not have the sizes that were planned (%(p)s)") % {"p": p}
        if split and split.broken
        else _("The arms have the sizes that were planned (%(p)s)") % {"p": p}
    )
    drawn, planned = sum(arm.drawn for arm in arms), sum(shares[arm.name] for arm in arms)
    effects = [_share(arm.name, arm.drawn, drawn, shares[arm.name] / planned) for arm in arms]
    rows = Rows(
        (_("Arm"), _("Counted"), _("Share"), _("Planned")),
        tuple(
            (
                arm.name,
                grouped(arm.drawn),
                percent(arm.drawn / drawn, 1),
                percent(shares[arm.name] / planned, 1),
            )
            for arm in arms
        ),
    )
    assumes = (
        _("Counted are those who were asked, where we drew the arm; else those who answered."),
        _("An alarm is given below p 0.001: so rare by chance that something loses one arm more."),
    )
    said = (
        [_("Until it is known why, no difference between the arms means anything.")]
        if split and split.broken
        else []
    )
    method = Method(_("Chi-square test of the split (Pearson 1900)"), CHI_SQUARE, assumes, rows)
    return Insight(
        Chart("split", finding, partial(effects_drawn, effects, rows, finding), rows), method, tuple(said)
    )


def _share(name: str, drawn: int, all_drawn: int, planned: float) -> Effect:
    """In percent points, with the interval of the share (Wilson 1927)."""
    value, found = 100 * (drawn / all_drawn - planned), proportion(drawn, all_drawn)
    low, high = (found.low - 100 * planned, found.high - 100 * planned) if found else (value, value)
    return Effect(name, value, low, high, signed(value, 1))


def _allowed(guard: Guardrail) -> str:
    """−5, +3 %, +20."""
    figure = f"{'−' if guard.allowed < 0 else '+'}{_plain(abs(guard.allowed))}"
    return f"{figure}\u00a0%" if guard.measure in (GuardMeasure.DETRACTORS, GuardMeasure.BEST) else figure


def _plain(points: float) -> str:
    return number(points, 1 if points % 1 else 0)


def _later(experiment: Experiment, later: Figures) -> Insight | None:
    gaps = [(one.variant.name, one.difference) for one in later.results if one.difference]
    if not gaps or experiment.confirm is None:
        return None
    effects = [Effect(name, gap.value, gap.low, gap.high, signed(gap.value)) for name, gap in gaps]
    told = [one.label for one in effects if one.told]
    words = {"survey": experiment.confirm.name, "names": ", ".join(told)}
    finding = (
        _("On %(survey)s too the arms differ: %(names)s") % words
        if told
        else _("On %(survey)s no difference can be told yet") % words
    )
    rows = Rows(
        (_("Name"), _("Difference"), _("Interval"), _("Answers"), "p"),
        tuple(
            (name, signed(gap.value), span(gap.low, gap.high, _), grouped(gap.n), probability(gap.p))
            for name, gap in gaps
        ),
    )
    said = _("This score follows later. It confirms or it does not; the experiment is not stopped by it.")
    arms = score_table(*((arm.name, arm.score) for arm in arms_of(later)))
    made = Chart("later", finding, partial(effects_drawn, effects, rows, finding), rows)
    return Insight(made, _sequence_method(experiment, later, arms), (said,))


def terms(experiment: Experiment, labels: Labels) -> list[tuple[str, str]]:
    """What was promised, as label and words."""
    shares = experiment.shares
    total = sum(shares.values())
    arms = ", ".join(f"{name} {percent(share / total)}" for name, share in shares.items())
    told = [
        (_("Arms"), arms),
        (_("Primary score"), experiment.survey.name),
        (
            _("The arm is"),
            _("drawn by us, kept as %(column)s") % {"column": experiment.column}
            if experiment.is_assigned
            else _("the property %(column)s") % {"column": experiment.column},
        ),
        (_("A decision is expected at"), _("%(n)s answers in all") % {"n": grouped(experiment.expected)}),
        (_("Not before"), _("%(n)s answers in each arm") % {"n": grouped(experiment.minimum)}),
    ]
    if experiment.is_assigned:  # who was asked is known of nobody else
        told.append((_("Answers that it may cost"), f"{experiment.most_lost}\u00a0%"))
    else:
        since = experiment.since
        first = date_format(since, "DATE_FORMAT") if since else _("all there are")
        told.append((_("Answers from this day on"), first))
    if experiment.worthwhile:
        told.append((_("Smaller differences do not matter"), f"± {_plain(experiment.worthwhile)}"))
    for guard in experiment.guardrails.all():
        word = _("Must not fall") if guard.allowed < 0 else _("Must not rise")
        told.append((word, f"{labels.get(guard.name, guard.name)} ({_allowed(guard)})"))
    if experiment.earlier:
        told.append((_("Earlier scores of the same people"), _("narrow the interval")))
    if experiment.confirm:
        told.append((_("Looked at again later"), experiment.confirm.name))
    return told
