"""The page of the score of accounts: each counted once or by its value, and which have not answered (N10)."""

from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.act.account_scores import scored_accounts
from likely.analyse.accounts import Account as Told
from likely.analyse.accounts import Accounts
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.lib import chart
from likely.lib.figure import grouped, percent, signed
from likely.lib.measured import Rows, in_full, span
from likely.people.account import Account
from likely.store.people_counts import Asked
from likely.store.slice_moments import moments
from likely.web.access import StaffRequest, member
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method, file_of
from likely.web.question import Question, read_question
from likely.web.satisfied import survey_of
from likely.web.table_seen import table_seen
from likely.web.trend_methods import score_table
from likely.web.words import period_words

MOST_LINES: Final = 14  # of a picture; the table beside it has more
MOST_ROWS: Final = 200
CLUSTERS: Final = "θ = Σ v·ȳ / Σ v,  V = m/(m − 1) · Σ (v·(ȳ − θ))² / (Σ v)²,  θ ± t(m − 1)·√V"


@member(Role.AGENT)
@require_safe
def account_scores(request: StaffRequest) -> HttpResponse:
    question, insights = _made(request)
    context = {
        "question": question,
        "surveys": question.names.surveys,
        "period": period_words(question.slice.since, question.slice.until),
        "insights": insights.values(),
    }
    return render(request, "web/account_scores.html", context)


@member(Role.AGENT)
@require_safe
def score_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    return file_of(_made(request)[1] or _nothing(), name, kind)


def _nothing() -> dict[str, Insight]:
    """What stands where no account was asked."""
    title, rows = _("No account was asked or has answered in this view"), Rows((_("Account"),), ())
    empty = Chart("accounts", title, partial(_dots, [], title), rows)
    return {"accounts": Insight(empty, Method("", "", (), rows))}


def _made(request: StaffRequest) -> tuple[Question, dict[str, Insight]]:
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    since, until = moments(request.workspace, question.slice)
    asked = Asked(request.workspace, since, until, survey_of(question.slice))
    found, known = scored_accounts(asked)
    if not (found.accounts or found.silent):
        return question, {}
    made = [_ways(found, request.workspace), _each(found, known), _silent(found, known)]
    return question, {one.name: one for one in made}


def _ways(found: Accounts, workspace: Workspace) -> Insight:
    """The score of accounts by how they are counted."""
    small = found.by_answer is not None and found.by_answer.n < workspace.smallest_group
    told: list[tuple[str, Any]] = [
        (_("Every answer once"), None if small else found.by_answer),
        (_("Every account once"), found.by_account),
        (_("Accounts by their value"), found.by_value),
    ]
    finding = _ways_finding(found)
    rows = [chart.ScoreRow(name, score) for name, score in told]
    table = Rows(
        (_("Counted"), _("Score"), _("Interval (95 %)"), _("Answers or accounts")),
        tuple(_counted(name, score) for name, score in told),
    )
    assumes = (
        _("A company with a hundred users speaks once where every account counts once."),
        _("The answers of an account are one cluster: the interval is that of accounts, not of people."),
        _("By value: what an account brings in a year. One whose value is not known is left out there."),
        _("Fewer than five accounts give no figure."),
    )
    method = Method(_("Mean of clusters (Lumley 2010)"), CLUSTERS, assumes, table)
    return Insight(Chart("ways", finding, partial(_dots, rows, finding), table), method, ())


def _counted(name: str, score: Any) -> tuple[str, ...]:
    if score is None:
        return (name, _("too few to be shown"), "", "")
    return (name, signed(score.value, 1), span(score.low, score.high, _), grouped(score.n))


def _ways_finding(found: Accounts) -> str:
    once, worth = found.by_account, found.by_value
    if once is None:
        return _("Fewer than five accounts have answered: too few to speak of accounts")
    if worth is None:
        return _("Accounts: %(score)s") % {"score": in_full(once, _)}
    words = {"once": signed(once.value), "worth": signed(worth.value)}
    if worth.high < once.value:
        return _("The valuable accounts are less happy: %(worth)s by value, %(once)s by account") % words
    if worth.low > once.value:
        return _("The valuable accounts are happier: %(worth)s by value, %(once)s by account") % words
    return _("%(once)s by account, %(worth)s by value: no difference told") % words


def _each(found: Accounts, known: dict[str, Account]) -> Insight:
    rows = [chart.ScoreRow(_name(one, known), one.score) for one in found.accounts]
    low = [one for one in found.accounts if one.score and one.score.high < 0]
    finding = (
        _("%(n)s accounts answered; surely below zero: %(names)s")
        % {"n": grouped(len(found.accounts)), "names": _(", ").join(_name(one, known) for one in low[:3])}
        if low
        else _("%(n)s accounts answered; none is surely below zero") % {"n": grouped(len(found.accounts))}
    )
    table = Rows(
        (_("Account"), _("Score"), _("Interval (95 %)"), _("Answers"), _("Value a year")),
        tuple(_account(one, known) for one in found.accounts[:MOST_ROWS]),
    )
    numbers = score_table(*((_name(one, known), one.score) for one in found.accounts[:MOST_ROWS]))
    assumes = (
        _("The most valuable first. Accounts of fewer answers than the workspace shows have no figure."),
        _("An account has few people, so that its interval is wide: read it before you call."),
    )
    method = Method(_("Score interval (Tango 1998)"), "", assumes, numbers)
    drawn = partial(_dots, rows[:MOST_LINES], finding)
    return Insight(Chart("accounts", finding, drawn, table), method, ())


def _account(one: Told, known: dict[str, Account]) -> tuple[str, ...]:
    worth = _worth(one.value)
    if one.score is None:
        return (_name(one, known), _("too few answers"), "", "", worth)
    score = one.score
    return (_name(one, known), signed(score.value), span(score.low, score.high, _), grouped(score.n), worth)


def _silent(found: Accounts, known: dict[str, Account]) -> Insight:
    all_asked = len(found.accounts) + len(found.silent)
    words = {"n": grouped(len(found.silent)), "all": grouped(all_asked)}
    finding = (
        _("%(n)s of %(all)s accounts have not answered") % words
        if found.silent
        else _("Every account that was asked has answered")
    )
    if found.silent and found.silent_value:
        words |= {"share": percent(found.silent_value)}
        finding = _("%(n)s of %(all)s accounts have not answered: %(share)s of the value is silent") % words
    table = Rows(
        (_("Account"), _("Value a year")),
        tuple((_name(one, known), _worth(one.value)) for one in found.silent[:MOST_ROWS]),
    )
    steps = [
        chart.FunnelStep(_("asked"), all_asked),
        chart.FunnelStep(_("answered"), len(found.accounts)),
    ]
    assumes = (
        _("Asked: somebody of the account was invited in this period. Answered: anybody of it gave a score."),
        _("What the silent think is not known. In business a silent account is a reason to call."),
    )
    method = Method(_("Counts"), "", assumes, table)
    drawn = partial(_steps, steps, finding)
    return Insight(Chart("silent", finding, drawn, table), method, ())


def _name(one: Told, known: dict[str, Account]) -> str:
    return str(known.get(one.name, one.name))


def _worth(value: float | None) -> str:
    return grouped(round(value)) if value else "–"


def _dots(rows: list[chart.ScoreRow], title: str, width: int) -> str:
    return chart.score_dots(rows, title=title, width=width, gettext=_)


def _steps(steps: list[chart.FunnelStep], title: str, width: int) -> str:
    return chart.funnel(steps, title=title, width=width, gettext=_)
