"""Trend, comparison, heat, what stands out and weights by API: the pages' figures, small groups hidden."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from likely.act.annotation import Annotation
from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.person import Person
from likely.people.unit import Unit
from likely.people.unit_rows import UnitRow, keep_rows
from tests.api.conftest import Program, problem, told

START = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAYS = 120


@pytest.fixture
def year(survey: Any) -> None:
    """Ten answers a day; East is worse throughout, and everybody is from the 60th day on."""
    random, rows = Random("year"), []
    for place in range(DAYS * 10):
        day, region = place // 10, ("North", "North", "South", "South", "East")[place % 5]
        scores = (10, 10, 9, 8, 3) if day < 60 else (10, 8, 5, 3, 3)
        at = START + timedelta(days=day)
        rows.append(
            Response(
                workspace=survey.workspace,
                survey=survey,
                version=survey.live,
                key=new_token(),
                score=random.choice((3, 3, 3, 8, 10) if region == "East" else scores),
                channel="link",
                language=("en", "et")[place // 5 % 2],
                at=at,
                changed_at=at,
                properties={"region": region},
            )
        )
    Response.objects.bulk_create(rows)


def test_the_course_with_what_happened(program: Program, year: None) -> None:
    made = told(program.post("/annotations", {"day": "2026-03-06", "kind": "price", "text": "Prices"}), 201)
    found = told(program.post("/trend", {"grain": "month"}))
    assert [one["period"] for one in found["periods"]][:2] == ["2026-01", "2026-02"]
    assert any(one["verdict"] == "below" for one in found["changes"])
    [mark] = found["annotations"]
    assert (mark["text"], mark["verdict"]) == ("Prices", "below")
    assert mark["difference"]["high"] < 0
    assert any("2026-02-20" <= one["day"] <= "2026-03-20" for one in found["levels"])
    assert found["year"] is None
    fresh = [one for one in found["windows"] if one["fresh"]]
    assert fresh[-1]["verdict"] in ("above", "below", "same")
    assert (found["aim"], len(fresh) < len(found["windows"])) == (None, True)
    assert program.call("DELETE", f"/annotations/{made['id']}").status_code == 204
    assert not Annotation.objects.exists()
    assert told(program.get("/annotations"))["items"] == []


def test_one_part_against_others(program: Program, year: None) -> None:
    found = told(program.post("/compare", {"where": {"region": ["East"]}}))
    assert (found["verdict"], found["why"]) == ("below", "")
    assert found["mine"]["n"] + found["other"]["n"] == DAYS * 10
    other = told(
        program.post(
            "/compare",
            {"where": {"region": ["East"]}, "against": "other", "column": "region", "value": "North"},
        )
    )
    assert other["difference"]["high"] < 0
    days = {"since": "2026-03-06", "until": "2026-04-30", "against": "before"}
    assert told(program.post("/compare", days))["verdict"] == "below"
    problem(program.post("/compare", {"against": "year"}), 422, "no_period", "since")
    problem(program.post("/compare", {"against": "other"}), 422, "field_missing", "column")


def test_the_other_part_may_be_a_unit_or_a_segment(program: Program, survey: Any, year: None) -> None:
    keep_rows(survey.workspace, [UnitRow(("North",), None, "region", ("North",))], "system")
    unit = str(Unit.objects.get().pk)
    asked = {"where": {"region": ["East"]}, "against": "other"}
    by_value = told(program.post("/compare", {**asked, "column": "region", "value": "North"}))
    assert told(program.post("/compare", {**asked, "other_unit": unit})) == by_value
    told(program.post("/segments", {"name": "Southerners", "rule": "region is South"}), 201)
    nobody = told(program.post("/compare", {**asked, "other_segment": "Southerners"}))
    assert nobody["why"] == "nothing_left"  # nobody is named by these answers
    both = {**asked, "column": "region", "value": "North", "other_unit": unit}
    problem(program.post("/compare", both), 422, "field_missing", "column")
    problem(program.post("/compare", {**asked, "other_segment": "None"}), 404, "segment_unknown", "segment")


def test_a_small_part_is_told_by_nothing(program: Program, year: None) -> None:
    few = Response.objects.order_by("pk").values_list("pk", flat=True)[:3]
    Response.objects.filter(pk__in=list(few)).update(properties={"region": "Nowhere"})
    nowhere = {"where": {"region": ["Nowhere"]}}
    assert told(program.post("/compare", nowhere))["mine"] is None
    rest = {"where": {"region": ["North", "South", "East"]}}
    assert told(program.post("/compare", rest))["why"] == "too_few"
    assert told(program.post("/trend", nowhere))["hidden"]
    assert told(program.post("/heat", nowhere | {"row": "region", "column": "language"}))["cells"] == []
    assert told(program.post("/surprises", nowhere)) == {
        "hidden": True,
        "found": [],
        "looked_at": 0,
        "rate": 0.05,
    }
    cells = told(program.post("/heat", {"row": "region", "column": "language"}))
    hidden = [one["value"] for one in cells["rows"] if one["score"] is None]
    assert "Nowhere" in hidden
    assert len(hidden) == 2  # alone it would be the total less the others


def test_what_stands_out(program: Program, year: None) -> None:
    found = told(program.post("/surprises", {"columns": ["region", "language"]}))
    assert found["looked_at"] >= 5
    assert {"region": "East"} in [one["where"] for one in found["found"]]
    east = next(one for one in found["found"] if one["where"] == {"region": "East"})
    assert east["difference"]["high"] < 0


def test_weighted_to_the_people(program: Program, survey: Any, year: None) -> None:
    for place in range(30):
        region = "East" if place % 2 else "North"
        Person.objects.create(
            workspace=survey.workspace, external_id=str(place), properties={"region": region}
        )
    found = told(program.post("/weights", {"by": ["region"]}))
    assert found["weighted"]["value"] < found["raw"]["value"] - 5
    assert {one["value"] for one in found["shares"]["region"]} == {"East", "North"}
    written = {"by": ["region"], "people": {"region": {"East": 1, "South": 9, "Nowhere": 3}}}
    assert told(program.post("/weights", written))["unseen"] == ["Nowhere"]
    problem(
        program.post("/weights", {"by": ["region"], "people": {"plan": {"x": 1}}}),
        422,
        "unknown_cut",
        "people",
    )
