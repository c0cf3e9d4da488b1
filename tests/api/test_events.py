"""Events by API: one or many, each kept once, and a wrong one spoils no other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from likely.ask.message import Message
from likely.ask.programme_tick import decide_due
from likely.people.event import Event
from likely.people.person import Person
from tests.api.conftest import Program, problem, told
from tests.ask.asking import programme, survey

MARI = {"email": "mari@example.org", "name": "Mari"}


def test_an_event_is_kept_with_its_person(program: Program, workspace: Any) -> None:
    body = {
        "name": "Ticket closed",
        "person": MARI,
        "at": "2026-06-01T12:00:00+03:00",
        "properties": {"Ticket": 7},
    }
    event = told(program.post("/events", body), 201)
    assert (event["name"], event["source"], event["properties"]) == ("ticket_closed", "api", {"ticket": 7})
    assert event["at"] == "2026-06-01T09:00:00Z"
    assert event["person"] == str(Person.objects.of(workspace).get(email="mari@example.org").pk)


def test_under_one_key_it_is_kept_once(program: Program, workspace: Any) -> None:
    body = {"name": "renewed", "person": MARI, "key": "order-7"}
    first = told(program.post("/events", body), 201)
    assert told(program.post("/events", body), 200) == first
    assert Event.objects.count() == 1
    for _ in range(2):
        told(program.post("/events", {"name": "renewed", "person": MARI}), 201)
    assert Event.objects.count() == 3


def test_many_have_a_result_each(program: Program, workspace: Any) -> None:
    late = (timezone.now() + timedelta(days=3)).isoformat()
    sent = [
        {"name": "renewed", "person": {"external_id": "1"}, "key": "a"},
        {"name": "renewed", "person": {"external_id": "1"}, "key": "a"},
        {"name": "renewed", "person": {}},
        {"name": "9 lives", "person": MARI},
        {"name": "renewed", "person": MARI, "at": late},
        {"name": "renewed", "person": MARI, "colour": "red"},
        7,
        {"name": "renewed", "person": {"email": "nobody"}},
        {"name": "renewed", "person": MARI},
    ]
    results = told(program.post("/events", sent))["results"]
    assert [(one["status"], one["code"], one["field"]) for one in results] == [
        ("stored", "", ""),
        ("repeated", "", ""),
        ("refused", "person_unnamed", "external_id"),
        ("refused", "event_name", "name"),
        ("refused", "at_out_of_bounds", "at"),
        ("refused", "field_unknown", "colour"),
        ("refused", "not_an_object", ""),
        ("refused", "not_an_address", "email"),
        ("stored", "", ""),
    ]
    assert results[0]["id"] == results[1]["id"]
    assert Event.objects.count() == 2


@pytest.mark.parametrize("sent", [[], [{"name": "renewed", "person": {"external_id": "1"}}] * 1001])
def test_a_list_has_bounds(program: Program, db: None, sent: Any) -> None:
    problem(program.post("/events", sent), 422, "not_so_many", "body")
    assert not Event.objects.exists()


def test_a_wrong_one_is_refused_and_makes_nobody(program: Program, db: None) -> None:
    problem(program.post("/events", {"person": MARI}), 422, "field_missing", "name")
    problem(program.post("/events", {"name": "renewed"}), 422, "field_missing", "person")
    problem(
        program.post("/events", {"name": "renewed", "person": MARI, "properties": {"a": [1]}}),
        422,
        "property_value",
        "properties",
    )
    assert not Person.objects.exists()


def test_they_are_listed_by_name_and_person(program: Program, db: None) -> None:
    for name, at in (("renewed", 1), ("cancelled", 2), ("renewed", 3)):
        body = {"name": name, "person": {"external_id": str(at)}, "at": f"2026-06-0{at}T00:00:00Z"}
        told(program.post("/events", body), 201)
    page = told(program.get("/events?limit=2"))
    assert [one["at"][:10] for one in page["items"]] == ["2026-06-03", "2026-06-02"]
    rest = told(program.get(f"/events?limit=2&cursor={page['next']}"))
    assert [one["name"] for one in rest["items"]] == ["renewed"]
    assert len(told(program.get("/events?name=renewed"))["items"]) == 2
    person = rest["items"][0]["person"]
    assert [one["person"] for one in told(program.get(f"/events?person={person}"))["items"]] == [person]
    assert told(program.get("/events?person=nobody"))["items"] == []
    assert (
        len(told(program.get("/events?since=2026-06-02T00:00:00Z&until=2026-06-03T00:00:00Z"))["items"]) == 1
    )


def test_an_event_leads_to_a_survey_after_its_delay(program: Program, workspace: Any) -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    touched = survey(workspace, "tnps", touchpoint="your case")
    programme(workspace, {"trigger": {"event": "ticket_closed", "delay_days": 1}}, survey=touched, now=start)
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        body = {"name": "Ticket closed", "person": MARI, "properties": {"topic": "billing"}}
        told(program.post("/events", body), 201)
    assert [decide_due(start + timedelta(hours=hour)) for hour in (2, 24, 26, 27)] == [0, 0, 1, 0]
    message = Message.objects.get()
    assert (message.address, message.due_at) == ("mari@example.org", start + timedelta(hours=26))
    assert message.invitation.properties == {"topic": "billing"}


def test_the_same_request_again_does_nothing_again(program: Program, db: None) -> None:
    body = [{"name": "renewed", "person": MARI}]
    first = told(program.post("/events", body, Idempotency_Key="one"))
    assert told(program.post("/events", body, Idempotency_Key="one")) == first
    assert Event.objects.count() == 1
