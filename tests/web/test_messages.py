"""The page of the sending queue: agents read what became of messages, managers decide what is not known."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.act.posted_mail import PostedMail
from likely.ask.allowance import rest
from likely.ask.message import Message
from likely.base.journal import JournalEntry
from likely.people.suppression import SuppressionReason
from likely.web.not_sent import NOT_SENT
from tests.ask.queued import queue
from tests.web.conftest import MARKER, member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(workspace: Any) -> Any:
    return signed_in(member(workspace, "manager@example.org", "manager"))


@pytest.fixture
def reader(agent: Any) -> Any:
    return signed_in(agent)


def unknown(survey: Any, n: int = 1) -> list[Message]:
    fields = {"state": "unknown", "failure": "the worker died while sending"}
    return [queue(survey, f"{i}@example.org", name=f"{MARKER} {i}", **fields) for i in range(n)]


def decide(browser: Any, fate: str, *messages: Message) -> Any:
    ids = [str(one.pk) for one in messages]
    return browser.post("/messages/fate", {"fate": fate, "ids": ids}, follow=True)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        ("the worker died while sending", "saatja katkes saatmise ajal"),
        ("suppressed:hard_bounce", "ei kirjutata: saajat pole"),
        ("550 5.1.1 No such user", "550 5.1.1 No such user"),  # the other side's own words
        ("The channel sms is not set up.", "kanal pole seadistatud"),
        ("given up by hand: 550 No such user", "käsitsi loobutud: 550 No such user"),
        ("given up by hand: the worker died while sending", "käsitsi loobutud: saatja katkes"),
        ("sms.example did not answer within 15 seconds.", "sms.example ei vastanud 15 sekundi"),
    ],
)
def test_why_it_was_not_sent_is_said_in_the_readers_language(
    reader: Any, survey: Any, failure: str, said: str
) -> None:
    queue(survey, "a@example.org", state="unknown", failure=failure)
    assert said in reader.get("/messages", headers={"Accept-Language": "et"}).content.decode()


def test_every_bar_has_words_of_its_own() -> None:
    assert {f"suppressed:{reason}" for reason in SuppressionReason} <= set(NOT_SENT)


def test_an_agent_reads_and_does_not_decide(reader: Any, survey: Any) -> None:
    [one] = unknown(survey)
    page = reader.get("/messages").content.decode()
    assert f"{MARKER} 0" in page
    assert "the worker died while sending" in page
    assert 'name="fate"' not in page
    assert decide(reader, "sent", one).status_code == 403


@pytest.mark.parametrize(("fate", "state"), [("resend", "queued"), ("sent", "sent"), ("give_up", "failed")])
def test_a_manager_decides(manager: Any, survey: Any, fate: str, state: str) -> None:
    chosen, left = unknown(survey, 2)
    assert 'name="fate"' in manager.get("/messages?state=unknown").content.decode()
    assert "1 message:" in decide(manager, fate, chosen).content.decode()
    assert [Message.objects.get(pk=one.pk).state for one in (chosen, left)] == [state, "unknown"]
    assert JournalEntry.objects.get(verb=f"message.{fate}").actor == "user:manager@example.org"


def test_what_can_not_be_done_changes_nothing_and_says_so(manager: Any, survey: Any) -> None:
    [one] = unknown(survey)
    assert "Choose at least one" in decide(manager, "sent").content.decode()
    assert decide(manager, "burn", one).status_code == 422
    assert manager.post("/messages/fate", {"fate": "sent", "ids": ["x"]}).status_code == 422
    Message.objects.update(state="sent")
    assert "is of unknown fate" in decide(manager, "give_up", one).content.decode()
    assert Message.objects.get().state == "sent"


def test_another_workspace_is_out_of_reach(stranger: Any, survey: Any) -> None:
    [one] = unknown(survey)
    browser = signed_in(stranger)
    assert MARKER not in browser.get("/messages").content.decode()
    decide(browser, "give_up", one)
    assert Message.objects.get().state == "unknown"


def test_each_state_has_its_list_and_what_is_not_over_its_number(reader: Any, survey: Any) -> None:
    unknown(survey, 3)
    queue(survey, "q@example.org", name="Waiting")
    queue(survey, "f@example.org", name="Failing", state="failed", failure="550 no")
    page = reader.get("/messages?state=failed")
    assert {name: n for name, _words, n in page.context["tabs"]} == {
        "unknown": 3, "queued": 1, "claimed": 0, "failed": 1, "sent": None, "cancelled": None,
    }  # fmt: skip
    said = page.content.decode()
    assert "550 no" in said
    assert "Waiting" not in said
    assert "Waiting" in reader.get("/messages?state=queued").content.decode()
    assert reader.get("/messages?state=nothing").context["state"] == "unknown"


def test_what_a_rest_holds_is_said(reader: Any, survey: Any, foreign_workspace: Any) -> None:
    rest("mail", foreign_workspace.pk, timezone.now() + timedelta(hours=1))
    assert "be reached and rests" not in reader.get("/messages?state=queued").content.decode()
    rest("mail", survey.workspace_id, timezone.now() + timedelta(hours=1))
    assert "be reached and rests until" in reader.get("/messages?state=queued").content.decode()


def test_the_list_has_pages(reader: Any, survey: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("likely.web.messages.PER_PAGE", 2)
    unknown(survey, 3)
    first = reader.get("/messages")
    assert len(first.context["rows"]) == 2
    older = reader.get(f"/messages?after={first.context['next']}")
    assert len(older.context["rows"]) == 1
    assert older.context["next"] is None


def posted_unknown(workspace: Any, person: Any) -> PostedMail:
    return PostedMail.objects.create(
        workspace=workspace,
        once="a",
        person=person,
        subject=f"{MARKER} reply",
        text="Hello",
        state="unknown",
        failure="the worker died while sending",
        due_at=timezone.now(),
    )


@pytest.mark.parametrize(("fate", "state"), [("resend", "queued"), ("sent", "sent"), ("give_up", "failed")])
def test_a_reply_of_unknown_fate_is_decided_too(
    manager: Any, workspace: Any, person: Any, fate: str, state: str
) -> None:
    one = posted_unknown(workspace, person)
    shown = manager.get("/messages")
    assert f"{MARKER} reply" in shown.content.decode()
    assert {name: n for name, _words, n in shown.context["tabs"]}["unknown"] == 1
    told = {"fate": fate, "ids": [str(one.pk)], "of": "posted"}
    assert "1 message:" in manager.post("/messages/fate", told, follow=True).content.decode()
    one.refresh_from_db()
    assert (one.state, one.repeated) == (state, fate == "resend")
    assert JournalEntry.objects.get(verb=f"posted.{fate}").actor == "user:manager@example.org"
    assert "is of unknown fate" in manager.post("/messages/fate", told, follow=True).content.decode()


def test_a_strangers_workspace_decides_nothing_about_it(stranger: Any, workspace: Any, person: Any) -> None:
    one = posted_unknown(workspace, person)
    browser = signed_in(stranger)
    assert f"{MARKER} reply" not in browser.get("/messages").content.decode()
    browser.post("/messages/fate", {"fate": "sent", "ids": [str(one.pk)], "of": "posted"})
    one.refresh_from_db()
    assert one.state == "unknown"
