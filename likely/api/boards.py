"""Boards of chosen charts: made and changed by programs, sent as a PDF each week or month."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from likely.act.board_mail import MOST_READERS, paper_of, send_by_itself
from likely.act.pinnable import read_chart
from likely.act.saved_board import (
    MOST_PINS,
    SavedBoard,
    drop_board,
    make_board,
    pin_all,
    rename_board,
    share_board,
)
from likely.act.staff_language import staff_language
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.base.member import Member, User
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

router = Router(tags=["Boards"])

BYTES = {"schema": {"type": "string", "format": "binary"}}
Charts = Annotated[list[Line], Field(max_length=MOST_PINS)]


class NewBoard(Sent):
    """charts: addresses of charts as their pages have them, with what narrows them."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"name": "Monday", "charts": ["/trend/periods?period=90"]}}
    )

    name: Annotated[Line, Field(max_length=80)]
    charts: Annotated[Charts, Field(default_factory=list)]


class BoardChange(Sent):
    """What is left out stays. charts: these and no others. shared: whether there is a link for anybody."""

    model_config = ConfigDict(json_schema_extra={"example": {"charts": ["/chart/score?period=30"]}})

    name: Annotated[Line, Field(max_length=80)] | None = None
    charts: Charts | None = None
    shared: bool | None = None


class Schedule(Sent):
    """every: Mondays, or the first day of a month, at 7. readers: members, by their mail addresses."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"every": "week", "readers": ["owner@example.org"]}}
    )

    every: Literal["week", "month"]
    readers: Annotated[list[Line], Field(min_length=1, max_length=MOST_READERS)]


class ScheduleTold(Told):
    """next_at: when it goes out next."""

    every: str
    readers: list[str]
    next_at: datetime


class BoardTold(Told):
    """link: for anybody; null where the board is not shared. schedule: null where it is sent to nobody."""

    id: UUID
    name: str
    address: str
    charts: list[str]
    link: str | None
    schedule: ScheduleTold | None
    created_at: datetime


@router.get("/boards", response=Listed[BoardTold], operation_id="list_boards", summary="List boards")
def list_boards(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those made first come first, each with its schedule."""
    return page_of(request, _boards(request), asked, BY_ID, tell_board)


@router.post("/boards", response={201: BoardTold}, operation_id="create_board", summary="Make a board")
@once()
def create_board(request: HttpRequest, body: NewBoard) -> tuple[int, Told]:
    """Any chart that *Pin* offers on its page; an address that is none is refused."""
    made = make_board(workspace_of(request), body.name, actor_of(request))
    pin_all(made, [read_chart(one) for one in body.charts])
    return 201, tell_board(made)


@router.get("/boards/{board}", response=BoardTold, operation_id="get_board", summary="Get a board")
def get_board(request: HttpRequest, board: str) -> Any:
    return tell_board(_board(request, board))


@router.patch("/boards/{board}", response=BoardTold, operation_id="change_board", summary="Change a board")
@transaction.atomic
def change_board(request: HttpRequest, board: str, body: BoardChange) -> Any:
    """Its address stays. A link that is closed never opens again; sharing anew makes another one."""
    found, actor = _board(request, board), actor_of(request)
    if body.name is not None:
        rename_board(found, body.name, actor)
    if body.charts is not None:
        pin_all(found, [read_chart(one) for one in body.charts])
    if body.shared is not None and body.shared != bool(found.shared):
        share_board(found, body.shared, actor)
    return tell_board(found)


@router.delete("/boards/{board}", response={204: None}, operation_id="delete_board", summary="Remove a board")
def delete_board(request: HttpRequest, board: str) -> Any:
    """Its link and its schedule end with it."""
    drop_board(_board(request, board), actor_of(request))
    return Status(204, None)


@router.get(
    "/boards/{board}/paper",
    operation_id="get_board_paper",
    summary="Fetch a board as a PDF",
    openapi_extra={"responses": {200: {"description": "The PDF", "content": {"application/pdf": BYTES}}}},
)
def get_board_paper(request: HttpRequest, board: str) -> Any:
    """As it is now, in the workspace's language."""
    found = _board(request, board)
    with translation.override(staff_language(found.workspace.language)):
        return HttpResponse(paper_of(found), content_type="application/pdf")


@router.put(
    "/boards/{board}/schedule",
    response=BoardTold,
    operation_id="schedule_board",
    summary="Send a board by itself",
)
@transaction.atomic
def schedule_board(request: HttpRequest, board: str, body: Schedule) -> Any:
    """From now on, in place of what was said before. Where one is no member all of it is refused."""
    found = _board(request, board)
    readers = _readers(found.workspace, body.readers)
    send_by_itself(found, body.every, readers, actor_of(request), timezone.now())
    return tell_board(found)


@router.delete(
    "/boards/{board}/schedule",
    response={204: None},
    operation_id="stop_board",
    summary="Send a board no more",
)
@transaction.atomic
def stop_board(request: HttpRequest, board: str) -> Any:
    """The board stays."""
    send_by_itself(_board(request, board), "", [], actor_of(request), timezone.now())
    return Status(204, None)


def tell_board(board: SavedBoard) -> BoardTold:
    return BoardTold(
        id=board.pk,
        name=board.name,
        address=f"{settings.BASE_URL}{reverse('saved-board', args=[board.slug])}",
        charts=[f"{pin.chart}?{pin.query}" if pin.query else pin.chart for pin in board.read()],
        link=f"{settings.BASE_URL}/b/{board.token}" if board.token else None,
        schedule=_schedule(board),
        created_at=board.created_at,
    )


def _schedule(board: SavedBoard) -> ScheduleTold | None:
    if not board.every or board.next_at is None:
        return None
    rows = Member.objects.of(board.workspace).filter(user__in=board.readers, user__is_active=True)
    emails = sorted(rows.values_list("user__email", flat=True))
    return ScheduleTold(every=board.every, readers=emails, next_at=board.next_at)


def _readers(workspace: Workspace, emails: list[str]) -> list[str]:
    """Ids of members, in the order of their addresses."""
    wanted = [email.strip().lower() for email in emails]
    here = Member.objects.of(workspace).values("user")
    known = dict(User.objects.filter(pk__in=here, email__in=wanted).values_list("email", "pk"))
    if missing := [email for email in wanted if email not in known]:
        raise Refusal("not_a_member", f"readers: {missing[0]} is no member here.", field="readers")
    return [str(known[email]) for email in wanted]


def _boards(request: HttpRequest) -> QuerySet[SavedBoard]:
    return SavedBoard.objects.of(workspace_of(request)).select_related("workspace")


def _board(request: HttpRequest, named: str) -> SavedBoard:
    return row_named(_boards(request), named, "board_unknown", "board")
