"""The page about drivers: what it finds, what it refuses to say, its files."""

from random import Random
from typing import Any

import pytest
from django.urls import reverse

from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.person import Person
from likely.people.property import declare
from tests.web.conftest import signed_in

pytestmark = pytest.mark.once  # DuckDB reckons it on either database; tests/store reads the rows of both


@pytest.fixture
def rated(survey: Any, person: Any) -> None:
    """600 answers: North cares about delivery, South about price; service only costs when it is bad."""
    random = Random("rated")
    people = [Person(workspace=survey.workspace, external_id=f"P{n}") for n in range(600)]
    Person.objects.bulk_create(people)
    rows = []
    for place, one in enumerate(people):
        region = "North" if place % 5 < 3 else "South"
        marks = {key: random.randint(1, 5) for key in ("delivery", "service", "price")}
        matters = marks["delivery" if region == "North" else "price"]
        felt = 5 + 1.1 * (matters - 3) - (2.5 if marks["service"] <= 2 else 0) + random.gauss(1, 1)
        answers = marks if place % 7 else {key: marks[key] for key in ("delivery", "price")}
        rows.append(
            Response(
                workspace=survey.workspace,
                survey=survey,
                version=survey.live,
                key=new_token(),
                person=one,
                score=max(0, min(10, round(felt))),
                answers=answers,
                properties={"region": region},
                channel="link",
                language="en",
                at=survey.created_at,
                changed_at=survey.created_at,
            )
        )
    Response.objects.bulk_create(rows)


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/drivers{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def rows(user: Any, name: str, query: str = "") -> list[str]:
    answer = signed_in(user).get(reverse("driver-file", args=[name, "csv"]) + query)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig").splitlines()


def test_the_page_says_what_goes_with_the_score_and_that_it_is_no_cause(owner: Any, rated: None) -> None:
    said = page(owner)
    for name in ("shares", "standing", "steps", "needs", "between"):
        assert f'id="method-{name}"' in said
    assert "not what a change would bring" in said
    assert "Together they explain" in said
    assert "Averaging over orders" in said
    shares = rows(owner, "shares")
    assert shares[0] == "Driver,Share,Interval (95 %),Direction"
    assert {row.split(",")[0] for row in shares[1:]} == {"delivery", "service", "price"}
    assert all("raises" in row for row in shares[1:])


def test_two_segments_care_about_different_things(owner: Any, rated: None) -> None:
    said = page(owner, "?by=region")
    assert "weighs more for North than for South" in said or "weighs more for South than for North" in said
    table = {row.split(",")[0]: row for row in rows(owner, "between", "?by=region")}
    assert table["Driver"] == "Driver,North,South"
    north, south = (int(cell.split("\u00a0")[0]) for cell in table["delivery"].split(",")[1:])
    assert north > south + 20


def test_a_basic_need_is_told_as_one(owner: Any, rated: None) -> None:
    assert "service: a basic need" in page(owner)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_every_picture_is_a_file(owner: Any, rated: None, kind: str) -> None:
    for name in ("shares", "standing", "steps", "needs", "between"):
        answer = signed_in(owner).get(reverse("driver-file", args=[name, kind]))
        assert answer.content.startswith(b"\x89PNG") if kind == "png" else b"<svg" in answer.content
    assert signed_in(owner).get(reverse("driver-file", args=["nothing", kind])).status_code == 404


def test_too_few_answers_give_no_order(owner: Any, answer: Any) -> None:
    for score in (9, 3, 10):
        answer(score, answers={"delivery": 4})
    said = page(owner)
    assert "at least 150 answers" in said
    assert len(rows(owner, "shares")) == 1


def test_a_filter_that_leaves_too_few_hides_everything(owner: Any, rated: None, answer: Any) -> None:
    for score in (9, 3, 10):
        answer(score, answers={"delivery": 4}, properties={"region": "East"})
    said = page(owner, "?region=East")
    assert "fewer than 5 answers" in said
    assert "<svg" not in said.split("<main")[1]


def test_without_ratings_the_page_teaches(owner: Any, answer: Any) -> None:
    answer(9)
    assert "Ask for ratings beside the score" in page(owner)


@pytest.fixture
def figured(rated: None, workspace: Any) -> None:
    """Waiting costs points in the same answers; whether it was solved at once is said by yes and no."""
    declare(workspace, "wait", "number", "Handling time (min)", (), "somebody")
    random, rows = Random("figures"), list(Response.objects.of(workspace))
    for row in rows:
        wait, solved = random.randint(0, 60), random.random() < 0.5
        row.properties = {**row.properties, "wait": wait, "solved": solved}
        row.score = max(0, min(10, round((row.score or 0) + 2 * solved - wait / 15)))
    Response.objects.bulk_update(rows, ["properties", "score"])


def test_operational_figures_are_drivers_with_their_unit(owner: Any, figured: None) -> None:
    plain = page(owner)
    assert '<option value="wait">Handling time (min)</option>' in plain
    assert 'id="method-figures"' not in plain
    said = page(owner, "?figures=all")
    assert (
        "Each 20\u00a0min more of Handling time goes with −" in said
        or "solved: yes rather than no goes with +" in said
    )
    table = {row.split(",")[0]: row.split(",") for row in rows(owner, "figures", "?figures=all")}
    assert set(table) == {"Step", "Handling time: 20\u00a0min more", "solved: yes rather than no"}
    assert float(table["Handling time: 20\u00a0min more"][1]) < 0
    assert {row.split(",")[0] for row in rows(owner, "shares", "?figures=wait")} >= {
        "Handling time (min)",
        "price",
    }
    assert not any(row.startswith("Handling") for row in rows(owner, "steps", "?figures=all"))
