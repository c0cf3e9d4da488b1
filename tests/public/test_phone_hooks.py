"""What providers call: signed receipts, replies by SMS, a call's keypad; strangers, replays and nonsense."""

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings as installed
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from likely.ask.message import MessageState
from likely.collect.reply import Reply
from likely.collect.response import Response
from likely.people.suppression import Suppression, barred
from tests.channels.conftest import (  # noqa: F401 - fixtures
    PHONE,
    TOKEN,
    asked,
    by_twilio,
    person,
    set_up,
    survey,
)

pytestmark = pytest.mark.django_db


def signed(path: str, form: dict[str, str], token: str = TOKEN) -> Any:
    """As Twilio posts it."""
    from twilio.request_validator import RequestValidator

    signature = RequestValidator(token).compute_signature(installed.BASE_URL + path, form)
    return Client().post(path, form, headers={"X-Twilio-Signature": signature})


def reply(workspace: Any, text: str, id: str = "SM-in-1") -> Any:
    form = {"From": PHONE, "To": "+15550100", "Body": text, "MessageSid": id}
    return signed(f"/hooks/twilio/{workspace.pk}/sms/inbound", form)


def test_a_nine_by_sms_is_one_answer(workspace: Any, by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("sms")
    message = asked("sms")
    assert reply(workspace, " 9 ").status_code == 200
    assert reply(workspace, " 9 ").status_code == 200  # told again
    response = Response.objects.of(workspace).get()
    assert (response.score, response.channel, response.state) == (9, "sms", "counted")
    assert response.invitation == message.invitation
    assert reply(workspace, "fast delivery", "SM-in-2").status_code == 200
    assert reply(workspace, "and friendly", "SM-in-3").status_code == 200
    assert reply(workspace, "and friendly", "SM-in-3").status_code == 200
    response.refresh_from_db()
    assert (response.score, response.comment) == (9, "fast delivery\nand friendly")
    assert Reply.objects.of(workspace).count() == 3


def test_a_fallback_by_sms_is_an_answer_by_sms(workspace: Any, by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("sms")
    message = asked("sms")
    message.invitation.channel = "mail"
    message.invitation.save()
    reply(workspace, "10")
    assert Response.objects.of(workspace).get().channel == "sms"


def test_stop_suppresses_and_start_lifts(workspace: Any, by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("sms")
    asked("sms")
    reply(workspace, "Stopp.")
    assert Suppression.objects.of(workspace).get().reason == "unsubscribed"
    assert not Response.objects.exists()
    reply(workspace, "START", "SM-in-2")
    assert not Suppression.objects.of(workspace).exists()


@pytest.mark.parametrize("word", ["STOP", "stopp", "退订", "СТОП", "Lõpeta!", "إيقاف", "배신 STOP", "arrêt"])
def test_a_stop_word_of_any_language_holds_on_every_channel_of_the_number(
    workspace: Any,
    by_twilio: Any,  # noqa: F811
    asked: Any,  # noqa: F811
    word: str,
) -> None:
    by_twilio("sms")
    asked("sms")
    for _ in range(2):
        assert reply(workspace, word).status_code == 200
    stops = word != "배신 STOP"  # a word among others may mean anything: it is kept as a comment
    for channel in ("sms", "whatsapp", "voice"):
        assert bool(barred(workspace, channel, [PHONE], "rnps", timezone.now())) is stops
    assert Suppression.objects.of(workspace).count() == stops
    assert Response.objects.exists() is not stops


def test_a_nine_by_whatsapp_through_twilio(workspace: Any, by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("whatsapp")
    asked("whatsapp")
    form = {"From": f"whatsapp:{PHONE}", "Body": "9/10", "MessageSid": "SM-in-1"}
    for _ in range(2):
        assert signed(f"/hooks/twilio/{workspace.pk}/whatsapp/inbound", form).status_code == 200
    response = Response.objects.of(workspace).get()
    assert (response.score, response.channel, response.verdict) == (9, "whatsapp", "")
    assert response.person.phone == PHONE  # type: ignore[union-attr]


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_a_call_that_nobody_took_failed(workspace: Any, by_twilio: Any, asked: Any, status: str) -> None:  # noqa: F811
    by_twilio("voice")
    message = asked("voice", provider_id="CA1")
    for _ in range(2):
        answer = signed(
            f"/hooks/twilio/{workspace.pk}/voice/status", {"CallSid": "CA1", "CallStatus": status}
        )
        assert answer.status_code == 204
    message.refresh_from_db()
    assert (message.state, message.receipts.count()) == (MessageState.FAILED, 1)
    assert not Suppression.objects.exists()  # somebody may be there tomorrow


def test_who_was_not_asked_answers_nothing(workspace: Any, by_twilio: Any) -> None:  # noqa: F811
    by_twilio("sms")
    assert reply(workspace, "9").status_code == 200
    assert Reply.objects.of(workspace).get().became == "unmatched"
    assert not Response.objects.exists()


def test_a_receipt_counts_once_and_for_its_own_workspace(
    workspace: Any,
    foreign_workspace: Any,
    by_twilio: Any,  # noqa: F811
    asked: Any,  # noqa: F811
) -> None:
    by_twilio("sms")
    message = asked("sms")
    set_up(foreign_workspace, "sms", {"account": "AC"}, {"token": TOKEN})
    form = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    signed(f"/hooks/twilio/{foreign_workspace.pk}/sms/status", form)
    assert message.receipts.count() == 0
    for _ in range(3):
        assert signed(f"/hooks/twilio/{workspace.pk}/sms/status", form).status_code == 204
    assert message.receipts.count() == 1
    message.refresh_from_db()
    assert message.delivered_at is not None


def test_a_number_that_does_not_exist_is_suppressed(workspace: Any, by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("sms")
    message = asked("sms")
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}
    signed(f"/hooks/twilio/{workspace.pk}/sms/status", form)
    message.refresh_from_db()
    assert message.state == MessageState.FAILED
    assert Suppression.objects.of(workspace).get().reason == "hard_bounce"


@pytest.mark.parametrize("what", ["status", "inbound"])
def test_a_stranger_is_told_no(workspace: Any, by_twilio: Any, what: str) -> None:  # noqa: F811
    path = f"/hooks/twilio/{workspace.pk}/sms/{what}"
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "From": PHONE, "Body": "9"}
    assert signed(path, form).status_code == 403  # not set up
    by_twilio("sms")
    assert signed(path, form, "another token").status_code == 403
    assert Client().post(path, form).status_code == 403
    assert Client().post(path, form, headers={"X-Twilio-Signature": "ä"}).status_code == 403
    assert not Reply.objects.exists()


def call(token: str, step: str = "", **form: str) -> Any:
    return signed(f"/hooks/voice/{token}{f'/{step}' if step else ''}", {"CallSid": "CA1", **form})


def test_the_keypad_of_a_call_gives_an_answer(workspace: Any, by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("voice")
    token = asked("voice").invitation.token
    begun = call(token).content.decode()
    assert "<Gather" in begun
    assert f"/hooks/voice/{token}/score" in begun
    assert "Nordic Hardware" in begun
    assert not Response.objects.exists()
    assert "no number" in call(token, "score", Digits="11").content.decode()
    assert "You pressed 4" in call(token, "score", Digits="4").content.decode()
    assert Response.objects.get().score == 4  # already kept, should they hang up
    assert "/score" in call(token, "confirm", Digits="2").content.decode()
    assert "You pressed 10" in call(token, "score", Digits="10").content.decode()
    assert "/why" in call(token, "confirm", Digits="1").content.decode()
    assert "<Hangup" in call(token, "why", SpeechResult="They call back.").content.decode()
    response = Response.objects.get()
    assert (response.score, response.channel, response.comment) == (10, "voice", "They call back.")


def test_a_call_speaks_the_persons_language(by_twilio: Any, asked: Any, person: Any) -> None:  # noqa: F811
    by_twilio("voice")
    person.language = "et"
    person.save()
    said = call(asked("voice").invitation.token).content.decode()
    assert 'language="et-EE"' in said
    assert "Tere!" in said


def test_nobody_presses_and_the_call_ends(by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("voice")
    token = asked("voice").invitation.token
    assert "<Hangup" in call(token, "score", Digits="").content.decode()
    assert not Response.objects.exists()


def test_a_call_of_a_stranger_says_nothing(by_twilio: Any, asked: Any) -> None:  # noqa: F811
    by_twilio("voice")
    token = asked("voice").invitation.token
    assert Client().post(f"/hooks/voice/{token}").status_code == 403
    assert call("nobody").status_code == 403
    assert call(token, "elsewhere").status_code == 403


SECRETS = {"token": "t", "app_secret": "app", "verify_token": "chosen"}


def told_by_meta(workspace: Any, body: bytes, secret: str = "app") -> Any:
    signature = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    return Client().post(
        f"/hooks/whatsapp/{workspace.pk}",
        body,
        content_type="application/json",
        headers={"X-Hub-Signature-256": signature},
    )


def test_whatsapp_by_meta(workspace: Any, asked: Any) -> None:  # noqa: F811
    set_up(workspace, "whatsapp", {"provider": "cloud", "phone": "1"}, SECRETS)
    message = asked("whatsapp", provider_id="wamid.1")
    value = {
        "statuses": [{"id": "wamid.1", "status": "read"}],
        "messages": [{"id": "wamid.2", "from": PHONE[1:], "type": "text", "text": {"body": "７"}}],
    }
    body = json.dumps({"entry": [{"changes": [{"value": value}]}]}).encode()
    assert told_by_meta(workspace, body, "wrong").status_code == 403
    assert not Response.objects.exists()
    for _ in range(2):
        assert told_by_meta(workspace, body).status_code == 200
    assert (Response.objects.get().score, Response.objects.get().channel) == (7, "whatsapp")
    message.refresh_from_db()
    assert message.opened_at is not None
    assert message.receipts.count() == 1


def test_meta_checks_the_address(workspace: Any) -> None:
    set_up(workspace, "whatsapp", {"provider": "cloud", "phone": "1"}, SECRETS)
    asked_for = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "chosen"}
    path = f"/hooks/whatsapp/{workspace.pk}"
    assert Client().get(path, asked_for).content == b"1158201444"
    assert Client().get(path, {**asked_for, "hub.verify_token": "other"}).status_code == 403
    assert Client().get(path, {**asked_for, "hub.challenge": "<script>"}).status_code == 403


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["entry", "changes", "value", "statuses", "messages", "id", "from", "text", "body"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
LIMITS = rules(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@LIMITS
@given(told=JSON)
def test_nonsense_by_meta_breaks_nothing(workspace: Any, told: Any) -> None:
    set_up(workspace, "whatsapp", {"provider": "cloud", "phone": "1"}, SECRETS)
    body = json.dumps({"entry": [{"changes": [{"value": told}]}]}).encode()
    assert told_by_meta(workspace, body).status_code == 200
    assert told_by_meta(workspace, json.dumps(told).encode()).status_code < 500


@LIMITS
@given(text=st.text(max_size=60), id=st.text(max_size=200), sender=st.text(max_size=30))
def test_nonsense_by_twilio_breaks_nothing(
    workspace: Any,
    by_twilio: Any,  # noqa: F811
    text: str,
    id: str,
    sender: str,
) -> None:
    by_twilio("sms")
    form = {"From": sender, "Body": text, "MessageSid": id, "MessageStatus": "delivered"}
    for what in ("inbound", "status"):
        assert signed(f"/hooks/twilio/{workspace.pk}/sms/{what}", form).status_code < 500


@pytest.mark.parametrize("odd", ["\x00", "a\x00b"])
def test_a_byte_that_no_database_takes_breaks_nothing(
    workspace: Any,
    by_twilio: Any,  # noqa: F811
    asked: Any,  # noqa: F811
    odd: str,
) -> None:
    """PostgreSQL refuses NUL where SQLite keeps it."""
    by_twilio("sms")
    asked("sms")
    form = {"From": f"{odd}{PHONE}", "Body": f"9{odd}", "MessageSid": odd, "MessageStatus": "delivered"}
    for what in ("inbound", "status"):
        assert signed(f"/hooks/twilio/{workspace.pk}/sms/{what}", form).status_code < 500
    set_up(workspace, "whatsapp", {"provider": "cloud", "phone": "1"}, SECRETS)
    value = {
        "statuses": [{"id": f"x{odd}", "status": "failed", "errors": [{"code": odd, "title": "\ud800"}]}],
        "messages": [{"id": f"{odd}\ud800", "from": PHONE[1:], "text": {"body": f"9{odd}\ud800"}}],
    }
    body = json.dumps({"entry": [{"changes": [{"value": value}]}]}).encode()
    assert told_by_meta(workspace, body).status_code == 200
