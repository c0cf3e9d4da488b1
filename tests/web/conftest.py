"""A workspace with a survey, somebody who answered it, and a colleague in each role."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

MARKER = "Zebrafinch"  # stands in everything of the workspace that a stranger must never see


def member(workspace: Any, email: str, role: str) -> Any:
    """A member without a password: nobody here signs in with one, and hashing takes its time."""
    from likely.base.member import Member, User

    user = User.objects.create_user(email)
    Member.objects.create(workspace=workspace, user=user, role=role)
    return user


@pytest.fixture
def owner(workspace: Any) -> Any:
    return member(workspace, "owner@example.org", "owner")


@pytest.fixture
def viewer(workspace: Any) -> Any:
    return member(workspace, "viewer@example.org", "viewer")


@pytest.fixture
def agent(workspace: Any) -> Any:
    return member(workspace, "agent@example.org", "agent")


@pytest.fixture
def stranger(foreign_workspace: Any) -> Any:
    """Owns another workspace and may see nothing of this one."""
    return member(foreign_workspace, "stranger@example.org", "owner")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def survey(workspace: Any) -> Any:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    return Survey.start(workspace, f"{MARKER} survey", make_definition("rnps", MARKER, ("en",)), "system")


@pytest.fixture
def person(workspace: Any) -> Any:
    from likely.people.person import Person

    return Person.objects.create(
        workspace=workspace,
        name=f"{MARKER} Person",
        email="mari@example.org",
        properties={"region": "North"},
    )


@pytest.fixture
def answer(survey: Any, person: Any) -> Any:
    """Makes a response: answer(score, comment=…, at=…, …)."""

    def make(score: int | None, **fields: Any) -> Any:
        from likely.collect.response import Response
        from likely.lib.identity import new_token

        at = fields.pop("at", timezone.now() - timedelta(minutes=1))
        return Response.objects.create(
            **{
                "workspace": survey.workspace,
                "survey": survey,
                "version": survey.live,
                "key": new_token(),
                "score": score,
                "channel": "link",
                "language": "en",
                "at": at,
                "changed_at": at,
                **fields,
            }
        )

    return make


@pytest.fixture
def response(answer: Any, person: Any) -> Any:
    return answer(3, comment=f"{MARKER} was late", person=person, permission=True)
