"""Two workspaces, each with a key, a survey, a person and a response; and a program that calls the API."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

MARKER = "Zebrafinch"  # stands in everything of ours that a stranger must never see


@dataclass
class Program:
    """A caller with a key. Each call gives Django's response; `told` reads it and expects a status."""

    token: str

    def get(self, address: str, **headers: Any) -> Any:
        return self.call("GET", address, **headers)

    def post(self, address: str, body: Any = None, **headers: Any) -> Any:
        return self.call("POST", address, body, **headers)

    def call(self, method: str, address: str, body: Any = None, **headers: Any) -> Any:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        media = headers.pop("content_type", "application/json")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        client = Client(raise_request_exception=False)
        return client.generic(
            method, f"/api/v1{address}", data, content_type=media, headers={**sent, **named}
        )


def told(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    wanted = "application/json" if status < 400 else "application/problem+json"
    assert answer["Content-Type"].split(";")[0] == wanted
    return answer.json()


def problem(answer: Any, status: int, code: str, field: str = "") -> Any:
    found = told(answer, status)
    assert (found["status"], found["code"], found.get("field", "")) == (status, code, field), found
    assert found["type"]
    assert found["title"]
    assert found["detail"]
    return found


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """No test pays for the calls of another."""
    from likely.api.caller import HITS

    HITS.storage.reset()


@pytest.fixture
def program(workspace: Any) -> Program:
    from likely.base.api_key import ApiKey

    return Program(ApiKey.issue(workspace, "program")[1])


@pytest.fixture
def stranger(foreign_workspace: Any) -> Program:
    from likely.base.api_key import ApiKey

    return Program(ApiKey.issue(foreign_workspace, "stranger")[1])


@pytest.fixture
def survey(workspace: Any) -> Any:
    return start_survey(workspace, MARKER)


@pytest.fixture
def response(survey: Any) -> Any:
    return respond(survey, 3, comment=f"{MARKER} was late", email="mari@example.org")


def start_survey(workspace: Any, subject: str, **fields: Any) -> Any:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    definition = make_definition(fields.pop("template", "rnps"), subject, ("en", "et"), **fields)
    return Survey.start(workspace, f"{subject} survey", definition, "system")


def respond(survey: Any, score: int, email: str = "", **fields: Any) -> Any:
    from likely.collect.intake import take_in
    from likely.collect.response import Response
    from likely.collect.submission import Submission
    from likely.lib.identity import new_token
    from likely.people.facts import read_person
    from likely.people.person import keep_person

    person = (
        keep_person(survey.workspace, read_person({"email": email, "name": MARKER}))[0] if email else None
    )
    at = fields.pop("at", datetime(2026, 6, 15, 12, tzinfo=UTC))
    submission = Submission(
        at=at,
        survey=survey.pk,
        workspace=survey.workspace_id,
        key=new_token(),
        score=score,
        person=person and person.pk,
        **fields,
    )
    return Response.objects.get(pk=take_in(submission).id)


@pytest.fixture
def ann(workspace: Any) -> Any:
    """A colleague who looks after cases."""
    from likely.base.member import Member, User

    user = User.objects.create_user("ann@example.org", name="Ann")
    Member.objects.create(workspace=workspace, user=user, role="agent")
    return user
