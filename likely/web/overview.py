"""The overview: the board of one slice, fresh within two seconds of an answer."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any, Final

from django.db.models import Max
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from likely.act.call_list import call_list
from likely.analyse.benchmarks import BENCHMARKS
from likely.analyse.board import Board
from likely.analyse.small_groups import too_few, unseen
from likely.ask.survey import Survey
from likely.base.access import reaches
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.collect.funnel import Funnel, funnel
from likely.collect.response import Response
from likely.lib.chart import PERCENT, POINTS, Scale
from likely.lib.thrift import Thrift
from likely.store.aggregate import Cell, counts
from likely.store.left_out import GROUP
from likely.store.rows import page
from likely.store.slice import Key, Slice
from likely.store.slice_moments import moments
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.web.access import StaffRequest, member
from likely.web.asked_segment import segments_offered
from likely.web.drawing import charts, funnel_chart
from likely.web.question import (
    PERIODS,
    Question,
    chips,
    read_question,
)
from likely.web.satisfied import board_shown, open_answers, survey_of
from likely.web.segment_order import segment_head, with_segments_by
from likely.web.surveys import open_address
from likely.web.table_seen import table_seen
from likely.web.words import (
    board_said,
    change_words,
    gap_words,
    needed_words,
    period_label,
    period_words,
    target_words,
)

COMMENTS: Final = 6
CALLS: Final = 6
CHANGES: Final = 3
VALUES: Final = 12  # of one column in the panel of filters
NARROWED: Final = (  # pages that the panel leads back to, by the names of their addresses
    "responses", "reasons", "trend", "benchmarks", "segments", "drivers", "journey", "followed", "teams",
    "weights",
)  # fmt: skip
CHEAP_SECONDS: Final = 0.05
FUNNELS: Final = Thrift[Funnel](times=2, longest=500)
COMMENT_COLUMNS: Final = ("id", "score", "comment", "at", "survey", "language")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be filtered by. n: its answers in the slice; None where that is not told."""

    value: str
    label: str
    n: int | None
    chosen: bool


@member()
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    stamp = newest_stamp(
        request.workspace
    )  # before the figures: what comes in between is shown by the next beat
    question = read_question(request.workspace, table_seen(request), request.GET)
    surveys = question.names.surveys
    rank = segment_head(request.GET.get("rank", ""))
    found, measured = board_shown(request.workspace, question, surveys)
    board = with_segments_by(found, rank.by)
    told = open_answers(request.workspace, question, surveys)
    steps, again = funnel_at_hand(request.workspace, question.slice, surveys)
    context = {
        "stamp": stamp,
        "question": question,
        "others": question.others,
        "surveys": surveys,
        "chips": chips(question),
        "segments": segments_offered(request.workspace),
        "board": board,
        "charts": charts(board, steps, question.names, measured.steps if measured else None),
        "satisfied": measured,
        "told": told,
        "funnel": steps,
        "funnel_again": None if again is None else ceil(again),
        "rank": rank,
        "said": measured.said if measured else board_said(board, told),
        "needed": "" if measured else needed_words(board.score),
        "changes": _changes(board, PERCENT if measured else POINTS),
        "period": period_words(question.slice.since, question.slice.until),
        "comments": _comments(question.table, question.slice),
        "calls": _calls(request, question.slice, surveys),
        "cuts": question.cuts,
        "periods": PERIODS,
        "benchmarks": BENCHMARKS,
        "first": None,
    }
    if board.empty and len(surveys) == 1 and (first := _first_survey(request.workspace)):
        context |= {"first": first, "first_address": open_address(first)}
    return render(request, "web/overview.html", context)


@member()
@require_safe
def funnel_card(request: StaffRequest) -> HttpResponse:
    """The funnel alone, for a board that showed an older one so as not to wait."""
    question = read_question(request.workspace, table_seen(request), request.GET)
    steps = funnel_of(request.workspace, question.slice, question.names.surveys)
    context = {"question": question, "funnel": steps, "charts": {"funnel": funnel_chart(steps)}}
    return render(request, "web/funnel_card.html", context)


@member()
@require_safe
def pulse(request: StaffRequest) -> HttpResponse:
    """204 while nothing has changed since `at`, else what the newest moment is. Asked each second."""
    stamp = newest_stamp(request.workspace)
    return HttpResponse(status=204) if stamp == request.GET.get("at") else JsonResponse({"at": stamp})


