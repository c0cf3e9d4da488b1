"""Happenings that playbooks wait for: each is written once, and tells enough to act on it."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

from likely.act.case import Case, Opening, open_case
from likely.act.case_message import CaseMessage
from likely.act.case_work import assign_case, move_case
from likely.act.customer_reply import take_into
from likely.act.dismissal import restore
from likely.act.domain_event import DomainEvent
from likely.act.occasion import dry_run
from likely.act.playbook import (
    NOT_AGAIN,
    STEPS_ONLY,
    WHENS,
    Playbook,
    PlaybookFacts,
    make_playbook,
    switch_playbook,
)
from likely.act.playbook_run import PlaybookRun
from likely.act.playbook_step import Step
from likely.act.reacting import react_due, tell_overdue
from likely.act.reckoned import note_reckoned
from likely.act.recovery_plan import RecoveryPlan, change_recovery_plan, start_short_survey
from likely.act.resurvey import Resurvey
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessageState
from likely.ask.receipt import apply_receipt
from likely.base import happening
from likely.base.journal import JournalEntry
from likely.base.workspace import Workspace
from likely.channels.channel import Inbound, Receipt, ReceiptKind
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from tests.act.test_playbook import work
from tests.web.conftest import agent, answer, member, person, survey

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAIL = (Step("a", "mail"),)


def waiting(workspace: Any, when: str, *groups: str, **more: Any) -> Playbook:
    facts = PlaybookFacts(when, groups, when=when, steps=MAIL, **more)
    made = make_playbook(workspace, facts, "user:a", STEPS_ONLY)
    switch_playbook(made, "user:a", timezone.now() - 60 * DAY, on=True)
    return made


def test_a_change_and_that_it_is_told_are_one_transaction(
    workspace: Any, answer: Any, person: Any, survey: Any, agent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the event can't be written nothing is changed, and the other way round."""
    now = timezone.now()
    row, doubtful = answer(2, person=person), answer(1, state="quarantined")
    case, _new = open_case(row, Opening(), "user:a", now - 20 * DAY)
    asked = Invitation.objects.create(workspace=workspace, survey=survey, person=person, channel="mail")
    Message.objects.create(
        workspace=workspace, invitation=asked, purpose="invite", channel="mail", address=person.email,
        state=MessageState.SENT, sent_at=now, due_at=now, provider_id="p-1",
    )  # fmt: skip
    bounced = Receipt(kind=ReceiptKind.HARD_BOUNCE, at=now, provider_id="p-1", id="r", words="gone")
    written = Inbound("mail", "mari@example.org", "No.", now, id="<a@example.org>")
    other = member(workspace, "other@example.org", "agent").pk
    deeds: dict[str, Callable[[], Any]] = {
        "case.opened": lambda: open_case(row, Opening("other"), "user:a", now),
        "case.assigned": lambda: assign_case(case, other, "user:a", now),
        "case.overdue": lambda: tell_overdue(now),
        "case.answered": lambda: take_into(case.pk, written, now),
        "case.resolved": lambda: move_case(case, "resolve", "user:a", now),
        "case.closed": lambda: move_case(case, "close", "user:a", now),
        "answer.released": lambda: restore(workspace, doubtful.pk, "user:a"),
        "invitation.bounced": lambda: apply_receipt("mail", bounced, now),
    }
    tables = (Case, CaseMessage, Response, Message, JournalEntry, DomainEvent)

    def rows() -> list[Any]:
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = rows()
    with monkeypatch.context() as patched:
        patched.setattr(happening, "note_events", refuse)
        for deed in deeds.values():
            with pytest.raises(OperationalError), transaction.atomic():
                deed()
    assert rows() == before
    for kind, deed in deeds.items():
        deed()
        assert DomainEvent.objects.filter(kind=kind).count() == 1 + (kind == "case.opened"), kind
    assert set(deeds) | RECKONED_OR_READ == set(WHENS)


def refuse(_events: Any) -> None:
    raise OperationalError("the disk is full")


# Of an answer its row is the outbox; what is reckoned is told by who reckons.
RECKONED_OR_READ = {"answer", "answer.quarantined", "person.at_risk", "score.alarm", "goal.reached"}


@pytest.mark.parametrize("told", [1, 2])
def test_an_invitation_that_bounces_is_told_once(workspace: Any, survey: Any, person: Any, told: int) -> None:
    playbook, now = waiting(workspace, "invitation.bounced", condition="region is North"), timezone.now()
    other = waiting(workspace, "goal.reached")
    asked = Invitation.objects.create(workspace=workspace, survey=survey, person=person, channel="mail")
    Message.objects.create(
        workspace=workspace, invitation=asked, purpose="invite", channel="mail", address=person.email,
        state=MessageState.SENT, sent_at=now, due_at=now, provider_id="p-1",
    )  # fmt: skip
    for n in range(told):
        receipt = Receipt(kind=ReceiptKind.HARD_BOUNCE, at=now, provider_id="p-1", id=f"r-{n}", words="gone")
        apply_receipt("mail", receipt, now)
    event = DomainEvent.objects.get()
    assert (event.kind, event.subject, event.facts["channel"]) == ("invitation.bounced", asked.pk, "mail")
    react_due(now)
    run = PlaybookRun.objects.get()
    assert (run.playbook, run.person, run.response) == (playbook, person, None)
    assert (dry_run(playbook, now), dry_run(other, now)) == (1, 0)


