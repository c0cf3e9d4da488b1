"""Raw beside weighted: the score if those who answered were like the people, and who is missing."""

from collections.abc import Mapping
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.analyse.raked import LIMIT, Raked
from likely.lib import chart
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.figure import grouped, number, percent, rounded, signed
from likely.lib.measured import Rows, with_interval
from likely.stats.proportion import proportion
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method

RAKE = N_("weight = Π factor of each kind, until every margin fits (iterative proportional fitting)")
GAP = N_("share of the answers − share of the people")


def weight_insights(found: Raked, unseen: tuple[str, ...]) -> dict[str, Insight]:
    """unseen: kinds that too few answers came from, so that nobody stands for them."""
    made = (_both(found, unseen), _missing(found))
    return {one.name: one for one in made}


def no_weights() -> dict[str, Insight]:
    """What stands where there is nothing to weight by."""
    title, rows = _("Nothing to weight by in this view"), Rows((_("Name"),), ())
    empty = Chart("weighted", title, partial(_dots, [], title), rows)
    return {"weighted": Insight(empty, Method("", "", (), rows))}


def _both(found: Raked, unseen: tuple[str, ...]) -> Insight:
    gap = rounded(found.weighted.value) - rounded(found.raw.value)
    words = {"raw": with_interval(found.raw, _), "weighted": with_interval(found.weighted, _)}
    finding = (
        _("Weighted to the people the score stays where it is: %(weighted)s") % words
        if gap == 0
        else _("Weighted to the people the score is %(weighted)s instead of %(raw)s") % words
    )
    scores = ((_("As it came"), found.raw), (_("Weighted"), found.weighted))
    shown = [chart.ScoreRow(label, score, "same") for label, score in scores]
    rows = Rows(
        (_("Name"), _("Score"), _("Answers"), _("Count as")),
        (
            (_("As it came"), words["raw"], grouped(found.raw.n), grouped(found.raw.n)),
            (
                _("Weighted"),
                words["weighted"],
                grouped(found.weighted.n),
                grouped(rounded(found.weighted.n_effective)),
            ),
        ),
    )
    draw = partial(_dots, shown, finding)
    return Insight(Chart("weighted", finding, draw, rows), _method(found), tuple(_said(found, unseen)))


def _dots(shown: list[chart.ScoreRow], title: str, width: int) -> str:
    return chart.score_dots(shown, title=title, width=width, gettext=_)


def _said(found: Raked, unseen: tuple[str, ...]) -> list[str]:
    costless = grouped(rounded(found.weighted.n_effective)) == grouped(found.weighted.n)
    said = [
        _("These weights cost no certainty: the answers are almost like the people already.")
        if costless
        else _(
            "Weights cost certainty: %(n)s answers say as much as %(effective)s (design effect %(effect)s)."
        )
        % {
            "n": grouped(found.weighted.n),
            "effective": grouped(rounded(found.weighted.n_effective)),
            "effect": number(found.weighted.design_effect, 2),
        }
    ]
    if found.shaky:
        said.append(_("The weights do most of the talking here: take the weighted score with great care."))
    if found.thin:
        names = _(", ").join(category for _column, category in found.thin)
        said.append(_("Few stand for many in: %(names)s (fewer than 20 answers).") % {"names": names})
    if unseen:
        said.append(_("Too few answered to stand for: %(names)s.") % {"names": _(", ").join(unseen)})
    said.append(_("Weights mend what is known of people. If the silent think otherwise, nothing mends that."))
    return said


def _method(found: Raked) -> Method:
    assumes = (
        _("Within a kind, those who answered think like those who did not."),
        _("No weight is above %(limit)s times the mean one: what is cut off makes the margins fit less well.")
        % {"limit": number(LIMIT)},
        _("The interval takes the weights and the margins into account (linearised)."),
        _("Left out: %(n)s answers of which the kind is not known.") % {"n": grouped(found.left_out)},
    )
    return Method(
        _("Raking with trimmed weights (Deming & Stephan 1940)"), _(RAKE), assumes, _shares(found.shares)
    )


def _shares(shares: Mapping[str, Mapping[str, tuple[float, float]]]) -> Rows:
    return Rows(
        (_("Kind"), _("Of the answers"), _("Of the people")),
        tuple(
            (category, percent(answered, 1), percent(there, 1))
            for kinds in shares.values()
            for category, (answered, there) in kinds.items()
        ),
    )


def _missing(found: Raked) -> Insight:
    effects = [
        _gap(category, answered, there, found.weighted.n)
        for kinds in found.shares.values()
        for category, (answered, there) in kinds.items()
    ]
    effects.sort(key=lambda one: one.value)
    told = [one.label for one in effects if one.told and one.value < 0]
    finding = (
        _("Answers less than its share: %(names)s") % {"names": _(", ").join(told[:3])}
        if told
        else _("No kind of people can be told to answer less than its share")
    )
    rows = _shares(found.shares)
    assumes = (_("The interval is that of the share of the answers (Wilson 1927); the people are counted."),)
    method = Method(_("Share of the answers against share of the people"), _(GAP), assumes, rows)
    return Insight(Chart("missing", finding, partial(_effects, effects, rows, finding), rows), method)


def _gap(label: str, answered: float, there: float, n: int) -> Effect:
    """In percent points."""
    share = proportion(round(answered * n), n)
    value = 100 * (answered - there)
    low, high = (share.low - 100 * there, share.high - 100 * there) if share else (value, value)
    return Effect(label, value, low, high, signed(value, 1))


def _effects(effects: list[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)
