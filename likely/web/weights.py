"""The page about weights: the score if those who answered were like the people, and who does not answer."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from likely.act.late_answers import late_answers
from likely.analyse.raked import Raked, raked_to_shown
from likely.lib.refusal import Refusal
from likely.people.margin import margin_of_people, read_margin
from likely.store.schema import DIMENSIONS
from likely.web.access import StaffRequest, member
from likely.web.insight import Insight, file_of
from likely.web.insight_page import around
from likely.web.late_insight import late_insight
from likely.web.question import Question, read_question
from likely.web.said import said
from likely.web.table_seen import table_seen
from likely.web.weight_insights import no_weights, weight_insights


@dataclass(frozen=True, slots=True)
class Weights:
    """by, cross: the properties that are weighted to. unseen: kinds that too few answered from."""

    by: str
    cross: str
    found: Raked | None = None
    unseen: tuple[str, ...] = ()
    refusal: Refusal | None = None
    insights: dict[str, Insight] = field(default_factory=dict)


@member()
@require_safe
def weights(request: StaffRequest) -> HttpResponse:
    question = _question(request)
    made = _weights(request, question)
    insights = {**made.insights, **_late(request, question)}
    columns = [(column, question.names.column(column)) for column in _columns(question)]
    context = {
        **around(request.workspace, question),
        "cuts": columns,
        "kinds": [(column, label) for column, label in columns if column != made.by],
        "compare": True,
        "board": made,
        "found": made.found,
        "refusal": said(made.refusal) if made.refusal else "",
        "insights": insights.values(),
        "margins": request.GET.get("margins", ""),
        "kept": [(name, value) for name, value in request.GET.items() if name not in ("margins", "cross")],
    }
    return render(request, "web/weights.html", context)


@member()
@require_safe
def weight_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    question = _question(request)
    made = {**(_weights(request, question).insights or no_weights()), **_late(request, question)}
    return file_of(made, name, kind)


def _question(request: StaffRequest) -> Question:
    return read_question(request.workspace, table_seen(request), request.GET, bins=False)


def _late(request: StaffRequest, question: Question) -> dict[str, Insight]:
    found = late_answers(request.workspace, question.slice, narrowed=question.segment is not None)
    if found is None:
        return {}
    made = late_insight(found)
    return {made.name: made}


def _columns(question: Question) -> list[str]:
    return [column for column in question.columns if column not in DIMENSIONS]


def _weights(request: StaffRequest, question: Question) -> Weights:
    columns = _columns(question)
    by = next((name for name in question.slice.by if name in columns), next(iter(columns), ""))
    cross = request.GET.get("cross", "")
    written = request.GET.get("margins", "").strip()
    cross = cross if cross in columns and cross != by and not written else ""
    if not by:
        return Weights("", "")
    try:
        known = {name: _margin(request, name, written) for name in filter(None, (by, cross))}
        return _raked(request, question, Weights(by, cross), known)
    except Refusal as refusal:
        return Weights(by, cross, refusal=refusal)


def _margin(request: StaffRequest, name: str, written: str) -> dict[str, float]:
    return read_margin(written) if written else {**margin_of_people(request.workspace, name)}


def _raked(
    request: StaffRequest, question: Question, asked: Weights, known: dict[str, dict[str, float]]
) -> Weights:
    shown = raked_to_shown(question.table, question.slice, known, request.workspace.smallest_group)
    if shown.found is None:
        return Weights(asked.by, asked.cross)
    insights = weight_insights(shown.found, shown.unseen)
    return Weights(asked.by, asked.cross, shown.found, shown.unseen, insights=insights)