def test_somebody_who_falls_to_a_detractor_is_at_risk(workspace: Any, answer: Any, person: Any) -> None:
    playbook, now = waiting(workspace, "person.at_risk", "detractor"), timezone.now()
    answer(9, person=person, at=now - 20 * DAY)
    fallen = answer(4, person=person)
    answer(3)  # of nobody who is known
    for _ in range(2):
        work()
    run = PlaybookRun.objects.get()
    assert (run.response, run.facts) == (fallen, {"before": 9, "after": 4})
    assert dry_run(playbook, now) == 1
    answer(3, person=person, at=now)  # a point lower is no fall
    work()
    assert PlaybookRun.objects.count() == 1


def test_a_case_that_is_overdue_is_told_for_each_time_that_passes(
    workspace: Any, answer: Any, person: Any
) -> None:
    playbook, now = waiting(workspace, "case.overdue", "detractor"), timezone.now()
    case, _new = open_case(answer(2, person=person), Opening(), "user:a", now - 20 * DAY)
    for _ in range(2):
        tell_overdue(now)
        react_due(now)
    assert PlaybookRun.objects.get().case == case
    assert dry_run(playbook, now) == 1


def test_one_that_waits_for_quarantine_and_one_that_waits_for_release(workspace: Any, answer: Any) -> None:
    kept = waiting(workspace, "answer.quarantined", "detractor")
    freed = waiting(workspace, "answer.released", "detractor")
    row = answer(1, state="quarantined")
    work()
    assert [run.playbook for run in PlaybookRun.objects.all()] == [kept]
    assert dry_run(kept, timezone.now()) == 1
    restore(workspace, row.pk, "user:a")
    react_due(timezone.now())
    assert {run.playbook for run in PlaybookRun.objects.all()} == {kept, freed}
    assert dry_run(freed, timezone.now()) == 1


def test_a_target_that_is_reached_is_told_once_with_its_interval(workspace: Any, answer: Any) -> None:
    playbook, now = waiting(workspace, "goal.reached"), timezone.now()
    Workspace.objects.filter(pk=workspace.pk).update(target_score=40, time_zone="UTC")
    for _ in range(6):
        answer(3, at=now - 31 * DAY)
    assert note_reckoned(now) == 0
    for _ in range(8):
        answer(10, at=now - 20 * DAY)
    assert note_reckoned(now) == 1, "the low answers left the window a day ago"
    assert [note_reckoned(now), note_reckoned(now + HOUR)] == [0, 0]
    react_due(now)
    run = PlaybookRun.objects.get()
    assert run.playbook == playbook
    assert run.facts | {"day": ""} == {
        "target": 40, "score": 100, "low": run.facts["low"], "high": 100, "n": 8, "day": ""
    }  # fmt: skip


def test_a_dip_that_lasts_is_told_once(workspace: Any, answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from likely.act import reckoned
    from likely.stats.cusum import Alarm

    waiting(workspace, "score.alarm")
    day = (timezone.now() - DAY).date()
    monkeypatch.setattr(reckoned, "lasting_alarm", lambda *_: Alarm(day, day - 5 * DAY, 42.0, -18.0))
    assert [note_reckoned(timezone.now()) for _ in range(2)] == [1, 0]
    react_due(timezone.now())
    assert PlaybookRun.objects.get().facts["change"] == -18.0


def test_the_question_after_a_case_is_the_one_of_its_playbook(
    workspace: Any, answer: Any, person: Any
) -> None:
    usual, own = (start_short_survey(workspace, name, "user:a") for name in ("Usual", "Own"))
    change_recovery_plan(workspace, RecoveryPlan(usual, 3), "user:a")
    now = timezone.now()
    wanted = {"": (usual, 3), str(own.pk): (own, 7), NOT_AGAIN: None}
    for n, key in enumerate(wanted):
        facts = PlaybookFacts(f"P{n}", ("detractor",), resurvey=key, resurvey_days=7)
        playbook = make_playbook(workspace, facts, "user:a")
        case, _new = open_case(answer(2, person=person), Opening(str(playbook.pk)), "user:a", now - HOUR)
        move_case(case, "close", "user:a", now)
        react_due(now)
        found = Resurvey.objects.filter(case=case).first()
        told = (found.survey, (found.due_at - now).days) if found else None
        assert told == wanted[key]


@pytest.mark.parametrize(
    ("when", "action", "facts", "field"),
    [
        ("moon.full", STEPS_ONLY, {}, "when"),
        ("case.opened", "case", {}, "when"),
        ("answer", STEPS_ONLY, {}, "groups"),
        ("score.alarm", STEPS_ONLY, {"condition": "region is North"}, "condition"),
        ("score.alarm", STEPS_ONLY, {"steps": ()}, "steps"),
        ("score.alarm", STEPS_ONLY, {"steps": (Step("a", "list", says={"list": "A"}),)}, "step-0-do"),
    ],
)
def test_what_does_not_fit_what_it_waits_for_is_refused(
    workspace: Any, when: str, action: str, facts: Any, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        make_playbook(
            workspace, PlaybookFacts("A", (), **{"when": when, "steps": MAIL, **facts}), "user:a", action
        )
    assert refused.value.field == field
