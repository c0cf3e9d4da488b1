"""Playbooks: what is done by itself when something happens; their dry run, and the log of what they did."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import Field

from likely.act.endpoint import tell_new_secrets
from likely.act.occasion import LOOK_BACK, dry_run
from likely.act.playbook import (
    OPEN_CASE,
    Playbook,
    PlaybookFacts,
    change_playbook,
    drop_playbook,
    make_playbook,
    switch_playbook,
)
from likely.act.playbook_run import PlaybookRun, RunStep, try_again
from likely.act.playbook_step import MOST_STEPS, Delay, Step
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Sent, Told, Words
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, NEWEST_FIRST, Asked, Listed, page_of
from likely.base.workspace import Workspace

router = Router(tags=["Playbooks"])

When = Literal[
    "answer", "answer.quarantined", "answer.released", "person.at_risk", "case.opened", "case.assigned",
    "case.answered", "case.overdue", "case.resolved", "case.closed", "invitation.bounced", "score.alarm",
    "goal.reached",
]  # fmt: skip
Group = Literal["detractor", "passive", "promoter"]
Action = Literal["case", "invite", "steps"]
Deed = Literal["case", "assign", "mail", "chat", "write", "invite", "survey", "tag", "list", "webhook", "crm"]
Unit = Literal["now", "minutes", "hours", "days", "business"]
PLAIN: Final = (
    "name", "when", "with_comment", "with_permission", "condition", "owner_rule", "notify", "writes",
    "resurvey", "resurvey_days",
)  # fmt: skip


class StepSent(Sent):
    """key: names it in its playbook. unit: now, minutes, hours, days, business (the next business hour).

    says: by what it does: tags, to, text, reply, programme, tag and on, list, url, crm.
    """

    key: Annotated[str, Field(pattern="^[a-z0-9]{1,16}$")]
    do: Deed
    n: Annotated[int, Field(ge=0, le=1440)] = 0
    unit: Unit = "now"
    says: dict[str, Words] = Field(default_factory=dict)


Steps = Annotated[list[StepSent], Field(max_length=MOST_STEPS)]


class NewPlaybook(Sent):
    """action: what is done at once: case, invite, or nothing but the steps. Off until it is switched on.

    resurvey: a survey's id, `no`, or nothing: as everywhere in the workspace.
    """

    name: Line
    when: When = "answer"
    groups: list[Group] = Field(default_factory=list)
    with_comment: bool = False
    with_permission: bool = False
    condition: Words = ""
    action: Action = "case"
    owner_rule: Line = ""
    tags: list[Line] = Field(default_factory=list)
    notify: bool = False
    writes: Line = ""
    steps: Steps = Field(default_factory=list)
    resurvey: Line = ""
    resurvey_days: Annotated[int, Field(ge=0, le=60)] = 3


class PlaybookChange(Sent):
    """What is not sent stays. on: switches it; it acts on what happens from then on."""

    name: Line | None = None
    when: When | None = None
    groups: list[Group] | None = None
    with_comment: bool | None = None
    with_permission: bool | None = None
    condition: Words | None = None
    owner_rule: Line | None = None
    tags: list[Line] | None = None
    notify: bool | None = None
    writes: Line | None = None
    steps: Steps | None = None
    resurvey: Line | None = None
    resurvey_days: Annotated[int, Field(ge=0, le=60)] | None = None
    on: bool | None = None


class StepTold(Told):
    """secret: with which calls to its address are signed; told once, by the call that made it. Else null."""

    key: str
    do: str
    n: int
    unit: str
    says: dict[str, str]
    secret: str | None


class PlaybookTold(Told):
    """on_since: null while it is off. fault: why it switched itself off."""

    id: UUID
    name: str
    when: str
    groups: list[str]
    with_comment: bool
    with_permission: bool
    condition: str
    action: str
    owner_rule: str
    tags: list[str]
    notify: bool
    writes: str
    steps: list[StepTold]
    resurvey: str
    resurvey_days: int
    on: bool
    on_since: datetime | None
    fault: str
    created_at: datetime


class DryRun(Told):
    """times: how often the playbook would have acted."""

    since: datetime
    until: datetime
    times: int


class RunStepTold(Told):
    """state: waits, claimed, done, skipped, failed. reason: a stable word. words: of the other side."""

    id: UUID
    do: str
    state: str
    due_at: datetime
    done_at: datetime | None
    tries: int
    reason: str
    words: str


class RunTold(Told):
    id: UUID
    kind: str
    at: datetime
    response: UUID | None
    case: UUID | None
    person: UUID | None
    steps: list[RunStepTold]


@router.get(
    "/playbooks", response=Listed[PlaybookTold], operation_id="list_playbooks", summary="List playbooks"
)
def list_playbooks(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those made first come first."""
    return page_of(request, _rows(workspace_of(request)), asked, BY_ID, tell_playbook)


@router.post(
    "/playbooks", response={201: PlaybookTold}, operation_id="create_playbook", summary="Make a playbook"
)
@once(secret=True)
def create_playbook(request: HttpRequest, body: NewPlaybook) -> tuple[int, Told]:
    """Off until `on` is sent. A step that its event does not allow is refused with its field."""
    told = body.model_dump(exclude={"action"})
    made = make_playbook(workspace_of(request), _facts(told), actor_of(request), body.action or OPEN_CASE)
    return 201, tell_playbook(made, _new_secrets(made))


