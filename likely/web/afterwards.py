"""The page of what followed: renewals, orders and other events after an answer, by its group (N06)."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.analyse.afterwards import Afterwards, afterwards
from likely.lib import chart
from likely.lib.chart_scale import Scale
from likely.lib.figure import grouped, number, signed
from likely.lib.measured import Rows
from likely.stats.scale import Group
from likely.store.event_table import event_names, events_named
from likely.store.followed_by import followed_by
from likely.web.access import StaffRequest, member
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method, file_of
from likely.web.insight_page import around
from likely.web.question import Question, read_question
from likely.web.table_seen import table_seen

WITHIN: Final = (30, 90, 180, 365)  # days after the answer
USUAL: Final = 90


@member()
@require_safe
def followed(request: StaffRequest) -> HttpResponse:
    question, names, event, days, insights = _made(request)
    context = {
        **around(request.workspace, question),
        "names": names,
        "event": event,
        "days": days,
        "within": WITHIN,
        "insights": insights.values(),
    }
    return render(request, "web/afterwards.html", context)


@member()
@require_safe
def followed_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The picture of the page, or its numbers."""
    return file_of(_made(request)[-1] or _nothing(), name, kind)


def _nothing() -> dict[str, Insight]:
    """What stands where nothing has happened yet."""
    title, rows = _("Nothing has followed an answer yet"), Rows((_("Group"),), ())
    empty = Chart("followed", title, partial(_dots, [], title), rows)
    return {"followed": Insight(empty, Method("", "", (), rows))}


def _made(request: StaffRequest) -> tuple[Question, list[str], str, int, dict[str, Insight]]:
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    names = event_names(request.workspace)
    event = next((one for one in names if one == request.GET.get("cross")), next(iter(names), ""))
    days = next((one for one in WITHIN if str(one) == request.GET.get("window")), USUAL)
    if not event:
        return question, names, event, days, {}
    events = events_named(request.workspace, [event])
    counted = followed_by(question.table, question.slice, events, days, timezone.now())
    if not any(people for people, _did in counted.values()):
        return question, names, event, days, {}
    made = _insight(afterwards(counted, request.workspace.smallest_group), counted, event, days)
    return question, names, event, days, {made.name: made}


def _insight(found: Afterwards, counted: Mapping[Group, tuple[int, int]], event: str, days: int) -> Insight:
    labels: dict[Group, str] = {
        "promoter": _("Promoters"), "passive": _("Passives"), "detractor": _("Detractors")
    }  # fmt: skip
    finding = _finding(found, event, days)
    rows = [chart.ScoreRow(label, found.shares[group]) for group, label in labels.items()]
    table = Rows(
        (_("Group"), _("Answers"), _("Followed"), _("Share"), _("Interval (95 %)")),
        tuple(_row(label, found, group, counted[group]) for group, label in labels.items()),
    )
    assumes = (
        _("Counted are answers of named people at least %(n)s days old: everybody had the same time.")
        % {"n": days},
        _("Of several answers of a person each counts, so that who answers often counts often."),
        _("An association: who is happy may renew for reasons of their own. It proves no cause."),
    )
    formula = _(
        "share = answers of the group that it followed in time / all answers of the group, by Wilson\n"
        "promoters − detractors: MOVER of both intervals"
    )
    method = Method(_("Shares by group (Wilson 1927), their difference by MOVER"), formula, assumes, table)
    scale = chart.percent_to(max((share.high for share in found.shares.values() if share), default=100.0))
    drawn = partial(_dots, rows, finding, scale=scale)
    return Insight(Chart("followed", finding, drawn, table), method, tuple(_zoomed(scale)))


def _zoomed(scale: Scale) -> list[str]:
    """That the picture does not show the whole scale."""
    if scale == chart.PERCENT:
        return []
    words = _("Zoomed: the axis runs from {low} to {high}.")
    return [words.format(low=scale.write(scale.low), high=scale.write(scale.high))]


def _finding(found: Afterwards, event: str, days: int) -> str:
    words = {"event": event, "days": days}
    if found.gap is None:
        return _("%(event)s within %(days)s days: too few answers to compare the groups") % words
    gap = found.gap
    words |= {"by": signed(gap.value), "low": signed(gap.low), "high": signed(gap.high)}
    if gap.low > 0:
        return (
            _(
                "%(event)s within %(days)s days: %(by)s percent points among promoters against detractors "
                "(%(low)s to %(high)s)"
            )
            % words
        )
    if gap.high < 0:
        return (
            _(
                "%(event)s within %(days)s days: rarer among promoters than detractors, %(by)s percent "
                "points (%(low)s to %(high)s)"
            )
            % words
        )
    return _("%(event)s within %(days)s days: promoters and detractors can’t be told apart") % words


def _row(label: str, found: Afterwards, group: Group, counted: tuple[int, int]) -> tuple[str, ...]:
    share = found.shares[group]
    if share is None:
        return (label, _("too few answers"), "", "", "")
    ends = f"{number(share.low, 1)} … {number(share.high, 1)}\u00a0%"
    return (label, grouped(counted[0]), grouped(counted[1]), f"{number(share.value, 1)}\u00a0%", ends)


def _dots(rows: list[chart.ScoreRow], title: str, width: int, scale: Scale = chart.PERCENT) -> str:
    return chart.score_dots(rows, title=title, width=width, gettext=_, scale=scale)
