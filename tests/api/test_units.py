"""Units and goals for machines: kept by their paths, all or none, each goal with its progress."""

from typing import Any

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


def test_a_goal_and_its_progress(program: Program, workspace: Any) -> None:
    sent = {"measure": "score", "target": 50, "period": "quarter", "day": "2026-06-14"}
    made = told(program.post("/goals", sent), 201)
    assert (made["since"], made["until"], made["figure"]) == ("2026-04-01", "2026-06-30", None)
    problem(program.post("/goals", sent), 422, "goal_taken", "period")
    changed = told(program.call("PATCH", f"/goals/{made['id']}", {"target": 55}))
    assert changed["target"] == 55
    [listed] = told(program.get("/goals"))["items"]
    assert listed == told(program.get(f"/goals/{made['id']}")) == changed
    problem(
        program.call("PATCH", f"/goals/{made['id']}", {"target": 500}), 422, "target_out_of_range", "target"
    )
    assert program.call("DELETE", f"/goals/{made['id']}").status_code == 204
