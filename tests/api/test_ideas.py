"""Ideas and problems for programs: submitted, voted on, decided; sized, joined with cases, and told."""

from typing import Any

import pytest

from likely.act.idea import Idea
from likely.act.posted_mail import PostedMail
from likely.act.problem import Problem
from likely.base.journal import JournalEntry
from likely.base.member import Member, User
from likely.collect.response import Response
from tests.api.conftest import Program, problem, told

ANN = "ann@example.org"


@pytest.fixture(autouse=True)
def ann(workspace: Any) -> Any:
    user = User.objects.create_user(ANN, name="Ann")
    Member.objects.create(workspace=workspace, user=user, role="agent")
    return user


def test_an_idea_from_its_first_line_to_its_decision(program: Program) -> None:
    made = told(program.post("/ideas", {"title": "Call before", "author": ANN}), 201)
    path = f"/ideas/{made['id']}"
    assert (made["votes"], made["state"], made["author"]) == (1, "open", ANN)
    for _ in range(2):
        assert told(program.post(f"{path}/votes", {"voter": ANN}))["votes"] == 1
    assert told(program.post(f"{path}/votes", {"voter": ANN, "vote": False}))["votes"] == 0
    told(program.post(f"{path}/remarks", {"text": "Tried in May"}), 201)
    assert [one["text"] for one in told(program.get(f"{path}/remarks"))["items"]] == ["Tried in May"]
    assert told(program.call("PATCH", path, {"text": "An hour"}))["title"] == "Call before"
    problem(program.post(f"{path}/decision", {"state": "planned"}), 422, "reason_missing", "reason")
    decided = told(program.post(f"{path}/decision", {"state": "planned", "reason": "In May", "by": ANN}))
    assert (decided["state"], decided["decided_by"], decided["reason"]) == ("planned", ANN, "In May")
    problem(program.post(f"{path}/votes", {"voter": ANN}), 422, "idea_decided")
    problem(program.call("PATCH", path, {"title": "Other"}), 422, "idea_decided")
    assert [one["id"] for one in told(program.get("/ideas?state=planned"))["items"]] == [made["id"]]
    assert told(program.get("/ideas?state=open"))["items"] == []
    assert {one.actor.split(":")[0] for one in JournalEntry.objects.filter(verb="idea.decided")} == {"key"}
    assert program.call("DELETE", path).status_code == 204
    assert not Idea.objects.exists()


def test_what_an_idea_can_not_be_is_refused(program: Program) -> None:
    problem(program.post("/ideas", {"title": " "}), 422, "no_title", "title")
    problem(
        program.post("/ideas", {"title": "x", "author": "x@example.org"}), 422, "member_unknown", "author"
    )
    problem(program.post("/ideas", {"title": "x", "problem": "x"}), 404, "problem_unknown", "problem")
    made = told(program.post("/ideas", {"title": "From a program"}), 201)
    assert (made["author"], made["votes"]) == (None, 0)
    problem(program.call("PATCH", f"/ideas/{made['id']}", {"title": None}), 422, "not_null", "title")
    problem(program.post(f"/ideas/{made['id']}/votes", {"voter": "x"}), 422, "member_unknown", "voter")


def test_a_problem_is_sized_and_everyone_affected_told_once(program: Program, response: Any) -> None:
    case = told(program.post("/cases", {"response": str(response.pk)}), 201)["id"]
    made = told(program.post("/problems", {"name": "Late", "words": ["late"], "owner": ANN}), 201)
    path = f"/problems/{made['id']}"
    Response.objects.update(at=made["created_at"], permission=True)
    assert (made["status"], made["owner"], made["cases"]) == ("noticed", ANN, 0)
    for n in (1, 0):  # a second time changes nothing
        assert told(program.post(f"{path}/cases", {"cases": [case]}))["added"] == n
    assert [one["id"] for one in told(program.get(f"{path}/cases"))["items"]] == [case]
    problem(program.post(f"{path}/cases", {"cases": [case, "x"]}), 404, "case_unknown", "cases")
    size = told(program.get(f"{path}/size"))
    assert (size["answers"], size["people"], size["score"]) == (1, 1, None)  # one is too few to be told
    words = {"subject": "Repaired", "text": "Hello {name}: {problem}"}
    problem(program.post(f"{path}/tell", words), 422, "not_settled", "status")
    changed = told(program.call("PATCH", path, {"status": "released", "released_on": "2026-06-20"}))
    assert (changed["words"], changed["owner"], changed["cases"]) == (["late"], ANN, 1)
    assert told(program.get(f"{path}/reach")) == {"may": 1, "why_not": {}, "already": 0, "states": {}}
    assert told(program.post(f"{path}/tell", words))["queued"] == 1
    assert told(program.post(f"{path}/tell", words))["queued"] == 0
    assert told(program.get(f"{path}/reach"))["states"] == {"queued": 1}
    assert PostedMail.objects.get().text.startswith("Hello Zebrafinch: Late")
    assert program.call("DELETE", f"{path}/cases/{case}").status_code == 204
    problem(program.call("DELETE", f"{path}/cases/{case}"), 404, "case_unknown", "case")
    problem(program.post("/problems", {"name": "Late"}), 422, "name_taken", "name")
    problem(program.call("PATCH", path, {"name": None}), 422, "not_null", "name")
    problem(program.call("PATCH", path, {"owner": "x@example.org"}), 422, "owner_unknown", "owner")
    assert told(program.get("/problems?status=released"))["items"][0]["told_at"]
    assert program.call("DELETE", path).status_code == 204
    assert not Problem.objects.exists()
