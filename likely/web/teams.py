"""The page that compares agents, teams or shops: the mix of cases taken out, small numbers believed less."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from likely.analyse.fair import compare_members
from likely.lib.refusal import Refusal
from likely.stats.fair import Comparison
from likely.store.schema import DIMENSIONS
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, member
from likely.web.insight import file_of
from likely.web.insight_page import around
from likely.web.question import Question, column_label, read_question
from likely.web.said import said
from likely.web.team_insights import nobody, team_insight

LIKELY_MEMBERS = (
    "agent",
    "served_by",
    "team",
    "store",
    "shop",
    "branch",
)  # properties that name somebody to compare


@dataclass(frozen=True, slots=True)
class Teams:
    """by: the property that names the members. cross: the one that tells kinds of case apart; empty: none."""

    by: str
    cross: str
    found: Comparison | None
    refusal: Refusal | None = None


@member()
@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    question = _question(request)
    made = _teams(request, question)
    context = {
        **around(request.workspace, question),
        "cuts": [(column, column_label(column)) for column in _columns(question)],
        "kinds": [(column, column_label(column)) for column in question.columns if column != made.by],
        "compare": True,
        "board": made,
        "found": made.found,
        "few": made.refusal is not None and made.refusal.code == "too_few_members",
        "refusal": said(made.refusal) if made.refusal else "",
        "insight": team_insight(made.found, _cases(made)) if made.found else None,
    }
    return render(request, "web/teams.html", context)


@member()
@require_safe
def team_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The picture, or its numbers."""
    made = _teams(request, _question(request))
    insight = team_insight(made.found, _cases(made)) if made.found else nobody()
    return file_of({insight.name: insight}, name, kind)


def _question(request: StaffRequest) -> Question:
    return read_question(request.workspace, table_of(request.workspace), request.GET, bins=False)


def _columns(question: Question) -> list[str]:
    """Properties, those that likely name a member first; channels and the like are no members."""
    own = [column for column in question.columns if column not in DIMENSIONS]
    return sorted(own, key=lambda column: (column.casefold() not in LIKELY_MEMBERS, own.index(column)))


def _teams(request: StaffRequest, question: Question) -> Teams:
    columns = _columns(question)
    asked = request.GET.get("by", "")
    by = asked if asked in columns else next(iter(columns), "")
    cross = request.GET.get("cross", "")
    cross = cross if cross in question.columns and cross != by else ""
    if not by:
        return Teams("", "", None)
    try:
        found = compare_members(
            question.table,
            question.slice.cut(),
            by,
            (cross,) if cross else (),
            smallest=request.workspace.smallest_group,
        )
    except Refusal as refusal:
        return Teams(by, cross, None, refusal)
    return Teams(by, cross, found)


def _cases(made: Teams) -> str:
    return column_label(made.cross) if made.cross else ""
