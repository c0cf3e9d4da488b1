"""Experiments by API: the same promise, the same figures, and the arm of a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.ask.experiment import Experiment
from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.person import Person
from tests.api.conftest import Program, problem, told

ARMS = {"old": 50, "new": 50}


def created(program: Program, survey: Any, **more: Any) -> dict[str, Any]:
    body = {"name": "Two letters", "survey": survey.slug, "arms": ARMS} | more
    return told(program.post("/experiments", body), 201)


def test_made_listed_started_and_stopped(program: Program, survey: Any) -> None:
    made = created(program, survey)
    assert (made["state"], made["arms"], made["column"]) == ("draft", ARMS, "arm_two_letters")
    assert [one["id"] for one in told(program.get("/experiments"))["items"]] == [made["id"]]
    address = f"/experiments/{made['id']}"
    assert told(program.post(f"{address}/start", {}))["state"] == "running"
    problem(program.post(f"{address}/start", {}), 422, "experiment_started")
    assert told(program.get(address))["figures"] is None
    assert told(program.post(f"{address}/stop", {}))["state"] == "stopped"


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"arms": {"old": 1}}, "too_short", "arms"),
        ({"arms": {"old": 1, "new": 0}}, "no_share", "arms"),
        ({"expected": 3}, "out_of_range", "expected"),
        ({"promise": 1}, "unknown_field", "promise"),
    ],
)
def test_bad_terms_are_refused(
    program: Program, survey: Any, more: dict[str, Any], code: str, field: str
) -> None:
    body = {"name": "Two letters", "survey": survey.slug, "arms": ARMS} | more
    answer = program.post("/experiments", body)
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not Experiment.objects.exists()


def test_a_product_asks_for_the_arm_that_the_answer_will_carry(program: Program, survey: Any) -> None:
    made = created(program, survey, start=True)
    person = Person.objects.create(workspace=survey.workspace, external_id="1")
    arm = told(program.get(f"/experiments/{made['id']}/people/{person.pk}"))["arm"]
    assert arm in ARMS
    body = {"survey": survey.slug, "score": 9, "person": {"external_id": "1"}}
    answer = told(program.post("/responses", body), 201)
    assert Response.objects.get(pk=answer["id"]).properties == {"arm_two_letters": arm}


def test_how_it_stands(program: Program, survey: Any) -> None:
    now = timezone.now()
    rows = [
        Response(
            workspace=survey.workspace,
            survey=survey,
            version=survey.live,
            key=new_token(),
            score=((3, 8, 10), (10, 10, 8))[arm == "new"][place % 3],
            channel="link",
            language="en",
            at=now - timedelta(days=1 + place % 20),
            changed_at=now,
            properties={"page": arm},
        )
        for place in range(300)
        for arm in ARMS
    ]
    Response.objects.bulk_create(rows)
    made = created(program, survey, column="page", start=True, expected=600)
    figures = told(program.get(f"/experiments/{made['id']}"))["figures"]
    [result] = figures["results"]
    assert (result["advice"], result["variant"]["score"]["n"]) == ("better", 300)
    assert result["difference"]["low"] > 0
    assert result["words"].startswith("new is better: ")
    assert figures["split_p"] == 1.0
