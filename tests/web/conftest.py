"""A workspace with a survey, somebody who answered it, and a colleague in each role."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from tests.conftest import member, owner, stranger, viewer  # noqa: F401 - other parts take them from here

MARKER = "Zebrafinch"  # stands in everything of the workspace that a stranger must never see


@pytest.fixture
def agent(workspace: Any) -> Any:
    return member(workspace, "agent@example.org", "agent")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def make_survey(workspace: Any) -> Any:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    return Survey.start(workspace, f"{MARKER} survey", make_definition("rnps", MARKER, ("en",)), "system")


def make_person(workspace: Any) -> Any:
    from likely.people.person import Person

    return Person.objects.create(
        workspace=workspace,
        name=f"{MARKER} Person",
        email="mari@example.org",
        properties={"region": "North"},
    )


def new_response(survey: Any, score: int | None, /, **fields: Any) -> Any:
    """Not stored yet."""
    from likely.collect.response import Response
    from likely.lib.identity import new_token

    at = fields.pop("at", timezone.now() - timedelta(minutes=1))
    return Response(
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


def make_response(survey: Any, score: int | None, /, **fields: Any) -> Any:
    response = new_response(survey, score, **fields)
    response.save(force_insert=True)
    return response


def late_response(survey: Any, person: Any) -> Any:
    return make_response(survey, 3, comment=f"{MARKER} was late", person=person, permission=True)


@pytest.fixture
def survey(workspace: Any) -> Any:
    return make_survey(workspace)


@pytest.fixture
def person(workspace: Any) -> Any:
    return make_person(workspace)


@pytest.fixture
def answer(survey: Any, person: Any) -> Any:
    """Makes a response: answer(score, comment=…, at=…, …)."""
    return partial(make_response, survey)


@pytest.fixture
def answers(survey: Any) -> Any:
    """Makes many at once: answers((score, {"at": …}), …)."""

    def make(*told: tuple[int, dict[str, Any]]) -> None:
        from likely.collect.response import Response

        Response.objects.bulk_create(new_response(survey, score, **fields) for score, fields in told)

    return make


@pytest.fixture
def response(survey: Any, person: Any) -> Any:
    return late_response(survey, person)


@pytest.fixture
def staff(live_server: Any, open_page: Callable[..., Page], owner: Any) -> Callable[..., Page]:  # noqa: F811
    """Opens a page of the site as the owner: staff(path, …) with the options of `open_page`."""
    session = signed_in(owner).cookies["sessionid"].value

    def visit(path: str, **options: Any) -> Page:
        page = open_page(f"{live_server.url}/no-such-page", **options)
        page.faults.clear()  # type: ignore[attr-defined]
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return visit
