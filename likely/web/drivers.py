"""The page about drivers: what goes with the score, how much, and for whom."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.analyse.driving import Driving, driving
from likely.analyse.theme_drivers import PREFIX, rated_alone, with_theme_drivers
from likely.store.theme_set import shown_set
from likely.store.theme_table import theme_table
from likely.web.access import StaffRequest, member
from likely.web.driver_figures import figures_asked, figures_offered
from likely.web.driver_insights import driver_insights
from likely.web.driver_names import driver_names
from likely.web.insight import Insight, file_of
from likely.web.insight_page import around
from likely.web.language import language
from likely.web.question import Question, read_question
from likely.web.table_seen import table_seen


@member()
@require_safe
def drivers(request: StaffRequest) -> HttpResponse:
    question = _asked(request)
    offered = figures_offered(request.workspace, question)
    found = _driving(request, question, offered)
    context = {
        **around(request.workspace, question),
        "compare": True,
        "board": found,  # what the bar reads the cut from
        "found": found,
        "figures": [(one, question.names.column(one)) for one in offered],
        "figure": request.GET.get("figures", ""),
        "has_themes": shown_set(request.workspace) is not None,
        "head": {"by": request.GET.get("themes", ""), "usual": "", "parameter": "themes"},  # the bar keeps it
        "insights": _insights(request, question, found).values(),
    }
    return render(request, "web/drivers.html", context)


@member()
@require_safe
def driver_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    question = _asked(request)
    found = _driving(request, question, figures_offered(request.workspace, question))
    return file_of(_insights(request, question, found), name, kind)


def _asked(request: StaffRequest) -> Question:
    """themes: themes of comments are drivers too, where there are any."""
    question = read_question(request.workspace, table_seen(request), request.GET)
    found = theme_table(request.workspace, question.table) if request.GET.get("themes") else None
    if found is None:
        return question
    return replace(
        question, table=with_theme_drivers(found.table, question.slice, found.taxonomy, language())
    )


def _driving(request: StaffRequest, question: Question, offered: tuple[str, ...]) -> Driving:
    found = driving(
        question.table,
        question.slice,
        next(iter(question.slice.by), ""),
        figures=figures_asked(request.GET.get("figures", ""), offered),
        smallest=request.workspace.smallest_group,
        narrowed=question.narrowed,
    )
    return rated_alone(found)


def _insights(request: StaffRequest, question: Question, found: Driving) -> dict[str, Insight]:
    names = driver_names(request.workspace, question.table.ratings, get_language() or "en")
    themes = [one for one in question.table.ratings if one.startswith(PREFIX)]
    names = {**names, **{one: _("%(theme)s (theme)") % {"theme": one[len(PREFIX) :]} for one in themes}}
    names |= question.names.columns(one.name for one in found.figures)
    return driver_insights(found, names, question.names)
