"""Why people recommend and why they do not: a card of the overview that comes after it, and a page."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from likely.analyse.heard import Heard, hear
from likely.base.workspace import Workspace
from likely.lib.thrift import Thrift
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, member
from likely.web.asked_segment import segments_offered
from likely.web.overview import newest_stamp
from likely.web.question import Question, chips, column_label, read_question, survey_names

HEARD: Final = Thrift[Heard](times=10, longest=200)


@dataclass(frozen=True, slots=True)
class Listening:
    """again_seconds: until the reasons may be heard anew, where they lag; 0 where they do not."""

    heard: Heard
    again_seconds: int


@member()
@require_safe
def reasons(request: StaffRequest) -> HttpResponse:
    """The slice is the overview's. Asked by htmx it is the card alone."""
    stamp = newest_stamp(request.workspace)
    question = read_question(request.workspace, table_of(request.workspace), request.GET, cut=False)
    surveys = survey_names(request.workspace)
    context = {
        "question": question,
        "listening": listen(request.workspace, question, stamp),
        "others": question.others,
        "surveys": surveys,
        "chips": chips(question, surveys),
        "segments": segments_offered(request.workspace),
        "cuts": [(column, column_label(column)) for column in question.columns],
    }
    return render(request, "web/reasons.html", context)


def listen(workspace: Workspace, question: Question, stamp: str) -> Listening:
    """Listening takes longer than all else on a page: while answers pour in, it lags by ten times as long."""
    table, slice = question.table, question.slice
    key = (workspace.pk, workspace.smallest_group, slice.cut(), question.of_segment)
    newest = " ".join((stamp, *(part.stamp or "" for part in table.split())))
    heard = HEARD.get(key, lambda: hear(table, slice, smallest=workspace.smallest_group), newest)
    return Listening(heard, ceil(HEARD.due_seconds(key, newest)))
