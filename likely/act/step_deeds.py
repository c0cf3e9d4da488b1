"""The steps of a playbook that change nothing but rows of ours: each in one transaction with its mark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from likely.act.case import Case, Opening, candidates, may_own, open_case
from likely.act.case_message import Draft, reply
from likely.act.case_notice import words_of
from likely.act.case_owner import TEAM, choose_owner
from likely.act.case_team import team_of
from likely.act.case_work import assign_case, tag_case
from likely.act.may_reply import why_not
from likely.act.playbook import Playbook
from likely.act.playbook_run import DONE, FAILED, SKIPPED, PlaybookRun, RunStep
from likely.act.posted_mail import PostedMail, post, post_to_colleague
from likely.act.promoter_invite import invite_promoter
from likely.act.reply_template import suggestions
from likely.act.step_words import chat_words, colleague_words
from likely.act.unit_room import room_of
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.trigger import WAITS, note_occasion
from likely.base.member import Member, Role
from likely.base.workspace import Workspace
from likely.channels.setup import setup_of
from likely.collect.response import Response
from likely.people.event import Event
from likely.people.person import Person
from likely.people.roster import list_named, put_on_list, tag_person

FROM_PLAYBOOK: Final = "playbook"  # name and source of the event that asks somebody
MERGED: Final = 5  # cases that were merged one into another


@dataclass(frozen=True, slots=True)
class Outcome:
    """reason: why not. words: what the other side said. posted: the row in the queue that it goes out by."""

    state: str = DONE
    reason: str = ""
    words: str = ""
    posted: PostedMail | None = None


DID: Final = Outcome()


def skipped(reason: str) -> Outcome:
    return Outcome(SKIPPED, reason)


class Work:
    """A step with everything that it is about."""

    def __init__(self, step: RunStep, now: datetime) -> None:
        self.step, self.now = step, now
        self.run: PlaybookRun = step.run
        self.playbook: Playbook = step.run.playbook
        self.workspace: Workspace = step.run.playbook.workspace
        self.response: Response | None = step.run.response
        self.actor = f"playbook:{self.playbook.name}"[:160]

    def says(self, name: str) -> str:
        return str(self.step.says.get(name, ""))

    @cached_property
    def case(self) -> Case | None:
        """Of the event, or the one that this playbook opened; where it was merged, the one that is left."""
        related = ("workspace", "person__account", "response__survey", "response__workspace")
        rows = Case.objects.of(self.workspace).select_related(*related)
        found = rows.filter(pk=self.run.case_id).first() if self.run.case_id else None
        if found is None and self.response is not None:
            found = rows.filter(response=self.response, rule=str(self.playbook.pk)).first()
        for _ in range(MERGED):
            if found is None or found.merged_into_id is None:
                break
            found = rows.filter(pk=found.merged_into_id).first()
        return found

    @cached_property
    def person(self) -> Person | None:
        if self.run.person is not None:
            return self.run.person
        return self.response.person if self.response else None


def open_now(work: Work) -> Outcome:
    if work.response is None:
        return skipped("no_answer")
    tags = [tag for tag in work.says("tags").split(",") if tag]
    opening = Opening(str(work.playbook.pk), work.playbook.owner_rule, tags)
    case, _is_new = open_case(work.response, opening, work.actor, work.now)
    PlaybookRun.objects.filter(pk=work.run.pk, case=None).update(case=case)
    return DID


def assign(work: Work) -> Outcome:
    """To the account's manager, by a rule, or to a colleague by name."""
    case, to = work.case, work.says("to")
    if case is None or not case.is_open:
        return skipped("no_case")
    account = case.person.account if case.person else None
    keeper = account.keeper_id if account else None
    if to == "keeper":
        owner = choose_owner("nobody", (), None, keeper, may_own(work.workspace))
    elif to in ("least_loaded", "round_robin", TEAM):
        owner = choose_owner(to, candidates(work.workspace, team_of(case.response) if to == TEAM else ()))
    else:
        owner = _colleague(work.workspace, to)
    if owner is None:
        return Outcome(FAILED, "nobody_there")
    if owner != case.owner_id:
        assign_case(case, owner, work.actor, work.now)
    return DID


