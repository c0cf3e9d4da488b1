"""A person's rights on their page: to agree, to see all, to be forgotten; each by whom the role allows."""

import json
from typing import Any

from django.urls import reverse

from likely.base.journal import JournalEntry
from likely.collect.response import Response
from likely.people.consent import holds
from likely.people.person import Person
from tests.web.conftest import MARKER, member, signed_in


def told(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_what_somebody_said_is_noted_and_shown(agent: Any, workspace: Any, person: Any) -> None:
    client = signed_in(agent)
    assert "May be asked." in told(client.get(reverse("person", args=[person.pk])))
    client.post(reverse("person-consent", args=[person.pk]), {"purpose": "surveys", "given": "no"})
    assert holds(workspace, [person.pk], "surveys", "mail") == {person.pk: False}
    page = told(client.get(reverse("person", args=[person.pk])))
    assert "Must not be asked." in page
    assert "user:agent@example.org" in page
    assert reverse("person-erase", args=[person.pk]) not in page
    answer = client.post(reverse("person-consent", args=[person.pk]), {"purpose": "x", "given": "no"})
    assert answer.status_code == 422


def test_everything_held_is_given_out_and_noted(
    owner: Any, workspace: Any, response: Any, person: Any
) -> None:
    client = signed_in(owner)
    address = reverse("person-file", args=[person.pk, "json"])
    assert client.get(address).status_code == 405
    data = json.loads(client.post(address).content)
    assert data["person"]["email"] == "mari@example.org"
    assert data["responses"][0]["comment"] == f"{MARKER} was late"
    zipped = client.post(reverse("person-file", args=[person.pk, "zip"]))
    assert zipped.content[:2] == b"PK"
    assert JournalEntry.objects.of(workspace).filter(verb="person.exported").count() == 2
    assert client.post(reverse("person-file", args=[person.pk, "exe"])).status_code == 404


def test_erasing_needs_a_second_look(owner: Any, workspace: Any, response: Any, person: Any) -> None:
    client = signed_in(owner)
    address = reverse("person-erase", args=[person.pk])
    assert MARKER in told(client.get(address))
    assert client.post(address, {"answers": "gone"}).status_code == 422
    assert client.post(address, {"answers": "maybe", "sure": "yes"}).status_code == 422
    assert Person.objects.filter(pk=person.pk).exists()
    answer = client.post(address, {"answers": "anonymous", "comments": "dropped", "sure": "yes"})
    assert answer["Location"] == reverse("people")
    assert not Person.objects.filter(pk=person.pk).exists()
    kept = Response.objects.of(workspace).get()
    assert (kept.score, kept.comment, kept.person_id) == (3, "", None)


def test_an_analyst_may_not_erase(workspace: Any, person: Any) -> None:
    client = signed_in(member(workspace, "analyst@example.org", "analyst"))
    address = reverse("person-erase", args=[person.pk])
    assert client.get(address).status_code == client.post(address, {"sure": "yes"}).status_code == 403
    assert Person.objects.filter(pk=person.pk).exists()
