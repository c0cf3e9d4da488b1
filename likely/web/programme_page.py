"""The page of a programme: how far it has come, live; its dry run; the ledger of who was asked or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from likely.ask.decision import Decision
from likely.ask.dry_run import DryRun, dry_run
from likely.ask.message import Message, MessageState
from likely.ask.policy import Rule
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.programme_advice import HINTS, advice
from likely.ask.programme_progress import Funnel, Progress, progress
from likely.base.access import reaches
from likely.base.journal import JournalEntry
from likely.base.member import Role
from likely.lib import chart
from likely.lib.figure import grouped, percent
from likely.web.access import StaffRequest, member
from likely.web.drawing import Chart
from likely.web.newest_first import newest_first
from likely.web.plan_facts import plan_facts
from likely.web.programme_words import plan_words, rule_words
from likely.web.programmes import programme_of
from likely.web.workspace_clock import on_workspace_clock

PER_PAGE: Final = 50
LIVE_SECONDS: Final = 2  # between two looks at a running programme
LARGE: Final = 20_000  # messages; counting them takes its time
LARGE_SECONDS: Final = 15
RECENT_DEEDS: Final = 10
STATES: Final = {
    "queued": gettext_lazy("queued"),
    "claimed": gettext_lazy("being sent"),
    "sent": gettext_lazy("sent"),
    "unknown": gettext_lazy("unknown"),
    "failed": gettext_lazy("failed"),
    "cancelled": gettext_lazy("cancelled"),
}
PURPOSES: Final = {
    "invite": gettext_lazy("invitation"),
    "remind": gettext_lazy("reminder"),
    "thank": gettext_lazy("thank-you"),
    "promote": gettext_lazy("request to recommend"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One rule that kept people out: its name, its sentence, how many."""

    rule: str
    words: str
    n: int


