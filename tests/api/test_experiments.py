"""Experiments by API: the same promise, the same figures, and the arm of a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.ask.experiment import Experiment
from likely.collect.response import Response
from likely.people.person import Person
from tests.api.conftest import Program, problem, told
from tests.web.conftest import new_response

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
        new_response(
            survey,
            ((3, 8, 10), (10, 10, 8))[arm == "new"][place % 3],
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


def test_guardrails_are_promised_and_told(program: Program, survey: Any) -> None:
    guards = [
        {"measure": "detractors", "allowed": 5},
        {"measure": "figure", "allowed": 3, "column": "minutes"},
    ]
    now, rows = timezone.now(), []
    for place in range(400):
        arm = ("old", "new")[place % 2]
        minutes = 5 + place % 7 + 6 * (arm == "new")
        rows.append(
            new_response(
                survey,
                ((3, 8, 10), (10, 10, 8))[arm == "new"][place // 2 % 3],
                at=now - timedelta(days=1 + place % 20),
                changed_at=now,
                properties={"page": arm, "minutes": minutes},
            )
        )
    Response.objects.bulk_create(rows)
    made = created(program, survey, column="page", start=True, expected=600, guards=guards)
    assert [one["name"] for one in made["guards"]] == [
        f"detractors:{survey.slug}",
        f"figure:{survey.slug}:minutes",
    ]
    figures = told(program.get(f"/experiments/{made['id']}"))["figures"]
    [result] = figures["results"]
    assert [one["verdict"] for one in result["watched"]] == ["held", "harmed"]
    assert result["watched"][1]["difference"]["value"] == pytest.approx(6, abs=0.1)
    assert result["advice"] == "worse"
    assert figures["guard_level"] == pytest.approx(1 - 0.05 / 3)
    wrong = {"name": "Wrong", "survey": survey.slug, "arms": ARMS}
    for guard, code in (
        ({"measure": "score", "allowed": 5}, "not_a_margin"),
        ({"measure": "figure", "allowed": 5}, "guard_column"),
        ({"measure": "best", "allowed": -5}, "not_satisfaction"),
    ):
        problem(program.post("/experiments", wrong | {"guards": [guard]}), 422, code, "guards")


def test_earlier_scores_of_the_same_people_narrow_the_interval(program: Program, survey: Any) -> None:
    people = [Person(workspace=survey.workspace, external_id=f"p{place}") for place in range(240)]
    Person.objects.bulk_create(people)
    start, rows = timezone.now() - timedelta(days=20), []
    for place, person in enumerate(people):
        liking = (2, 5, 8, 10)[place % 4]
        arm = ("old", "new")[place // 4 % 2]
        for at, score, properties in (
            (start - timedelta(days=30), liking, {}),
            (start + timedelta(days=1 + place % 9), min(10, liking + place // 8 % 2), {"page": arm}),
        ):
            rows.append(new_response(survey, score, person=person, at=at, properties=properties))
    Response.objects.bulk_create(rows)
    terms = {"column": "page", "start": True, "expected": 200, "since": start.date().isoformat()}
    made = created(program, survey, **terms)
    [result] = told(program.get(f"/experiments/{made['id']}"))["figures"]["results"]
    raw, gap = result["adjusted"]["raw"], result["difference"]
    assert result["adjusted"]["known"] == 1.0
    assert result["adjusted"]["explained"] > 0.5
    assert gap["high"] - gap["low"] < 0.7 * (raw["high"] - raw["low"])
    plain = created(program, survey, **terms, earlier=False, name="Without")
    [other] = told(program.get(f"/experiments/{plain['id']}"))["figures"]["results"]
    assert other["adjusted"] is None
    assert other["difference"]["value"] == pytest.approx(raw["value"])
