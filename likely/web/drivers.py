"""The page about drivers: what goes with the score, how much, and for whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from likely.analyse.driving import Driving, driving
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, member
from likely.web.driver_insights import driver_insights
from likely.web.driver_names import driver_names
from likely.web.insight import Insight, file_of
from likely.web.insight_page import around
from likely.web.question import Question, read_question, survey_names


@member()
@require_safe
def drivers(request: StaffRequest) -> HttpResponse:
    question = read_question(request.workspace, table_of(request.workspace), request.GET)
    found = _driving(request, question)
    context = {
        **around(request.workspace, question),
        "compare": True,
        "board": found,  # what the bar reads the cut from
        "found": found,
        "insights": _insights(request, question, found).values(),
    }
    return render(request, "web/drivers.html", context)


@member()
@require_safe
def driver_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    question = read_question(request.workspace, table_of(request.workspace), request.GET)
    return file_of(_insights(request, question, _driving(request, question)), name, kind)


def _driving(request: StaffRequest, question: Question) -> Driving:
    return driving(
        question.table,
        question.slice,
        next(iter(question.slice.by), ""),
        smallest=request.workspace.smallest_group,
        narrowed=question.narrowed,
    )


def _insights(request: StaffRequest, question: Question, found: Driving) -> dict[str, Insight]:
    names = driver_names(request.workspace, question.table.ratings, get_language() or "en")
    return driver_insights(found, names, survey_names(request.workspace))
