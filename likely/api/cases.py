"""Cases: the answers that somebody must see to."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from likely.act.case import Case, Opening, open_case
from likely.act.case_list import CaseQuestion, cases_of
from likely.act.case_note import CaseNote, add_note
from likely.act.case_work import FACTS, MOST_TAGS, assign_case, change_case, move_case
from likely.api.caller import actor_of, workspace_of
from likely.api.colleague import case_worker, mail_of
from likely.api.field import Day, Line, Moment, Sent, Told, Words
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, LAST_CHANGED_LAST, NEWEST_FIRST, Asked, Listed, page_of
from likely.base.workspace import Workspace
from likely.collect.response import Response

router = Router(tags=["Cases"])

State = Literal["new", "open", "waiting", "resolved", "closed", "reopened"]
View = Literal["open", "overdue", "done", "all"]
Deed = Literal["take", "wait", "go_on", "resolve", "close", "reopen"]
Outcome = Literal["", "recovered", "improved", "unchanged", "lost", "no_contact", "no_action"]
Contact = Literal["", "call", "mail", "meeting", "message"]
Tags = Annotated[list[Line], Field(max_length=MOST_TAGS)]
ROWS: Final = ("owner", "response__survey")


class CasesAsked(Asked):
    """view: open, overdue, done or all. owner: the mail address of a colleague."""

    view: View = "all"
    state: State | None = None
    owner: Line | None = None
    tag: Line | None = None
    updated_since: Moment | None = None


class NewCase(Sent):
    """owner: the mail address of a colleague; left out, the workspace's rule chooses."""

    response: Line
    owner: Line | None = None
    tags: Tags | None = None


class CaseChange(Sent):
    """What is not sent stays. owner: a mail address, or null for nobody. deed: moves it to another state."""

    deed: Deed | None = None
    owner: Line | None = None
    root_cause: Line | None = None
    promise: Line | None = None
    promised_on: Day | None = None
    promise_kept: bool | None = None
    outcome: Outcome | None = None
    tags: Tags | None = None


class NewNote(Sent):
    """author: a colleague's mail address. contact: how the customer was reached, which is the first reply."""

    text: Words
    author: Line | None = None
    contact: Contact = ""


class CaseTold(Told):
    """rule: a playbook's id, or hand. due_at: what is owed next; null: nothing is, or the clock stands."""

    id: UUID
    response: UUID
    survey: str
    person: UUID | None
    rule: str
    state: str
    owner: str | None
    score: int | None
    urgency: float
    opened_at: datetime
    reply_due_at: datetime
    resolve_due_at: datetime
    due_at: datetime | None
    replied_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime
    root_cause: str
    promise: str
    promised_on: date | None
    promise_kept: bool | None
    outcome: str
    tags: list[str]
    merged_into: UUID | None


class NoteTold(Told):
    id: UUID
    text: str
    contact: str
    author: str | None
    at: datetime


@router.get("/cases", response=Listed[CaseTold], operation_id="list_cases", summary="List cases")
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> Any:
    """Those opened first come first. With `updated_since` the last changed come last."""
    workspace = workspace_of(request)
    owner = case_worker(workspace, asked.owner, "owner").pk if asked.owner else None
    question = CaseQuestion(asked.view, owner=owner, tag=asked.tag or "")
    rows = cases_of(workspace, question, timezone.now()).select_related(*ROWS)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.updated_since:
        rows = rows.filter(changed_at__gte=asked.updated_since)
    return page_of(request, rows, asked, LAST_CHANGED_LAST if asked.updated_since else BY_ID, tell_case)


@router.post(
    "/cases",
    response={200: CaseTold, 201: CaseTold},
    operation_id="create_case",
    summary="Open a case",
)
@once()
def create_case(request: HttpRequest, body: NewCase) -> tuple[int, Told]:
    """An answer has one case that was opened so: asked again, it is told as it stands (200)."""
    workspace, now = workspace_of(request), timezone.now()
    rows = Response.objects.of(workspace).select_related("person__account", "workspace")
    response = row_named(rows, body.response, "response_unknown", "response")
    owner = case_worker(workspace, body.owner, "owner") if body.owner else None
    opening = Opening(owner_rule="nobody" if owner else "")
    case, is_new = open_case(response, opening, actor_of(request), now)
    if is_new:
        if body.tags:
            change_case(case, {"tags": body.tags}, actor_of(request), now)
        if owner:
            assign_case(case, owner.pk, actor_of(request), now)
    return 201 if is_new else 200, tell_case(_rows(workspace).get(pk=case.pk))


@router.get("/cases/{case}", response=CaseTold, operation_id="get_case", summary="Get a case")
def get_case(request: HttpRequest, case: str) -> Any:
    return tell_case(case_of(request, case))


@router.patch("/cases/{case}", response=CaseTold, operation_id="change_case", summary="Change a case")
@transaction.atomic
def patch_case(request: HttpRequest, case: str, body: CaseChange) -> Any:
    """All of it or nothing. What a deed can't do in the state of the case is refused."""
    found, actor, now = case_of(request, case), actor_of(request), timezone.now()
    told = body.model_dump(exclude_unset=True)
    if "owner" in told:
        owner = case_worker(found.workspace, body.owner, "owner").pk if body.owner else None
        assign_case(found, owner, actor, now)
    facts = {name: told[name] for name in FACTS if name in told}
    change_case(found, {name: _emptied(name, value) for name, value in facts.items()}, actor, now)
    if body.deed:
        move_case(found, body.deed, actor, now)
    return tell_case(case_of(request, case))


@router.get(
    "/cases/{case}/notes",
    response=Listed[NoteTold],
    operation_id="list_case_notes",
    summary="List the notes of a case",
)
def list_case_notes(request: HttpRequest, case: str, asked: Query[Asked]) -> Any:
    """The newest first."""
    found = case_of(request, case)
    rows = CaseNote.objects.of(found.workspace_id).filter(case=found).select_related("author")
    return page_of(request, rows, asked, NEWEST_FIRST, tell_note)


@router.post(
    "/cases/{case}/notes",
    response={201: NoteTold},
    operation_id="note_case",
    summary="Add a note to a case",
)
@once()
def note_case(request: HttpRequest, case: str, body: NewNote) -> tuple[int, Told]:
    """`@ann` calls a colleague. With `contact` the customer was reached, and the clock of the reply stops."""
    found, now = case_of(request, case), timezone.now()
    author = case_worker(found.workspace, body.author, "author") if body.author else None
    return 201, tell_note(add_note(found, author, body.text, now, body.contact, actor_of(request)))


def tell_case(row: Case) -> CaseTold:
    return CaseTold.from_row(
        row,
        response=row.response_id,
        survey=row.response.survey.slug,
        person=row.person_id,
        owner=mail_of(row.owner),
        merged_into=row.merged_into_id,
    )


def tell_note(note: CaseNote) -> NoteTold:
    return NoteTold.from_row(note, author=mail_of(note.author))


def _emptied(name: str, value: Any) -> Any:
    """null takes a fact away."""
    empty: dict[str, Any] = {"promised_on": None, "promise_kept": None, "tags": []}
    return empty.get(name, "") if value is None else value


def _rows(workspace: Workspace) -> QuerySet[Case]:
    return Case.objects.of(workspace).select_related("workspace", *ROWS)


def case_of(request: HttpRequest, case: str) -> Case:
    """The case of that id, in the workspace of the key."""
    return row_named(_rows(workspace_of(request)), case, "case_unknown", "case")
