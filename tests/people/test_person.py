from typing import Any

import pytest

from likely.lib.refusal import Refusal
from likely.people.facts import read_person
from likely.people.person import Person, keep_person


def test_a_person_is_made_once_and_then_brought_up_to_date(workspace: Any) -> None:
    first, made = keep_person(
        workspace, read_person({"email": "anna@example.org", "properties": {"plan": "pro"}})
    )
    again, made_again = keep_person(
        workspace,
        read_person({"email": "ANNA@example.org", "name": "Anna", "properties": {"region": "north"}}),
    )
    assert (made, made_again, again.pk) == (True, False, first.pk)
    assert (again.name, again.properties) == ("Anna", {"plan": "pro", "region": "north"})


def test_what_is_not_told_stays(workspace: Any) -> None:
    keep_person(workspace, read_person({"external_id": "7", "email": "anna@example.org", "name": "Anna"}))
    person, _ = keep_person(workspace, read_person({"external_id": "7"}))
    assert (person.email, person.name) == ("anna@example.org", "Anna")


def test_facts_of_two_people_are_refused_and_change_nothing(workspace: Any) -> None:
    keep_person(workspace, read_person({"external_id": "7"}))
    keep_person(workspace, read_person({"email": "anna@example.org"}))
    with pytest.raises(Refusal, match="different people"):
        keep_person(workspace, read_person({"external_id": "7", "email": "anna@example.org"}))
    assert Person.objects.of(workspace).count() == 2


def test_the_same_address_in_another_workspace_is_another_person(
    workspace: Any, foreign_workspace: Any
) -> None:
    one, _ = keep_person(workspace, read_person({"email": "anna@example.org"}))
    other, made = keep_person(foreign_workspace, read_person({"email": "anna@example.org"}))
    assert made
    assert one.pk != other.pk
