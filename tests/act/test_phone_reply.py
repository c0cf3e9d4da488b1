"""A reply by SMS or WhatsApp: to whom it may go, that it comes back into the case, and what it is not."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from likely.act import posting
from likely.act.case import Case, Opening, open_case
from likely.act.case_message import CaseMessage, Draft, reply, thread_of
from likely.act.inbound_text import take_text
from likely.act.may_reply import free_until, why_not
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.channels.channel import Inbound, Receipt, ReceiptKind, SendError
from likely.channels.setup import Setup, keep_setup
from likely.channels.whatsapp_cloud import body_of
from likely.collect.reply import Reply
from likely.lib.refusal import Refusal
from likely.people.consent import withdraw
from likely.people.suppression import SuppressionReason, barred, suppress
from likely.public.hooks import apply
from tests.ask.queued import Noting
from tests.web.conftest import agent, answer, person, response, signed_in, survey

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PHONE = "+37251234567"


@pytest.fixture
def case(response: Any, agent: Any, person: Any) -> Case:
    person.phone = PHONE
    person.save()
    for channel in ("sms", "whatsapp"):
        config = {"account": "AC1", "sender": "+15550100", "template": "HX1"}
        keep_setup(response.workspace, channel, config, {"token": "t"}, "system")
    return open_case(response, Opening(), "user:a", MONDAY)[0]


def write(case: Case, agent: Any, channel: str = "sms", at: datetime = MONDAY, **more: Any) -> CaseMessage:
    return reply(case, Draft("", "Hello {name}", "1", channel=channel, **more), agent, "user:a", at)


def told(channel: str, text: str, id: str = "SM1", sender: str = PHONE) -> Inbound:
    return Inbound(channel, sender, text, MONDAY + HOUR, id=id)


def test_it_goes_to_the_telephone_and_the_answer_comes_back_once(
    case: Case, agent: Any, channel: Noting
) -> None:
    write(case, agent, wait=True)
    assert post_due(5, lambda: MONDAY + MINUTE) == 1
    [letter] = channel.letters
    assert (letter.channel, letter.address, letter.text) == ("sms", PHONE, "Hello Zebrafinch Person")
    assert (letter.subject, letter.sender, letter.is_free) == ("", "", True)
    for _ in range(2):
        take_text(case.workspace, told("sms", "10 days late, and nobody called"), MONDAY + HOUR)
    [said] = CaseMessage.objects.filter(direction="in")
    assert (said.case_id, said.channel, said.sender) == (case.pk, "sms", PHONE)
    assert said.body == "10 days late, and nobody called"
    case.refresh_from_db()
    assert case.state == "open"
    assert not Reply.objects.exists()
    assert thread_of(case) == []  # no mail answers it


def test_a_stop_word_is_no_answer_to_the_case_and_ends_it(case: Case, agent: Any, channel: Noting) -> None:
    write(case, agent)
    post_due(5, lambda: MONDAY + MINUTE)
    take_text(case.workspace, told("sms", "STOP"), MONDAY + HOUR)
    assert not CaseMessage.objects.filter(direction="in").exists()
    assert why_not(case, MONDAY + HOUR, "sms") == "suppressed"


def test_whatever_was_asked_later_is_what_they_answer(case: Case, agent: Any, channel: Noting) -> None:
    write(case, agent)
    post_due(5, lambda: MONDAY + MINUTE)
    asked = Invitation.objects.create(
        workspace=case.workspace, survey=case.response.survey, person=case.person, channel="sms"
    )
    Message.objects.create(
        workspace=case.workspace, invitation=asked, channel="sms", purpose="invite", due_at=MONDAY,
        address=PHONE, state="sent", sent_at=MONDAY + 2 * MINUTE,
    )  # fmt: skip
    take_text(case.workspace, told("sms", "9"), MONDAY + HOUR)
    assert not CaseMessage.objects.filter(direction="in").exists()
    assert Reply.objects.get().became == "answer"


def test_another_number_and_another_workspace_are_none_of_it(
    case: Case, agent: Any, channel: Noting, foreign_workspace: Any
) -> None:
    write(case, agent)
    post_due(5, lambda: MONDAY + MINUTE)
    take_text(case.workspace, told("sms", "hello", sender="+37250000000"), MONDAY + HOUR)
    take_text(foreign_workspace, told("sms", "hello", id="SM2"), MONDAY + HOUR)
    take_text(case.workspace, told("whatsapp", "hello", id="SM3"), MONDAY + HOUR)
    assert not CaseMessage.objects.filter(direction="in").exists()


class TestNobodyIsWrittenTo:
    def test_without_permission_telephone_or_channel(self, case: Case, agent: Any, person: Any) -> None:
        assert why_not(case, MONDAY, "sms") == ""
        case.workspace.channel_setups.all().delete()
        assert why_not(case, MONDAY, "sms") == "not_set_up"
        person.phone = case.person.phone = ""
        person.save()
        assert why_not(case, MONDAY, "sms") == "no_phone"
        withdraw(case.workspace, [person.pk], "follow_up", "sms", "user:a", case.response.at + MINUTE)
        assert why_not(case, MONDAY, "sms") == "not_permitted"
        assert why_not(case, MONDAY) == ""  # by mail they may be
        with pytest.raises(Refusal) as refused:
            write(case, agent)
        assert refused.value.code == "reply_not_permitted"
        assert not PostedMail.objects.exists()

    def test_who_took_the_number_off_before_it_goes_out(
        self, case: Case, agent: Any, channel: Noting
    ) -> None:
        write(case, agent)
        reason = SuppressionReason.UNSUBSCRIBED
        suppress(case.workspace, "sms", PHONE, "", reason, "reply:sms", MONDAY)
        assert post_due(5, lambda: MONDAY + MINUTE) == 1
        assert channel.letters == []
        mail = PostedMail.objects.get()
        assert (mail.state, mail.failure) == ("cancelled", "suppressed")
        case.refresh_from_db()
        assert case.replied_at is None

    def test_by_whatsapp_only_within_a_day_after_they_wrote(
        self, case: Case, agent: Any, channel: Noting
    ) -> None:
        assert why_not(case, MONDAY, "whatsapp") == "window"
        Reply.objects.create(
            workspace=case.workspace, channel="whatsapp", key="SM9", at=MONDAY - HOUR,
            invitation=Invitation.objects.create(
                workspace=case.workspace, survey=case.response.survey, person=case.person
            ),
        )  # fmt: skip
        assert free_until(case, MONDAY) == MONDAY + 23 * HOUR
        write(case, agent, "whatsapp")
        assert post_due(5, lambda: MONDAY + MINUTE) == 1
        assert channel.letters[0].is_free
        assert why_not(case, MONDAY + 24 * HOUR, "whatsapp") == "window"
        take_text(case.workspace, told("whatsapp", "thanks"), MONDAY + HOUR)
        assert free_until(case, MONDAY + 2 * HOUR) == MONDAY + 25 * HOUR

    def test_the_page_says_why_not(self, case: Case, agent: Any) -> None:
        page = signed_in(agent)
        shown = page.get(f"/cases/{case.pk}/reply?by=whatsapp").content.decode()
        assert "only within 24 hours after the customer wrote" in shown
        assert "<button disabled" in shown
        by_sms = page.get(f"/cases/{case.pk}/reply?by=sms").content.decode()
        assert "<button disabled" not in by_sms
        assert 'name="subject"' not in by_sms
        sent = page.post(f"/cases/{case.pk}/reply", {"by": "sms", "body": "Hello", "once": "x"})
        assert sent.status_code == 302
        assert PostedMail.objects.get().channel == "sms"


def test_a_number_that_does_not_exist_is_told_afterwards(case: Case, agent: Any, channel: Noting) -> None:
    write(case, agent)
    post_due(5, lambda: MONDAY + MINUTE)
    PostedMail.objects.update(provider_id="SM77")
    setup = Setup("sms", case.workspace_id, {}, {})
    bounce = Receipt(ReceiptKind.HARD_BOUNCE, "SM77", MONDAY + HOUR, id="SM77:failed")
    assert not apply(Setup("sms", agent.pk, {}, {}), bounce)  # of another workspace
    assert apply(setup, bounce)
    assert PostedMail.objects.get().state == "failed"
    assert barred(case.workspace, "sms", [PHONE], "", MONDAY + HOUR)
    assert not barred(case.workspace, "whatsapp", [PHONE], "", MONDAY + HOUR)


def test_own_words_take_no_template_at_meta(case: Case, agent: Any) -> None:
    setup = Setup("whatsapp", case.workspace_id, {"template": "ask_score"}, {})
    posted = PostedMail(
        workspace=case.workspace, channel="whatsapp", person=case.person, address=PHONE, text="Hello"
    )
    assert body_of(setup, posting.letter_of(posted))["text"]["body"] == "Hello"
