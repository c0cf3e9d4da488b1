"""What became of cases, in pictures: the scores before and after, promises kept, days to the first reply."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.act.recovery import AGAIN_WITHIN, MOST_CASES, Recovery
from likely.lib import chart
from likely.lib.figure import grouped, number, percent, probability, signed
from likely.lib.measured import Measured, Rows
from likely.stats.difference import Difference
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method

Write = Callable[[float], str]
Line = tuple[str, Measured | None, Write]
DAYS: Final = (1, 2, 7)  # within so many the first reply came
BEFORE_AFTER: Final = (
    "change = mean of (after − before) of the same people, promoter 1, passive 0, detractor −1\n"
    "closed − open = score of one group minus score of the other"
)
SHARE: Final = "share = cases that kept it / cases whose time has come"
RECOVERED: Final = (
    "recovered = detractors who answered again and are none any more / those who answered again"
)


def recovery_insights(found: Recovery, smallest: int) -> dict[str, Insight]:
    """smallest: fewer answers than this are not shown as a score."""
    made = (_scores(found, smallest), _shares(found, smallest), _days(found))
    return {one.name: one for one in made}


def _scores(found: Recovery, smallest: int) -> Insight:
    lines = [
        chart.ScoreRow(_("Before the case"), found.before),
        chart.ScoreRow(_("After it was closed"), found.after),
        chart.ScoreRow(_("Not closed"), found.unclosed),
    ]
    shown = [one for one in lines if one.score is not None]
    finding = _finding_of(found.change, smallest)
    rows = _rows(_("Score"), [(one.label, one.score, signed) for one in lines], _("Answers"))
    draw = partial(_dots, shown, chart.POINTS, finding)
    said = []
    if found.apart is not None:
        said.append(
            _("Closed against not closed: %(points)s points (%(low)s to %(high)s), %(verdict)s.")
            % {**_ends(found.apart), "verdict": _verdict(found.apart)}
        )
    said.append(_no_proof())
    return Insight(Chart("scores", finding, draw, rows), _score_method(found), tuple(said))


def _finding_of(change: Difference | None, smallest: int) -> str:
    if change is None:
        return _("Fewer than %(n)s people answered again after a closed case") % {"n": smallest}
    told = {"points": signed(change.value), "verdict": _verdict(change)}
    return _("After the case the score of the same people moved by %(points)s: %(verdict)s") % told


def _verdict(change: Difference) -> str:
    if change.low > 0 or change.high < 0:
        return _("real (%(p)s)") % {"p": probability(change.p)}
    return _("within noise")


def _ends(change: Difference) -> dict[str, str]:
    return {"points": signed(change.value), "low": signed(change.low), "high": signed(change.high)}


def _no_proof() -> str:
    return _(
        "This is no proof that the case was the cause: who scored low has more room upwards, closed cases "
        "differ from others, and not everybody answers again."
    )


def _score_method(found: Recovery) -> Method:
    assumes = (
        _("A person counts once, by the newest case, with the next answer within %(n)s days, whatever asked.")
        % {"n": AGAIN_WITHIN.days},
        _("After a closed case that is the first answer after its end; else the first after its opening."),
        _("Intervals hold with 95 %."),
    )
    rows = Rows(
        (_("What"), _("Number")),
        (
            (_("Cases opened"), grouped(found.opened)),
            (_("Closed by now"), grouped(found.closed)),
            (_("Asked again by us"), grouped(found.asked)),
            (_("Answered again"), grouped(found.answered)),
        ),
    )
    name = _("Paired change; difference of two independent scores (MOVER, Zou & Donner 2008)")
    return Method(name, BEFORE_AFTER, assumes, rows)


def _shares(found: Recovery, smallest: int) -> Insight:
    lines = [
        chart.ScoreRow(_("Detractors recovered"), found.recovered),
        chart.ScoreRow(_("First reply in time"), found.in_target),
    ]
    shown = [one for one in lines if one.score is not None]
    if found.recovered is not None:
        share = percent(found.recovered.value / 100)
        finding = _("%(share)s of the detractors who answered again are detractors no more") % {
            "share": share
        }
    elif found.in_target is not None:
        share = percent(found.in_target.value / 100)
        finding = _("%(share)s of the first replies came in time") % {"share": share}
    else:
        finding = _("No promise has come due yet")
    rows = _rows(_("Share"), [(one.label, one.score, _of_hundred) for one in lines], _("Number"))
    assumes = (
        _("Recovered is shown from %(n)s answers on.") % {"n": smallest},
        _("In time: within the target that was promised when the case was opened, on its working hours."),
    )
    method = Method(_("Share with Wilson's interval (1927)"), f"{RECOVERED}\n{SHARE}", assumes, rows)
    return Insight(
        Chart("shares", finding, partial(_dots, shown, chart.PERCENT, finding), rows), method, _cut(found)
    )


def _days(found: Recovery) -> Insight:
    lines = [
        chart.ScoreRow(
            ngettext("Within %(n)s day", "Within %(n)s days", days) % {"n": days}, found.within(days)
        )
        for days in DAYS
    ]
    shown = [one for one in lines if one.score is not None]
    finding = _("No first reply yet") if found.median_days is None else _half(found.median_days)
    rows = _rows(_("Share"), [(one.label, one.score, _of_hundred) for one in lines], _("Number"))
    assumes = (_("Days of 24 hours from the opening of a case, also over nights and weekends."),)
    method = Method(_("Median; shares with Wilson's interval (1927)"), SHARE, assumes, rows)
    return Insight(Chart("days", finding, partial(_dots, shown, chart.PERCENT, finding), rows), method)


def _half(days: float) -> str:
    """In hours below two days: most promises are for the same day."""
    if days < 2:
        hours = max(1, math.ceil(days * 24))
        told = ngettext(
            "Half of the first replies came within %(n)s hour",
            "Half of the first replies came within %(n)s hours",
            hours,
        )
        return told % {"n": hours}
    return _("Half of the first replies came within %(days)s days") % {"days": number(days, 1)}


def _cut(found: Recovery) -> tuple[str, ...]:
    if not found.is_cut:
        return ()
    return (_("Of the newest %(n)s cases of the period.") % {"n": grouped(MOST_CASES)},)


def _dots(shown: Sequence[chart.ScoreRow], scale: chart.Scale, title: str, width: int) -> str:
    return chart.score_dots(shown, None, title=title, width=width, gettext=_, scale=scale)


def _of_hundred(value: float) -> str:
    return percent(value / 100)


def _rows(head: str, lines: Sequence[Line], counted: str) -> Rows:
    return Rows(
        (_("Name"), head, _("Interval (95 %)"), counted),
        tuple(_cells(*line) for line in lines),
    )


def _cells(label: str, figure: Measured | None, write: Write) -> tuple[str, ...]:
    if figure is None:
        return (label, "–", "", "")
    ends = _("%(low)s to %(high)s") % {"low": write(figure.low), "high": write(figure.high)}
    return (label, write(figure.value), ends, grouped(figure.n))
