"""How the verdicts about touchpoints are computed: the boxes that can be opened below each picture."""

from django.utils.translation import gettext as _

from likely.analyse.journey import Journey
from likely.lib.figure import grouped, number, percent, signed
from likely.lib.measured import Rows
from likely.stats.touchpoint import FEWEST_PERSONS
from likely.web.insight import Method

REST = "θ = score − score of all other touchpoints,  interval by MOVER"
LINK = "relation − own mean = Σ b·(score − own mean) + Σ c·(contact − own mean)"
WORTH = "worth = b·(median − score)·share of persons who come by"


def scores_method(found: Journey) -> Method:
    assumes = (
        _(
            "Each touchpoint is held against all the others together, several at once "
            "(Benjamini & Hochberg 1995)."
        ),
        _("Touchpoints are answered by whoever passed them: a hard errand scores lower than an easy one."),
    )
    rows = Rows(
        (_("Touchpoint"), _("Detractors"), _("Passives"), _("Promoters")),
        tuple(
            (one.name, *map(grouped, (one.score.detractors, one.score.passives, one.score.promoters)))
            for one in found.touchpoints
            if one.score
        ),
    )
    return Method(
        _("Difference of two scores from their intervals (MOVER, Zou & Donner 2008)"), REST, assumes, rows
    )


def pull_method(found: Journey) -> Method:
    name = _("Regression within person, errors by the jackknife over persons")
    return Method(name, LINK, (_within(), _noisy(), _months()), _links(found))


def worth_method(found: Journey) -> Method:
    assumes = (
        _("It supposes that the link is a cause. Whether it is, an experiment tells."),
        _("Repaired means: it scores as the touchpoint in the middle does now."),
        _noisy(),
    )
    return Method(_("The link times the gap times how many come by"), WORTH, assumes, _links(found))


def needed() -> str:
    return _(
        "How far a touchpoint moves the relation can't be told yet: it takes %(n)s people who answered twice "
        "about the relation."
    ) % {"n": grouped(FEWEST_PERSONS)}


def _within() -> str:
    return _(
        "Each person is held against the same person's own mean, so that people who score everything high "
        "prove nothing. It is an association, not an experiment."
    )


def _noisy() -> str:
    return _("One answer is a noisy measure of a contact, so the true link is rather larger.")


def _months() -> str:
    return _("The means of the months are taken out, so that a good month for everybody proves nothing.")


def _links(found: Journey) -> Rows:
    """Touchpoint, answers about it, link, its interval, share of all answers about touchpoints."""
    return Rows(
        (_("Touchpoint"), _("Answers"), "b", _("Interval (95 %)"), _("Score"), _("Share")),
        tuple(
            (
                one.name,
                grouped(one.link.contacts),
                number(one.link.score.value, 3),
                f"{number(one.link.score.low, 3)} – {number(one.link.score.high, 3)}",
                signed(one.score.value),
                percent(one.share),
            )
            for one in found.touchpoints
            if one.link and one.score
        ),
    )
