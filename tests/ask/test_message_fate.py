"""What a person decides about messages of unknown fate, and that it stays decided."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.ask import dispatch
from likely.ask.message import Message
from likely.ask.message_fate import MOST, Fate, decide_fate
from likely.ask.message_id import message_id_of
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.journal import JournalEntry
from likely.channels.channel import SendError
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from tests.ask.queued import Noting, queue

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=2)
CUT = SendError("cut", permanent=False, unknown=True)
BUSY = SendError("451 busy", permanent=False)
DOWN = SendError("refused", permanent=False, down=True)


@pytest.fixture
def survey(workspace: Any) -> Survey:
    return Survey.start(workspace, "Ours", make_definition("rnps", "Nordic Hardware", ("en",)), "system")


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> Noting:
    noting = Noting()
    monkeypatch.setattr(dispatch, "CHANNELS", {"mail": noting})
    return noting


@pytest.fixture(params=["hold", "resend"])
def unknown(request: Any, survey: Survey, channel: Noting, settings: Any) -> Message:
    """As it waits for a person: by setting after the first time, else after the second."""
    settings.UNKNOWN_MAILS = request.param
    message = queue(survey, "ann@example.org")
    channel.answers = [CUT] if request.param == "hold" else [CUT, CUT]
    for hours in range(3):
        dispatch.send_due(1, lambda hours=hours: timezone.now() + hours * LATER)  # type: ignore[misc]
    message.refresh_from_db()
    assert message.state == "unknown"
    channel.letters.clear()
    return message


def decide(message: Message, fate: Fate) -> Message:
    decide_fate(message.workspace, [message.pk], fate, "user:a@example.org", timezone.now())
    message.refresh_from_db()
    return message


def later(message: Message, n: int = 1) -> Message:
    dispatch.send_due(1, lambda: timezone.now() + n * LATER)
    message.refresh_from_db()
    return message


def test_once_more_is_once_and_by_the_same_name(unknown: Message, channel: Noting) -> None:
    decide(unknown, Fate.RESEND)
    assert later(unknown).state == "sent"
    assert [one.message_id for one in channel.letters] == [message_id_of(unknown.pk)]
    assert unknown.repeated


def test_unknown_again_it_waits_for_a_person_again(unknown: Message, channel: Noting) -> None:
    decide(unknown, Fate.RESEND)
    channel.answers = [CUT]
    assert later(unknown).state == "unknown"
    assert later(unknown, 2).state == "unknown"
    assert len(channel.letters) == 1


@pytest.mark.parametrize("trouble", [BUSY, DOWN])
def test_what_was_not_taken_for_certain_is_tried_again_without_asking_again(
    unknown: Message, channel: Noting, trouble: SendError
) -> None:
    decide(unknown, Fate.RESEND)
    channel.answers = [trouble]
    later(unknown)
    assert later(unknown, 3).state == "sent"
    assert len(channel.letters) == 2


def test_that_it_went_out_is_known_by_a_person(unknown: Message, channel: Noting) -> None:
    tried = min(unknown.due_at, timezone.now())
    decide(unknown, Fate.SENT)
    assert (unknown.state, unknown.provider_id) == ("sent", message_id_of(unknown.pk))
    assert unknown.sent_at is not None
    assert abs(unknown.sent_at - tried) < timedelta(minutes=1)
    unknown.invitation.refresh_from_db()
    assert unknown.invitation.sent_at is not None  # so that its reminders follow
    later(unknown)
    assert channel.letters == []


def test_what_is_given_up_is_never_sent(unknown: Message, channel: Noting) -> None:
    decide(unknown, Fate.GIVE_UP)
    assert (unknown.state, unknown.failure) == ("failed", "given up by hand: cut")
    later(unknown)
    assert channel.letters == []


@pytest.mark.parametrize("fate", list(Fate))
def test_each_decision_is_in_the_journal_and_can_be_taken_once(unknown: Message, fate: Fate) -> None:
    decide(unknown, fate)
    entry = JournalEntry.objects.get(verb=f"message.{fate.value}")
    assert (entry.actor, entry.detail) == ("user:a@example.org", {"messages": [str(unknown.pk)]})
    with pytest.raises(Refusal, match="unknown fate"):
        decide(unknown, Fate.GIVE_UP)
    assert JournalEntry.objects.filter(verb__startswith="message.").count() == 1


def test_a_stranger_decides_nothing(unknown: Message, foreign_workspace: Any) -> None:
    with pytest.raises(Refusal, match="unknown fate"):
        decide_fate(foreign_workspace, [unknown.pk], Fate.SENT, "user:x", timezone.now())
    unknown.refresh_from_db()
    assert unknown.state == "unknown"


def test_a_queued_one_is_no_matter_for_a_decision(survey: Survey) -> None:
    message = queue(survey, "bo@example.org")
    with pytest.raises(Refusal, match="unknown fate"):
        decide(message, Fate.GIVE_UP)
    with pytest.raises(Refusal, match="At most"):
        decide_fate(
            survey.workspace, [new_id() for _ in range(MOST + 1)], Fate.SENT, "user:x", timezone.now()
        )
