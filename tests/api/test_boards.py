"""Boards for programs: made of charts, changed, sent by themselves to members, and stopped."""

from typing import Any

import pytest

from likely.act.saved_board import SavedBoard
from likely.base.member import Member, User
from tests.api.conftest import Program, problem, respond, told

CHARTS = ["/trend/periods?period=90", "/chart/score"]


@pytest.fixture
def ann(workspace: Any) -> User:
    user = User.objects.create_user("ann@example.org")
    Member.objects.create(workspace=workspace, user=user, role="viewer")
    return user


def test_a_board_is_made_changed_shared_and_removed(program: Program, survey: Any) -> None:
    made = told(program.post("/boards", {"name": "Monday", "charts": [*CHARTS, CHARTS[0]]}), 201)
    assert (made["charts"], made["link"], made["schedule"]) == (CHARTS, None, None)
    path, keys = f"/boards/{made['id']}", [pin.key for pin in SavedBoard.objects.get().read()]
    changed = told(program.call("PATCH", path, {"charts": CHARTS[::-1], "shared": True}))
    assert (changed["name"], changed["charts"]) == ("Monday", CHARTS[::-1])
    assert "/b/" in changed["link"]
    assert told(program.call("PATCH", path, {"shared": True}))["link"] == changed["link"]
    assert [pin.key for pin in SavedBoard.objects.get().read()] == keys[::-1]
    problem(program.call("PATCH", path, {"name": "Else", "charts": ["/people"]}), 422, "not_a_chart", "chart")
    assert told(program.get(path)) == changed
    assert told(program.get("/boards"))["items"] == [changed]
    assert program.call("DELETE", path).status_code == 204
    problem(program.get(path), 404, "board_unknown", "board")
    problem(program.post("/boards", {"name": "Wrong", "charts": ["/people"]}), 422, "not_a_chart", "chart")
    assert not SavedBoard.objects.exists()


def test_a_board_is_sent_by_itself_to_members_until_it_is_stopped(
    program: Program, workspace: Any, ann: User
) -> None:
    path = f"/boards/{told(program.post('/boards', {'name': 'Monday'}), 201)['id']}/schedule"
    told(program.call("PUT", path, {"every": "week", "readers": ["Ann@example.org"]}))
    [listed] = told(program.get("/boards"))["items"]
    assert (listed["schedule"]["every"], listed["schedule"]["readers"]) == ("week", [ann.email])
    assert listed["schedule"]["next_at"].endswith("Z")
    stranger = {"every": "month", "readers": [ann.email, "eve@example.org"]}
    problem(program.call("PUT", path, stranger), 422, "not_a_member", "readers")
    daily = {"every": "day", "readers": [ann.email]}
    problem(program.call("PUT", path, daily), 422, "literal_error", "every")
    assert told(program.get("/boards"))["items"] == [listed]
    assert program.call("DELETE", path).status_code == 204
    assert told(program.get("/boards"))["items"][0]["schedule"] is None
    assert SavedBoard.objects.get().next_at is None


def test_the_paper_is_that_of_the_page(program: Program, survey: Any) -> None:
    respond(survey, 9)
    made = told(program.post("/boards", {"name": "Monday", "charts": CHARTS[:1]}), 201)
    answer = program.get(f"/boards/{made['id']}/paper")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
