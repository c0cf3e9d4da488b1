"""Drivers, journey and teams by API: the figures of the pages; what may not be told is left out."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from likely.collect.response import Response
from likely.lib.identity import new_token
from tests.api.conftest import Program, problem, told

AT = datetime(2026, 5, 10, tzinfo=UTC)


def answered(survey: Any, score: int, **more: Any) -> Response:
    """As the lake has it, whatever the survey asks today."""
    return Response(
        workspace=survey.workspace,
        survey=survey,
        version=survey.live,
        key=new_token(),
        score=score,
        channel="link",
        language="en",
        at=AT,
        changed_at=AT,
        **more,
    )


@pytest.fixture
def rated(survey: Any) -> None:
    """200 answers that follow the speed, not the price."""
    random = Random("rated")
    rows = []
    for place in range(200):
        speed, price = random.randint(1, 5), random.randint(1, 5)
        rows.append(
            answered(
                survey,
                max(0, min(10, 2 * speed + random.choice((-1, 0, 1)))),
                answers={"speed": speed, "price": price},
                touchpoint=("Delivery", "Shop")[place % 2],
                properties={"agent": ("Ann", "Ben")[place % 2], "topic": ("a", "b", "c")[place % 3]},
            )
        )
    Response.objects.bulk_create(rows)


def test_drivers_are_told_with_their_intervals(program: Program, rated: None) -> None:
    found = told(program.post("/drivers", {"by": "agent"}))
    first = found["drivers"][0]
    assert (first["name"], first["direction"]) == ("speed", "up")
    assert first["low"] < first["share"] < first["high"]
    assert 1.5 < first["step"] < 2.1
    assert sum(one["share"] for one in found["drivers"]) == pytest.approx(100)
    assert found["refused"] == ""


def test_operational_figures_are_told_in_points(program: Program, survey: Any) -> None:
    random, rows = Random("figures"), []
    for _ in range(300):
        wait, solved, speed = random.randint(0, 60), random.random() < 0.5, random.randint(1, 5)
        score = max(0, min(10, round(5 + speed - wait / 12 + 2 * solved + random.gauss(0, 1))))
        rows.append(
            answered(survey, score, answers={"speed": speed}, properties={"wait": wait, "solved": solved})
        )
    Response.objects.bulk_create(rows)
    assert told(program.post("/drivers", {}))["figures"] == []
    found = told(program.post("/drivers", {"figures": ["wait", "solved"]}))
    assert {one["name"] for one in found["drivers"]} == {"speed", "wait", "solved"}
    assert all(one["step_low"] < one["step"] < one["step_high"] for one in found["drivers"])
    figures = {one["name"]: one for one in found["figures"]}
    assert (figures["wait"]["step"], figures["wait"]["yes_no"], figures["solved"]["yes_no"]) == (
        20,
        False,
        True,
    )
    assert figures["wait"]["high"] < 0 < figures["solved"]["low"]
    problem(program.post("/drivers", {"figures": ["nowhere"]}), 422, "unknown_column", "nowhere")


def test_too_few_for_drivers_is_a_reason_and_no_figure(program: Program, survey: Any) -> None:
    for score in (9, 3, 10, 8, 7, 6):
        answered(survey, score, answers={"speed": 3}, properties={"agent": "Ann"}).save()
    found = told(program.post("/drivers", {}))
    assert found["drivers"] == []
    assert "cannot be told apart yet" in found["refused"]
    assert told(program.post("/drivers", {"where": {"group": ["promoter"]}}))["hidden"]


def test_touchpoints_and_why_there_are_no_links(program: Program, rated: None) -> None:
    found = told(program.post("/journey", {}))
    assert {one["name"]: one["score"]["n"] for one in found["touchpoints"]} == {"Delivery": 100, "Shop": 100}
    assert "500 are needed" in found["refused"]
    assert all(one["link"] is None for one in found["touchpoints"])


def test_members_side_by_side(program: Program, rated: None) -> None:
    found = told(program.post("/teams", {"by": "agent", "cases": ["topic"]}))
    assert {one["name"] for one in found["members"]} == {"Ann", "Ben"}
    assert all(one["low"] <= one["value"] <= one["high"] for one in found["members"])


def test_one_member_alone_is_compared_with_nobody(program: Program, rated: None) -> None:
    found = told(program.post("/teams", {"by": "topic", "where": {"topic": ["a"]}}))
    assert (found["members"], found["company"]) == ([], None)
    assert "nobody to compare with" in found["refused"]


@pytest.mark.parametrize(
    ("address", "body", "code", "field"),
    [
        ("/teams", {"by": "planet"}, "unknown_column", ""),
        ("/teams", {"by": "agent", "cases": ["agent"]}, "same_cut", "cases"),
    ],
)
def test_what_can_not_be_compared_is_refused(
    program: Program, rated: None, address: str, body: dict[str, Any], code: str, field: str
) -> None:
    answer = program.post(address, body)
    assert answer.status_code == 422
    assert answer.json()["code"] == code
    if field:
        problem(answer, 422, code, field)
