"""A chart that is pinned: found by the address of its files, and made anew with what narrows it."""

from copy import copy
from dataclasses import dataclass, replace
from typing import Any, cast

from django.http import Http404, HttpRequest, QueryDict

from likely.act.pinnable import match_of
from likely.act.saved_board import Pin, SavedBoard
from likely.lib.refusal import Refusal
from likely.store.table import Responses
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method
from likely.web.question import chips, read_question
from likely.web.words import period_words


@dataclass(frozen=True, slots=True)
class Shown:
    """insight: None where the chart can't be made any more. page: where it comes from, with its filters.

    narrowed: the period and the filters in words; empty for an experiment and goals, which have their own.
    """

    pin: Pin
    insight: Insight | None
    page: str
    narrowed: str = ""


def shown(board: SavedBoard, request: HttpRequest) -> list[Shown]:
    """Each as its page would show it now, to whoever may see the board."""
    table = table_of(board.workspace)
    return [
        Shown(pin, _made(board, pin, request), _page(pin), _narrowed(board, table, pin))
        for pin in board.read()
    ]


def _narrowed(board: SavedBoard, table: Responses, pin: Pin) -> str:
    if pin.chart.startswith(("/experiments/", "/teams/goals/")):
        return ""
    try:
        question = read_question(board.workspace, table, QueryDict(pin.query))
    except Refusal:
        return ""
    days = period_words(question.slice.since, question.slice.until)
    filters = [chip.text for chip in chips(replace(question, period="all"))]
    return " · ".join([days, *filters])


def _made(board: SavedBoard, pin: Pin, request: HttpRequest) -> Insight | None:
    """By the view of its file, below the guard: who asks was let in to the board."""
    match = match_of(pin.chart)
    if match is None:
        return None
    asked = cast(StaffRequest, copy(request))
    asked.method, asked.workspace = "GET", board.workspace
    cast(Any, asked).GET = QueryDict(pin.query)
    view: Any = cast(Any, match.func).__wrapped__
    try:
        answer = view(asked, *match.args, **match.kwargs)
    except (Http404, Refusal):
        return None
    made: Insight | None = getattr(answer, "insight", None)
    chart: Chart | None = getattr(answer, "chart", None)  # of the overview: without a method of its own
    return Insight(chart, Method("", "", (), chart.rows)) if chart else made


def _page(pin: Pin) -> str:
    """Of /trend/periods it is /trend; of the overview's charts the overview."""
    path = pin.chart.rpartition("/")[0]
    return f"{'/' if path == '/chart' else path}?{pin.query}"
