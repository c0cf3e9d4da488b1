"""Segments, suppressions and consents by the API."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from likely.people.consent import holds
from likely.people.person import Person
from likely.people.suppression import barred
from tests.api.conftest import problem, respond, told


@pytest.fixture
def person(response: Any) -> Any:
    return response.person


def test_a_segment_is_made_counted_and_listed(program: Any, person: Any) -> None:
    made = told(program.post("/segments", {"name": "Known", "rule": "EMAIL is known"}), 201)
    assert made["rule"] == "email is known"
    assert told(program.get(f"/segments/{made['id']}"))["people"] == 1
    [found] = told(program.get(f"/segments/{made['id']}/people"))["items"]
    assert found["id"] == str(person.pk)
    assert [one["name"] for one in told(program.get("/segments"))["items"]] == ["Known"]


def test_a_rule_that_can_not_be_read_is_told_with_its_place(program: Any, person: Any) -> None:
    answer = program.post("/segments", {"name": "x", "rule": "plan undr 7"})
    found = problem(answer, 422, "rule_expected", "rule")
    assert "At character 6: expected what is asked of it" in found["detail"]
    problem(program.get("/segments/nothing"), 404, "segment_unknown", "segment")
    program.post("/segments", {"name": "x", "rule": "plan is pro"})
    twice = program.post("/segments", {"name": "x", "rule": "plan is pro"})
    problem(twice, 422, "segment_name_taken", "name")


def test_an_address_is_barred_and_found(program: Any, person: Any) -> None:
    made = told(program.post("/suppressions", {"address": "GONE@example.org", "reason": "complaint"}), 201)
    assert (made["shown"], made["kind"], made["until"]) == ("g…e@example.org", "", None)
    assert barred(person.workspace, "mail", ["gone@example.org"], "rnps", timezone.now())
    assert told(program.get("/suppressions?address=gone@example.org"))["items"] == [made]
    assert told(program.get("/suppressions?address=other@example.org"))["items"] == []
    problem(program.post("/suppressions", {"address": "gone"}), 422, "not_an_address", "email")


def test_consent_is_noted_with_its_source(program: Any, person: Any) -> None:
    address = f"/people/{person.pk}/consents"
    for given in (True, False):
        made = told(program.post(address, {"purpose": "surveys", "given": given}), 201)
        assert made["source"].startswith("key:")
    assert holds(person.workspace, [person.pk], "surveys", "mail") == {person.pk: False}
    assert [one["given"] for one in told(program.get(address))["items"]] == [False, True]
    nobody = program.post("/people/nobody/consents", {"purpose": "quote", "given": True})
    problem(nobody, 404, "person_unknown", "person")


def test_a_score_is_asked_of_people_as_they_were_when_they_answered(
    program: Any, survey: Any, person: Any, tmp_path: Path, settings: Any
) -> None:
    """Six of them were gold then and are not any more."""
    settings.LAKE_URL = str(tmp_path / "lake")
    for number in range(6):
        respond(survey, 9, email=f"gold{number}@example.org", properties={"tier": "gold"})
        respond(survey, 0, email=f"plain{number}@example.org", properties={"tier": "none"})
    Person.objects.filter(email__startswith="gold").update(properties={"tier": "none"})
    told(program.post("/segments", {"name": "Gold", "rule": "tier is gold"}), 201)
    told(program.post("/segments", {"name": "Asked", "rule": "asked over 0"}), 201)
    found = told(program.post("/score", {"segment": "Gold"}))
    assert (found["answered"], found["score"]["value"]) == (6, 100)
    assert told(program.post("/score", {}))["answered"] == 13
    mails = [f"gold{number}@example.org" for number in range(5)]
    ordered = [{"name": "order", "person": {"email": mail}, "at": "2026-01-05T10:00:00Z"} for mail in mails]
    told(program.post("/events", ordered[0]), 201)
    for event in ordered[1:]:
        program.post("/events", event)
    told(program.post("/segments", {"name": "Bought", "rule": 'had "order"'}), 201)
    assert told(program.post("/score", {"segment": "Bought"}))["answered"] == 5
    problem(program.post("/score", {"segment": "Asked"}), 422, "not_in_answers", "rule")
    problem(program.post("/score", {"segment": "None"}), 404, "segment_unknown", "segment")
