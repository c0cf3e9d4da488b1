"""Populations, accounts and benchmarks by API: the figures of the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.collect.response import Response
from likely.people.account import Account
from likely.people.event import Event
from likely.people.person import Person
from tests.api.conftest import Program, problem, told
from tests.populations import HAPPY, UNHAPPY, answered


@pytest.fixture
def accounts(survey: Any) -> list[Account]:
    """Six that answered, the first of much value and happy users, and a seventh that was asked in vain."""
    made = [
        Account.objects.create(
            workspace=survey.workspace, external_id=f"a{place}", value=1000.0 if place else 9e5
        )
        for place in range(7)
    ]
    answered(survey, "owners", HAPPY, 40, made[0], region="North")
    for one in made[1:6]:
        answered(survey, "users", UNHAPPY, 8, one, region="North")
    person = Person.objects.create(workspace=survey.workspace, external_id="silent", account=made[6])
    Invitation.objects.create(workspace=survey.workspace, survey=survey, person=person, channel="mail")
    return made


def test_two_populations(program: Program, survey: Any, accounts: list[Account]) -> None:
    body = {"by": "region", "first": "owners", "second": "users", "line": 0}
    found = told(program.post("/populations", body))
    assert found["all"]["balance"] == "first"
    assert found["all"]["difference"]["low"] > 0
    [place] = found["places"]
    assert (place["place"], place["verdict"], place["second"]["n"]) == ("North", "above", 40)
    nothing = told(program.post("/populations", body | {"since": "2100-01-01"}))
    assert (nothing["places"], nothing["all"]["balance"]) == ([], "too_few")


def test_accounts_by_value_and_the_silent_one(program: Program, accounts: list[Account]) -> None:
    found = told(program.post("/account-scores", {}))
    assert found["by_account"]["n"] == found["by_value"]["n"] == 6
    assert found["by_value"]["value"] > 50 > found["by_account"]["value"]
    assert [one["id"] for one in found["silent"]] == [str(accounts[6].pk)]
    assert found["accounts"][0]["id"] == str(accounts[0].pk)
    assert found["silent_value"] == pytest.approx(1000 / (9e5 + 6000))


def test_benchmarks_with_source_year_and_their_own_error(
    program: Program, survey: Any, accounts: list[Account]
) -> None:
    quoted = {"name": "Competitor", "points": -60, "source": "Their report", "year": 2026, "n": 500}
    assert told(program.post("/benchmarks", quoted), 201)["n"] == 500
    problem(program.post("/benchmarks", quoted), 422, "benchmark_taken", "name")
    problem(program.post("/benchmarks", quoted | {"source": ""}), 422, "field_missing", "source")
    problem(program.post("/benchmarks", quoted | {"points": 300}), 422, "out_of_range", "points")
    assert [one["name"] for one in told(program.get("/benchmarks"))["items"]] == ["Competitor"]
    held = told(program.post("/benchmarks/held", {}))
    [kept] = told(program.get("/benchmarks"))["items"]
    assert program.call("DELETE", f"/benchmarks/{kept['id']}").status_code == 204
    assert told(program.get("/benchmarks"))["items"] == []
    own = next(one for one in held["benchmarks"] if one["own"])
    assert (own["verdict"], own["year"]) == ("above", 2026)
    assert own["difference"]["value"] == pytest.approx(held["score"]["value"] + 60)
    assert len(held["benchmarks"]) > 10


def test_what_followed_an_answer(program: Program, survey: Any) -> None:
    answered(survey, "customers", (10, 2), 40, region="North")
    Response.objects.update(at=timezone.now() - timedelta(days=60))
    promoters = Person.objects.filter(responses__score=10)
    Event.objects.bulk_create(
        Event(
            workspace=survey.workspace,
            person=person,
            name="renewal",
            source="api",
            at=timezone.now() - timedelta(days=50),
        )
        for person in promoters
    )
    found = told(program.post("/followed", {"event": "renewal", "days": 30}))
    assert (found["promoters"]["value"], found["detractors"]["value"], found["passives"]) == (100, 0, None)
    assert (found["gap"]["value"], found["gap"]["n"]) == (100, 40)
    assert found["gap"]["low"] > 50
    assert told(program.post("/followed", {"event": "renewal"}))["gap"] is None
