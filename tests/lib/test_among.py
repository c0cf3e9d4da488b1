"""One of many texts as one parameter."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.lib.among import Among
from likely.people.person import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)


@given(st.lists(TEXTS, max_size=6, unique=True), st.lists(TEXTS, max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_it_finds_whom_in_finds(workspace: Any, stored: list[str], wanted: list[str]) -> None:
    Person.objects.of(workspace).delete()
    Person.objects.bulk_create(Person(workspace=workspace, external_id=one) for one in stored)
    people = Person.objects.of(workspace)
    by_among = set(people.filter(Among(F("external_id"), wanted)).values_list("external_id", flat=True))
    assert by_among == set(stored) & set(wanted)


@pytest.mark.parametrize("name", ["external_id", "email", "phone"])
def test_it_uses_the_index_of_the_name(workspace: Any, name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what the tables hold")
    found = Person.objects.of(workspace).filter(Among(F(name), ["a", "b"])).exclude(**{name: ""})
    assert f"person_{name}_once" in found.explain()
