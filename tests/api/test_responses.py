"""Responses by API: one pipeline, strict, in pages that lose and repeat nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import MARKER, Program, problem, respond, start_survey, told


def test_an_answer_is_stored_with_its_person(program: Program, survey: Any) -> None:
    from likely.collect.response import Response

    body = {
        "survey": survey.slug,
        "score": 9,
        "comment": "Quick\r\nand kind\x00",
        "person": {
            "email": "Kaia@Example.org",
            "name": "Kaia",
            "properties": {"Plan type": "gold", "seats": 3},
        },
        "at": "2026-06-01T12:30:00+03:00",
        "channel": "email",
        "language": "et",
    }
    found = told(program.post("/responses", body), 201)
    assert found["score"] == 9
    assert found["group"] == "promoter"
    assert found["survey"] == survey.slug
    assert found["comment"] == "Quick\nand kind"
    assert found["at"] == "2026-06-01T09:30:00Z"
    assert (found["channel"], found["language"], found["state"]) == ("email", "et", "counted")
    assert found["person"]["email"] == "kaia@example.org"
    assert found["properties"] == {"plan_type": "gold", "seats": 3}
    assert found["completed_at"]
    assert told(program.get(f"/responses/{found['id']}")) == found
    assert Response.objects.get().person.name == "Kaia"


def test_the_survey_may_be_named_by_its_id_and_the_rest_left_out(program: Program, survey: Any) -> None:
    found = told(program.post("/responses", {"survey": str(survey.pk), "score": 0}), 201)
    assert found["score"] == 0
    assert found["person"] is None
    assert found["channel"] == "api"


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("9", "score_is_text"),
        (True, "score_is_boolean"),
        (6.5, "score_not_whole"),
        (9.0, "score_not_whole"),
        (11, "score_out_of_range"),
        (-1, "score_out_of_range"),
        (2**63, "score_out_of_range"),
        (None, "score_is_missing"),
    ],
)
def test_a_loose_score_is_refused(program: Program, survey: Any, score: Any, code: str) -> None:
    problem(program.post("/responses", {"survey": survey.slug, "score": score}), 422, code, "score")


def test_a_missing_and_an_unknown_field_are_both_told(program: Program, survey: Any) -> None:
    found = told(program.post("/responses", {"survey": survey.slug, "scores": 9}), 422)
    assert {(one["field"], one["code"]) for one in found["errors"]} == {("scores", "field_unknown")}
    problem(
        program.post("/responses", {"survey": survey.slug, "comment": "Late"}), 422, "field_missing", "score"
    )
    nested = {"survey": survey.slug, "score": 9, "person": {"email": "a@example.org", "workspace": "x"}}
    problem(program.post("/responses", nested), 422, "field_unknown", "person.workspace")


def test_a_satisfaction_survey_is_answered_by_its_own_question(program: Program) -> None:
    body = {"template": "csat5", "subject": "Nordic", "name": "How was it"}
    survey = told(program.post("/surveys", body), 201)
    sent = {"survey": survey["slug"], "answers": {"csat": 4}}
    found = told(program.post("/responses", sent), 201)
    assert (found["score"], found["group"], found["answers"]) == (None, None, {"csat": 4})
    problem(program.post("/responses", sent | {"score": 9}), 422, "answer_unknown", "score")
    problem(
        program.post("/responses", sent | {"answers": {"csat": 6}}),
        422,
        "answer_out_of_range",
        "answers.csat",
    )
    problem(program.post("/responses", {"survey": survey["slug"]}), 422, "nothing_sent", "score")


def test_a_person_needs_a_name_that_is_theirs(program: Program, survey: Any) -> None:
    body = {"survey": survey.slug, "score": 9, "person": {"name": "Kaia"}}
    problem(program.post("/responses", body), 422, "person_unnamed", "external_id")


def test_a_refused_answer_leaves_no_person_behind(program: Program, survey: Any) -> None:
    from likely.people.person import Person

    body = {"survey": survey.slug, "score": 9, "person": {"email": "a@example.org"}, "answers": {"nope": "x"}}
    problem(program.post("/responses", body), 422, "answer_unknown", "answers.nope")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("state", "status", "code"), [("paused", 409, "survey_paused"), ("closed", 410, "survey_closed")]
)
def test_a_survey_that_is_not_open_takes_nothing(
    program: Program, survey: Any, state: str, status: int, code: str
) -> None:
    survey.move_to(state, "system")
    problem(program.post("/responses", {"survey": survey.slug, "score": 9}), status, code)


def test_an_anonymous_survey_takes_no_person(program: Program, workspace: Any) -> None:
    survey = start_survey(workspace, "Work", template="enps")
    named = {"survey": survey.slug, "score": 9, "person": {"email": "a@example.org"}}
    problem(program.post("/responses", named), 422, "survey_anonymous", "person")
    told(program.post("/responses", {"survey": survey.slug, "score": 9}), 201)


def test_a_time_is_believed_between_2000_and_tomorrow(program: Program, survey: Any) -> None:
    for at in ("1999-12-31T23:59:59Z", (timezone.now() + timedelta(days=3)).isoformat()):
        problem(
            program.post("/responses", {"survey": survey.slug, "score": 9, "at": at}),
            422,
            "at_out_of_bounds",
            "at",
        )


def test_the_list_is_narrowed(program: Program, workspace: Any, survey: Any) -> None:
    other = start_survey(workspace, "Shop")
    first = respond(survey, 3, at=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    last = respond(other, 10, at=datetime(2026, 6, 2, 0, 30, tzinfo=UTC))

    def ids(query: str) -> list[str]:
        return [one["id"] for one in told(program.get(f"/responses?{query}"))["items"]]

    assert ids("") == [str(last.pk), str(first.pk)]
    assert ids(f"survey={survey.slug}") == ids(f"survey={survey.pk}") == [str(first.pk)]
    assert ids("group=promoter") == [str(last.pk)]
    assert ids("since=2026-06-02") == [str(last.pk)]
    assert ids("until=2026-06-01") == [str(first.pk)]
    workspace.time_zone = "Europe/Tallinn"  # there the first was given on 2 June, too
    workspace.save()
    assert ids("since=2026-06-02&until=2026-06-02") == [str(last.pk), str(first.pk)]


def test_states_are_apart_and_can_be_had_together(program: Program, workspace: Any, survey: Any) -> None:
    from likely.act.dismissal import dismiss

    kept, gone = respond(survey, 3), respond(survey, 4)
    dismiss(workspace, gone.pk, "a test", "system")
    for state, wanted in (
        ("counted", {kept.pk}),
        ("dismissed", {gone.pk}),
        ("quarantined", set()),
        ("all", {kept.pk, gone.pk}),
    ):
        found = told(program.get(f"/responses?state={state}"))["items"]
        assert {one["id"] for one in found} == {str(pk) for pk in wanted}


def test_what_changed_since_comes_in_the_order_of_its_change(
    program: Program, workspace: Any, survey: Any
) -> None:
    from likely.act.dismissal import dismiss

    with time_machine.travel(datetime(2026, 6, 20, tzinfo=UTC), tick=False) as clock:
        first = respond(survey, 3)
        clock.shift(60)
        second = respond(survey, 4)
        clock.shift(60)
        dismiss(workspace, first.pk, "a test", "system")
    found = told(program.get("/responses?state=all&updated_since=2026-06-20T00:00:30Z"))["items"]
    assert [one["id"] for one in found] == [str(second.pk), str(first.pk)]


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("limit=0", "limit_out_of_range", "limit"),
        ("limit=501", "limit_out_of_range", "limit"),
        ("limit=1&limit=2", "key_twice", "limit"),
        ("limit=ten", "limit_out_of_range", "limit"),
        ("cursor=nonsense", "wrong_cursor", "cursor"),
        ("cursor=%F0%9F%98%80", "wrong_cursor", "cursor"),
        ("since=99999999999999999", "not_a_day", "since"),
        ("since=-99999999999", "not_a_day", "since"),
        ("until=9999-12-31", "not_a_day", "until"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "not_a_moment", "updated_since"),
        ("updated_since=2026-06-01", "not_a_moment", "updated_since"),
        ("groups=promoter", "field_unknown", "groups"),
        ("survey=%00", "survey_unknown", "survey"),
    ],
)
def test_a_wrong_filter_is_refused_and_not_passed_over(
    program: Program, query: str, code: str, field: str
) -> None:
    answer = program.get(f"/responses?{query}")
    problem(answer, 400 if code == "key_twice" else 404 if code == "survey_unknown" else 422, code, field)


def test_a_cursor_of_another_order_is_refused(program: Program, survey: Any) -> None:
    for score in (1, 2):
        respond(survey, score)
    cursor = told(program.get("/responses?limit=1"))["next"]
    answer = program.get(f"/responses?limit=1&updated_since=2026-01-01T00:00:00Z&cursor={cursor}")
    problem(answer, 422, "wrong_cursor", "cursor")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(0, 3), max_size=12),
    limit=st.integers(1, 5),
    late=st.lists(st.integers(0, 3), max_size=3),
    changed=st.booleans(),
)
def test_every_page_together_hold_each_response_once(
    program: Program, survey: Any, minutes: list[int], limit: int, late: list[int], changed: bool
) -> None:
    """Whatever moments coincide and whatever arrives in between, what was there at the start comes once."""
    from likely.collect.response import Response

    Response.objects.all().delete()
    start = datetime(2026, 6, 1, tzinfo=UTC)
    there = {str(respond(survey, 5, at=start + timedelta(minutes=m)).pk) for m in minutes}
    query = f"/responses?limit={limit}" + ("&updated_since=2020-01-01T00:00:00Z" if changed else "")
    seen: list[str] = []
    page = told(program.get(query))
    arriving = list(late)
    while True:
        assert len(page["items"]) <= limit
        seen += [one["id"] for one in page["items"]]
        if arriving:
            respond(survey, 5, at=start + timedelta(minutes=arriving.pop()))
        if page["next"] is None:
            break
        page = told(program.get(f"{query}&cursor={page['next']}"))
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


def test_nothing_of_the_person_is_told_to_a_stranger(stranger: Program, response: Any) -> None:
    problem(stranger.get(f"/responses/{response.pk}"), 404, "response_unknown", "response")
    assert MARKER not in stranger.get("/responses?state=all").content.decode()


def test_comments_are_found_by_words_in_pages(program: Program, survey: Any) -> None:
    for place in range(5):
        respond(survey, 3, comment=f"Late delivery {place}", at=datetime(2026, 6, place + 1, tzinfo=UTC))
    respond(survey, 9, comment="Quick delivery", at=datetime(2026, 6, 9, tzinfo=UTC))
    seen, cursor = [], ""
    while True:
        page = told(program.get(f"/responses?limit=2&q=late%20deliv{cursor}"))
        seen += [one["comment"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [f"Late delivery {place}" for place in (4, 3, 2, 1, 0)]
    changed = told(program.get("/responses?q=quick&updated_since=2026-01-01T00:00:00Z"))
    assert [one["comment"] for one in changed["items"]] == ["Quick delivery"]
    assert told(program.get("/responses?q=%22delivery%20late%22&group=detractor"))["items"] == []
