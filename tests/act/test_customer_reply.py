"""What a customer writes back: into the right case, once, by either way; machines move nothing."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from likely.act import inbound_mail, posting
from likely.act.case import Case, Opening, open_case
from likely.act.case_file import CaseFile
from likely.act.case_message import CaseMessage, Draft, reply
from likely.act.case_work import move_case
from likely.act.customer_reply import MOST_AN_HOUR
from likely.act.domain_event import DomainEvent
from likely.act.inbound_mail import read_mailbox, take_mail
from likely.act.may_reply import why_not
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.channels.channel import Inbound
from likely.channels.mail_inbound import inbound_of_bytes
from likely.lib.mail_url import parse_mail_url
from likely.lib.mailbox_url import parse_mailbox_url
from tests.ask.queued import Noting
from tests.channels.imap_server import Box, mailbox_serving
from tests.web.conftest import agent, answer, person, response, survey

SECRET = "likely:a long password"
MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def sent(response: Any, agent: Any, settings: Any, channel: Noting) -> PostedMail:
    """A reply that went out, whose customer is waited for."""
    settings.REPLY_ADDRESS = "replies@example.org"
    case, _ = open_case(response, Opening(), "user:a", MONDAY)
    reply(case, Draft("About us", "How can I help?", "1", wait=True), agent, "user:a", MONDAY)
    post_due(5, lambda: MONDAY)
    return PostedMail.objects.get()


def written(sent: PostedMail, text: str = "It came late.\n\n> How can I help?", **headers: str) -> bytes:
    mail = EmailMessage()
    told = {
        "From": "Mari <mari@example.org>",
        "To": sent.reply_to,
        "Subject": "Re: About us",
        "Message-ID": "<answer-1@example.org>",
        "Date": "Mon, 15 Jun 2026 11:00:00 +0000",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in told.items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


def take(raw: bytes, at: datetime = LATER) -> bool:
    return take_mail(inbound_of_bytes(raw), at)


def received() -> list[CaseMessage]:
    return list(CaseMessage.objects.filter(direction="in").order_by("at"))


def test_it_lands_in_the_case_once_and_takes_it_out_of_waiting(sent: PostedMail) -> None:
    raw = written(sent)
    assert [take(raw), take(raw)] == [True, False]
    [message] = received()
    assert (message.body, message.quoted, message.state) == ("It came late.", "> How can I help?", "received")
    assert (message.sender, message.at) == ("mari@example.org", LATER)
    case = Case.objects.get()
    assert (case.state, case.paused_at) == ("open", None)
    assert DomainEvent.objects.filter(kind="case.answered").count() == 1


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
def test_without_the_address_the_mail_that_it_answers_leads_there(sent: PostedMail, header: str) -> None:
    assert take(written(sent, To="us@example.org", **{header: f"<other@example.org> {sent.message_id}"}))
    assert received()[0].case_id == sent.case_id


def test_what_belongs_to_no_case_is_none(sent: PostedMail) -> None:
    assert not take(written(sent, To="us@example.org"))
    assert received() == []


def test_after_the_end_it_opens_the_case_again(sent: PostedMail) -> None:
    for n, deed in enumerate(("resolve", "close")):
        move_case(Case.objects.get(), deed, "user:a", MONDAY)
        assert take(written(sent, Message_ID=f"<{n}@example.org>"))
        assert Case.objects.get().state == "reopened"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
        {"From": "MAILER-DAEMON@example.org"},
        {"From": "Nordic <replies+x@example.org>"},
    ],
    ids=["out of office", "list", "autoreply", "bounce", "daemon", "our own"],
)
def test_what_a_machine_wrote_is_kept_and_moves_nothing(sent: PostedMail, headers: dict[str, str]) -> None:
    assert take(written(sent, **headers))
    assert received()[0].automatic
    assert Case.objects.get().state == "waiting"
    assert not DomainEvent.objects.filter(kind="case.answered").exists()


def test_a_loop_of_mails_comes_to_rest(sent: PostedMail) -> None:
    for n in range(MOST_AN_HOUR + 3):
        take(written(sent, Message_ID=f"<{n}@example.org>", Date=""))
    assert [message.automatic for message in received()].count(True) == 3
    assert DomainEvent.objects.filter(kind="case.answered").count() == MOST_AN_HOUR


def test_files_are_named_and_what_should_not_be_opened_is_marked(sent: PostedMail) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "mari@example.org", sent.reply_to, "<f@example.org>"
    mail.set_content("See here")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="octet-stream", filename="bill")
    mail.add_attachment(b"MZ\x90\x00\x03", maintype="application", subtype="pdf", filename="run.pdf")
    mail.add_attachment(b"0" * 10_000_001, maintype="image", subtype="png", filename="big.png")
    assert take(mail.as_bytes())
    told = [(one["name"], one["size"], one["refused"]) for one in received()[0].attachments]
    assert told == [("bill.pdf", 5, ""), ("run.pdf", 5, "type"), ("big.png", 10_000_001, "size")]
    [kept] = CaseFile.objects.all()
    assert (kept.case_id, bytes(kept.content), kept.media) == (sent.case_id, b"%PDF-", "application/pdf")


def test_html_alone_is_read_as_text(sent: PostedMail) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "mari@example.org", sent.reply_to, "<h@example.org>"
    mail.set_content("<p>Better <b>now</b></p><blockquote>How can I help?</blockquote>", subtype="html")
    assert take(mail.as_bytes())
    assert (received()[0].body, received()[0].quoted) == ("Better now", "> How can I help?")


class TestMailbox:
    @pytest.fixture
    def box(self, settings: Any) -> Iterator[Box]:
        with mailbox_serving() as box:
            settings.MAILBOX = parse_mailbox_url(box.url)
            yield box

    def test_what_is_unread_is_taken_and_marked(self, sent: PostedMail, box: Box) -> None:
        answered = box.put(written(sent))
        foreign = box.put(written(sent, To="us@example.org", Message_ID="<x@example.org>"))
        assert [read_mailbox(), read_mailbox()] == [2, 0]
        assert len(received()) == 1
        assert box.seen == {answered, foreign}

    def test_a_reader_that_dies_before_it_marks_takes_it_once_all_the_same(
        self, sent: PostedMail, box: Box
    ) -> None:
        box.put(written(sent))
        box.fails = ["UID FETCH 1 (BODY"]
        assert [read_mailbox(), read_mailbox()] == [0, 1]
        assert len(received()) == 1

    @pytest.mark.parametrize(
        "raw", [b"", b"\x00\xff\xfe", b"To: a\n\n", b"Content-Type: multipart/mixed\n\nx"]
    )
    def test_what_can_not_be_read_stops_nothing(self, sent: PostedMail, box: Box, raw: bytes) -> None:
        box.put(raw)
        box.put(written(sent))
        read_mailbox()
        assert len(received()) == 1
        assert len(box.seen) == 2

    def test_one_that_fails_stays_unread_and_stops_no_other(
        self, sent: PostedMail, box: Box, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails_at_first(mail: Inbound, now: datetime) -> bool:
            if "poison" in mail.text:
                raise RuntimeError
            return take_mail(mail, now)

        monkeypatch.setattr(inbound_mail, "take_mail", fails_at_first)
        box.put(written(sent, "poison", Message_ID="<p@example.org>"))
        good = box.put(written(sent))
        assert read_mailbox() == 1
        assert (len(received()), box.seen) == (1, {good})

    def test_a_mailbox_that_lets_nobody_in_is_told_without_its_password(
        self, box: Box, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.MAILBOX = parse_mailbox_url(box.url.replace("password", "passwort"))
        assert read_mailbox() == 0
        assert "the mailbox 127.0.0.1 can't be read" in caplog.text
        assert "passwort" not in caplog.text

    def test_without_a_mailbox_there_is_nothing_to_do(self, db: None, settings: Any) -> None:
        settings.MAILBOX = None
        assert read_mailbox() == 0


class TestWebhook:
    @pytest.fixture
    def postmark(self, settings: Any) -> None:
        settings.MAIL = parse_mail_url("postmark://token")
        settings.ANYMAIL = {**settings.MAIL.options, "WEBHOOK_SECRET": SECRET}
        settings.MAIL_HOOK_SECRET = SECRET

    @pytest.mark.usefixtures("postmark")
    def test_the_providers_telling_lands_in_the_case_once(self, sent: PostedMail) -> None:
        told = {
            "FromFull": {"Email": "mari@example.org", "Name": "Mari", "MailboxHash": ""},
            "ToFull": [{"Email": sent.reply_to, "Name": "", "MailboxHash": ""}],
            "OriginalRecipient": sent.reply_to,
            "Subject": "Re: About us",
            "TextBody": "It came late.\n\n> How can I help?",
            "Date": "Mon, 15 Jun 2026 11:00:00 +0000",
            "Headers": [{"Name": "Message-ID", "Value": "<answer-1@example.org>"}],
            "Attachments": [],
        }
        for _ in range(2):
            assert call("/hooks/mail/postmark/inbound", told) == 200
        assert [message.body for message in received()] == ["It came late."]

    @pytest.mark.usefixtures("postmark")
    def test_a_bounce_that_is_told_later_gives_the_clock_back(self, sent: PostedMail) -> None:
        told = {
            "RecordType": "Bounce",
            "ID": 1,
            "Type": "HardBounce",
            "TypeCode": 1,
            "MessageID": "p-1",
            "Email": "mari@example.org",
            "BouncedAt": "2026-06-15T10:05:00Z",
            "Details": "no such mailbox",
            "Inactive": True,
        }
        PostedMail.objects.update(provider_id="p-1")
        for _ in range(2):
            assert call("/hooks/mail/postmark", told) == 200
        sent.refresh_from_db()
        assert (sent.state, sent.failure) == ("failed", "no such mailbox")
        case = Case.objects.get()
        assert (case.state, case.replied_at) == ("open", None)
        assert why_not(case, LATER) == "suppressed"
        assert DomainEvent.objects.filter(kind="case.reply_failed").count() == 1


def call(address: str, told: Any) -> int:
    proof = f"Basic {b64encode(SECRET.encode()).decode()}"
    body = json.dumps(told)
    answer = Client().post(address, body, content_type="application/json", HTTP_AUTHORIZATION=proof)
    return int(answer.status_code)
