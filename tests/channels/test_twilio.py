"""SMS, WhatsApp and calls by Twilio's own client, each request checked by Twilio's own description."""

import json
from typing import Any

import pytest

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.setup import ChannelSetup, setup_of
from likely.channels.table import CHANNELS
from likely.channels.twilio_client import client_of
from tests.channels.conftest import ACCOUNT, PHONE, TOKEN

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def letter(workspace: Any, channel: str, **fields: Any) -> Letter:
    told = {"text": "How likely?", "link": "http://127.0.0.1:8000/r/TOKEN", "message_id": "<1@a>"}
    return Letter(channel=channel, address=PHONE, workspace=workspace.pk, **{**told, **fields})


def test_an_sms_leaves_as_twilio_asks_for_it(workspace: Any, twilio: Any, by_twilio: Any) -> None:
    by_twilio("sms", twilio.url)
    [sent] = CHANNELS["sms"].send([letter(workspace, "sms")])
    assert isinstance(sent, Sent), sent
    assert sent.provider_id.startswith("SM")
    [told] = twilio.seen
    assert told["path"] == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert told["form"]["To"] == PHONE
    assert told["form"]["From"] == "+15550100"
    assert told["form"]["StatusCallback"].endswith(f"/hooks/twilio/{workspace.pk}/sms/status")


def test_a_messaging_service_chooses_its_number(workspace: Any, twilio: Any, by_twilio: Any) -> None:
    by_twilio("sms", twilio.url, sender="MG" + "a" * 32)
    [sent] = CHANNELS["sms"].send([letter(workspace, "sms")])
    assert isinstance(sent, Sent), sent
    assert twilio.seen[0]["form"]["MessagingServiceSid"] == "MG" + "a" * 32


def test_whatsapp_sends_a_template_with_its_variables(workspace: Any, twilio: Any, by_twilio: Any) -> None:
    by_twilio("whatsapp", twilio.url)
    template = "HX" + "b" * 32
    one = letter(workspace, "whatsapp", template=template, variables={"1": "Mari", "3": "http://a"})
    [sent] = CHANNELS["whatsapp"].send([one])
    assert isinstance(sent, Sent), sent
    form = twilio.seen[0]["form"]
    assert (form["To"], form["From"]) == (f"whatsapp:{PHONE}", "whatsapp:+15550100")
    assert form["ContentSid"] == template
    assert json.loads(form["ContentVariables"]) == {"1": "Mari", "3": "http://a"}


def test_a_call_is_told_where_to_ask_what_to_say(workspace: Any, twilio: Any, by_twilio: Any) -> None:
    by_twilio("voice", twilio.url)
    [sent] = CHANNELS["voice"].send([letter(workspace, "voice")])
    assert isinstance(sent, Sent), sent
    assert sent.provider_id.startswith("CA")
    assert twilio.seen[0]["form"]["Url"].endswith("/hooks/voice/TOKEN")


def test_the_server_refuses_what_the_description_does(workspace: Any, twilio: Any, by_twilio: Any) -> None:
    """Else the tests above would prove nothing."""
    from twilio.base.exceptions import TwilioRestException

    from likely.lib import outbound

    by_twilio("sms", twilio.url)
    client = client_of(setup_of(workspace.pk, "sms"))
    with pytest.raises(TwilioRestException):
        client.messages.create(to=PHONE, from_="+15550100", body="a", send_at="not a time")
    path = f"{twilio.url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert outbound.request("POST", path, headers=form, body=b"To=%2B372").status == 401
    signed = {**form, "Authorization": "Basic YTpi"}
    assert outbound.request("POST", path, headers=signed, body=b"Body=a").status == 400
    assert outbound.request("POST", path, headers=signed, body=b"To=%2B3725&Body=a").status == 201


@pytest.mark.parametrize(
    ("status", "code", "permanent", "bounced"),
    [
        (400, 21211, True, True),
        (400, 21610, True, False),
        (429, 20429, False, False),
        (500, 20500, False, False),
        (401, 20003, False, False),
    ],
)
def test_an_error_says_again_or_never(
    workspace: Any, twilio: Any, by_twilio: Any, status: int, code: int, permanent: bool, bounced: bool
) -> None:
    by_twilio("sms", twilio.url)
    twilio.answers.append((status, json.dumps({"code": code, "message": "no", "status": status}).encode()))
    [error] = CHANNELS["sms"].send([letter(workspace, "sms")])
    assert isinstance(error, SendError)
    assert (error.permanent, error.bounced) == (permanent, bounced)
    assert not error.down  # another workspace's letters still go
    assert str(code) in error.words


def test_what_is_not_set_up_or_not_there_is_tried_later(
    workspace: Any, by_twilio: Any, loopback: None
) -> None:
    [error] = CHANNELS["sms"].send([letter(workspace, "sms")])
    assert isinstance(error, SendError)
    assert "not set up" in error.words
    by_twilio("sms", "http://127.0.0.1:9999")
    [error] = CHANNELS["sms"].send([letter(workspace, "sms")])
    assert isinstance(error, SendError)
    assert not error.permanent
    assert not error.unknown  # nobody was there to take it


def test_an_account_can_not_lead_into_a_private_network(
    workspace: Any, by_twilio: Any, settings: Any
) -> None:
    from likely.lib.outbound_rules import Allowance

    settings.OUTBOUND_ALLOW = Allowance()
    by_twilio("sms", "http://169.254.169.254:8080")
    [error] = CHANNELS["sms"].send([letter(workspace, "sms")])
    assert isinstance(error, SendError)
    assert "private network" in error.words


def test_the_token_is_kept_encrypted_and_shown_nowhere(workspace: Any, by_twilio: Any) -> None:
    by_twilio("sms")
    row = ChannelSetup.objects.of(workspace).get()
    assert TOKEN not in row.secret + json.dumps(row.config)
    setup = setup_of(workspace.pk, "sms")
    assert setup is not None
    assert setup.of("token") == TOKEN
    assert TOKEN not in repr(setup)


def test_an_account_of_the_installation_serves_every_workspace(workspace: Any, settings: Any) -> None:
    assert setup_of(workspace.pk, "sms") is None
    settings.TWILIO_ACCOUNT, settings.TWILIO_TOKEN = ACCOUNT, TOKEN
    settings.PHONE_SENDERS = {"sms": "+15550100"}
    setup = setup_of(workspace.pk, "sms")
    assert setup is not None
    assert not setup.own
    assert setup_of(workspace.pk, "voice") is None
