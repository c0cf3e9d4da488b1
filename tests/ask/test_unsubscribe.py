"""The link that unsubscribes: derived, of one purpose, and what a press on it changes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import override_settings

from likely.ask.invitation import Invitation, invitation_id
from likely.ask.message import Message
from likely.ask.unsubscribe import (
    addresses_of,
    invitation_of,
    subscribe_again,
    subscription,
    unsubscribe,
    unsubscribe_headers,
    unsubscribe_link,
    unsubscribe_token,
)
from likely.base.journal import JournalEntry
from likely.people.consent import may_be_asked
from likely.people.person import Person
from likely.people.suppression import SuppressionReason, barred, suppress
from tests.store.world import survey_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MARI = "mari@example.org"


@pytest.fixture
def invitation(workspace: Any) -> Any:
    person = Person.objects.create(workspace=workspace, email=MARI, phone="+37255512345")
    return Invitation.objects.create(
        workspace=workspace, survey=survey_of(workspace), person=person, channel="mail"
    )


def test_the_link_names_its_invitation_and_no_other_link_does(invitation: Any) -> None:
    token = unsubscribe_token(invitation)
    assert invitation_of(token) == invitation.pk
    assert invitation_of(invitation.token) is None
    assert invitation_id(token) is None


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "ü", "=" * 40])
def test_what_we_did_not_make_names_nothing(token: str) -> None:
    assert invitation_of(token) is None


def test_a_changed_letter_names_nothing(invitation: Any) -> None:
    token = unsubscribe_token(invitation)
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        assert invitation_of(token[:place] + other + token[place + 1 :]) is None


def test_links_live_on_when_the_key_is_changed(invitation: Any) -> None:
    with override_settings(SECRET_KEY="old", SECRET_KEY_FALLBACKS=[]):
        token = unsubscribe_token(invitation)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert invitation_of(token) == invitation.pk
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[]):
        assert invitation_of(token) is None


def test_the_mail_says_that_one_click_will_do(invitation: Any) -> None:
    headers = unsubscribe_headers(unsubscribe_link(invitation))
    assert headers["List-Unsubscribe"].endswith(f"/u/{unsubscribe_token(invitation)}>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_from_everything_is_an_objection_on_every_address(workspace: Any, invitation: Any) -> None:
    unsubscribe(invitation, "all", NOW)
    assert barred(workspace, "mail", [MARI], "tnps", NOW) == {MARI: SuppressionReason.UNSUBSCRIBED}
    assert may_be_asked(workspace, [invitation.person_id], "sms") == {invitation.person_id: False}
    assert subscription(invitation, NOW).from_all


def test_from_one_kind_leaves_the_others(workspace: Any, invitation: Any) -> None:
    unsubscribe(invitation, "kind", NOW)
    assert barred(workspace, "mail", [MARI], "rnps", NOW)
    assert not barred(workspace, "mail", [MARI], "tnps", NOW)
    assert may_be_asked(workspace, [invitation.person_id], "mail") == {invitation.person_id: True}


def test_it_concerns_where_the_message_went_even_after_a_new_address(workspace: Any, invitation: Any) -> None:
    Message.objects.create(
        workspace=workspace, invitation=invitation, purpose="invite", channel="mail", address=MARI, due_at=NOW
    )
    Person.objects.filter(pk=invitation.person_id).update(email="new@example.org")
    invitation.person.refresh_from_db()
    assert addresses_of(invitation) == [MARI, "new@example.org"]
    unsubscribe(invitation, "all", NOW)
    assert set(barred(workspace, "mail", [MARI, "new@example.org"], "", NOW)) == {MARI, "new@example.org"}


def test_twice_is_once_and_again_takes_it_back(workspace: Any, invitation: Any) -> None:
    for _ in range(2):
        unsubscribe(invitation, "all", NOW)
    assert JournalEntry.objects.of(workspace).filter(verb="person.unsubscribed").count() == 1
    for _ in range(2):
        subscribe_again(invitation, NOW)
    assert not barred(workspace, "mail", [MARI], "rnps", NOW)
    assert may_be_asked(workspace, [invitation.person_id], "mail") == {invitation.person_id: True}
    assert JournalEntry.objects.of(workspace).filter(verb="person.subscribed_again").count() == 1


def test_a_complaint_is_not_taken_back_by_the_link(workspace: Any, invitation: Any) -> None:
    suppress(workspace, "mail", MARI, "", SuppressionReason.COMPLAINT, "receipt:1", NOW)
    unsubscribe(invitation, "all", NOW)
    subscribe_again(invitation, NOW)
    assert barred(workspace, "mail", [MARI], "rnps", NOW) == {MARI: SuppressionReason.COMPLAINT}


def test_the_journal_holds_no_address(workspace: Any, invitation: Any) -> None:
    unsubscribe(invitation, "all", NOW)
    subscribe_again(invitation, NOW)
    told = " ".join(str((one.actor, one.subject, one.detail)) for one in JournalEntry.objects.of(workspace))
    assert MARI not in told
