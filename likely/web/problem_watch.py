"""The product list: what is followed during a launch, and whether more or fewer speak of it than before."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.act.problem_watch import Followed, on_the_list
from likely.act.problem_watch import followed as figures_of
from likely.ask.quiet_hours import zone_named
from likely.base.member import Role
from likely.lib.figure import signed
from likely.stats.estimate import Estimate
from likely.web.access import StaffRequest, member
from likely.web.problems import STATUS_WORDS


@dataclass(frozen=True, slots=True)
class Row:
    figures: Followed
    status: str
    change: str
    verdict: str


@member(Role.AGENT)
@require_safe
def followed(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    today = now.astimezone(zone_named(request.workspace.time_zone)).date()
    rows = [_row(figures_of(one, now)) for one in on_the_list(request.workspace, today)]
    context = {"rows": rows, "smallest": request.workspace.smallest_group}
    return render(request, "web/problem_watch.html", context)


def _row(figures: Followed) -> Row:
    change = figures.change
    return Row(
        figures,
        str(STATUS_WORDS[figures.problem.status]),
        _in_points(change) if change else "",
        _verdict(change) if change else "",
    )


def _in_points(change: Estimate) -> str:
    span = _("{low} to {high}").format(low=signed(change.low, 1), high=signed(change.high, 1))
    return f"{signed(change.value, 1)} ({span})"


def _verdict(change: Estimate) -> str:
    if change.low > 0:
        return _("more than before")
    return _("fewer than before") if change.high < 0 else _("no difference that can be told")
