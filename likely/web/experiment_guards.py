"""What stands beside an experiment's score: guardrails, what earlier scores said, and everybody asked."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.act.standing import first_day
from likely.analyse.experiment import Arm, Result
from likely.analyse.experiment import Experiment as Figures
from likely.analyse.guardrail import ANSWERING, Watched
from likely.ask.experiment import Experiment
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.figure import grouped, number, percent, probability, signed
from likely.lib.measured import Rows, span
from likely.stats.earlier_score import Adjusted
from likely.stats.experiment import Guarded
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method

Labels = Mapping[str, str]
GAP: Final = (
    "share that answers: share of the variant / share of the control − 1\n"
    "all others: mean of the variant − mean of the control\n"
    "each ± √(v·n) · √( 2(n·ρ² + 1)/(n·ρ)² · log(√(n·ρ² + 1)/α) ),  α = 5 % / (variants × guardrails)"
)
CUPED: Final = (
    "θ = cov(x, y)/var(x) within arms,  d = ȳ₂ − ȳ₁ − θ·(x̄₂ − x̄₁),  v = var(y − θ·x)/n of both\n"
    "x: the earlier score 0 … 10, or the mean of x where there is none;  y: −1, 0, 1"
)
OF_ASKED: Final = (
    "100 · (promoters − detractors) / asked,  with the same kind of interval; silent people count as 0"
)


def effects_drawn(effects: list[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)


def guards_insight(experiment: Experiment, found: Figures, labels: Labels) -> Insight | None:
    """The line of each is drawn in shares of what may be lost: −1 is all of it."""
    effects, cells, harmed, told = [], [], [], []
    several = len(found.results) > 1
    for one in found.results:
        for name, effect, row, word in _guarded(experiment, one, labels):
            label = f"{name} · {one.variant.name}" if several else name
            cells.append((label, verdict(word), *row))
            told.append(word)
            harmed += [label] if word == "harmed" else []
            if effect:
                effects.append(Effect(label, effect.value, effect.low, effect.high, effect.figure))
    if not cells:
        return None
    header = (
        _("Guardrail"), _("Verdict"), _("Difference"), _("Interval"), _("Allowed"), _("Control"),
        _("Variant"),
    )  # fmt: skip
    rows, finding = Rows(header, tuple(cells)), _finding(harmed, told)
    made = Chart("guards", finding, partial(effects_drawn, effects, rows, finding), rows)
    return Insight(made, _guards_method(found, 1 + len(labels), rows))


def _finding(harmed: list[str], told: list[Guarded]) -> str:
    if harmed:
        return _("Harmed: %(names)s") % {"names": ", ".join(harmed)}
    if all(word == "held" for word in told):
        return _("Everything that must not be harmed has held")
    return _("Nothing that must not be harmed is seen to be")


def _guarded(
    experiment: Experiment, one: Result, labels: Labels
) -> list[tuple[str, Effect | None, tuple[str, ...], Guarded]]:
    made = [_answering(experiment, one)] if one.answering and one.variant.score else []
    return [*made, *(_watched(labels, watched) for watched in one.watched)]


def _answering(experiment: Experiment, one: Result) -> tuple[str, Effect | None, tuple[str, ...], Guarded]:
    gap, most, label = one.answering, experiment.most_lost / 100, _("Share that answers")
    assert gap is not None  # noqa: S101 - asked for only where it is
    figure = _of_hundred(gap.value)
    effect = Effect(label, gap.value / most, gap.low / most, gap.high / most, figure)
    told = f"{_of_hundred(gap.low)} … {_of_hundred(gap.high)}"
    row = (figure, told, _of_hundred(-most), "–", "–")
    return label, effect, row, one.guards[ANSWERING]


def _watched(labels: Labels, one: Watched) -> tuple[str, Effect | None, tuple[str, ...], Guarded]:
    guard, gap = one.guardrail, one.difference
    label, unit = labels.get(guard.name, guard.name), guard.unit
    arms = tuple("–" if value is None else _plain(value, unit) for value in (one.control, one.variant))
    allowed = _signed(guard.allowed, unit)
    if gap is None:
        return label, None, ("–", _("too few answers"), allowed, *arms), one.verdict
    figure, told = _signed(gap.value, unit), f"{_signed(gap.low, unit)} … {_signed(gap.high, unit)}"
    low, high = sorted(-end / guard.allowed for end in (gap.low, gap.high))  # harm is drawn to the left
    effect = Effect(label, -gap.value / guard.allowed, low, high, figure)
    return label, effect, (figure, told, allowed, *arms), one.verdict


def _plain(value: float, unit: str) -> str:
    if unit == "points":
        return signed(value)
    return percent(value / 100, 1) if unit == "percent" else number(value, 2)


def _signed(value: float, unit: str) -> str:
    if unit == "points":
        return signed(value, 1 if value % 1 and abs(value) < 1 else 0)
    return f"{signed(value, 1)}\u00a0%" if unit == "percent" else signed(value, 2)


def _of_hundred(share: float) -> str:
    return f"{signed(100 * share)}\u00a0%"


def verdict(word: Guarded) -> str:
    return {"held": _("held"), "harmed": _("harmed")}.get(word, _("can’t be told yet"))


def _guards_method(found: Figures, guards: int, rows: Rows) -> Method:
    assumes = (
        _("Held: the whole interval is within what is allowed. Harmed: all of it is beyond."),
        _("In the picture −1 is everything that may be lost."),
        _("These intervals too may be looked at every day."),
        _(
            "The guardrails share 5 %% of their own, apart from the 5 %% of the score: %(n)s for each "
            "variant, the share that answers among them. So each interval is one of %(level)s and all of "
            "them hold together."
        )
        % {"n": guards, "level": percent(found.guard_level, 1)},
        _("A variant is called better only where every guardrail has held."),
    )
    return Method(_("Guardrails: differences against a margin"), GAP, assumes, rows)


def earlier_insight(experiment: Experiment, found: Figures) -> Insight | None:
    """Raw beside what the earlier scores of the same people make of it."""
    told = [(one.variant.name, one.adjusted) for one in found.results if one.adjusted]
    if not told:
        return None
    best = max((one for _name, one in told), key=lambda one: one.explained)
    narrower = 1 - math.sqrt(1 - best.explained)
    finding = (
        _("The earlier scores of the same people make the interval %(share)s narrower")
        % {"share": percent(narrower)}
        if narrower >= 0.005
        else _("The earlier scores of the same people tell next to nothing here")
    )
    effects, cells = [], []
    for name, one in told:
        for label, gap in ((_("raw"), one.raw), (_("with earlier scores"), one.difference)):
            text = f"{name}, {label}" if len(told) > 1 else label
            effects.append(Effect(text, gap.value, gap.low, gap.high, signed(gap.value, 1)))
            ends = span(gap.low, gap.high, _)
            cells.append((text, signed(gap.value, 1), ends, grouped(gap.n), probability(gap.p)))
    rows = Rows((_("Name"), _("Difference"), _("Interval"), _("Answers"), "p"), tuple(cells))
    made = Chart("earlier", finding, partial(effects_drawn, effects, rows, finding), rows)
    return Insight(made, _earlier_method(experiment, rows), (_worth(best),))


def _worth(one: Adjusted) -> str:
    more = one.difference.n / (1 - one.explained) - one.difference.n if one.explained < 1 else 0.0
    return ngettext(
        "Of %(known)s of the answers an earlier score of the person is known. It explains %(share)s of the "
        "variance, which is worth %(n)s more answer. The narrower figure is the one that decides.",
        "Of %(known)s of the answers an earlier score of the person is known. It explains %(share)s of the "
        "variance, which is worth %(n)s more answers. The narrower figure is the one that decides.",
        round(more),
    ) % {"known": percent(one.known), "share": percent(one.explained), "n": grouped(round(more))}


def _earlier_method(experiment: Experiment, rows: Rows) -> Method:
    first = first_day(experiment)
    assumes = (
        _("The earlier score is the last one of the person before %(day)s, to whatever survey.")
        % {"day": date_format(first, "DATE_FORMAT") if first else "–"},
        _("Nobody had met an arm by then, so that only noise is taken out: both arms had the same before."),
        _("That it is used was said before the start: the better of two figures can’t be chosen afterwards."),
        _("The interval may be looked at every day as the raw one may."),
    )
    return Method(
        _("Earlier scores as a covariate, CUPED (Deng, Xu, Kohavi & Walker 2013)"), CUPED, assumes, rows
    )


def asked_insight(found: Figures) -> Insight | None:
    """Net promoters of 100 who were drawn, whether they answered or not."""
    told = [(one, one.of_asked) for one in found.results if one.of_asked]
    arms = (found.control, *(one.variant for one in found.results))
    if not told or not all(arm.score for arm in arms):
        return None
    effects = [
        Effect(one.variant.name, gap.value, gap.low, gap.high, signed(gap.value, 1)) for one, gap in told
    ]
    clear = [effect for effect in effects if effect.told]
    finding = (
        _("Of 100 asked: %(said)s net promoters")
        % {"said": ", ".join(f"{one.label} {one.figure}" for one in clear)}
        if clear
        else _("Of 100 asked, no arm can be told to bring more net promoters")
    )
    rows = Rows(
        (_("Arm"), _("Asked"), _("Answered"), _("Share"), _("Net promoters of 100 asked")),
        tuple(_asked(arm) for arm in arms),
    )
    said = [_unlike(one) for one, _gap in told if _differs(one)]
    assumes = (
        _("Who did not answer counts as 0, like a passive. So it holds where the arms do not answer alike."),
        _("The score is of those who answer; where a variant changes who does, it is no fair comparison."),
        _("The interval may be looked at every day."),
    )
    method = Method(_("Net promoters of everybody drawn"), OF_ASKED, assumes, rows)
    made = Chart("asked", finding, partial(effects_drawn, effects, rows, finding), rows)
    return Insight(made, method, tuple(said))


def _asked(arm: Arm) -> tuple[str, ...]:
    share = percent(arm.answered / arm.drawn, 1) if arm.drawn else "–"
    net = signed(100 * arm.net / arm.drawn, 1) if arm.drawn else "–"
    return arm.name, grouped(arm.drawn), grouped(arm.answered), share, net


def _differs(one: Result) -> bool:
    return one.answering is not None and (one.answering.low > 0 or one.answering.high < 0)


def _unlike(one: Result) -> str:
    assert one.answering is not None  # noqa: S101 - looked at by `_differs`
    words = {"name": one.variant.name, "by": _of_hundred(one.answering.value)}
    return _("%(name)s: %(by)s answers. The arms do not answer alike, so go by this figure too.") % words
