"""Cases for programs: opened once an answer, changed as a whole, noted, and told in pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.act.case import Case
from likely.base.journal import JournalEntry
from tests.api.conftest import Program, problem, told


@pytest.fixture
def case(program: Program, response: Any) -> Any:
    return told(program.post("/cases", {"response": str(response.pk)}), 201)


def test_an_answer_has_one_case_that_was_opened_so(program: Program, response: Any, ann: Any) -> None:
    body = {"response": str(response.pk), "owner": "Ann@example.org", "tags": ["VIP"]}
    made = told(program.post("/cases", body), 201)
    assert (made["state"], made["owner"], made["tags"]) == ("new", ann.email, ["vip"])
    assert (made["response"], made["score"], made["rule"]) == (str(response.pk), response.score, "hand")
    again = told(program.post("/cases", body | {"owner": None}), 200)
    assert again == made == told(program.get(f"/cases/{made['id']}"))
    assert {one.actor.split(":")[0] for one in JournalEntry.objects.filter(verb="case.opened")} == {"key"}


def test_it_is_changed_as_a_whole(program: Program, case: Any, ann: Any) -> None:
    body = {
        "owner": ann.email,
        "root_cause": "late",
        "promise": "a new one",
        "promised_on": "2026-12-01",
        "promise_kept": True,
        "outcome": "recovered",
        "tags": ["late"],
        "deed": "resolve",
    }
    changed = told(program.call("PATCH", f"/cases/{case['id']}", body))
    assert {name: changed[name] for name in body if name != "deed"} == {
        name: value for name, value in body.items() if name != "deed"
    }
    assert (changed["state"], changed["due_at"]) == ("resolved", None)
    nothing = {"owner": None, "promised_on": None, "promise_kept": None, "outcome": None, "tags": None}
    emptied = told(program.call("PATCH", f"/cases/{case['id']}", nothing))
    assert [emptied[name] for name in nothing] == [None, None, None, "", []]
    assert emptied["root_cause"] == "late"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"root_cause": "late", "deed": "go_on"}, "case_state", "deed"),
        ({"root_cause": "late", "owner": "nobody@example.org"}, "owner_unknown", "owner"),
        ({"root_cause": "late", "promised_on": "soon"}, "not_a_day", "promised_on"),
        ({"root_cause": "late", "colour": "red"}, "field_unknown", "colour"),
    ],
    ids=["a deed", "an owner", "a day", "a field"],
)
def test_what_is_refused_changes_nothing(
    program: Program, case: Any, body: Any, code: str, field: str
) -> None:
    problem(program.call("PATCH", f"/cases/{case['id']}", body), 422, code, field)
    assert told(program.get(f"/cases/{case['id']}")) == case


def test_notes_are_added_and_a_contact_is_the_first_reply(program: Program, case: Any, ann: Any) -> None:
    address = f"/cases/{case['id']}/notes"
    told(program.post(address, {"text": "@ann please call"}), 201)
    assert told(program.get(f"/cases/{case['id']}"))["replied_at"] is None
    note = told(program.post(address, {"text": "called", "author": ann.email, "contact": "call"}), 201)
    assert (note["author"], note["contact"]) == (ann.email, "call")
    assert told(program.get(f"/cases/{case['id']}"))["replied_at"] is not None
    assert [one["text"] for one in told(program.get(address))["items"]] == ["called", "@ann please call"]
    problem(program.post(address, {"text": " "}), 422, "no_note", "text")
    problem(program.post(address, {"text": "x", "author": "who@example.org"}), 422, "owner_unknown", "author")


def test_the_list_is_narrowed_and_paged(program: Program, case: Any, ann: Any) -> None:
    def ids(query: str) -> list[str]:
        return [one["id"] for one in told(program.get(f"/cases?{query}"))["items"]]

    for query in ("", "view=open", "state=new", "limit=1"):
        assert ids(query) == [case["id"]], query
    for query in ("view=done", "view=overdue", "state=closed", "tag=vip", f"owner={ann.email}"):
        assert ids(query) == [], query
    Case.objects.update(due_at=timezone.now() - timedelta(hours=1), owner=ann, tags=["vip"])
    for query in ("view=overdue", "tag=vip", f"owner={ann.email}", "updated_since=2020-01-01T00:00:00Z"):
        assert ids(query) == [case["id"]], query
    assert ids("updated_since=2199-01-01T00:00:00Z") == []
    problem(program.get("/cases?view=mine"), 422, "literal_error", "view")
    problem(program.get("/cases?owner=who@example.org"), 422, "owner_unknown", "owner")


def test_what_never_was_is_not_found(program: Program) -> None:
    for id in ("x", "01920000-0000-7000-8000-000000000000"):
        problem(program.get(f"/cases/{id}"), 404, "case_unknown", "case")
    problem(program.post("/cases", {"response": "x"}), 404, "response_unknown", "response")
