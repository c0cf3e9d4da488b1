"""Accounts, properties and people in batches, by API."""

from typing import Any

import pytest

from likely.people.account import Account
from likely.people.person import Person
from likely.people.property import Property
from tests.api.conftest import Program, problem, told


def test_a_person_tells_all_that_is_known(program: Program, db: None) -> None:
    body = {
        "external_id": "1", "time_zone": "europe/tallinn", "channel": "sms", "population": "Employees",
        "account": {"external_id": "A-1", "name": "Acme", "value": 1200},
    }  # fmt: skip
    person = told(program.post("/people", body), 201)
    assert (person["time_zone"], person["channel"], person["population"]) == (
        "Europe/Tallinn",
        "sms",
        "employees",
    )
    assert {name: person["account"][name] for name in ("external_id", "name", "value")} == body["account"]
    again = told(program.post("/people", {"external_id": "1", "account": {"external_id": "A-1"}}))
    assert again["account"] == person["account"]
    assert [one["id"] for one in told(program.get("/people?account=A-1&population=employees"))["items"]] == [
        person["id"]
    ]


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone_unknown", "time_zone"),
        ({"channel": "By Pigeon"}, "channel_malformed", "channel"),
        ({"population": "1"}, "population_malformed", "population"),
        ({"account": {"external_id": ""}}, "account_unnamed", "account.external_id"),
        ({"account": {"name": "Acme"}}, "field_missing", "account.external_id"),
        ({"properties": {"seats": "many"}}, "property_mistyped", "properties.seats"),
        ({"properties": {"plan": "gold"}}, "property_mistyped", "properties.plan"),
    ],
)
def test_what_does_not_fit_names_field_and_rule(
    program: Program, workspace: Any, body: dict[str, Any], code: str, field: str
) -> None:
    Property.objects.create(workspace=workspace, key="seats", type="number")
    Property.objects.create(workspace=workspace, key="plan", type="choice", choices=["free", "pro"])
    problem(program.post("/people", {"external_id": "1", **body}), 422, code, field)
    assert not Person.objects.exists()
    assert not Account.objects.exists()


def test_many_are_kept_each_for_itself(program: Program, db: None) -> None:
    told(program.post("/people", {"external_id": "1", "name": "Anna"}), 201)
    people = [
        {"external_id": "1", "name": "Anna"},
        {"external_id": "2", "email": "nobody"},
        {"external_id": "3", "shoe": 44},
        {"external_id": "4", "account": {"external_id": "A"}},
        {"external_id": "1", "email": "anna@example.org"},
        {},
    ]
    results = told(program.post("/people/batch", {"people": people}))["results"]
    assert [one["status"] for one in results] == [
        "updated",
        "refused",
        "refused",
        "added",
        "updated",
        "refused",
    ]
    assert [one["code"] for one in results if one["code"]] == [
        "not_an_address",
        "field_unknown",
        "person_unnamed",
    ]
    assert results[2]["field"] == "shoe"
    assert Person.objects.count() == 2


@pytest.mark.parametrize("people", [[], [{"external_id": str(n)} for n in range(1001)], "all"])
def test_a_batch_has_its_size(program: Program, db: None, people: Any) -> None:
    assert program.post("/people/batch", {"people": people}).status_code == 422


def test_accounts_are_made_once(program: Program, db: None) -> None:
    first = told(program.post("/accounts", {"external_id": "A-1", "name": "Acme"}), 201)
    second = told(program.post("/accounts", {"external_id": "A-1", "value": 7.5}))
    assert (second["id"], second["name"], second["value"]) == (first["id"], "Acme", 7.5)
    assert told(program.get(f"/accounts/{first['id']}")) == second
    assert told(program.get("/accounts"))["items"] == [second]
    assert told(program.get("/accounts?external_id=B"))["items"] == []


def test_a_renamed_account_finds_its_people(program: Program, db: None) -> None:
    told(program.post("/people", {"external_id": "1", "account": {"external_id": "A", "name": "Acme"}}), 201)
    told(program.post("/accounts", {"external_id": "A", "name": "Zeta"}))
    assert "zeta" in Person.objects.get().words.split()


def test_properties_are_met_guessed_and_declared(program: Program, db: None) -> None:
    told(program.post("/people", {"external_id": "1", "properties": {"seats": 5}}), 201)
    [met] = told(program.get("/properties"))["items"]
    assert (met["key"], met["type"], met["guessed"]) == ("seats", "number", True)
    told(
        program.post("/people", {"external_id": "2", "properties": {"seats": "many"}}), 201
    )  # a guess yields
    assert told(program.get("/properties"))["items"][0]["type"] == "text"
    declared = told(program.post("/properties", {"key": "seats", "type": "number", "label": "Seats"}))
    assert (declared["type"], declared["guessed"], declared["label"]) == ("number", False, "Seats")
    told(program.post("/properties", {"key": "plan", "type": "choice", "choices": ["free", "pro"]}), 201)
    problem(program.post("/properties", {"key": "x", "type": "choice"}), 422, "choices_missing", "choices")
