"""Reminders go only to the silent, thank-yous to those who answered, fallbacks where nothing arrived."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from likely.ask.fallback import fall_back_due
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessageState
from likely.ask.programme_tick import decide_due
from likely.ask.reminder import remind_due
from likely.ask.thanks import thank_due
from tests.ask.asking import MONDAY, people, programme

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def send_all(now: datetime) -> None:
    """What the queue's worker does when the other side takes everything."""
    for message in Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now):
        Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=now)
        Invitation.objects.filter(pk=message.invitation_id, sent_at=None).update(sent_at=now)


def answer(invitation: Invitation, score: int = 9, at: datetime = MONDAY) -> Any:
    from likely.collect.response import Response

    return Response.objects.create(
        workspace=invitation.workspace,
        survey=invitation.survey,
        version=invitation.survey.live,
        invitation=invitation,
        person=invitation.person,
        key=f"invitation:{invitation.pk.hex}",
        score=score,
        channel="mail",
        language="en",
        at=at,
        changed_at=at,
    )


def ask_all(now: datetime = MONDAY) -> None:
    for hour in range(0, 24, 2):
        decide_due(now + timedelta(hours=hour))
    send_all(now + DAY)


def reminded(person: Any = None) -> list[int]:
    rows = Message.objects.filter(purpose="remind").order_by("step")
    rows = rows.filter(invitation__person=person) if person else rows
    return list(rows.values_list("step", flat=True))


def test_only_the_silent_are_reminded_and_each_step_once(workspace: Any) -> None:
    mari, juri, _kadri = people(workspace, 3)
    programme(workspace, {"once": {}, "reminders": {"after_days": [3, 7]}})
    ask_all()
    answer(Invitation.objects.get(person=mari))
    for day in range(2, 14):
        remind_due(MONDAY + day * DAY)
        remind_due(MONDAY + day * DAY)
        if day == 5:
            answer(Invitation.objects.get(person=juri))
    assert reminded(mari) == []
    assert reminded(juri) == [1]
    assert reminded() == [1, 1, 2]
    assert not Invitation.objects.filter(remind_at__isnull=False).exists()


def test_a_scanner_is_no_answer_and_is_reminded(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    programme(workspace, {"once": {}, "reminders": {"after_days": [3]}})
    ask_all()
    row = answer(Invitation.objects.get(person=mari))
    row.state, row.verdict = "quarantined", "machine"
    row.save()
    assert remind_due(MONDAY + 5 * DAY) == 1


def test_whoever_unsubscribed_is_not_reminded(workspace: Any) -> None:
    from likely.people.suppression import SuppressionReason, suppress

    [mari] = people(workspace, 1)
    programme(workspace, {"once": {}, "reminders": {"after_days": [3]}})
    ask_all()
    suppress(workspace, "mail", mari.email, "", SuppressionReason.UNSUBSCRIBED, "invitation:1", MONDAY)
    assert remind_due(MONDAY + 5 * DAY) == 0
    assert reminded() == []


def test_a_reminder_waits_while_its_programme_is_paused(workspace: Any) -> None:
    people(workspace, 1)
    asked = programme(workspace, {"once": {}, "reminders": {"after_days": [3]}})
    ask_all()
    asked.pause("user:a@example.org")
    assert remind_due(MONDAY + 5 * DAY) == 0
    asked.resume("user:a@example.org")
    assert remind_due(MONDAY + 6 * DAY) == 1


def test_reminders_may_go_by_the_next_channel(workspace: Any) -> None:
    people(workspace, 1, phone="+37255512345")
    plan = {"channels": ["mail", "sms"], "reminders": {"after_days": [2, 4], "fallback": "next"}}
    programme(workspace, {"once": {}, **plan})
    ask_all()
    for day in (4, 6):
        remind_due(MONDAY + day * DAY)
    rows = Message.objects.order_by("due_at").values_list("purpose", "channel", "address")
    assert list(rows) == [
        ("invite", "mail", "p0@example.org"),
        ("remind", "sms", "+37255512345"),
        ("remind", "sms", "+37255512345"),
    ]


def test_after_days_without_a_worker_they_do_not_come_all_at_once(workspace: Any) -> None:
    people(workspace, 1)
    programme(workspace, {"once": {}, "reminders": {"after_days": [1, 2, 3]}})
    ask_all()
    late = MONDAY + 9 * DAY
    assert [remind_due(late + hour * timedelta(hours=8)) for hour in range(8)] == [1, 0, 0, 1, 0, 0, 1, 0]


def test_many_are_reminded_in_few_queries(workspace: Any, django_assert_max_num_queries: Any) -> None:
    people(workspace, 150)
    programme(workspace, {"once": {}, "reminders": {"after_days": [3]}})
    ask_all()
    with django_assert_max_num_queries(25):
        assert remind_due(MONDAY + 5 * DAY) == 150


def test_what_failed_goes_by_the_next_channel_once(workspace: Any) -> None:
    people(workspace, 1, phone="+37255512345")
    people(workspace, 1)
    programme(workspace, {"once": {}, "channels": ["mail", "sms"]})
    ask_all()
    Message.objects.update(state=MessageState.FAILED, failure="550 no such user")
    assert fall_back_due(MONDAY + 2 * DAY) == 1
    assert fall_back_due(MONDAY + 2 * DAY) == 0
    last = Message.objects.get(channel="sms")
    assert (last.purpose, last.step, last.invitation.channel) == ("invite", 1, "sms")
    Message.objects.filter(pk=last.pk).update(state=MessageState.FAILED)
    assert fall_back_due(MONDAY + 3 * DAY) == 0, "there is no other channel"


def test_a_thank_you_comes_after_a_human_while(workspace: Any) -> None:
    people(workspace, 2)
    programme(workspace, {"once": {}, "thanks": {"from_minutes": 30, "to_minutes": 90}})
    ask_all()
    at = MONDAY + 2 * DAY
    answer(Invitation.objects.all()[0], at=at)
    assert thank_due(at + timedelta(minutes=1)) == 0, "perhaps they are still writing"
    assert thank_due(at + timedelta(minutes=6)) == 1
    assert thank_due(at + timedelta(minutes=7)) == 0
    due = Message.objects.get(purpose="thank").due_at
    assert timedelta(minutes=30) <= due - at <= timedelta(minutes=90)
