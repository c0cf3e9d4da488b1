"""A customer who may leave: told once an answer, by what others did, and only where that is known."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from likely.act.case import Opening, open_case
from likely.act.case_work import move_case
from likely.act.domain_event import DomainEvent
from likely.act.occasion import dry_run
from likely.act.playbook_run import PlaybookRun
from likely.act.reacting import react_due
from likely.act.risk import MOST_A_DAY, histories, note_risks, worth_of
from likely.act.step_words import chat_words
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessageState
from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.event import Event
from likely.people.person import Person
from likely.stats.leaving import NEVER
from tests.act.test_happenings import DAY, waiting
from tests.web.conftest import agent, answer, member, owner, person, survey

PEOPLE, ASKED = 700, (620, 440, 260, 80)  # days ago


@pytest.fixture
def leavers(workspace: Any, survey: Any) -> datetime:
    """Detractors leave a month later in half of all cases, others in one of forty."""
    now, random = timezone.now(), Random(4)
    people = Person.objects.bulk_create(
        [Person(workspace=workspace, external_id=str(n)) for n in range(PEOPLE)]
    )
    answers, gone = [], []
    plain = {
        "workspace": workspace,
        "survey": survey,
        "version": survey.live,
        "channel": "link",
        "language": "en",
    }
    for one in people:
        for ago in ASKED:
            score, at = random.randrange(11), now - (ago + random.randrange(60)) * DAY
            answers.append(Response(**plain, key=new_token(), score=score, person=one, at=at, changed_at=at))
            if ago > 80 and random.random() < (0.5 if score < 5 else 0.025):
                when = at + random.randrange(5, 60) * DAY
                gone.append(Event(workspace=workspace, person=one, name="churned", source="api", at=when))
                break
    Response.objects.bulk_create(answers)
    Event.objects.bulk_create(gone)
    return now


def test_whoever_is_likely_to_leave_is_told_once_with_the_chance(workspace: Any, leavers: datetime) -> None:
    playbook = waiting(workspace, "person.at_risk", "detractor", "passive", "promoter")
    told = note_risks(leavers)
    assert 0 < told <= MOST_A_DAY
    worth = worth_of(workspace)
    assert worth["refused"] == ""
    assert worth["auc"] > 0.7
    assert [note_risks(leavers), note_risks(leavers + timedelta(hours=1))] == [0, 0], "once a day"
    react_due(leavers)
    runs = PlaybookRun.objects.filter(playbook=playbook).select_related("response__person", "playbook")
    assert runs.count() == told == dry_run(playbook, leavers)
    run = runs.first()
    assert run is not None
    assert run.facts["chance"] >= 2 * run.facts["usual"]
    assert not Event.objects.filter(person__in=runs.values("person")).exists(), "nobody who has left"
    assert f"{run.facts['chance']} %" in chat_words(run, None, "", "en").text
    before = set(runs.values_list("response", flat=True))
    note_risks(leavers + DAY)
    react_due(leavers + DAY)
    assert len(before) < runs.count() or told < MOST_A_DAY, "the next ones on the next day, nobody twice"


def test_without_anybody_who_left_nothing_is_foretold(workspace: Any, answer: Any, person: Any) -> None:
    waiting(workspace, "person.at_risk", "detractor")
    answer(2, person=person)
    assert note_risks(timezone.now()) == 0
    assert worth_of(workspace)["refused"] == "few_left"
    assert not DomainEvent.objects.filter(kind="person.at_risk").exists()


def test_what_happened_to_whom_is_read_of_this_workspace(
    workspace: Any, foreign_workspace: Any, answer: Any, person: Any, survey: Any, agent: Any
) -> None:
    now = timezone.now()
    row = answer(2, person=person, at=now - 9 * DAY)
    answer(9, person=person, state="quarantined")
    case, _new = open_case(row, Opening(), "user:a", now - 8 * DAY)
    move_case(case, "resolve", "user:a", now - 7 * DAY)
    asked = Invitation.objects.create(workspace=workspace, survey=survey, person=person, channel="mail")
    Message.objects.create(
        workspace=workspace, invitation=asked, purpose="invite", channel="mail", address="a@example.org",
        state=MessageState.SENT, sent_at=now - 3 * DAY, due_at=now,
    )  # fmt: skip
    Event.objects.create(workspace=workspace, person=person, name="renewed", source="api", at=now - DAY)
    people, told = histories(workspace, now)
    assert people == [person.pk]
    assert [(who, score) for who, _at, score in told.answers] == [(0, 2.0)]
    assert (len(told.asked), told.left) == (1, [NEVER])
    [(_who, opened, ended)] = told.cases
    assert ended - opened == pytest.approx(1)
    assert histories(foreign_workspace, now)[0] == []
