"""The wall between workspaces, for every operation of the description: a new one without an entry fails."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from likely.act.annotation import annotate
from likely.act.case import Opening, open_case
from likely.act.case_file import Upload, put_files
from likely.act.endpoint import webhook_at
from likely.act.goal import GoalFacts, set_goal
from likely.act.idea import IdeaFacts, submit_idea
from likely.act.playbook import PlaybookFacts, make_playbook
from likely.act.playbook_run import RunStep
from likely.act.playbook_step import Step
from likely.act.problem import ProblemFacts, make_problem
from likely.act.promoter import take_link
from likely.act.quoted_benchmark import BenchmarkFacts, quote
from likely.act.reacting import run
from likely.act.saved_board import make_board
from likely.api.caller import HITS
from likely.ask.experiment import ExperimentFacts, make_experiment
from likely.people.account import Account
from likely.people.roster import list_named
from likely.people.segment import Segment
from likely.people.unit import UnitFacts, make_unit
from likely.store.theme_set import Origin, keep_themes
from likely.text.taxonomy import Theme, taxonomy
from tests.api.conftest import MARKER, Program, told

NEVER = "01920000-0000-7000-8000-000000000000"

# operation -> how a caller names our object in it: {} stands for the object
NAMES: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "get_survey": ("GET", "/surveys/{survey}", None),
    "open_survey": ("POST", "/surveys/{survey}/open", None),
    "pause_survey": ("POST", "/surveys/{survey}/pause", None),
    "close_survey": ("POST", "/surveys/{survey}/close", None),
    "set_closing": ("PUT", "/surveys/{survey}/closing", {"closes_at": None}),
    "get_draft": ("GET", "/surveys/{survey}/draft", None),
    "keep_draft": ("PUT", "/surveys/{survey}/draft", {"definition": {}}),
    "publish_draft": ("POST", "/surveys/{survey}/publish", {}),
    "duplicate_survey": ("POST", "/surveys/{survey}/duplicate", {}),
    "list_versions": ("GET", "/surveys/{survey}/versions", None),
    "get_version": ("GET", "/surveys/{survey}/versions/1", None),
    "compare_versions": ("GET", "/surveys/{survey}/diff", None),
    "get_account": ("GET", "/accounts/{account}", None),
    "get_person": ("GET", "/people/{person}", None),
    "delete_unit": ("DELETE", "/units/{unit}", None),
    "get_goal": ("GET", "/goals/{goal}", None),
    "list_goal_periods": ("GET", "/goals/{goal}/periods", None),
    "change_goal": ("PATCH", "/goals/{goal}", {"target": 60}),
    "delete_goal": ("DELETE", "/goals/{goal}", None),
    "get_segment": ("GET", "/segments/{segment}", None),
    "list_segment_people": ("GET", "/segments/{segment}/people", None),
    "get_referral": ("GET", "/referrals/{code}", None),
    "note_signup": ("POST", "/referrals/{code}/signups", {"key": "1"}),
    "note_conversion": ("POST", "/referrals/{code}/conversions", {"key": "1"}),
    "list_consents": ("GET", "/people/{person}/consents", None),
    "note_consent": ("POST", "/people/{person}/consents", {"purpose": "surveys", "given": True}),
    "create_case": ("POST", "/cases", {"response": "{response}"}),
    "get_case": ("GET", "/cases/{case}", None),
    "change_case": ("PATCH", "/cases/{case}", {"root_cause": "late"}),
    "get_playbook": ("GET", "/playbooks/{playbook}", None),
    "change_playbook": ("PATCH", "/playbooks/{playbook}", {"on": True}),
    "dry_run_playbook": ("GET", "/playbooks/{playbook}/dry-run", None),
    "list_playbook_runs": ("GET", "/playbooks/{playbook}/runs", None),
    "try_step_again": ("POST", "/playbooks/steps/{step}/again", {}),
    "delete_playbook": ("DELETE", "/playbooks/{playbook}", None),
    "list_list_people": ("GET", "/lists/{list}/people", None),
    "rename_list": ("PATCH", "/lists/{list}", {"name": "Theirs"}),
    "add_list_people": ("POST", "/lists/{list}/people", {"people": [NEVER]}),
    "remove_list_person": ("DELETE", "/lists/{list}/people/{person}", None),
    "delete_list": ("DELETE", "/lists/{list}", None),
    "rotate_secret": ("POST", "/endpoints/{endpoint}/rotate", {}),
    "list_case_ways": ("GET", "/cases/{case}/ways", None),
    "list_case_messages": ("GET", "/cases/{case}/messages", None),
    "reply_to_case": ("POST", "/cases/{case}/messages", {"body": "Hello"}),
    "list_case_files": ("GET", "/cases/{case}/files", None),
    "put_case_file": ("POST", "/cases/{case}/files?name=a.txt", None),
    "get_case_file": ("GET", "/cases/{case}/files/{file}", None),
    "delete_case_file": ("DELETE", "/cases/{case}/files/{file}", None),
    "get_problem": ("GET", "/problems/{problem}", None),
    "change_problem": ("PATCH", "/problems/{problem}", {"about": "Theirs"}),
    "get_problem_size": ("GET", "/problems/{problem}/size", None),
    "get_problem_reach": ("GET", "/problems/{problem}/reach", None),
    "list_problem_cases": ("GET", "/problems/{problem}/cases", None),
    "add_problem_cases": ("POST", "/problems/{problem}/cases", {"cases": [NEVER]}),
    "remove_problem_case": ("DELETE", "/problems/{problem}/cases/{case}", None),
    "tell_affected": ("POST", "/problems/{problem}/tell", {"subject": "It", "text": "works"}),
    "delete_problem": ("DELETE", "/problems/{problem}", None),
    "get_idea": ("GET", "/ideas/{idea}", None),
    "change_idea": ("PATCH", "/ideas/{idea}", {"text": "Theirs"}),
    "vote_idea": ("POST", "/ideas/{idea}/votes", {"voter": "ann@example.org"}),
    "list_idea_remarks": ("GET", "/ideas/{idea}/remarks", None),
    "remark_idea": ("POST", "/ideas/{idea}/remarks", {"text": "Theirs"}),
    "decide_idea": ("POST", "/ideas/{idea}/decision", {"state": "planned", "reason": "Theirs"}),
    "delete_idea": ("DELETE", "/ideas/{idea}", None),
    "list_case_notes": ("GET", "/cases/{case}/notes", None),
    "note_case": ("POST", "/cases/{case}/notes", {"text": "called"}),
    "get_response": ("GET", "/responses/{response}", None),
    "create_experiment": (
        "POST",
        "/experiments",
        {"name": "Try", "survey": "{survey}", "arms": {"old": 1, "new": 1}},
    ),
    "delete_annotation": ("DELETE", "/annotations/{annotation}", None),
    "delete_benchmark": ("DELETE", "/benchmarks/{benchmark}", None),
    "get_board": ("GET", "/boards/{board}", None),
    "change_board": ("PATCH", "/boards/{board}", {"name": "Theirs"}),
    "get_board_paper": ("GET", "/boards/{board}/paper", None),
    "schedule_board": ("PUT", "/boards/{board}/schedule", {"every": "week", "readers": ["ann@example.org"]}),
    "stop_board": ("DELETE", "/boards/{board}/schedule", None),
    "delete_board": ("DELETE", "/boards/{board}", None),
    "get_experiment": ("GET", "/experiments/{experiment}", None),
    "get_arm": ("GET", "/experiments/{experiment}/people/{person}", None),
    "start_experiment": ("POST", "/experiments/{experiment}/start", {}),
    "stop_experiment": ("POST", "/experiments/{experiment}/stop", {}),
    "create_response": ("POST", "/responses", {"survey": "{survey}", "score": 9}),
    "get_theme": ("GET", "/taxonomy/themes/{theme}", None),
    "change_theme": ("PATCH", "/taxonomy/themes/{theme}", {"names": {"en": "Theirs"}}),
    "merge_themes": ("POST", "/taxonomy/themes/{theme}/merge", {"others": ["other"]}),
    "split_theme": ("POST", "/taxonomy/themes/{theme}/split", {"names": {"en": "New"}, "words": ["late"]}),
    "delete_theme": ("DELETE", "/taxonomy/themes/{theme}", None),
}
UNFULFILLED = (
    "create_response",
    "delete_playbook",
    "delete_board",
    "schedule_board",
    "delete_unit",
    "delete_goal",
    "add_list_people",
    "remove_list_person",
    "delete_list",
    "reply_to_case",
    "put_case_file",
    "delete_case_file",
    "add_problem_cases",
    "remove_problem_case",
    "tell_affected",
    "delete_problem",
    "vote_idea",
    "delete_idea",
    "create_experiment",
    "delete_annotation",
    "delete_benchmark",
    "start_experiment",
    "stop_experiment",
    "delete_theme",
    "split_theme",
    "merge_themes",
    "keep_draft",
    "publish_draft",
)  # refused for another reason, once it is ours
# operation -> a call that names nothing of ours, and so must not meet anything of ours
LISTS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "list_surveys": ("GET", "/surveys", None),
    "create_survey": ("POST", "/surveys", {"template": "rnps", "subject": "Theirs"}),
    "list_people": ("GET", "/people", None),
    "keep_people": ("POST", "/people/batch", {"people": [{"email": "mari@example.org"}]}),
    "list_accounts": ("GET", "/accounts", None),
    "list_referrals": ("GET", "/referrals", None),
    "keep_account": ("POST", "/accounts", {"external_id": "A-1"}),
    "list_properties": ("GET", "/properties", None),
    "declare_property": ("POST", "/properties", {"key": "plan", "type": "text"}),
    "keep_person": ("POST", "/people", {"email": "mari@example.org"}),
    "list_events": ("GET", "/events", None),
    "keep_events": ("POST", "/events", {"name": "renewed", "person": {"email": "mari@example.org"}}),
    "list_units": ("GET", "/units", None),
    "keep_units": ("PUT", "/units", {"units": [{"path": ["Theirs"]}]}),
    "list_goals": ("GET", "/goals", None),
    "create_goal": (
        "POST",
        "/goals",
        {"measure": "score", "target": 50, "period": "year", "day": "2026-01-31"},
    ),
    "list_signs": ("GET", "/signs", None),
    "list_segments": ("GET", "/segments", None),
    "create_segment": ("POST", "/segments", {"name": "Theirs", "rule": "answers over 0"}),
    "list_suppressions": ("GET", "/suppressions", None),
    "create_suppression": ("POST", "/suppressions", {"address": "mari@example.org"}),
    "list_cases": ("GET", "/cases", None),
    "list_playbooks": ("GET", "/playbooks", None),
    "create_playbook": ("POST", "/playbooks", {"name": "Theirs", "groups": ["detractor"]}),
    "list_lists": ("GET", "/lists", None),
    "create_list": ("POST", "/lists", {"name": "Theirs"}),
    "list_endpoints": ("GET", "/endpoints", None),
    "list_promoters": ("GET", "/promoters", None),
    "get_promoter_figures": ("GET", "/promoters/figures", None),
    "list_problems": ("GET", "/problems", None),
    "create_problem": ("POST", "/problems", {"name": "Theirs"}),
    "list_ideas": ("GET", "/ideas", None),
    "create_idea": ("POST", "/ideas", {"title": "Theirs"}),
    "list_responses": ("GET", "/responses?state=all", None),
    "ask_score": ("POST", "/score", {"by": ["survey"]}),
    "ask_drivers": ("POST", "/drivers", {"by": "channel"}),
    "ask_journey": ("POST", "/journey", {}),
    "ask_themes": ("POST", "/themes", {}),
    "get_taxonomy": ("GET", "/taxonomy", None),
    "keep_taxonomy": ("PUT", "/taxonomy", {"themes": [{"id": "theirs", "names": {"en": "Theirs"}}]}),
    "create_theme": ("POST", "/taxonomy/themes", {"names": {"en": "Theirs"}}),
    "ask_teams": ("POST", "/teams", {"by": "channel"}),
    "ask_trend": ("POST", "/trend", {"grain": "week"}),
    "ask_waves": (
        "POST",
        "/waves",
        {
            "first": {"since": "2000-01-01", "until": "2000-12-31"},
            "second": {"since": "2001-01-01", "until": "2100-12-31"},
        },
    ),
    "ask_compare": ("POST", "/compare", {"where": {"channel": ["link"]}}),
    "ask_heat": ("POST", "/heat", {"row": "channel", "column": "survey"}),
    "ask_surprises": ("POST", "/surprises", {}),
    "ask_weights": ("POST", "/weights", {"by": ["channel"], "people": {"channel": {"link": 1}}}),
    "list_annotations": ("GET", "/annotations", None),
    "create_annotation": ("POST", "/annotations", {"day": "2026-01-31", "text": "Theirs"}),
    "list_experiments": ("GET", "/experiments", None),
    "ask_populations": ("POST", "/populations", {"by": "plan"}),
    "ask_accounts": ("POST", "/account-scores", {}),
    "ask_followed": ("POST", "/followed", {"event": "renewed"}),
    "list_benchmarks": ("GET", "/benchmarks", None),
    "create_benchmark": (
        "POST",
        "/benchmarks",
        {"name": "Theirs", "points": 30, "source": "Them", "year": 2026},
    ),
    "ask_benchmarks": ("POST", "/benchmarks/held", {}),
    "list_boards": ("GET", "/boards", None),
    "create_board": ("POST", "/boards", {"name": "Theirs", "charts": ["/trend/periods"]}),
}


def operations() -> dict[str, tuple[str, str]]:
    """Every operation of the description: id -> method and address."""
    from likely.api.v1 import api

    return {
        told["operationId"]: (method.upper(), address)
        for address, methods in api.get_openapi_schema()["paths"].items()
        for method, told in methods.items()
    }


def filled(address: str, body: Any, objects: dict[str, str]) -> tuple[str, Any]:
    named = {} if body is None else json.loads(json.dumps(body))
    for name, value in named.items():
        if isinstance(value, str):
            named[name] = value.format(**objects)
    return address.format(**objects), None if body is None else named


def test_every_operation_has_its_entry() -> None:
    assert set(operations()) == set(NAMES) | set(LISTS)


@pytest.fixture
def ours(survey: Any, response: Any) -> list[dict[str, str]]:
    """Our objects by every name that they have."""
    facts = PlaybookFacts(MARKER, ("detractor",), steps=(Step("a", "list", says={"list": MARKER}),))
    playbook = make_playbook(survey.workspace, facts, "system")
    run(playbook, response, timezone.now())
    segment = Segment.objects.create(workspace=survey.workspace, name=MARKER, rule="answers over 0")
    keep_themes(survey.workspace, taxonomy([Theme("zebra", {"en": MARKER})]), Origin.EDITED, "system")
    now = timezone.now()
    case, _is_new = open_case(response, Opening("a playbook"), "system", now)
    [file] = put_files(case, [Upload(f"{MARKER}.txt", MARKER.encode())], None, "system", now)
    ids = {
        "theme": "zebra",
        "survey": str(survey.pk),
        "person": str(response.person_id),
        "response": str(response.pk),
        "segment": str(segment.pk),
        "unit": str((unit := make_unit(survey.workspace, UnitFacts(MARKER), "system")).pk),
        "goal": str(
            set_goal(
                survey.workspace,
                GoalFacts("score", 50, "month", timezone.now().date(), unit.pk),
                "system",
                timezone.now(),
            ).pk
        ),
        "number": "1",
        "code": take_link(response.person, timezone.now()).code or "",
        "benchmark": str(quote(survey.workspace, BenchmarkFacts(MARKER, 30.0, "Them", 2026), "system").pk),
        "annotation": str(annotate(survey.workspace, date(2026, 1, 31), "release", MARKER, "system").pk),
        "experiment": str(
            make_experiment(
                survey.workspace, ExperimentFacts(MARKER, survey, {"old": 1, "new": 1}), "system"
            ).pk
        ),
        "case": str(case.pk),
        "file": str(file.pk),
        "endpoint": str(webhook_at(survey.workspace, f"https://{MARKER}.example.org/", "system").pk),
        "problem": str(make_problem(survey.workspace, ProblemFacts(MARKER), "system").pk),
        "idea": str(submit_idea(survey.workspace, IdeaFacts(MARKER), None, now).pk),
        "playbook": str(playbook.pk),
        "board": str(make_board(survey.workspace, MARKER, "system").pk),
        "step": str(RunStep.objects.get(run__playbook=playbook).pk),
        "list": str(list_named(survey.workspace, MARKER, "system").pk),
        "account": str(Account.objects.create(workspace=survey.workspace, external_id=MARKER).pk),
    }
    return [ids, ids | {"survey": survey.slug}]


@pytest.mark.parametrize("operation", NAMES)
def test_a_strangers_object_is_like_one_that_never_was(
    program: Program, stranger: Program, ours: list[dict[str, str]], operation: str
) -> None:
    method, address, body = NAMES[operation]
    never = stranger.call(method, *filled(address, body, dict.fromkeys(ours[0], NEVER)))
    assert never.status_code == 404
    for objects in ours:
        call = filled(address, body, objects)
        foreign = stranger.call(method, *call)
        assert (foreign.status_code, foreign.content) == (never.status_code, never.content)
        assert dict(foreign.items()) == dict(never.items())
        assert program.call(method, *call).status_code < 300 or operation in UNFULFILLED


@pytest.mark.parametrize("operation", LISTS)
def test_what_names_nothing_of_ours_meets_nothing_of_ours(
    stranger: Program, ours: list[dict[str, str]], operation: str
) -> None:
    from likely.people.person import Person

    before = list(Person.objects.filter(pk=ours[0]["person"]).values())
    answer = stranger.call(*LISTS[operation])
    assert answer.status_code < 300
    assert MARKER not in answer.content.decode()
    assert list(Person.objects.filter(pk=ours[0]["person"]).values()) == before


def test_filters_and_slices_do_not_reach_through(stranger: Program, ours: list[dict[str, str]]) -> None:
    for objects in ours:
        answer = stranger.get(f"/responses?survey={objects['survey']}")
        assert answer.status_code == 404
    slug = ours[1]["survey"]
    assert told(stranger.post("/score", {"where": {"survey": [slug]}}))["answered"] == 0


@pytest.mark.once
@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", "Bearer lk_wrong", "Basic eDp5", "Bearer \xff"]
)
def test_nobody_without_a_live_key_passes(ours: list[dict[str, str]], authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for method, address in operations().values():
        HITS.storage.reset()  # there are more operations than wrong keys a minute
        path = address.format(**ours[0])
        answer = Client().generic(method, path, b"{}", content_type="application/json", headers=headers)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
        assert answer["Content-Type"] == "application/problem+json"
        assert MARKER not in answer.content.decode()


def test_a_members_session_opens_nothing_here(workspace: Any, ours: list[dict[str, str]]) -> None:
    from likely.base.member import Member, User

    owner = User.objects.create_user("owner@example.org")
    Member.objects.create(workspace=workspace, user=owner, role="owner")
    browser = Client()
    browser.force_login(owner)
    assert browser.get("/api/v1/responses").status_code == 401


def test_a_revoked_key_is_no_key(program: Program, workspace: Any) -> None:
    from django.utils import timezone

    from likely.base.api_key import ApiKey

    assert program.get("/surveys").status_code == 200
    ApiKey.objects.update(revoked_at=timezone.now())
    assert program.get("/surveys").status_code == 401
