"""Surveys by API: started from a template or a definition, paused, opened, closed."""

from typing import Any

import pytest

from tests.api.conftest import Program, problem, start_survey, told


def test_a_survey_is_started_from_a_template(program: Program, workspace: Any) -> None:
    from likely.base.journal import JournalEntry

    body = {"template": "tnps", "subject": "Nordic", "touchpoint": "your delivery", "languages": ["et", "en"]}
    made = told(program.post("/surveys", body), 201)
    assert (made["kind"], made["state"], made["version"]) == ("tnps", "open", 1)
    assert made["link"].endswith(f"/s/{made['slug']}")
    assert made["definition"]["touchpoint"] == {"et": "your delivery"}
    assert (
        told(program.get(f"/surveys/{made['slug']}")) == told(program.get(f"/surveys/{made['id']}")) == made
    )
    assert JournalEntry.objects.get().actor == "key:program"


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "template_or_definition", "template"),
        ({"template": "rnps", "definition": {}}, "template_or_definition", "template"),
        ({"template": "rnps"}, "subject_missing", "subject"),
        ({"template": "tnps", "subject": "N"}, "touchpoint_missing", "touchpoint"),
        ({"template": "rnps", "subject": "N", "languages": ["xx"]}, "language_unknown", "languages"),
        ({"template": "rnps", "subject": "N", "languages": []}, "too_short", "languages"),
        ({"name": "N", "definition": {"kind": "rnps"}}, "field_missing", "subject"),
    ],
)
def test_half_a_survey_is_refused(program: Program, db: None, body: Any, code: str, field: str) -> None:
    problem(program.post("/surveys", body), 422, code, field)


def test_states_are_moved_and_twice_is_once(program: Program, survey: Any) -> None:
    from likely.base.journal import JournalEntry

    for deed, state in (("pause", "paused"), ("pause", "paused"), ("close", "closed"), ("open", "open")):
        assert told(program.post(f"/surveys/{survey.slug}/{deed}"))["state"] == state
    verbs = JournalEntry.objects.order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["survey.started", "survey.paused", "survey.closed", "survey.open"]


def test_the_list_is_narrowed_by_state_and_comes_in_pages(program: Program, workspace: Any) -> None:
    made = [start_survey(workspace, f"S{number}") for number in range(3)]
    made[1].move_to("closed", "system")
    first = told(program.get("/surveys?limit=2"))
    rest = told(program.get(f"/surveys?limit=2&cursor={first['next']}"))
    assert [one["slug"] for one in first["items"] + rest["items"]] == [one.slug for one in made]
    assert rest["next"] is None
    assert [one["slug"] for one in told(program.get("/surveys?state=closed"))["items"]] == [made[1].slug]
