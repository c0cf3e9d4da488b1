"""Saved boards: charts under a name, in an order of one's own, perhaps with a link for anybody."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.board_mail import send_by_itself
from likely.act.pinnable import read_chart
from likely.act.saved_board import (
    SavedBoard,
    board_shared,
    drop_board,
    make_board,
    move_pin,
    pin,
    rename_board,
    share_board,
    unpin,
)
from likely.base.access import reaches
from likely.base.member import Member, Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.pinned import shown
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

MOST_MEMBERS: Final = 100  # offered as readers
PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",  # with none at all, a browser would not say where its switches stood
}


@member()
@require_safe
def boards(request: StaffRequest) -> HttpResponse:
    rows = SavedBoard.objects.of(request.workspace).order_by("name", "pk")  # a hundred at most
    context = {"boards": rows, "may_edit": reaches(request.member.role, Role.MANAGER)}
    return render(request, "web/boards.html", context)


@member()
@require_safe
@on_workspace_clock
def saved_board(request: StaffRequest, slug: str) -> HttpResponse:
    rows = SavedBoard.objects.of(request.workspace).select_related("workspace")
    board = get_object_or_404(rows, slug=slug)
    link = request.build_absolute_uri(f"/b/{board.token}") if board.token else ""
    context = {
        "board": board,
        "shown": shown(board, request),
        "link": link,
        "may_edit": reaches(request.member.role, Role.MANAGER),
        "members": _members(request) if reaches(request.member.role, Role.MANAGER) else [],
    }
    return render(request, "web/saved_board.html", context)


@require_safe
def shared_board(request: HttpRequest, token: str) -> HttpResponse:
    """What a board shows, to whoever has its link. Nothing can be changed or followed from here."""
    board = board_shared(token)
    if board is None:
        raise Http404
    answer = render(request, "web/shared_board.html", {"board": board, "shown": shown(board, request)})
    for name, value in PRIVATE.items():
        answer[name] = value
    return answer


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def pin_chart(request: StaffRequest) -> HttpResponse:
    """Choose the board for a chart; a name that is new makes one."""
    sent = request.POST if request.method == "POST" else request.GET
    rows, refusal = SavedBoard.objects.of(request.workspace).order_by("name", "pk"), None
    try:
        chart, query = read_chart(sent.get("chart", ""))
        if request.method == "POST":
            board = _chosen(request, sent.get("board", ""), sent.get("name", ""))
            pin(board, chart, query)
            messages.success(request, _("Pinned."))
            return redirect("saved-board", board.slug)
    except Refusal as found:
        refusal = found
    context = {
        "boards": rows,
        "chart": sent.get("chart", ""),
        "name": sent.get("name", ""),
        "refusal": said(refusal) if refusal else "",
    }
    return render(request, "web/pin_chart.html", context, status=422 if refusal and request.POST else 200)


@member(Role.MANAGER)
@require_POST
def board_state(request: StaffRequest, board_id: UUID) -> HttpResponse:
    """Move or take off a chart, rename, share, remove."""
    rows = SavedBoard.objects.of(request.workspace).select_related("workspace")
    board = get_object_or_404(rows, pk=board_id)
    try:
        _do(board, request.POST.get("deed", ""), request.POST, actor(request))
        if request.POST.get("deed") == "send":
            messages.success(request, _("Saved."))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("boards") if board.pk is None else redirect("saved-board", board.slug)


def _do(board: SavedBoard, deed: str, sent: Any, who: str) -> None:
    key = sent.get("key", "")
    match deed:
        case "up" | "down":
            move_pin(board, key, -1 if deed == "up" else 1)
        case "unpin":
            unpin(board, key)
        case "rename":
            rename_board(board, sent.get("name", ""), who)
        case "share" | "unshare":
            share_board(board, deed == "share", who)
        case "send":
            send_by_itself(board, sent.get("every", ""), sent.getlist("reader"), who, timezone.now())
        case "drop":
            drop_board(board, who)
        case _:
            raise Refusal("unknown_deed", f"A board can't be asked to {deed!r}.", field="deed")


def _members(request: StaffRequest) -> list[tuple[str, str]]:
    """(id of the user, how they are named)"""
    rows = Member.objects.of(request.workspace).filter(user__is_active=True).select_related("user")
    return [(str(one.user_id), one.user.email) for one in rows.order_by("user__email")[:MOST_MEMBERS]]


def _chosen(request: StaffRequest, slug: str, name: str) -> SavedBoard:
    found = SavedBoard.objects.of(request.workspace).filter(slug=slug).first() if slug else None
    return found or make_board(request.workspace, name, actor(request))
