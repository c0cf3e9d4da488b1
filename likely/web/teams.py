"""The page that compares agents, teams or shops: the mix of cases taken out, small numbers believed less."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from likely.act.team_signs import likely_first
from likely.analyse.fair import compare_members
from likely.analyse.fair_units import compare_units
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.people.unit import Unit, UnitTree, tree_of
from likely.stats.fair import Comparison
from likely.store.schema import DIMENSIONS
from likely.web.access import StaffRequest, member
from likely.web.insight import file_of
from likely.web.insight_page import around
from likely.web.question import Question, read_question
from likely.web.said import said
from likely.web.table_seen import table_seen
from likely.web.team_insights import nobody, team_insight


@dataclass(frozen=True, slots=True)
class Teams:
    """by: the property that names the members. cross: the one that tells kinds of case apart; empty: none.

    below: the unit whose parts are the members instead.
    """

    by: str
    cross: str
    found: Comparison | None
    refusal: Refusal | None = None
    below: Unit | None = None


@member()
@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    question = _question(request)
    tree = tree_of(request.workspace)
    made = _teams(request, question, tree)
    context = {
        **around(request.workspace, question),
        "cuts": [(column, question.names.column(column)) for column in _columns(question)],
        "kinds": [
            (column, question.names.column(column)) for column in question.columns if column != made.by
        ],
        "compare": True,
        "belows": [(one.pk, tree.path(one)) for one in tree.units if len(tree.below(one)) > 1],
        "below": made.below,
        "tab": "teams",
        "sees_signs": reaches(request.member.role, Role.MANAGER),
        "board": made,
        "found": made.found,
        "few": made.refusal is not None and made.refusal.code == "too_few_members",
        "refusal": said(made.refusal) if made.refusal else "",
        "insight": team_insight(made.found, _cases(question, made)) if made.found else None,
    }
    return render(request, "web/teams.html", context)


@member()
@require_safe
def team_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The picture, or its numbers."""
    question = _question(request)
    made = _teams(request, question, tree_of(request.workspace))
    insight = team_insight(made.found, _cases(question, made)) if made.found else nobody()
    return file_of({insight.name: insight}, name, kind)


def _question(request: StaffRequest) -> Question:
    return read_question(request.workspace, table_seen(request), request.GET, bins=False)


def _columns(question: Question) -> list[str]:
    return likely_first([column for column in question.columns if column not in DIMENSIONS])


def _below(request: StaffRequest, tree: UnitTree) -> Unit | None:
    """The unit whose parts are compared."""
    asked = request.GET.get("below", "")
    return next((one for one in tree.units if str(one.pk) == asked and len(tree.below(one)) > 1), None)


def _teams(request: StaffRequest, question: Question, tree: UnitTree) -> Teams:
    columns = _columns(question)
    if (unit := _below(request, tree)) is not None:
        cross = request.GET.get("cross", "")
        cross = cross if cross in question.columns else ""
        try:
            found = compare_units(
                question.table,
                question.slice.cut(),
                tree,
                tree.below(unit),
                (cross,) if cross else (),
                smallest=request.workspace.smallest_group,
            )
        except Refusal as refusal:
            return Teams("", cross, None, refusal, unit)
        return Teams("", cross, found, None, unit)
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


def _cases(question: Question, made: Teams) -> str:
    return question.names.column(made.cross) if made.cross else ""
