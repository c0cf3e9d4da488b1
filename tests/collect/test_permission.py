"""What was answered to "may we contact you?" stands in the ledger, once, with its source."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from likely.collect.permission import note_permissions
from likely.people.consent import Consent, holds, withdraw
from likely.people.person import Person
from tests.store.world import answer

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def mari(workspace: Any) -> Any:
    return Person.objects.create(workspace=workspace, email="mari@example.org")


def test_a_yes_is_written_once_and_a_no_after_it_again(workspace: Any, mari: Any) -> None:
    row = answer(workspace, 3, person=mari, permission=True, at=NOW, changed_at=NOW)
    assert [note_permissions(NOW), note_permissions(NOW, NOW)] == [1, 0]
    assert holds(workspace, [mari.pk], "follow_up", "mail") == {mari.pk: True}
    entry = Consent.objects.get()
    assert (entry.source, entry.at) == (f"response:{row.pk}", NOW)
    later = NOW + timedelta(hours=1)
    row.permission, row.changed_at = False, later
    row.save()
    assert [note_permissions(later, NOW), note_permissions(later, later)] == [1, 0]
    assert holds(workspace, [mari.pk], "follow_up", "mail") == {mari.pk: False}


def test_who_did_not_answer_or_is_doubted_or_unknown_agreed_to_nothing(workspace: Any, mari: Any) -> None:
    answer(workspace, 3, person=mari)
    answer(workspace, 3, person=mari, permission=True, state="quarantined")
    answer(workspace, 3, permission=True)
    assert note_permissions(NOW) == 0


def test_a_newer_word_to_staff_is_not_overruled(workspace: Any, mari: Any) -> None:
    answer(workspace, 3, person=mari, permission=True, at=NOW, changed_at=NOW)
    withdraw(workspace, [mari.pk], "follow_up", "", "user:x", NOW + timedelta(minutes=1))
    assert note_permissions(NOW + timedelta(hours=1)) == 1
    assert holds(workspace, [mari.pk], "follow_up", "mail") == {mari.pk: False}