@router.get(
    "/playbooks/{playbook}", response=PlaybookTold, operation_id="get_playbook", summary="Get a playbook"
)
def get_playbook(request: HttpRequest, playbook: str) -> Any:
    return tell_playbook(_playbook(request, playbook))


@router.patch(
    "/playbooks/{playbook}",
    response=PlaybookTold,
    operation_id="change_playbook",
    summary="Change a playbook, switch it on or off",
)
@transaction.atomic
def patch_playbook(request: HttpRequest, playbook: str, body: PlaybookChange) -> Any:
    """All of it or nothing. What it has begun goes on as it was begun."""
    found, actor = _playbook(request, playbook), actor_of(request)
    told = body.changes("on")
    told.pop("on", None)
    if told:
        change_playbook(found, _facts({**_plain(found), **told}), actor)
    if body.on is not None:
        switch_playbook(found, actor, timezone.now(), on=body.on)
    kept = _playbook(request, playbook)
    return tell_playbook(kept, _new_secrets(kept))


@router.delete(
    "/playbooks/{playbook}",
    response={204: None},
    operation_id="delete_playbook",
    summary="Remove a playbook",
)
def delete_playbook(request: HttpRequest, playbook: str) -> Any:
    """With its log. Its cases stay."""
    drop_playbook(_playbook(request, playbook), actor_of(request))
    return Status(204, None)


@router.get(
    "/playbooks/{playbook}/dry-run",
    response=DryRun,
    operation_id="dry_run_playbook",
    summary="How often it would have acted",
)
def dry_run_playbook(request: HttpRequest, playbook: str) -> Any:
    """In the last 30 days. Nothing is done."""
    now = timezone.now()
    return DryRun(since=now - LOOK_BACK, until=now, times=dry_run(_playbook(request, playbook), now))


@router.get(
    "/playbooks/{playbook}/runs",
    response=Listed[RunTold],
    operation_id="list_playbook_runs",
    summary="List what a playbook did",
)
def list_playbook_runs(request: HttpRequest, playbook: str, asked: Query[Asked]) -> Any:
    """The newest first, each with the state of its steps."""
    found = _playbook(request, playbook)
    rows = PlaybookRun.objects.of(found.workspace_id).filter(playbook=found)
    return page_of(request, rows.prefetch_related("steps__posted"), asked, NEWEST_FIRST, tell_run)


@router.post(
    "/playbooks/steps/{step}/again",
    response={200: RunStepTold},
    operation_id="try_step_again",
    summary="Try a step again",
)
@once()
def try_step_again(request: HttpRequest, step: str) -> tuple[int, Told]:
    """Of one that failed, was left out or waits. Whoever is called gets the same `webhook-id` as before."""
    rows = RunStep.objects.of(workspace_of(request)).select_related("run", "posted")
    found = row_named(rows, step, "step_not_there", "step")
    try_again(found, actor_of(request), timezone.now())
    return 200, tell_step(rows.get(pk=found.pk))


def tell_playbook(row: Playbook, secrets: Mapping[str, str] = MappingProxyType({})) -> PlaybookTold:
    """secrets: {address: secret} that are told this once."""
    steps = [_tell_own_step(step, secrets) for step in row.read_steps()]
    return PlaybookTold.from_row(row, steps=steps, on=row.is_on)


def _tell_own_step(step: Step, secrets: Mapping[str, str]) -> StepTold:
    n, unit = step.delay.n, step.delay.unit
    secret = secrets.get(step.says.get("url", ""))
    return StepTold(key=step.key, do=step.do, n=n, unit=unit, says=dict(step.says), secret=secret)


def _new_secrets(row: Playbook) -> dict[str, str]:
    urls = {step.says.get("url", "") for step in row.read_steps()} - {""}
    return tell_new_secrets(row.workspace_id, urls, timezone.now())


def tell_run(row: PlaybookRun) -> RunTold:
    steps = sorted(row.steps.all(), key=lambda one: one.place)
    return RunTold.from_row(
        row,
        response=row.response_id,
        case=row.case_id,
        person=row.person_id,
        steps=[tell_step(one) for one in steps],
    )


def tell_step(row: RunStep) -> RunStepTold:
    return RunStepTold.from_row(row, state=row.shown_state, words=row.shown_words)


def _plain(row: Playbook) -> dict[str, Any]:
    steps = [{**one.to_json(), "says": dict(one.says)} for one in row.read_steps()]
    return {name: getattr(row, name) for name in PLAIN} | {
        "groups": row.groups,
        "tags": row.tags,
        "steps": steps,
    }


def _facts(told: dict[str, Any]) -> PlaybookFacts:
    steps = tuple(
        Step(one["key"], one["do"], Delay(one["n"], one["unit"]), one["says"]) for one in told["steps"]
    )
    return PlaybookFacts(
        **{**told, "groups": tuple(told["groups"]), "tags": tuple(told["tags"]), "steps": steps}
    )


def _rows(workspace: Workspace) -> QuerySet[Playbook]:
    return Playbook.objects.of(workspace).select_related("workspace")


def _playbook(request: HttpRequest, playbook: str) -> Playbook:
    return row_named(_rows(workspace_of(request)), playbook, "playbook_unknown", "playbook")