def _colleague(workspace: Workspace, id: str) -> UUID | None:
    rows = Member.objects.of(workspace).exclude(role=Role.VIEWER).filter(user__is_active=True)
    return next((one for one in rows.values_list("user", flat=True) if str(one) == id), None)


def mail(work: Work) -> Outcome:
    """Managers and owners, by mail; once each, whoever looks again."""
    rows = Member.objects.of(work.workspace).filter(role__in=(Role.MANAGER, Role.OWNER), user__is_active=True)
    for member in rows.select_related("user").order_by("user__email"):
        user, once = member.user, f"step:{work.step.pk}"
        if work.case is not None:
            words = words_of(work.case, "playbook.acted", user)
            post_to_colleague(work.case, user, once, words, work.now)
            continue
        told = colleague_words(work.run, user.language or work.workspace.language)
        post(
            PostedMail(
                workspace=work.workspace,
                once=f"{once}:{user.pk}"[:160],
                user=user,
                subject=told.subject[:200],
                text=told.text,
                due_at=work.now,
            )
        )
    return DID


def chat(work: Work) -> Outcome:
    """Into the room of the answer's unit or of the workspace, through the queue that alerts go by."""
    setup = setup_of(work.workspace.pk, "chat")
    if setup is None or not setup.of("room"):
        return Outcome(FAILED, "no_chat")
    words = chat_words(work.run, work.case, work.says("text"), work.workspace.language)
    row = PostedMail(
        workspace=work.workspace,
        once=f"step:{work.step.pk}",
        subject=words.subject[:200],
        text=words.text,
        channel="chat",
        room=room_of(work.response) if work.response else None,
        due_at=work.now,
    )
    post(row)
    return Outcome(posted=row)


def write(work: Work) -> Outcome:
    """To the customer, in the thread of the case; never without permission."""
    if work.case is None:
        return skipped("no_case")
    if reason := why_not(work.case, work.now):
        return skipped(f"reply_{reason}"[:24])
    found = next((one for one in suggestions(work.case, None) if one.key == work.says("reply")), None)
    if found is None:
        return Outcome(FAILED, "no_template")
    message = reply(
        work.case, Draft(found.subject, found.body, once=f"step:{work.step.pk}"), None, work.actor, work.now
    )
    return Outcome(posted=message.posted)


def invite(work: Work) -> Outcome:
    if work.response is None:
        return skipped("no_answer")
    return DID if invite_promoter(work.response, work.now) else skipped("not_invited")


def survey(work: Work) -> Outcome:
    """An occasion for the programme, which decides by the contact policy and writes the ledger."""
    if work.person is None:
        return skipped("no_person")
    rows = Programme.objects.of(work.workspace).filter(kind__in=WAITS, pk=work.says("programme"))
    programme = rows.filter(state__in=(ProgrammeState.RUNNING, ProgrammeState.PAUSED)).first()
    if programme is None:
        return Outcome(FAILED, "programme_off")
    event, _is_new = Event.objects.get_or_create(
        workspace=work.workspace,
        key=f"step:{work.step.pk}",
        defaults={
            "person": work.person,
            "name": FROM_PLAYBOOK,
            "source": FROM_PLAYBOOK,
            "at": work.now,
            "considered": True,
        },
    )
    note_occasion(programme, event, work.now)
    return DID


def tag(work: Work) -> Outcome:
    if work.says("on") == "case":
        if work.case is None:
            return skipped("no_case")
        if work.says("tag") not in work.case.tags:
            tag_case(work.case, work.says("tag"), work.actor, work.now)
        return DID
    if work.person is None:
        return skipped("no_person")
    tag_person(work.person, work.says("tag"), work.actor)
    return DID


def put(work: Work) -> Outcome:
    if work.person is None:
        return skipped("no_person")
    put_on_list(list_named(work.workspace, work.says("list"), work.actor), work.person, work.actor, work.now)
    return DID


DEEDS: Final[Mapping[str, Callable[[Work], Outcome]]] = {
    "case": open_now,
    "assign": assign,
    "mail": mail,
    "chat": chat,
    "write": write,
    "invite": invite,
    "survey": survey,
    "tag": tag,
    "list": put,
}
