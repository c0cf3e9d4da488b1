"""A workspace that sends by a provider on loopback, and somebody with a telephone who was asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from likely.lib.outbound_rules import read_allowance
from tests.channels.provider_server import Provider, provider

PHONE = "+37255551234"
ACCOUNT = "AC" + "0" * 32
TOKEN = "auth-token-of-a-test"


@pytest.fixture
def loopback(settings: Any) -> None:
    settings.OUTBOUND_ALLOW = read_allowance(["127.0.0.1"])


@pytest.fixture
def twilio(shared: Path, loopback: None) -> Iterator[Provider]:
    """Checks every request against Twilio's own description."""
    with provider(shared / "specs" / "twilio_messages_calls.json") as running:
        yield running


@pytest.fixture
def anybody(loopback: None) -> Iterator[Provider]:
    with provider() as running:
        yield running


def set_up(workspace: Any, channel: str, config: dict[str, str], secrets: dict[str, str]) -> None:
    from likely.channels.setup import keep_setup

    keep_setup(workspace, channel, config, secrets, "system")


@pytest.fixture
def by_twilio(workspace: Any) -> Any:
    """by_twilio(channel, url): an account of the workspace's own."""

    def make(channel: str, url: str = "http://127.0.0.1:9", sender: str = "+15550100") -> None:
        config = {"account": ACCOUNT, "sender": sender, "url": url}
        set_up(workspace, channel, config, {"token": TOKEN})

    return make


@pytest.fixture
def survey(workspace: Any) -> Any:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    return Survey.start(workspace, "Ours", make_definition("rnps", "Nordic Hardware", ("en", "et")), "system")


@pytest.fixture
def person(workspace: Any) -> Any:
    from likely.people.person import Person

    return Person.objects.create(workspace=workspace, name="Mari", phone=PHONE)


@pytest.fixture
def asked(survey: Any, person: Any) -> Any:
    """asked(channel, …): a message that went out."""

    def make(channel: str, **fields: Any) -> Any:
        from likely.ask.invitation import Invitation
        from likely.ask.message import Message, MessageState

        now = timezone.now()
        invitation = Invitation.objects.create(
            workspace=survey.workspace, survey=survey, person=person, channel=channel, sent_at=now
        )
        told = {
            "state": MessageState.SENT,
            "sent_at": now,
            "provider_id": "SM1",
            "address": PHONE,
            "purpose": "invite",
        }
        return Message.objects.create(
            workspace=survey.workspace,
            invitation=invitation,
            channel=channel,
            due_at=now,
            **{**told, **fields},
        )

    return make
