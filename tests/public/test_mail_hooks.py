"""What providers tell by webhook: genuine or refused, counted once, and never a crash."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from likely.ask.mail_reply import MailReply
from likely.ask.message import Message
from likely.ask.message_id import message_id_of
from likely.ask.receipt import MessageReceipt
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.lib.mail_url import parse_mail_url
from likely.people.suppression import Suppression
from tests.ask.queued import queue

KEY, SECRET = "key-1", "likely:a long password"


@pytest.fixture
def message(workspace: Any) -> Message:
    survey = Survey.start(workspace, "Ours", make_definition("rnps", "Us", ("en",)), "system")
    made = queue(survey, "ann@example.org", state="sent", sent_at=timezone.now())
    made.provider_id = message_id_of(made.pk)
    made.save()
    return made


@pytest.fixture
def mailgun(settings: Any) -> None:
    settings.MAIL = parse_mail_url("mailgun://key@mg.example.org")
    settings.ANYMAIL = dict(settings.MAIL.options)
    settings.MAIL_HOOK_KEY = KEY


@pytest.fixture
def postmark(settings: Any) -> None:
    settings.MAIL = parse_mail_url("postmark://token")
    settings.ANYMAIL = {**settings.MAIL.options, "WEBHOOK_SECRET": SECRET}
    settings.MAIL_HOOK_SECRET = SECRET


def of_mailgun(message: Message, event: str, token: str, key: str = KEY, **more: Any) -> Any:
    stamp = str(int(timezone.now().timestamp()))
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    told = {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": event,
            "timestamp": float(stamp),
            "id": "x",
            "recipient": message.address,
            "message": {"headers": {"message-id": message.provider_id.strip("<>")}},
            **more,
        },
    }
    return Client().post("/hooks/mail/mailgun", json.dumps(told), content_type="application/json")


def of_postmark(told: Any, secret: str = SECRET, address: str = "/hooks/mail/postmark") -> Any:
    proof = base64.b64encode(secret.encode()).decode()
    body = told if isinstance(told, str | bytes) else json.dumps(told)
    return Client().post(address, body, content_type="application/json", HTTP_AUTHORIZATION=f"Basic {proof}")


@pytest.mark.usefixtures("mailgun")
class TestSigned:
    def test_delivered_and_opened(self, message: Message) -> None:
        assert of_mailgun(message, "opened", "t1").status_code == 200
        assert of_mailgun(message, "delivered", "t2").status_code == 200
        message.refresh_from_db()
        assert message.delivered_at
        assert message.opened_at
        assert message.state == "sent"

    def test_told_again_counts_once(self, message: Message) -> None:
        for _time in range(3):
            assert of_mailgun(message, "delivered", "t1").status_code == 200
        assert MessageReceipt.objects.count() == 1

    def test_a_hard_bounce_bars_the_address_at_once(self, message: Message) -> None:
        of_mailgun(message, "failed", "t1", severity="permanent", reason="bounce")
        message.refresh_from_db()
        assert message.state == "failed"
        assert message.bounced_at
        assert Suppression.objects.get().reason == "hard_bounce"

    def test_a_delay_is_no_bounce(self, message: Message) -> None:
        of_mailgun(message, "failed", "t1", severity="temporary", reason="generic")
        message.refresh_from_db()
        assert (message.state, message.bounced_at) == ("sent", None)

    def test_a_complaint_bars_every_channel(self, message: Message) -> None:
        of_mailgun(message, "complained", "t1")
        bar = Suppression.objects.get()
        assert (bar.reason, bar.channel, bar.kind) == ("complaint", "", "")

    def test_a_message_of_unknown_fate_that_arrived_was_sent(self, message: Message) -> None:
        Message.objects.update(state="unknown")
        of_mailgun(message, "delivered", "t1")
        message.refresh_from_db()
        assert message.state == "sent"

    def test_a_wrong_signature_is_refused(self, message: Message) -> None:
        assert of_mailgun(message, "complained", "t1", key="other").status_code == 403
        assert not Suppression.objects.exists()

    def test_what_is_foreign_is_passed_over(self, message: Message) -> None:
        message.provider_id = "<somebody@else.example>"
        assert of_mailgun(message, "complained", "t1").status_code == 200
        assert not Suppression.objects.exists()

    def test_without_a_key_there_is_no_such_address(self, message: Message, settings: Any) -> None:
        settings.MAIL_HOOK_KEY = ""
        assert of_mailgun(message, "delivered", "t1").status_code == 404

    def test_another_provider_is_not_listened_to(self, message: Message) -> None:
        assert of_postmark({"RecordType": "Delivery"}).status_code == 404


@pytest.mark.usefixtures("postmark")
class TestByPassword:
    def told(self, message: Message, **more: Any) -> Any:
        return of_postmark({"MessageID": "p", "Metadata": {"message": message.provider_id}, **more})

    def test_it_opens_the_door(self, message: Message) -> None:
        self.told(message, RecordType="Delivery", DeliveredAt="2026-03-01T10:00:00Z")
        message.refresh_from_db()
        assert message.delivered_at

    def test_a_wrong_one_does_not(self, message: Message) -> None:
        assert of_postmark({"RecordType": "Delivery"}, secret="likely:guess").status_code == 403

    def test_a_full_mailbox_is_tried_again_and_then_given_up(self, message: Message) -> None:
        states = []
        for number in range(3):
            Message.objects.update(state="sent")
            self.told(message, RecordType="Bounce", Type="SoftBounce", ID=number,
                      BouncedAt=f"2026-03-0{number + 1}T10:00:00Z")  # fmt: skip
            states.append(Message.objects.get().state)
        assert states == ["queued", "queued", "failed"]

    def test_a_body_too_large_is_refused(self, message: Message) -> None:
        assert of_postmark("x" * 1_000_001).status_code == 413

    @tuned(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        body=st.binary(max_size=60)
        | st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [
                            "RecordType",
                            "Type",
                            "Metadata",
                            "message",
                            "MessageID",
                            "ID",
                            "DeliveredAt",
                            "Email",
                        ]
                    )
                    | st.text(max_size=4),
                    inner
                    | st.sampled_from(["Delivery", "Bounce", "SoftBounce", "Open", "\ud800", "0001-01-01"]),
                    max_size=4,
                )
            ),
        ).map(lambda told: json.dumps(told).encode())
    )
    def test_no_body_breaks_it(self, message: Message, body: bytes) -> None:
        assert of_postmark(body).status_code < 500

    def test_neither_does_a_very_deep_one(self, message: Message) -> None:
        assert of_postmark("[" * 200_000).status_code < 500


class TestReplies:
    def post(self, message: Message, text: str, **headers: str) -> Any:
        named = {"In-Reply-To": message.provider_id, "Message-ID": "<r1@example.org>", **headers}
        told = {
            "From": "ann@example.org",
            "FromFull": {"Email": "ann@example.org", "Name": "Ann", "MailboxHash": ""},
            "ToFull": [],
            "Subject": "Re: a question",
            "TextBody": text,
            "MessageID": "in-1",
            "Headers": [{"Name": name, "Value": value} for name, value in named.items()],
            "Attachments": [],
        }
        return of_postmark(told, address="/hooks/mail/postmark/inbound")

    def test_are_kept_once_without_what_they_quote(self, message: Message, postmark: None) -> None:
        for _time in range(2):
            answer = self.post(message, "Late again.\n\nOn 3 March 2026 Us wrote:\n> How likely")
            assert answer.status_code == 200
        kept = MailReply.objects.get()
        assert (kept.text, kept.invitation_id) == ("Late again.", message.invitation_id)

    def test_out_of_office_is_none(self, message: Message, postmark: None) -> None:
        self.post(message, "I am away.", **{"Auto-Submitted": "auto-replied"})
        assert not MailReply.objects.exists()
