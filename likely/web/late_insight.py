"""Early answers against late ones: what the silent may think, as far as anything tells."""

from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.collect.lateness import Lateness
from likely.lib import chart
from likely.lib.figure import grouped, percent, probability, signed
from likely.lib.measured import span, with_interval
from likely.stats.nonresponse import EarlyAndLate, early_against_late
from likely.stats.score import score_of_cell
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method
from likely.web.trend_methods import score_table

FEWEST: Final = 30  # answers of a half
FORMULA: Final = "if the silent are like the late = all − (1 − response rate)·(all − late)"


def late_insight(found: Lateness, smallest: int) -> Insight | None:
    """None where a half has too few answers to say anything, or to be shown."""
    halves = found.halves()
    if halves is None or min(sum(halves[1]), sum(halves[2])) < max(FEWEST, smallest):
        return None
    hours, early, late = halves[0], score_of_cell(halves[1]), score_of_cell(halves[2])
    if early is None or late is None:
        return None
    rate = (early.n + late.n) / found.sent
    return _insight(early_against_late(early, late, min(rate, 1.0)), hours, rate)


def _insight(seen: EarlyAndLate, hours: int, rate: float) -> Insight:
    gap, wait = seen.difference, _wait(hours)
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
        % {"rate": percent(rate), "all": signed(seen.if_silent_are_late)},
        _("Late answers are the nearest that there is to those that never come; they are not the same."),
    )
    assumes = (
        _("Late minus early: %(gap)s (%(p)s).") % {"gap": with_interval(gap, _), "p": probability(gap.p)},
        _("Both halves by the time from the invitation to the first tap; %(n)s answers in all.")
        % {"n": grouped(seen.early.n + seen.late.n)},
        _("Only answers by an invitation that was sent; no filter but the period and the survey."),
    )
    method = Method(_("Early against late answers (Armstrong & Overton 1977)"), FORMULA, assumes, rows)
    return Insight(Chart("late", finding, partial(_dots, shown, finding), rows), method, said)


def _wait(hours: int) -> str:
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def _dots(shown: list[chart.ScoreRow], title: str, width: int) -> str:
    return chart.score_dots(shown, title=title, width=width, gettext=_)
