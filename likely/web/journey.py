"""The page about touchpoints: how each scores, and what it does to the relation afterwards."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from likely.analyse.journey import Journey
from likely.analyse.journey import journey as find_journey
from likely.web.access import StaffRequest, member
from likely.web.insight import file_of
from likely.web.insight_page import around
from likely.web.journey_insights import journey_insights
from likely.web.question import Question, read_question
from likely.web.table_seen import table_seen


@member()
@require_safe
def journey(request: StaffRequest) -> HttpResponse:
    question = _question(request)
    found = _journey(request, question)
    context = {
        **around(request.workspace, question),
        "found": found,
        "hidden": bool(found.touchpoints) and not any(one.score for one in found.touchpoints),
        "insights": journey_insights(found).values(),
    }
    return render(request, "web/journey.html", context)


@member()
@require_safe
def journey_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    return file_of(journey_insights(_journey(request, _question(request))), name, kind)


def _question(request: StaffRequest) -> Question:
    return read_question(request.workspace, table_seen(request), request.GET, cut=False)


def _journey(request: StaffRequest, question: Question) -> Journey:
    return find_journey(question.table, question.slice, smallest=request.workspace.smallest_group)
