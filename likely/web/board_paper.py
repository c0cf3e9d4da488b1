"""A saved board as a PDF: its charts, each with its finding and what narrows it."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.act.saved_board import SavedBoard, board_shared
from likely.ask.quiet_hours import zone_named
from likely.lib.handed_out import named
from likely.lib.paper import DRAWN, Part, to_pdf
from likely.web.access import StaffRequest, member
from likely.web.pinned import shown
from likely.web.workspace_clock import on_workspace_clock

PDF: Final = "application/pdf"


@member()
@require_safe
@on_workspace_clock
def board_paper(request: StaffRequest, slug: str) -> HttpResponse:
    """Also what a member is sent by mail."""
    rows = SavedBoard.objects.of(request.workspace).select_related("workspace")
    return _answer(get_object_or_404(rows, slug=slug), request)


@require_safe
def shared_board_paper(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the board's link."""
    board = board_shared(token)
    if board is None:
        raise Http404
    return _answer(board, request)


def _answer(board: SavedBoard, request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(paper_of(board, request), content_type=PDF)
    named(answer, f"{board.slug}.pdf")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def paper_of(board: SavedBoard, request: HttpRequest) -> bytes:
    parts = []
    for one in shown(board, request):
        if one.insight is None:
            parts.append(Part(_("This chart has nothing to show now."), "", one.narrowed))
        else:
            chart, said = one.insight.chart, " ".join(one.insight.said)
            parts.append(Part(chart.finding, chart.draw(DRAWN), one.narrowed, text=said))
    today = timezone.now().astimezone(zone_named(board.workspace.time_zone))
    under = f"{board.workspace.name} · {date_format(today, 'DATE_FORMAT')}"
    return to_pdf(board.name, under, parts or [Part(_("Nothing is pinned here"), "")], _numbered)


def _numbered(sheet: int, of: int) -> str:
    return _("%(sheet)s of %(of)s") % {"sheet": sheet, "of": of}
