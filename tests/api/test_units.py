"""Units and goals for machines: kept by their paths, all or none, each goal with its progress."""

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from likely.act.goal_renewal import renew_goals
from likely.collect.response import Response
from tests.api.conftest import Program, problem, told


def test_units_are_kept_by_their_paths(program: Program, workspace: Any) -> None:
    sent = {"units": [{"path": ["North", "Tallinn"], "property": "store", "values": ["Tallinn"]}]}
    assert told(program.call("PUT", "/units", sent)) == {"added": 2, "changed": 0, "same": 0}
    assert told(program.call("PUT", "/units", sent)) == {"added": 0, "changed": 0, "same": 1}
    north, tallinn = told(program.get("/units"))["items"]
    assert (tallinn["parent"], tallinn["values"]) == (north["id"], ["Tallinn"])
    wrong = {"units": [{"path": ["South"]}, {"path": ["East"], "level": "planet"}]}
    problem(program.call("PUT", "/units", wrong), 422, "level_unknown", "level")
    assert len(told(program.get("/units"))["items"]) == 2
    problem(program.call("DELETE", f"/units/{north['id']}"), 422, "unit_not_empty")
    assert program.call("DELETE", f"/units/{tallinn['id']}").status_code == 204


def test_a_score_is_asked_of_a_unit(program: Program, workspace: Any, survey: Any) -> None:
    at = timezone.now()
    Response.objects.bulk_create(
        Response(
            workspace=workspace, survey=survey, version_id=survey.live_id, key=f"{store}{n}", score=score,
            channel="link", language="en", at=at, changed_at=at, properties={"store": store},
        )
        for store, score in (("Tallinn", 10), ("Tartu", 0))
        for n in range(5)
    )  # fmt: skip
    rows = [{"path": ["Tallinn"], "property": "store", "values": ["Tallinn"]}]
    told(program.call("PUT", "/units", {"units": rows}))
    [unit] = told(program.get("/units"))["items"]
    found = told(program.post("/score", {"unit": unit["id"]}))["score"]
    assert (found["value"], found["n"]) == (100, 5)
    problem(program.post("/score", {"unit": str(survey.pk)}), 422, "unit_unknown", "unit")
    sent = {
        "measure": "score",
        "target": 50,
        "period": "year",
        "day": at.date().isoformat(),
        "unit": unit["id"],
    }
    goal = told(program.post("/goals", sent), 201)
    assert (goal["unit"], goal["figure"]["n"], goal["figure"]["value"]) == (unit["id"], 5, 100)
    problem(program.post("/goals", sent | {"unit": "nothing"}), 422, "unit_unknown", "unit")


def test_a_goal_and_its_progress(program: Program, workspace: Any) -> None:
    sent = {"measure": "score", "target": 50, "period": "quarter", "day": "2026-06-14"}
    made = told(program.post("/goals", sent), 201)
    assert (made["since"], made["until"], made["figure"]) == ("2026-04-01", "2026-06-30", None)
    problem(program.post("/goals", sent), 422, "goal_taken", "period")
    ended = f"/goals/{made['id']}"
    problem(program.call("PATCH", ended, {"repeats": True}), 422, "goal_ended", "repeats")
    problem(program.call("PATCH", ended, {"target": 55}), 422, "goal_ended", "target")
    same = told(program.call("PATCH", ended, {"target": 50, "repeats": False}))
    [listed] = told(program.get("/goals"))["items"]
    assert listed == told(program.get(ended)) == same == made
    assert program.call("DELETE", ended).status_code == 204
    running = told(program.post("/goals", sent | {"day": timezone.now().date().isoformat()}), 201)
    address = f"/goals/{running['id']}"
    assert told(program.call("PATCH", address, {"target": 55}))["target"] == 55
    problem(program.call("PATCH", address, {"target": 500}), 422, "target_out_of_range", "target")


def test_a_goal_that_repeats_tells_its_other_periods(program: Program, workspace: Any) -> None:
    sent = {"measure": "in_time", "target": 80, "period": "month", "day": "2026-06-14", "repeats": True}
    made = told(program.post("/goals", sent), 201)
    assert made["repeats"]
    renew_goals(datetime(2026, 8, 2, tzinfo=UTC))
    august, july = told(program.get(f"/goals/{made['id']}/periods"))["items"]
    assert (july["since"], july["repeats"]) == ("2026-07-01", False)
    assert (august["since"], august["repeats"], august["target"]) == ("2026-08-01", True, 80)
    page = told(program.get(f"/goals/{made['id']}/periods?limit=1"))
    rest = told(program.get(f"/goals/{made['id']}/periods?limit=1&cursor={page['next']}"))
    assert [*page["items"], *rest["items"]] == [august, july]
