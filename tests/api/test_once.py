"""An Idempotency-Key: the first answer again, whatever is lost, doubled or killed in between."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests import postgres
from tests.api.conftest import Program, problem, told


def test_the_same_request_again_is_answered_again_and_not_done_again(program: Program, survey: Any) -> None:
    from likely.collect.response import Response

    body = {"survey": survey.slug, "score": 9}
    first = program.post("/responses", body, Idempotency_Key="order-1")
    again = program.post("/responses", body, Idempotency_Key="order-1")
    assert told(first, 201) == told(again, 201)
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert Response.objects.count() == 1


def test_a_new_survey_is_made_once(program: Program) -> None:
    from likely.ask.survey import Survey

    body = {"template": "rnps", "subject": "Nordic"}
    ids = {told(program.post("/surveys", body, Idempotency_Key="s"), 201)["id"] for _ in range(3)}
    assert len(ids) == Survey.objects.count() == 1


def test_the_first_status_comes_again(program: Program) -> None:
    body = {"email": "mari@example.org"}
    assert [program.post("/people", body, Idempotency_Key="p").status_code for _ in range(2)] == [201, 201]
    assert program.post("/people", body).status_code == 200


def test_another_body_or_address_under_the_same_key_is_an_error(program: Program, survey: Any) -> None:
    told(program.post("/responses", {"survey": survey.slug, "score": 9}, Idempotency_Key="k"), 201)
    other = program.post("/responses", {"survey": survey.slug, "score": 8}, Idempotency_Key="k")
    problem(other, 422, "idempotency_key_reused", "Idempotency-Key")
    elsewhere = program.post("/people", {"email": "a@example.org"}, Idempotency_Key="k")
    problem(elsewhere, 422, "idempotency_key_reused", "Idempotency-Key")


def test_what_is_refused_is_not_kept(program: Program, survey: Any) -> None:
    body = {"survey": survey.slug, "score": 9}
    problem(
        program.post("/responses", {**body, "score": 11}, Idempotency_Key="k"),
        422,
        "score_out_of_range",
        "score",
    )
    survey.move_to("paused", "system")
    problem(program.post("/responses", body, Idempotency_Key="k"), 409, "survey_paused")
    survey.move_to("open", "system")
    told(program.post("/responses", body, Idempotency_Key="k"), 201)


def test_keys_of_two_workspaces_do_not_meet(program: Program, stranger: Program) -> None:
    for caller in (program, stranger):
        told(caller.post("/people", {"email": "a@example.org"}, Idempotency_Key="k"), 201)


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "ä"])
def test_a_malformed_key_is_refused(program: Program, survey: Any, key: str) -> None:
    answer = program.post("/responses", {"survey": survey.slug, "score": 9}, Idempotency_Key=key)
    problem(answer, 422, "idempotency_key_malformed", "Idempotency-Key")


def test_a_twin_under_way_is_told_to_wait(program: Program, survey: Any, workspace: Any) -> None:
    from likely.base.idempotency import NamedRequest

    body = {"survey": survey.slug, "score": 9}
    told(program.post("/responses", body, Idempotency_Key="k"), 201)
    NamedRequest.objects.update(status=None)
    answer = program.post("/responses", body, Idempotency_Key="k")
    problem(answer, 409, "request_under_way", "Idempotency-Key")
    assert int(answer["Retry-After"]) >= 1


def test_a_request_whose_process_died_is_finished_by_the_next_try(program: Program, survey: Any) -> None:
    """Killed between the commit of the answer and the note of it: there is still one response."""
    from likely.base.idempotency import NamedRequest
    from likely.collect.response import Response

    body = {"survey": survey.slug, "score": 9}
    first = told(program.post("/responses", body, Idempotency_Key="k"), 201)
    NamedRequest.objects.update(status=None, begun_at=timezone.now() - timedelta(minutes=2))
    assert told(program.post("/responses", body, Idempotency_Key="k"), 201)["id"] == first["id"]
    assert Response.objects.count() == 1


def test_a_broken_deed_can_be_tried_again_at_once(
    program: Program, survey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from likely.api import responses
    from likely.collect.response import Response

    def breaks(*_: Any) -> Any:
        raise RuntimeError("the answer was stored, and then the light went out")

    body = {"survey": survey.slug, "score": 9}
    with monkeypatch.context() as broken:
        broken.setattr(responses, "tell_response", breaks)
        problem(program.post("/responses", body, Idempotency_Key="k"), 500, "broken")
    told(program.post("/responses", body, Idempotency_Key="k"), 201)
    assert Response.objects.count() == 1


def test_answers_are_kept_a_day_and_then_forgotten(program: Program, survey: Any) -> None:
    from likely.base.idempotency import NamedRequest, forget_old

    told(program.post("/people", {"email": "a@example.org"}, Idempotency_Key="k"), 201)
    assert forget_old(timezone.now() + timedelta(hours=23, minutes=59)) == 0
    assert forget_old(timezone.now() + timedelta(hours=24, minutes=1)) == 1
    assert not NamedRequest.objects.exists()


def test_forgetting_is_a_duty() -> None:
    from likely.cli.work import DUTIES

    assert "forget-requests" in [duty.name for duty in DUTIES]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_many_at_once_one_does_it(database: str, tmp_path: Path) -> None:
    """Threads of a real process on a real file, and on a real server."""
    environment = {**os.environ, "LIKELY_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "likely.settings"}
    environment["LIKELY_DATABASE_URL"] = (
        postgres.fresh_database() if database == "postgresql" else f"sqlite:///{tmp_path / 'likely.db'}"
    )
    run = subprocess.run(
        [sys.executable, "-m", "tests.api.race"], env=environment, capture_output=True, text=True, timeout=200
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    for address in ("/responses", "/people", "/surveys"):
        statuses, bodies, made = found[address]
        assert set(statuses) <= {201, 409}
        assert (bodies, made) == (1, 1), address
    statuses, properties = found["one person"]
    assert sorted(statuses) == [200] * 5 + [201]
    assert properties == {f"p{number}": 1 for number in range(6)}