@member()
@require_safe
@on_workspace_clock
def programme(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    found = programme_of(request.workspace, programme_id)
    plan = found.read()
    deeds = JournalEntry.objects.of(request.workspace).filter(subject=f"programme:{found.pk}")
    context = {
        "programme": found,
        "plan": plan,
        "when": plan_words(plan),
        "facts": plan_facts(plan),
        "may_change": reaches(request.member.role, Role.MANAGER),
        "may_see_people": reaches(request.member.role, Role.AGENT),
        "deeds": deeds.order_by("-at")[:RECENT_DEEDS],
        **_progress(found),
    }
    return render(request, "web/programme.html", context)


@member()
@require_safe
@on_workspace_clock
def programme_progress(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """The part of the page that moves."""
    found = programme_of(request.workspace, programme_id)
    may_see = reaches(request.member.role, Role.AGENT)
    context = {"programme": found, "may_see_people": may_see, **_progress(found)}
    return render(request, "web/programme_progress.html", context)


@member()
@require_safe
@on_workspace_clock
def programme_dry_run(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """What would happen: computed when it is asked for, because it looks at everybody."""
    found = programme_of(request.workspace, programme_id)
    now = timezone.now()
    run = dry_run(found, now)
    context = {
        "programme": found,
        "run": run,
        "chart": _days_chart(run),
        "rate": percent(run.rate.value),
        "left_out": _left_out(run.left_out.items()),
        "hints": [_(HINTS[hint]) for hint in advice(found, now)],
        "margin_words": _margin_words(run),
    }
    return render(request, "web/programme_dry_run.html", context)


@member(Role.AGENT)
@require_safe
@on_workspace_clock
def programme_decisions(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """The ledger, newest first; one rule of it where the address names one."""
    found = programme_of(request.workspace, programme_id)
    rule = request.GET.get("rule", "")
    rows = Decision.objects.of(request.workspace).filter(programme=found).select_related("person")
    rows = rows.filter(rule=rule) if rule in set(Rule) else rows
    page, cursor = newest_first(rows, request.GET.get("after", ""), PER_PAGE)
    context = {
        "programme": found,
        "rule": rule,
        "rule_words": rule_words(rule) if rule in set(Rule) else "",
        "decisions": [(one, rule_words(one.rule)) for one in page],
        "next": cursor,
    }
    return render(request, "web/programme_decisions.html", context)


@member(Role.AGENT)
@require_safe
@on_workspace_clock
def programme_messages(request: StaffRequest, programme_id: UUID) -> HttpResponse:
    """Its messages, newest first; those of one state where the address names one."""
    found = programme_of(request.workspace, programme_id)
    state = request.GET.get("state", "")
    rows = Message.objects.of(request.workspace).filter(invitation__programme=found)
    rows = rows.filter(state=state) if state in MessageState.values else rows
    rows = rows.select_related("invitation__person")
    page, cursor = newest_first(rows, request.GET.get("after", ""), PER_PAGE)
    context = {
        "programme": found,
        "state": state,
        "states": STATES,
        "rows": [(one, PURPOSES[one.purpose], STATES[one.state]) for one in page],
        "next": cursor,
    }
    return render(request, "web/programme_messages.html", context)


def _progress(found: Programme) -> dict[str, Any]:
    come = progress(found)
    return {
        "progress": come,
        "funnel": _funnel_chart(come.total),
        "left_out": _left_out(come.left_out.items()),
        "asked": come.decisions.get(Rule.ASKED, 0),
        "live_seconds": _pace(come) if found.state == ProgrammeState.RUNNING else None,
    }


def _pace(come: Progress) -> int:
    return LIVE_SECONDS if come.total.queued < LARGE else LARGE_SECONDS


def _left_out(rules: Iterable[tuple[Rule, int]]) -> list[LeftOut]:
    return [LeftOut(rule.value, rule_words(rule), n) for rule, n in rules if n]


def _funnel_chart(total: Funnel) -> Chart:
    names = {
        "queued": _("Queued"),
        "sent": _("Sent"),
        "delivered": _("Delivered"),
        "opened": _("Opened"),
        "started": _("Started"),
        "scored": _("Scored"),
        "completed": _("Completed"),
    }
    steps = [chart.FunnelStep(label, getattr(total, name)) for name, label in names.items()]
    finding = (
        _("%(share)s of those who were sent a message answered")
        % {"share": percent(total.scored / total.sent)}
        if total.sent
        else _("Nothing sent yet")
    )
    draw = partial(_drawn_funnel, steps, finding)
    return Chart("programme", finding, draw, chart.funnel_rows(steps, _))


def _drawn_funnel(steps: list[chart.FunnelStep], title: str, width: int) -> str:
    return chart.funnel(steps, title=title, width=width, gettext=_)


def _days_chart(run: DryRun) -> Chart:
    finding = ngettext("%(n)s person would be asked", "%(n)s people would be asked", run.asked) % {
        "n": grouped(run.asked)
    }
    days = [chart.Day(date_format(day, "DATE_FORMAT"), n) for day, n in _every_day(run)]
    return Chart("days", finding, partial(_drawn_days, days, finding), chart.day_rows(days, _))


def _drawn_days(days: list[chart.Day], title: str, width: int) -> str:
    return chart.day_bars(days, title=title, width=width, gettext=_)


def _every_day(run: DryRun) -> list[tuple[date, int]]:
    """From the first day to the last, also those on which nobody is asked."""
    if not run.per_day:
        return []
    known, (first, last) = dict(run.per_day), (run.per_day[0][0], run.per_day[-1][0])
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [(day, known.get(day, 0)) for day in days]


def _margin_words(run: DryRun) -> str:
    margin = f"{run.margin:g}"
    if run.days_to_margin is None:
        return _(
            "Not enough answers are expected in this round to know the score to ± %(margin)s points."
        ) % {"margin": margin}
    return ngettext(
        "In %(days)s day the score should be known to ± %(margin)s points.",
        "In %(days)s days the score should be known to ± %(margin)s points.",
        run.days_to_margin,
    ) % {"days": run.days_to_margin, "margin": margin}
