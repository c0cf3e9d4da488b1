"""Why people recommend and why they do not: a card of the overview that comes after it, and a page."""

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.analyse.heard import Heard, hear
from likely.analyse.theme_board import Reason, ThemeBoard, theme_board
from likely.analyse.theme_effects import ThemeCourse, ThemeEffect
from likely.analyse.theme_reasons import summary
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.thrift import Thrift
from likely.store.theme_table import ThemeTable, progress, theme_table
from likely.text.quotes import shown
from likely.text.tag_code import SIGNS
from likely.text.taxonomy import Taxonomy, taxonomy
from likely.web.access import StaffRequest, member
from likely.web.insight import Insight, file_of
from likely.web.insight_page import around
from likely.web.language import language
from likely.web.overview import newest_stamp
from likely.web.question import Question, read_question
from likely.web.table_seen import sees_masked, table_seen
from likely.web.theme_insights import course_name, theme_insights
from likely.web.written_look import written_of

HEARD: Final = Thrift[Heard](times=10, longest=200)
BOARDS: Final = Thrift[ThemeBoard](times=10, longest=200)
EDITS: Final = Role.ANALYST  # who may change themes


@dataclass(frozen=True, slots=True)
class Listening:
    """again_seconds: until the reasons may be heard anew, where they lag; 0 where they do not."""

    heard: Heard
    again_seconds: int


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme as the page lists it. depth: how many themes lie above it."""

    id: str
    name: str
    found: ThemeEffect
    course: ThemeCourse | None
    course_name: str
    followed: bool
    depth: int


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """asked: the theme and its side, as the page of its comments is asked. quotes: masked."""

    asked: str
    name: str
    reason: Reason
    quotes: tuple[str, ...]


@member()
@require_safe
def reasons(request: StaffRequest) -> HttpResponse:
    """The slice is the overview's. Asked by htmx it is the card alone."""
    stamp = newest_stamp(request.workspace)
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    found = theme_table(request.workspace, question.table)
    context = {
        **around(request.workspace, question),
        "progress": progress(request.workspace),
        "may_edit": reaches(request.member.role, EDITS),
    }
    if found is None:
        return render(request, "web/reasons.html", {**context, "listening": listen(request, question, stamp)})
    board, again = board_of(request, question, found, stamp)
    context["written"] = written_of(request.workspace, question)
    return render(request, "web/reasons.html", {**context, **told(board), "again_seconds": again})


@member()
@require_safe
def theme_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    found = theme_table(request.workspace, question.table)
    stamp = newest_stamp(request.workspace)
    board = board_of(request, question, found, stamp)[0] if found else ThemeBoard(taxonomy(()))
    return file_of(_insights(board), name, kind)


@member()
@require_safe
def theme_progress(request: StaffRequest) -> HttpResponse:
    """How far new themes have come, asked again and again by whoever waits."""
    return render(request, "web/theme_progress.html", {"progress": progress(request.workspace)})


def board_of(
    request: StaffRequest, question: Question, found: ThemeTable, stamp: str
) -> tuple[ThemeBoard, int]:
    """The board, and in how many seconds it may be made anew: while answers pour in it lags a little."""
    workspace, slice, today = request.workspace, question.slice.cut(), question.today
    key = (
        workspace.pk,
        workspace.smallest_group,
        slice,
        question.of_segment,
        today,
        names_of(found.taxonomy),
        sees_masked(request),
    )
    newest = " ".join((stamp, *(part.stamp or "" for part in found.table.split())))

    def make() -> ThemeBoard:
        return theme_board(found.table, slice, found.taxonomy, today, smallest=workspace.smallest_group)

    return BOARDS.get(key, make, newest), ceil(BOARDS.due_seconds(key, newest))


def names_of(taxonomy: Taxonomy) -> tuple[tuple[str, str | None, tuple[str, ...]], ...]:
    """What a board's words depend on, beside its figures."""
    return tuple((one.id, one.parent, tuple(one.names.values())) for one in taxonomy.themes)


def told(board: ThemeBoard) -> dict[str, Any]:
    """What the templates show of a board."""
    name = naming(board.taxonomy)
    found = board.effects
    return {
        "board": board,
        "insights": _insights(board),
        "summary": summary(
            found, [one.found for one in board.recommend], [one.found for one in board.not_recommend], name, _
        ),
        "theme_rows": _rows(board),
        "recommend": [_reason(one, board.taxonomy) for one in board.recommend],
        "not_recommend": [_reason(one, board.taxonomy) for one in board.not_recommend],
        "without": bare(board),
    }


def naming(taxonomy: Taxonomy) -> Any:
    """The name of a theme in the reader's language."""
    spoken = language()
    return lambda theme: taxonomy[theme].name(spoken)


def bare(board: ThemeBoard) -> float:
    """Share 0..1 of the comments that no theme explains."""
    return board.effects.unexplained.value / 100 if board.effects.unexplained else 0.0


def _insights(board: ThemeBoard) -> dict[str, Insight]:
    return theme_insights(board, naming(board.taxonomy))


def _rows(board: ThemeBoard) -> list[ThemeRow]:
    say = naming(board.taxonomy)
    return [
        ThemeRow(
            one.theme,
            say(one.theme),
            one,
            board.courses.get(one.theme),
            course_name(board.courses.get(one.theme)),
            board.taxonomy[one.theme].followed,
            len(board.taxonomy.lineage(one.theme)) - 1,
        )
        for one in board.themes
    ]


def _reason(one: Reason, taxonomy: Taxonomy) -> ReasonRow:
    quotes = tuple(shown(said.text) for said in one.quotes)
    return ReasonRow(one.theme + SIGNS[one.found.side], naming(taxonomy)(one.theme), one, quotes)


def listen(request: StaffRequest, question: Question, stamp: str) -> Listening:
    """Listening takes longer than all else on a page: while answers pour in, it lags by ten times as long."""
    workspace, table, slice = request.workspace, question.table, question.slice
    key = (
        workspace.pk,
        workspace.smallest_group,
        slice.cut(),
        question.of_segment,
        sees_masked(request),
    )
    newest = " ".join((stamp, *(part.stamp or "" for part in table.split())))
    heard = HEARD.get(key, lambda: hear(table, slice, smallest=workspace.smallest_group), newest)
    return Listening(heard, ceil(HEARD.due_seconds(key, newest)))
