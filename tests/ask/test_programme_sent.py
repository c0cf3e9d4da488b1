"""From the decision to the letter: what programmes queue is what the sending queue takes."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from likely.ask import dispatch
from likely.ask.invitation import Invitation, invitation_id
from likely.ask.message import Message
from likely.ask.programme_progress import progress
from likely.ask.programme_tick import decide_due
from likely.ask.reminder import remind_due
from likely.ask.thanks import thank_due
from tests.ask.asking import MONDAY, people, programme
from tests.ask.queued import Noting
from tests.ask.test_reminder import answer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Noting:
    noting = Noting()
    monkeypatch.setattr(dispatch, "CHANNELS", {"mail": noting})
    return noting


def work(now: datetime) -> None:
    """A minute of a worker that does every duty."""
    decide_due(now)
    remind_due(now)
    thank_due(now)
    dispatch.send_due(1, lambda: now)


def test_the_silent_are_reminded_and_the_others_thanked(workspace: Any, channel: Noting) -> None:
    mari, juri = people(workspace, 2)
    asked = programme(
        workspace,
        {"once": {}, "reminders": {"after_days": [3]}, "thanks": {"from_minutes": 30, "to_minutes": 60}},
    )
    work(MONDAY)
    assert [letter.address for letter in channel.letters] == [mari.email, juri.email]
    links = {letter.address: letter.link for letter in channel.letters}
    tokens = {address: re.search(r"/r/([\w-]+)", link) for address, link in links.items()}
    invited = Invitation.objects.get(person=mari)
    found = tokens[mari.email]
    assert found
    assert invitation_id(found[1]) == invited.pk
    assert invited.sent_at == MONDAY
    answer(invited, at=MONDAY + HOUR)
    for hours in (2, 3, 80, 81):
        work(MONDAY + hours * HOUR)
    sent = [
        (letter.address, message.purpose) for letter, message in zip(channel.letters, rows(), strict=True)
    ]
    assert sent[2:] == [(mari.email, "thank"), (juri.email, "remind")]
    told = progress(asked)
    assert (told.total.sent, told.total.scored, told.reminders.sent) == (2, 1, 1)


def rows() -> list[Message]:
    return list(Message.objects.order_by("sent_at", "pk"))


def test_nothing_goes_out_in_a_pause_and_all_of_it_afterwards(workspace: Any, channel: Noting) -> None:
    people(workspace, 3)
    asked = programme(workspace, {"once": {}})
    decide_due(MONDAY)
    asked.pause("user:a@example.org")
    dispatch.send_due(1, lambda: MONDAY + HOUR)
    assert channel.letters == []
    asked.resume("user:a@example.org")
    dispatch.send_due(1, lambda: MONDAY + 2 * HOUR)
    assert len(channel.letters) == 3


def test_what_an_ended_programme_queued_is_cancelled(workspace: Any, channel: Noting) -> None:
    people(workspace, 3)
    asked = programme(workspace, {"once": {}})
    decide_due(MONDAY)
    asked.end("user:a@example.org", MONDAY)
    dispatch.send_due(1, lambda: MONDAY + HOUR)
    assert channel.letters == []
    assert progress(asked).total.cancelled == 3
