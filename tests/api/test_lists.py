"""Lists and signing secrets for programs: what names a list follows it, and a secret is told once."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.act.endpoint import Endpoint, forget_former
from likely.act.playbook import Playbook
from likely.base.idempotency import NamedRequest
from likely.base.journal import JournalEntry
from likely.people.roster import Roster
from likely.people.segment import Segment, make_segment
from tests.api.conftest import Program, problem, told

HOOK = "https://93.184.215.14/in"
STEPS = [
    {"key": "a", "do": "list", "says": {"list": "Callers"}},
    {"key": "b", "do": "webhook", "says": {"url": HOOK}},
]
PLAYBOOK = {"name": "Call", "groups": ["detractor"], "action": "steps", "condition": "list is Callers"}


def test_a_list_is_made_filled_renamed_and_removed(program: Program, workspace: Any, response: Any) -> None:
    made = told(program.post("/lists", {"name": "Callers"}), 201)
    path, person = f"/lists/{made['id']}", str(response.person_id)
    problem(program.post("/lists", {"name": "Callers"}), 422, "name_taken", "name")
    make_segment(workspace, "To call", 'list is one of "Callers", Others', "system")
    told(program.post("/playbooks", PLAYBOOK | {"steps": STEPS}), 201)
    for n in (1, 0):
        assert told(program.post(f"{path}/people", {"people": [person]}))["added"] == n
    problem(program.post(f"{path}/people", {"people": [person, "x"]}), 404, "person_unknown", "people")
    assert [one["id"] for one in told(program.get(f"{path}/people"))["items"]] == [person]
    renamed = told(program.call("PATCH", path, {"name": "Call back"}))
    assert (renamed["name"], renamed["people"]) == ("Call back", 1)
    assert Segment.objects.get().rule == 'list is one of "Call back", Others'
    follows = Playbook.objects.get()
    assert (follows.condition, follows.steps[0]["says"]) == ('list is "Call back"', {"list": "Call back"})
    assert Segment.objects.get().people(timezone.now()).count() == 1
    assert program.call("DELETE", f"{path}/people/{person}").status_code == 204
    problem(program.call("DELETE", f"{path}/people/{person}"), 404, "person_unknown", "person")
    assert program.call("DELETE", path).status_code == 204
    assert not Roster.objects.exists()


def test_a_secret_is_told_once_and_the_former_signs_as_long_as_was_said(program: Program) -> None:
    first = told(program.post("/playbooks", PLAYBOOK | {"steps": STEPS}, Idempotency_Key="p"), 201)
    secret = first["steps"][1]["secret"]
    assert told(program.post("/playbooks", PLAYBOOK | {"steps": STEPS}, Idempotency_Key="p"), 201) == first
    assert told(program.get(f"/playbooks/{first['id']}"))["steps"][1]["secret"] is None
    [listed] = told(program.get("/endpoints"))["items"]
    assert (listed["url"], "secret" in listed, listed["former_until"]) == (HOOK, False, None)
    path = f"/endpoints/{listed['id']}/rotate"
    problem(program.post(path, {"overlap_hours": 169}), 422, "less_than_equal", "overlap_hours")
    for _ in range(2):  # sent again, it is told again and rotated once
        new = told(program.post(path, {"overlap_hours": 2}, Idempotency_Key="r"))
    row, now = Endpoint.objects.get(), timezone.now()
    assert row.secret_shown == new["secret"] != secret
    assert row.former_secrets(now) == (secret,)
    assert row.former_secrets(now + timedelta(hours=3)) == ()
    assert new["secret"] not in NamedRequest.objects.get(key="r").body
    assert JournalEntry.objects.get(verb="endpoint.rotated").detail == {"overlap_hours": 2}
    assert forget_former(now) == 0
    assert forget_former(now + timedelta(hours=3)) == 1
    told(program.post(path, {"overlap_hours": 0}))
    assert Endpoint.objects.get().former == ""


def test_the_figures_of_promoters_are_told(program: Program, response: Any) -> None:
    from likely.act.promoter import take_link

    take_link(response.person, timezone.now())
    assert told(program.get("/promoters/figures"))["took"] == 1
    [one] = told(program.get("/promoters"))["items"]
    assert (one["person"], one["visits"], one["stopped_at"]) == (str(response.person_id), 0, None)
