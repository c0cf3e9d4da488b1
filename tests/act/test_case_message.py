"""A reply from a case: to whom it may go, in which thread, once, and what it does to the clock."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from likely.act import posting
from likely.act.case import Case, Opening, open_case
from likely.act.case_address import case_addressed, reply_address
from likely.act.case_message import CaseMessage, Draft, reply, subject_of_thread, thread_of
from likely.act.erasure import erase_person
from likely.act.may_reply import permission, why_not
from likely.act.person_file import person_data
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.act.reply_template import TemplateFacts, keep_reply_template, suggestions
from likely.act.reply_words import STARTERS
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.message_id import message_id_of
from likely.channels.channel import SendError
from likely.lib.refusal import Refusal
from likely.people.consent import give, withdraw
from likely.people.suppression import SuppressionReason, barred, suppress
from tests.ask.queued import Noting
from tests.web.conftest import agent, answer, member, person, response, survey

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DRAFT = Draft("About {subject}", "Hello {name}, you gave us {score}.\n\n{agent}", once="a")


@pytest.fixture
def case(response: Any, agent: Any) -> Case:
    return open_case(response, Opening(), "user:a", MONDAY)[0]


def send(at: datetime = MONDAY + MINUTE) -> int:
    return post_due(5, lambda: at)


def test_it_goes_out_once_in_the_name_of_who_writes(
    case: Case, agent: Any, channel: Noting, settings: Any
) -> None:
    settings.REPLY_ADDRESS = "replies@example.org"
    agent.name = "Jaan"
    first = reply(case, DRAFT, agent, "user:a", MONDAY)
    assert reply(case, DRAFT, agent, "user:a", MONDAY + MINUTE) == first
    assert (send(), send()) == (1, 0)
    [letter] = channel.letters
    assert (letter.address, letter.subject) == ("mari@example.org", "About Zebrafinch")
    assert letter.text == "Hello Zebrafinch Person, you gave us 3.\n\nJaan\n"
    assert letter.sender.startswith('"Jaan, Nordic Hardware" <')
    assert case_addressed([letter.headers["Reply-To"]]) == case.pk
    assert "Auto-Submitted" not in letter.headers
    assert CaseMessage.objects.get().state == "sent"


def test_the_first_one_stops_the_clock_and_waiting_pauses_it(case: Case, agent: Any) -> None:
    reply(case, Draft("A", "B", "1", wait=True), agent, "user:a", MONDAY)
    case.refresh_from_db()
    assert (case.state, case.replied_at, case.due_at, case.paused_at) == ("waiting", MONDAY, None, MONDAY)
    reply(case, Draft("A", "C", "2", wait=True), agent, "user:a", MONDAY + MINUTE)
    case.refresh_from_db()
    assert (case.state, case.replied_at) == ("waiting", MONDAY)


def test_it_answers_the_mail_that_asked_and_then_what_was_written_last(
    case: Case, agent: Any, channel: Noting
) -> None:
    asked = Invitation.objects.create(workspace=case.workspace, survey=case.response.survey)
    mail = Message.objects.create(
        workspace=case.workspace, invitation=asked, channel="mail", purpose="invite", due_at=MONDAY,
        sent_at=MONDAY,
    )  # fmt: skip
    case.response.invitation = asked
    case.response.save()
    reply(case, Draft("A", "B", "1"), agent, "user:a", MONDAY)
    reply(case, Draft("A", "C", "2"), agent, "user:a", MONDAY + MINUTE)
    assert send(MONDAY + 2 * MINUTE) == 2
    first, second = channel.letters
    assert first.headers["In-Reply-To"] == message_id_of(mail.pk)
    assert second.headers["In-Reply-To"] == first.message_id
    assert second.headers["References"] == f"{message_id_of(mail.pk)} {first.message_id}"
    assert thread_of(case)[-1] == second.message_id
    assert subject_of_thread(case) == "Re: A"


class TestNobodyIsWrittenTo:
    def test_without_permission(self, case: Case, agent: Any, person: Any) -> None:
        for said, reason in ((None, "not_asked"), (False, "not_permitted")):
            case.response.permission = said
            case.response.save()
            assert why_not(case, MONDAY) == reason
            with pytest.raises(Refusal) as refused:
                reply(case, DRAFT, agent, "user:a", MONDAY)
            assert refused.value.code == f"reply_{reason}"
        assert not PostedMail.objects.exists()
        give(case.workspace, [person.pk], "follow_up", "", "user:a", MONDAY)
        case.response.permission = None
        case.response.save()
        assert why_not(case, MONDAY) == ""

    def test_who_takes_it_back(self, case: Case, person: Any) -> None:
        assert permission(case) is True
        withdraw(case.workspace, [person.pk], "follow_up", "", "user:a", case.response.at + MINUTE)
        assert permission(case) is False

    def test_who_said_no_before_and_yes_in_this_answer_may_be(self, case: Case, person: Any) -> None:
        withdraw(case.workspace, [person.pk], "follow_up", "", "import", case.response.at - DAY)
        assert permission(case) is True

    def test_who_unsubscribed_from_everything(self, case: Case) -> None:
        suppress(case.workspace, "", "mari@example.org", "", SuppressionReason.UNSUBSCRIBED, "t", MONDAY)
        assert why_not(case, MONDAY) == "suppressed"

    def test_whom_nobody_knows(self, answer: Any) -> None:
        unknown, _ = open_case(answer(1), Opening(), "user:a", MONDAY)
        assert why_not(unknown, MONDAY) == "nobody"

    def test_who_objects_before_it_has_gone_out(self, case: Case, agent: Any, channel: Noting) -> None:
        reply(case, Draft("A", "B", "1", wait=True), agent, "user:a", MONDAY)
        suppress(case.workspace, "", "mari@example.org", "", SuppressionReason.COMPLAINT, "t", MONDAY)
        assert send() == 1
        assert channel.letters == []
        message = CaseMessage.objects.get()
        assert (message.state, message.posted.failure) == ("failed", "suppressed")
        case.refresh_from_db()
        assert (case.state, case.replied_at, case.due_at) == ("open", None, case.reply_due_at)


class TestWhatBecomesOfIt:
    def test_a_mailbox_that_is_not_there_gives_the_clock_back_and_bars_the_address(
        self, case: Case, agent: Any, channel: Noting
    ) -> None:
        channel.answers = [SendError("550 5.1.1 No such user", permanent=True, bounced=True)]
        reply(case, Draft("A", "B", "1"), agent, "user:a", MONDAY)
        send()
        case.refresh_from_db()
        assert case.replied_at is None
        assert why_not(case, MONDAY) == "suppressed"
        assert CaseMessage.objects.get().posted.failure == "550 5.1.1 No such user"

    def test_a_busy_server_is_tried_again(self, case: Case, agent: Any, channel: Noting) -> None:
        channel.answers = [SendError("451 later", permanent=False)]
        reply(case, Draft("A", "B", "1"), agent, "user:a", MONDAY)
        assert (send(), send()) == (1, 0)
        assert send(MONDAY + 5 * MINUTE) == 1
        assert {letter.message_id for letter in channel.letters} == {CaseMessage.objects.get().message_id}

    def test_an_unknown_fate_is_repeated_once_under_the_same_name(
        self, case: Case, agent: Any, channel: Noting
    ) -> None:
        channel.answers = [SendError("the line broke", permanent=False, unknown=True)] * 2
        reply(case, Draft("A", "B", "1"), agent, "user:a", MONDAY)
        sent = [send(MONDAY + n * 10 * MINUTE) for n in range(1, 5)]
        assert sent == [1, 1, 0, 0]
        assert len({letter.message_id for letter in channel.letters}) == 1
        assert CaseMessage.objects.get().state == "unknown"


class TestSuggestions:
    def test_of_the_group_and_language_first(self, case: Case, agent: Any) -> None:
        for facts in (
            TemplateFacts("Any", "", "en", "S", "B"),
            TemplateFacts("Sorry", "detractor", "en", "Sorry, {name}", "You wrote “{comment}”."),
            TemplateFacts("Joy", "promoter", "en", "S", "B"),
            TemplateFacts("Vabandust", "detractor", "et", "S", "B"),
        ):
            keep_reply_template(case.workspace, facts, "user:a")
        told = suggestions(case, agent)
        assert [one.name for one in told] == ["Sorry", "Any", "Vabandust", ""]
        assert told[0].body == "You wrote “Zebrafinch was late”."
        assert "Zebrafinch was late" in told[-1].body

    def test_a_paragraph_about_a_comment_that_is_not_there_falls_away(self, answer: Any, agent: Any) -> None:
        silent, _ = open_case(answer(1), Opening(), "user:a", MONDAY)
        usual = suggestions(silent, agent)[-1]
        assert usual.body.startswith("Hello,")
        assert "“" not in usual.body
        assert "{" not in usual.body

    def test_the_company_signs_once_where_nobody_else_does(self, case: Case, agent: Any) -> None:
        company = str(case.workspace.name)
        assert suggestions(case, None)[-1].body.endswith(f".\n\n{company}")
        agent.name = "Ann Saar"
        assert suggestions(case, agent)[-1].body.endswith(f".\n\nAnn Saar\n{company}")

    def test_a_field_that_nothing_fills_is_refused(self, workspace: Any) -> None:
        with pytest.raises(Refusal, match="discount"):
            keep_reply_template(workspace, TemplateFacts("A", "", "en", "S", "{discount}"), "user:a")

    def test_ours_are_there_for_every_group_in_each_language(self) -> None:
        groups = {"detractor", "passive", "promoter"}
        assert {code: set(texts) for code, texts in STARTERS.items()} == dict.fromkeys(
            ("en", "et", "zh"), groups
        )


def test_an_address_names_its_case_and_a_forged_one_none(case: Case, settings: Any) -> None:
    assert reply_address(case.pk) == ""
    settings.REPLY_ADDRESS = "replies@example.org"
    address = reply_address(case.pk)
    assert len(address.partition("@")[0]) <= 64
    assert case_addressed(["x@example.org", address.upper()]) == case.pk
    box, _, host = address.partition("@")
    forged = box[:-30] + ("b" if box[-30] == "a" else "a") + box[-29:]
    assert case_addressed([f"{forged}@{host}", "replies@example.org", "a+b@example.org"]) is None


def test_it_goes_with_the_person(case: Case, agent: Any, person: Any) -> None:
    reply(case, DRAFT, agent, "user:a", MONDAY)
    person.delete()
    assert not CaseMessage.objects.exists()
    assert not PostedMail.objects.exists()


def test_the_file_about_a_person_holds_what_was_written(case: Case, agent: Any, person: Any) -> None:
    reply(case, DRAFT, agent, "user:a", MONDAY)
    told = person_data(case.workspace, person, MONDAY)
    assert [one["body"] for one in told["casemessages"]] == [
        "Hello Zebrafinch Person, you gave us 3.\n\nNordic Hardware"
    ]
    assert len(told["postedmails"]) == 1


def test_an_erased_person_is_barred_where_the_mail_went(
    case: Case, agent: Any, person: Any, channel: Noting
) -> None:
    reply(case, DRAFT, agent, "user:a", MONDAY)
    send()
    person.email = "new@example.org"
    person.save()
    erase_person(case.workspace, person, "anonymous", "masked", "user:a", MONDAY)
    assert not CaseMessage.objects.exists()
    assert set(barred(case.workspace, "mail", ["mari@example.org", "new@example.org"], "", MONDAY)) == {
        "mari@example.org",
        "new@example.org",
    }
