"""Playbooks for programs: made off, changed as a whole, tried on the past, and their log with its steps."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.act.playbook import Playbook
from likely.act.playbook_run import RunStep
from likely.act.reacting import run
from likely.act.step_work import steps_due
from likely.collect.response import Response
from tests.api.conftest import Program, problem, told

NEW = {
    "name": "Win back",
    "groups": ["detractor"],
    "action": "steps",
    "steps": [
        {"key": "a", "do": "list", "n": 2, "unit": "hours", "says": {"list": "Call back"}},
        {"key": "b", "do": "webhook", "says": {"url": "https://93.184.215.14/in"}},
    ],
}

INNER = {"key": "a", "do": "webhook", "says": {"url": "http://10.0.0.1/"}}


def test_one_is_made_off_changed_switched_and_removed(program: Program) -> None:
    made = told(program.post("/playbooks", NEW), 201)
    assert (made["on"], made["when"], made["action"]) == (False, "answer", "steps")
    assert [(one["do"], one["n"], one["unit"]) for one in made["steps"]] == [
        ("list", 2, "hours"),
        ("webhook", 0, "now"),
    ]
    assert [bool(one["secret"]) for one in made["steps"]] == [False, True]
    path = f"/playbooks/{made['id']}"
    changed = told(program.call("PATCH", path, {"when": "case.overdue", "on": True}))
    assert (changed["when"], changed["on"], changed["name"]) == ("case.overdue", True, "Win back")
    assert changed["steps"] == [one | {"secret": None} for one in made["steps"]]  # told once
    assert told(program.get("/playbooks"))["items"] == [told(program.get(path))]
    assert program.call("DELETE", path).status_code == 204
    assert not Playbook.objects.exists()


def test_what_can_not_be_is_refused_with_its_field(program: Program) -> None:
    for body, code, field in (
        ({"steps": [INNER]}, "address_refused", "step-0-url"),
        ({"when": "score.alarm", "groups": [], "condition": "region is x"}, "condition_unfit", "condition"),
        ({"when": "score.alarm", "action": "case"}, "when_unfit", "when"),
        ({"groups": []}, "groups_missing", "groups"),
        ({"steps": []}, "no_steps", "steps"),
        ({"resurvey": "nothing"}, "survey_not_open", "resurvey"),
    ):
        problem(program.post("/playbooks", NEW | body), 422, code, field)
    made = told(program.post("/playbooks", NEW), 201)
    problem(program.call("PATCH", f"/playbooks/{made['id']}", {"name": None}), 422, "not_null", "name")


def test_the_dry_run_and_the_log(program: Program, response: Any) -> None:
    Response.objects.update(at=timezone.now())
    made = told(program.post("/playbooks", NEW | {"groups": ["detractor", "passive", "promoter"]}), 201)
    path = f"/playbooks/{made['id']}"
    assert told(program.get(f"{path}/dry-run"))["times"] == 1
    program.call("PATCH", path, {"steps": NEW["steps"][:1], "on": True})
    run(Playbook.objects.get(), response, timezone.now())
    [ran] = told(program.get(f"{path}/runs"))["items"]
    assert (ran["response"], [one["state"] for one in ran["steps"]]) == (str(response.pk), ["waits"])
    steps_due(lambda: timezone.now() + timedelta(hours=3))
    [ran] = told(program.get(f"{path}/runs"))["items"]
    assert [one["state"] for one in ran["steps"]] == ["done"]
    [one] = told(program.get("/lists"))["items"]
    assert (one["name"], one["people"]) == ("Call back", 1)
    assert len(told(program.get(f"/lists/{one['id']}/people"))["items"]) == 1
    again = f"/playbooks/steps/{RunStep.objects.get().pk}/again"
    problem(program.post(again, {}), 422, "step_done", "step")