@member()
@require_safe
def filters(request: StaffRequest) -> HttpResponse:
    """What else the board may be narrowed by: the values of each column, with their answers."""
    question = read_question(request.workspace, table_seen(request), request.GET)
    columns = [
        column if column in question.chosen else cut_named(question.table, column)
        for column in (*question.columns, "group")
        if column != "survey"
    ]
    smallest = request.workspace.smallest_group

    @cache
    def is_few(slice: Slice) -> bool:
        return question.narrowed and too_few(question.table, slice, smallest)

    panel = [
        (column, question.names.column(column), _choices(question, column, smallest, is_few))
        for column in columns
    ]
    panel = [one for one in panel if len(one[2]) > 1 or any(choice.chosen for choice in one[2])]
    page = request.GET.get("page", "")
    context = {"panel": panel, "question": question, "home": page if page in NARROWED else "overview"}
    return render(request, "web/filters.html", context)


def newest_stamp(workspace: Workspace) -> str:
    """When anything in the workspace's responses last changed. One look into an index."""
    newest = Response.objects.of(workspace).aggregate(newest=Max("changed_at"))["newest"]
    return newest.isoformat() if newest else ""


def funnel_of(workspace: Workspace, slice: Slice, surveys: Mapping[str, str]) -> Funnel:
    """Of the period and the survey; other filters say nothing of who was invited."""
    return FUNNELS.get(*_funnel_asked(workspace, slice, surveys))


def funnel_at_hand(
    workspace: Workspace, slice: Slice, surveys: Mapping[str, str]
) -> tuple[Funnel, float | None]:
    """Over a million rows it takes longer than the whole board: then the last one, and when to ask again."""
    return FUNNELS.at_hand(*_funnel_asked(workspace, slice, surveys), CHEAP_SECONDS)


def _funnel_asked(
    workspace: Workspace, slice: Slice, surveys: Mapping[str, str]
) -> tuple[Hashable, Callable[[], Funnel]]:
    wanted = survey_of(slice)
    survey = wanted if wanted in surveys else ""
    key = (workspace.pk, workspace.time_zone, slice.since, slice.until, survey)
    return key, lambda: funnel(workspace, *moments(workspace, slice), survey=survey)


def _choices(question: Question, column: str, smallest: int, is_few: Callable[[Slice], bool]) -> list[Choice]:
    """The chosen ones first, then the most answered; last those too few to be told, by name.

    is_few: whether a slice is kept back.
    """
    chosen = dict(question.slice.where).get(column, ())
    slice = question.slice.without(column).cut()
    cells = counts(question.table, slice.cut(column)).cells
    few = cells.keys() if is_few(slice) else _untold(column, cells, smallest)
    found = [(str(key[0] or ""), None if key in few else cell.answered) for key, cell in cells.items()]
    found.sort(key=lambda pair: (pair[0] not in chosen, -(pair[1] or 0), pair[0]))
    return [
        Choice(value, question.names.value(column, value), n, value in chosen) for value, n in found[:VALUES]
    ]


def _untold(column: str, cells: Mapping[Key, Cell], smallest: int) -> Set[Key]:
    """Values of which the number of answers is not told. The groups are told with each score."""
    return set() if column == GROUP else unseen(cells, smallest)


def _changes(board: Board, scale: Scale) -> list[dict[str, str]]:
    """What changed, newest first; only changes over time that can be told, or the last one."""
    return list(_said(board, scale))


def _said(board: Board, scale: Scale) -> Iterator[dict[str, str]]:
    if board.before:
        yield {"verdict": board.before.verdict, "about": "before", "text": gap_words(board.before)}
    if board.target:
        yield {"verdict": board.target.verdict, "about": "target", "text": target_words(board.target)}
    real = [change for change in board.changes if change.verdict in ("above", "below")]
    labels = {period.period: period_label(period, board.grain) for period in board.trend}
    for change in (real or list(board.changes[-1:]))[: -CHANGES - 1 : -1]:
        text = change_words(change, labels[change.period], scale)
        yield {"verdict": change.verdict, "about": "", "text": text}


def _comments(table: Responses, slice: Slice) -> list[dict[str, Any]]:
    narrowed = slice.cut()
    if not dict(slice.where).get("commented"):
        narrowed = narrowed.only("commented", "yes")
    return [dict(row) for row in page(table, narrowed, COMMENT_COLUMNS, size=COMMENTS).rows]


def _calls(request: StaffRequest, slice: Slice, surveys: Mapping[str, str]) -> list[Any] | None:
    """None for those who may not see whom to call."""
    if not reaches(request.member.role, Role.AGENT):
        return None
    since, _until = moments(request.workspace, slice)
    wanted = survey_of(slice)
    return list(call_list(request.workspace, CALLS, since, wanted if wanted in surveys else ""))


def _first_survey(workspace: Workspace) -> Survey | None:
    return Survey.objects.of(workspace).filter(state="open").order_by("-created_at").first()
