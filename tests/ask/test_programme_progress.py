"""How far a programme has come, and why somebody was asked or not."""

from datetime import timedelta
from typing import Any

import pytest

from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessageState
from likely.ask.policy import Rule
from likely.ask.programme_progress import Funnel, decision_counts, progress
from likely.ask.programme_tick import decide_due
from likely.ask.reminder import remind_due
from likely.ask.why import why
from tests.ask.asking import MONDAY, people, programme, survey
from tests.ask.test_programme_tick import event
from tests.ask.test_reminder import answer, send_all

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_each_step_is_counted_channel_by_channel(workspace: Any) -> None:
    people(workspace, 6)
    people(workspace, 2, email="", phone="+37255512{n}00")
    asked = programme(workspace, {"once": {}, "channels": ["mail", "sms"], "reminders": {"after_days": [3]}})
    decide_due(MONDAY)
    assert progress(asked).total == Funnel(queued=8, waiting=8)
    send_all(MONDAY + timedelta(hours=1))
    invitations = list(Invitation.objects.filter(channel="mail").order_by("pk"))
    bounced, opened, viewed, scored, done, _silent = invitations
    Message.objects.filter(invitation=bounced).update(
        state=MessageState.FAILED, bounced_at=MONDAY, failure="550 no such user"
    )
    Message.objects.filter(invitation=opened).update(opened_at=MONDAY)
    Invitation.objects.filter(pk=viewed.pk).update(viewed_at=MONDAY)
    answer(scored)
    row = answer(done)
    row.completed_at = MONDAY
    row.save()
    found = progress(asked)
    assert found.channels["mail"] == Funnel(6, 0, 6, 4, 4, 3, 2, 1, 1, 0, 0)
    assert found.channels["sms"] == Funnel(queued=2, sent=2)
    assert found.total == Funnel(8, 0, 8, 4, 4, 3, 2, 1, 1, 0, 0)
    assert found.failures == {"550 no such user": 1}
    remind_due(MONDAY + 4 * DAY)
    assert progress(asked).reminders.queued == 5


def test_decisions_are_counted_by_rule(workspace: Any) -> None:
    people(workspace, 3)
    people(workspace, 2, email="")
    asked = programme(workspace, {"once": {}})
    decide_due(MONDAY)
    assert decision_counts(asked) == {Rule.ASKED: 3, Rule.NO_ADDRESS: 2}
    assert decision_counts(asked, "another") == {}
    assert progress(asked).left_out == {Rule.NO_ADDRESS: 2}


def test_for_each_person_it_says_why(workspace: Any) -> None:
    mari, juri = people(workspace, 2)
    once = programme(workspace, {"once": {}}, name="Once")
    cases = survey(workspace, "csat5")
    trigger = programme(workspace, {"trigger": {"event": "ticket_closed"}}, name="Cases", survey=cases)
    decide_due(MONDAY)
    event(mari, MONDAY + timedelta(hours=1))
    decide_due(MONDAY + timedelta(hours=2))
    waiting, asked = why(mari, MONDAY + timedelta(hours=2))
    assert (waiting.programme, waiting.rule) == (trigger, Rule.WAITING)
    assert waiting.eligible_at == MONDAY + timedelta(hours=25)
    assert (asked.programme, asked.asked, asked.round) == (once, True, "once")
    decide_due(MONDAY + timedelta(hours=26))
    told = why(mari, MONDAY + 2 * DAY)[0]
    assert (told.rule, told.eligible_at) == (Rule.ANY_CLOCK, MONDAY + 14 * DAY)
    assert [one.rule for one in why(juri, MONDAY)] == [Rule.ASKED]


def test_a_turn_that_is_still_to_come_is_told(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    wave = programme(workspace, {"wave": {"over_days": 20}})
    [told] = why(mari, MONDAY)
    assert (told.programme, told.rule, told.round) == (wave, None, "2026-Q1")
    assert told.eligible_at is not None
    assert decide_due(told.eligible_at - timedelta(hours=2)) == 0
    assert decide_due(told.eligible_at) == 1
    assert Message.objects.get().due_at == told.eligible_at


def test_a_no_may_become_a_yes_within_the_round(workspace: Any) -> None:
    [mari] = people(workspace, 1, email="")
    asked = programme(workspace, {"once": {}})
    decide_due(MONDAY)
    mari.email = "mari@example.org"
    mari.save()
    assert decide_due(MONDAY + 6 * DAY) == 0, "it is looked at weekly"
    assert decide_due(MONDAY + 7 * DAY) == 1
    assert decision_counts(asked) == {Rule.ASKED: 1}
