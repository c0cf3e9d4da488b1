"""A mail to an address that we gave out becomes an event, once, of the person whom it is about."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from likely.ask.contact_clock import clocks_of
from likely.ask.mailed_event import event_mailbox
from likely.ask.programme_tick import decide_due
from likely.lib.mail_url import parse_mail_url
from likely.lib.refusal import Refusal
from likely.people.event import Event
from tests.ask.asking import programme, survey

pytestmark = pytest.mark.django_db
SECRET = "likely:a long password"


@pytest.fixture(autouse=True)
def postmark(settings: Any) -> None:
    settings.MAIL = parse_mail_url("postmark://token")
    settings.ANYMAIL = {**settings.MAIL.options, "WEBHOOK_SECRET": SECRET}
    settings.MAIL_HOOK_SECRET = SECRET


def arrives(to: str, text: str = "", id: str = "<1@desk>", **headers: str) -> Any:
    """As Postmark posts it."""
    told = {
        "FromFull": {"Email": "desk@example.org", "Name": "Desk"},
        "From": "desk@example.org",
        "ToFull": [{"Email": one, "Name": ""} for one in to.split(", ")],
        "OriginalRecipient": to.split(", ")[-1],
        "Subject": "Your ticket is closed",
        "TextBody": text,
        "Headers": [{"Name": name, "Value": value} for name, value in {"Message-ID": id, **headers}.items()],
    }
    proof = base64.b64encode(SECRET.encode()).decode()
    answer = Client().post(
        "/hooks/mail/postmark/inbound",
        json.dumps(told),
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Basic {proof}",
    )
    assert answer.status_code == 200
    return answer


def test_a_copied_mail_is_an_event_of_its_other_recipient(workspace: Any) -> None:
    ours = f"{event_mailbox(workspace, 'ticket_closed')}@in.example.org"
    for _ in range(2):
        arrives(f"mari@example.org, {ours.upper()}", "Hello Mari, …", **{"Auto-Submitted": "auto-generated"})
    event = Event.objects.of(workspace).get()
    assert (event.name, event.source) == ("ticket_closed", "mail")
    assert event.person is not None
    assert event.person.email == "mari@example.org"


def test_lines_at_the_head_say_who_and_what(workspace: Any) -> None:
    ours = f"{event_mailbox(workspace, 'Order delivered')}@in.example.org"
    arrives(ours, "external_id: 42\nTopic: billing\nOrder-Number: A: 7\n\nname: not this\n")
    event = Event.objects.of(workspace).get()
    assert event.name == "order_delivered"
    assert event.properties == {"topic": "billing", "order_number": "A: 7"}
    assert event.person is not None
    assert event.person.external_id == "42"


def test_it_leads_to_a_question(workspace: Any) -> None:
    now = timezone.now()
    made = programme(
        workspace,
        {"trigger": {"event": "ticket_closed", "delay_days": 0}},
        survey=survey(workspace, "tnps", touchpoint="support"),
        now=now - timedelta(days=365),
    )
    arrives(f"mari@example.org, {event_mailbox(workspace, 'ticket_closed')}@in.example.org")
    decide_due(timezone.now())
    event = Event.objects.get()
    assert event.person_id in clocks_of(workspace, [event.person_id])  # type: ignore[list-item]
    assert made.decisions.get().asked


def test_nobody_else_can_tell_an_event(workspace: Any, foreign_workspace: Any) -> None:
    ours = event_mailbox(workspace, "ticket_closed")
    theirs = event_mailbox(foreign_workspace, "ticket_closed")
    name, _, token = ours.partition("+")
    for forged in (f"{name}+{token[:26]}{theirs[-16:]}", f"{name}+{'a' * 42}", name, f"{name}+{token[:-1]}"):
        arrives(f"mari@example.org, {forged}@in.example.org", id=f"<{forged}@desk>")
    assert not Event.objects.exists()


def test_a_mail_about_nobody_and_a_wrong_address_are_refused_and_told_as_taken(workspace: Any) -> None:
    arrives(f"{event_mailbox(workspace, 'ticket_closed')}@in.example.org", "Nobody is named.")
    arrives(f"{event_mailbox(workspace, 'ticket_closed')}@in.example.org", "email: nobody", id="<2@desk>")
    assert not Event.objects.exists()


def test_a_name_must_fit_into_an_address(workspace: Any) -> None:
    assert len(event_mailbox(workspace, "a" * 20)) <= 64
    with pytest.raises(Refusal):
        event_mailbox(workspace, "a" * 21)
