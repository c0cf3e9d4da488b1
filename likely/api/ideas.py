"""Ideas of staff: submitted, voted on, discussed and decided."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from likely.act.idea import (
    LONGEST,
    MOST_THEMES,
    Idea,
    IdeaFacts,
    IdeaRemark,
    change_idea,
    decide_idea,
    drop_idea,
    remark,
    submit_idea,
    vote,
)
from likely.api.caller import actor_of, workspace_of
from likely.api.colleague import mail_of, member_named
from likely.api.field import Line, Sent, Told, Words, read_id
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, NEWEST_FIRST, Asked, Listed, page_of
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

router = Router(tags=["Ideas"])

State = Literal["open", "planned", "done", "declined"]
Title = Annotated[Line, Field(max_length=LONGEST["title"])]
Text = Annotated[Words, Field(max_length=LONGEST["text"])]
Themes = Annotated[list[Line], Field(max_length=MOST_THEMES)]
DECISION: Final[dict[str, Any]] = {"state": "planned", "reason": "From March on.", "by": "kai@example.org"}
IDEA: Final[dict[str, Any]] = {
    "title": "Call an hour before the delivery",
    "text": "The driver has the number.",
    "author": "ann@example.org",
}


class IdeasAsked(Asked):
    state: State | None = None


class NewIdea(Sent):
    """author: the mail address of a member, whose vote is the first. themes: ids. problem: an id."""

    model_config = ConfigDict(json_schema_extra={"example": IDEA})

    title: Title
    text: Text = ""
    themes: Themes = Field(default_factory=list)
    problem: Line | None = None
    author: Line | None = None


class IdeaChange(Sent):
    """What is not sent stays. problem: null for none."""

    model_config = ConfigDict(json_schema_extra={"example": {"title": "Call before the delivery"}})

    title: Title | None = None
    text: Text | None = None
    themes: Themes | None = None
    problem: Line | None = None


class NewVote(Sent):
    """voter: the mail address of a member. vote: false takes it back."""

    model_config = ConfigDict(json_schema_extra={"example": {"voter": "ann@example.org", "vote": True}})

    voter: Line
    vote: bool = True


class NewRemark(Sent):
    model_config = ConfigDict(
        json_schema_extra={"example": {"text": "We tried it in May.", "author": "ann@example.org"}}
    )

    text: Annotated[Words, Field(max_length=LONGEST["remark"])]
    author: Line | None = None


class NewDecision(Sent):
    """reason: all members read it; only to open it again none is needed. by: the mail address of a member."""

    model_config = ConfigDict(json_schema_extra={"example": DECISION})

    state: State
    reason: Annotated[Line, Field(max_length=LONGEST["reason"])] = ""
    by: Line | None = None


class IdeaTold(Told):
    id: UUID
    title: str
    text: str
    themes: list[str]
    problem: UUID | None
    author: str | None
    state: str
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    votes: int
    created_at: datetime


class RemarkTold(Told):
    id: UUID
    text: str
    author: str | None
    at: datetime


@router.get("/ideas", response=Listed[IdeaTold], operation_id="list_ideas", summary="List ideas")
def list_ideas(request: HttpRequest, asked: Query[IdeasAsked]) -> Any:
    """Those submitted first come first."""
    rows = _rows(workspace_of(request))
    return page_of(request, rows.filter(state=asked.state) if asked.state else rows, asked, BY_ID, tell_idea)


@router.post("/ideas", response={201: IdeaTold}, operation_id="create_idea", summary="Submit an idea")
@once()
def create_idea(request: HttpRequest, body: NewIdea) -> tuple[int, Told]:
    workspace = workspace_of(request)
    facts = IdeaFacts(body.title, body.text, body.themes, _problem(body.problem))
    author = member_named(workspace, body.author, "author") if body.author else None
    made = submit_idea(workspace, facts, author, timezone.now(), actor_of(request))
    return 201, tell_idea(_rows(workspace).get(pk=made.pk))


@router.get("/ideas/{idea}", response=IdeaTold, operation_id="get_idea", summary="Get an idea")
def get_idea(request: HttpRequest, idea: str) -> Any:
    return tell_idea(_idea(request, idea))


@router.patch("/ideas/{idea}", response=IdeaTold, operation_id="change_idea", summary="Change an idea")
@transaction.atomic
def patch_idea(request: HttpRequest, idea: str, body: IdeaChange) -> Any:
    """As long as it is not decided: what was voted on is not worded anew."""
    found, told = _idea(request, idea), body.changes("problem")
    facts = IdeaFacts(
        told.get("title", found.title),
        told.get("text", found.text),
        told.get("themes", found.themes),
        _problem(told["problem"]) if "problem" in told else found.problem_id,
    )
    change_idea(found, facts, None, actor_of(request))
    return tell_idea(_idea(request, idea))


@router.delete("/ideas/{idea}", response={204: None}, operation_id="delete_idea", summary="Remove an idea")
def delete_idea(request: HttpRequest, idea: str) -> Any:
    """With its votes and its discussion."""
    drop_idea(_idea(request, idea), None, actor_of(request))
    return Status(204, None)


@router.post(
    "/ideas/{idea}/votes", response={200: IdeaTold}, operation_id="vote_idea", summary="Vote for an idea"
)
@once()
def vote_idea(request: HttpRequest, idea: str, body: NewVote) -> tuple[int, Told]:
    """One vote each, as long as the idea is open; it may be taken back."""
    found = _idea(request, idea)
    vote(found, member_named(found.workspace, body.voter, "voter"), body.vote)
    return 200, tell_idea(_idea(request, idea))


@router.get(
    "/ideas/{idea}/remarks",
    response=Listed[RemarkTold],
    operation_id="list_idea_remarks",
    summary="List what is said about an idea",
)
def list_idea_remarks(request: HttpRequest, idea: str, asked: Query[Asked]) -> Any:
    """The newest first."""
    found = _idea(request, idea)
    rows = IdeaRemark.objects.of(found.workspace_id).filter(idea=found).select_related("author")
    return page_of(request, rows, asked, NEWEST_FIRST, _tell_remark)


@router.post(
    "/ideas/{idea}/remarks",
    response={201: RemarkTold},
    operation_id="remark_idea",
    summary="Say something about an idea",
)
@once()
def remark_idea(request: HttpRequest, idea: str, body: NewRemark) -> tuple[int, Told]:
    found = _idea(request, idea)
    author = member_named(found.workspace, body.author, "author") if body.author else None
    return 201, _tell_remark(remark(found, author, body.text, timezone.now()))


@router.post(
    "/ideas/{idea}/decision",
    response={200: IdeaTold},
    operation_id="decide_idea",
    summary="Decide on an idea",
)
@once()
def decide(request: HttpRequest, idea: str, body: NewDecision) -> tuple[int, Told]:
    """A decision has a reason. `open` opens it again."""
    found = _idea(request, idea)
    by = member_named(found.workspace, body.by, "by") if body.by else None
    decide_idea(found, body.state, body.reason, by, timezone.now(), actor_of(request))
    return 200, tell_idea(_idea(request, idea))


def tell_idea(row: Any) -> IdeaTold:
    return IdeaTold.from_row(
        row, problem=row.problem_id, author=mail_of(row.author), decided_by=mail_of(row.decided_by)
    )


def _tell_remark(row: IdeaRemark) -> RemarkTold:
    return RemarkTold.from_row(row, author=mail_of(row.author))


def _problem(told: str | None) -> UUID | None:
    id = read_id(told) if told else None
    if told and id is None:
        raise Refusal("problem_unknown", "There is no such problem.", field="problem")
    return id


def _rows(workspace: Workspace) -> QuerySet[Idea]:
    rows: QuerySet[Idea] = Idea.objects.of(workspace).select_related("workspace", "author", "decided_by")
    return rows.annotate(votes=Count("voters"))


def _idea(request: HttpRequest, idea: str) -> Idea:
    return row_named(_rows(workspace_of(request)), idea, "idea_unknown", "idea")
