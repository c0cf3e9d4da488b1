"""Early answers against late ones: what the silent may think, as far as anything tells."""

from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for
from django.utils.translation import ngettext

from likely.analyse.late import Late
from likely.lib import chart
from likely.lib.figure import grouped, percent, probability, signed
from likely.lib.measured import span, with_interval
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method
from likely.web.trend_methods import score_table

FORMULA: Final = N_("if the silent are like the late = all − (1 − response rate)·(all − late)")


def late_insight(found: Late) -> Insight:
    """wait of it: in hours."""
    seen, gap, wait = found.told, found.told.difference, _wait(round(found.wait))
    finding = (
        _("Who answers late scores no differently: %(by)s points")
        if gap.low <= 0 <= gap.high
        else _("Who answers late scores lower: %(by)s points")
        if gap.high < 0
        else _("Who answers late scores higher: %(by)s points")
    ) % {"by": span(gap.low, gap.high, _)}
    labels = (_("Within %(wait)s") % {"wait": wait}, _("Later"))
    rows = score_table((labels[0], seen.early), (labels[1], seen.late))
    shown = [
        chart.ScoreRow(label, score, "same")
        for label, score in zip(labels, (seen.early, seen.late), strict=True)
    ]
    said = (
        _(
            "%(rate)s of the invitations were answered. If the silent were like the late, the score of all "
            "would be %(all)s."
        )
        % {"rate": percent(found.rate), "all": signed(seen.if_silent_are_late)},
        _("Late answers are the nearest that there is to those that never come; they are not the same."),
    )
    assumes = (
        _("Late minus early: %(gap)s (%(p)s).") % {"gap": with_interval(gap, _), "p": probability(gap.p)},
        _("Both halves by the time from the invitation to the first tap; %(n)s answers in all.")
        % {"n": grouped(seen.early.n + seen.late.n)},
        _("Only answers by an invitation that was sent; no filter but the period and the survey."),
    )
    method = Method(_("Early against late answers (Armstrong & Overton 1977)"), _(FORMULA), assumes, rows)
    return Insight(Chart("late", finding, partial(_dots, shown, finding), rows), method, said)


def _wait(hours: int) -> str:
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def _dots(shown: list[chart.ScoreRow], title: str, width: int) -> str:
    return chart.score_dots(shown, title=title, width=width, gettext=_)
