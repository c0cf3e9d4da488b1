"""Colleagues are told of their cases by mail: each happening once, in their language, with the way to it."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from likely.act import case_notice, posted_mail, posting, reacting
from likely.act.case import Case, Opening, open_case
from likely.act.case_message import Draft, reply
from likely.act.case_work import assign_case
from likely.act.domain_event import DomainEvent, emit, event
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.act.reacting import react_due, tell_overdue
from likely.ask.message import MessageState
from likely.base.member import Member
from likely.channels.channel import SendError
from tests.act.test_playbook import Died, dying
from tests.ask.queued import Noting
from tests.web.conftest import agent, answer, member, owner, person, response, survey, viewer

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def work(at: datetime = MONDAY) -> None:
    react_due(at)
    post_due(5, lambda: at)


def opened(response: Any, owner_rule: str = "") -> Case:
    return open_case(response, Opening("a", owner_rule), "playbook:A", MONDAY)[0]


def test_a_new_case_is_told_its_owner_once(response: Any, agent: Any, channel: Noting, settings: Any) -> None:
    case = opened(response)
    work()
    work()
    [letter] = channel.letters
    assert (letter.address, letter.subject) == ("agent@example.org", "A case for you: Zebrafinch Person")
    assert f"{settings.BASE_URL}/cases/{case.pk}" in letter.text
    assert "Score: 3" in letter.text
    assert "“Zebrafinch was late”" in letter.text
    assert "Due: 2026-06-15 17:00 (UTC)" in letter.text
    assert letter.headers["Auto-Submitted"] == "auto-generated"


def test_whoever_takes_one_is_not_told_and_whoever_is_given_one_is(
    response: Any, agent: Any, owner: Any, channel: Noting
) -> None:
    case = opened(response, "nobody")
    assign_case(case, owner.pk, f"user:{owner.email}", MONDAY + MINUTE)
    work()
    assert channel.letters == []
    assign_case(case, agent.pk, f"user:{owner.email}", MONDAY + MINUTE)
    work()
    assert [letter.address for letter in channel.letters] == [agent.email]


def test_what_nobody_has_and_is_overdue_is_told_whoever_manages(
    response: Any, owner: Any, viewer: Any, channel: Noting
) -> None:
    opened(response, "nobody")
    tell_overdue(MONDAY + DAY)
    tell_overdue(MONDAY + DAY + MINUTE)
    work(MONDAY + DAY)
    assert [(one.address, one.subject) for one in channel.letters] == [
        (owner.email, "Overdue: Zebrafinch Person")
    ]


def test_a_reply_that_could_not_be_delivered_is_told(response: Any, agent: Any, channel: Noting) -> None:
    case = opened(response)
    work()
    channel.answers = [SendError("550 5.1.1 nobody", permanent=True, bounced=True)]
    reply(case, Draft("A", "B", "1"), agent, "user:a", MONDAY)
    work(MONDAY + MINUTE)
    work(MONDAY + 2 * MINUTE)
    assert channel.letters[-1].subject == "Not delivered: Zebrafinch Person"
    assert len(channel.letters) == 3


def test_whoever_left_meanwhile_gets_nothing(response: Any, agent: Any, channel: Noting) -> None:
    opened(response)
    react_due(MONDAY)
    Member.objects.filter(user=agent).delete()
    work()
    assert channel.letters == []
    assert PostedMail.objects.get().failure == "no_member"


def test_it_speaks_the_readers_language(response: Any, agent: Any, channel: Noting) -> None:
    agent.language = "et"
    agent.save()
    opened(response)
    work()
    assert channel.letters[0].subject == "Juhtum sulle: Zebrafinch Person"


@pytest.mark.parametrize("seed", range(25))
def test_workers_that_die_anywhere_tell_each_happening_once_and_miss_none(
    workspace: Any, answer: Any, agent: Any, person: Any, channel: Noting,
    monkeypatch: pytest.MonkeyPatch, settings: Any, seed: int,
) -> None:  # fmt: skip
    settings.SEND_LEASE_SECONDS = 60
    random = Random(seed)
    cases = [opened(answer(n, person=person, permission=True)) for n in (0, 4)]
    for case in cases:
        emit(event(workspace, "case.answered", case.pk, "x", MONDAY))
        reply(case, Draft("A", "B", "1"), agent, "user:a", MONDAY)
    steps = {
        reacting: ("claim_event", "tell_of_case"),
        case_notice: ("post_to_colleague", "words_of"),
        posted_mail: ("post",),
        posting: ("_claimed", "_deal", "_sent", "letter_of"),
    }
    now = MONDAY
    for _ in range(10):
        now += 2 * MINUTE
        with monkeypatch.context() as patched:
            for module, names in steps.items():
                for name in names:
                    patched.setattr(module, name, dying(getattr(module, name), random))
            with suppress(Died):
                work(now)
    for _ in range(4):
        now += 2 * MINUTE
        work(now)
    told = [(letter.message_id, letter.subject) for letter in channel.letters]
    happenings = sorted(subject for _id, subject in set(told))
    assert happenings == sorted(
        ["A", "A", *["A case for you: Zebrafinch Person", "Zebrafinch Person has answered"] * 2]
    )
    assert all(told.count(one) <= 2 for one in told)  # a worker that died after the server's yes
    assert not DomainEvent.objects.filter(handled_at=None).exists()
    states = set(PostedMail.objects.values_list("state", flat=True))
    assert states <= {MessageState.SENT, MessageState.UNKNOWN}
