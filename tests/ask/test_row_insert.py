"""Rows written at once are the rows that the ORM would have written."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from likely.ask.contact_clock import COLUMNS, ContactClock
from likely.ask.decision_write import INVITATION
from likely.ask.invitation import Invitation
from likely.ask.row_insert import insert
from likely.lib.identity import new_id
from tests.ask.asking import MONDAY, people, survey

pytestmark = pytest.mark.django_db
ODD = {"text": 'a "quoted" {brace}, \\ and ❤', "number": 1.5, "yes": True}


def test_every_kind_of_cell_arrives(workspace: Any) -> None:
    asked, crowd = survey(workspace), people(workspace, 3)
    rows = [
        (new_id(), workspace.pk, asked.pk, one.pk, None, "mail", 'e"t', ODD, MONDAY, end, None, 0)
        for one, end in zip(crowd, (MONDAY, None, MONDAY), strict=True)
    ]
    insert(Invitation, INVITATION, rows)
    found = list(Invitation.objects.order_by("pk"))
    assert [(one.pk, one.expires_at) for one in found] == [(row[0], row[9]) for row in rows]
    assert {one.language for one in found} == {'e"t'}
    assert all(one.properties == ODD and one.created_at == MONDAY and one.programme is None for one in found)


def test_nothing_is_nothing(workspace: Any) -> None:
    insert(Invitation, INVITATION, [])
    assert not Invitation.objects.exists()


def test_a_twin_is_an_error_unless_it_may_be_there(workspace: Any) -> None:
    mari, juri = people(workspace, 2)
    row = (workspace.pk, mari.pk, "rnps", MONDAY, new_id())
    insert(ContactClock, COLUMNS, [row])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(ContactClock, COLUMNS, [row])
    insert(ContactClock, COLUMNS, [row, (workspace.pk, juri.pk, "rnps", MONDAY, new_id())], unless_there=True)
    assert ContactClock.objects.count() == 2
