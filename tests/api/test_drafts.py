"""Drafts by API: edited beside the live version, never over another's edit, published once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.api.conftest import Program, problem, told


@pytest.fixture
def address(survey: Any) -> str:
    return f"/surveys/{survey.slug}"


def reworded(draft: Any, words: str) -> Any:
    definition = draft["definition"]
    definition["questions"][0]["text"]["en"] = words
    return {"definition": definition}


def test_a_draft_leaves_the_live_version_alone_until_it_is_published(program: Program, address: str) -> None:
    first = told(program.get(f"{address}/draft"))
    assert (first["is_draft"], first["changes"]) == (False, [])
    kept = told(program.call("PUT", f"{address}/draft", reworded(first, "Would you come again?")))
    assert kept["is_draft"]
    assert kept["changes"]
    assert kept["revision"] != first["revision"]
    live = told(program.get(address))
    assert (live["version"], live["definition"] == kept["definition"]) == (1, False)
    published = told(program.post(f"{address}/publish"))
    assert (published["version"], published["definition"]) == (2, kept["definition"])
    assert not told(program.get(f"{address}/draft"))["is_draft"]
    problem(program.post(f"{address}/publish"), 409, "no_draft", "draft")


def test_the_same_as_the_live_version_is_no_draft(program: Program, address: str) -> None:
    same = {"definition": told(program.get(f"{address}/draft"))["definition"]}
    assert not told(program.call("PUT", f"{address}/draft", same))["is_draft"]


def test_nobody_writes_over_what_they_have_not_read(program: Program, address: str) -> None:
    read = told(program.get(f"{address}/draft"))
    told(program.call("PUT", f"{address}/draft", reworded(read, "Theirs?")))
    mine = {**reworded(read, "Mine?"), "revision": read["revision"]}
    problem(program.call("PUT", f"{address}/draft", mine), 409, "draft_moved", "revision")
    problem(
        program.post(f"{address}/publish", {"revision": read["revision"]}), 409, "draft_moved", "revision"
    )
    assert "Theirs?" in str(told(program.get(f"{address}/draft")))


def test_a_published_survey_keeps_its_kind_and_half_a_definition_is_refused(
    program: Program, address: str
) -> None:
    definition = told(program.get(f"{address}/draft"))["definition"]
    problem(
        program.call("PUT", f"{address}/draft", {"definition": {"kind": "rnps"}}),
        422,
        "field_missing",
        "subject",
    )
    other = {**definition, "kind": "enps"}
    problem(program.call("PUT", f"{address}/draft", {"definition": other}), 422, "kind_is_fixed", "kind")
    assert not told(program.get(f"{address}/draft"))["is_draft"]


def test_versions_are_listed_read_and_compared(program: Program, address: str) -> None:
    first = told(program.get(f"{address}/draft"))
    told(program.call("PUT", f"{address}/draft", reworded(first, "Would you come again?")))
    assert told(program.get(f"{address}/diff"))["changes"]
    told(program.post(f"{address}/publish"))
    listed = told(program.get(f"{address}/versions"))
    assert [one["number"] for one in listed["items"]] == [1, 2]
    assert (
        told(program.get(f"{address}/versions/1"))["definition"]
        != told(program.get(f"{address}/versions/2"))["definition"]
    )
    found = told(program.get(f"{address}/diff?since=1&to=2"))
    assert (found["since"], found["to"], bool(found["changes"])) == ("1", "2", True)
    assert told(program.get(f"{address}/diff"))["changes"] == []
    for number in ("3", "0", "x", "99999999999"[:10]):
        problem(program.get(f"{address}/versions/{number}"), 404, "version_unknown", "version")
    problem(program.get(f"{address}/diff?from=1"), 422, "field_unknown", "from")


def test_a_duplicate_is_a_survey_of_its_own_made_once(program: Program, address: str) -> None:
    made = told(program.post(f"{address}/duplicate", {"name": "Second"}, Idempotency_Key="copy-1"), 201)
    again = told(program.post(f"{address}/duplicate", {"name": "Second"}, Idempotency_Key="copy-1"), 201)
    source = told(program.get(address))
    assert (made["name"], made["version"], made["definition"]) == ("Second", 1, source["definition"])
    assert made["id"] == again["id"] != source["id"]


def test_a_survey_closes_at_a_moment_to_come(program: Program, address: str) -> None:
    told_at = told(program.call("PUT", f"{address}/closing", {"closes_at": "2199-07-01T18:30:00+03:00"}))
    assert datetime.fromisoformat(told_at["closes_at"]) == datetime(2199, 7, 1, 15, 30, tzinfo=UTC)
    past = {"closes_at": "2020-01-01T00:00:00Z"}
    problem(program.call("PUT", f"{address}/closing", past), 422, "closes_in_the_past", "closes_at")
    problem(
        program.call("PUT", f"{address}/closing", {"closes_at": "soon"}), 422, "not_a_moment", "closes_at"
    )
    assert told(program.call("PUT", f"{address}/closing", {"closes_at": None}))["closes_at"] is None


def test_what_is_past_its_closing_is_listed_as_closed(program: Program, survey: Any) -> None:
    from likely.ask.survey import Survey

    Survey.objects.filter(pk=survey.pk).update(closes_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert told(program.get(f"/surveys/{survey.slug}"))["state"] == "closed"
    assert told(program.get("/surveys?state=open"))["items"] == []
    assert len(told(program.get("/surveys?state=closed"))["items"]) == 1
    assert told(program.post(f"/surveys/{survey.slug}/open"))["state"] == "open"
