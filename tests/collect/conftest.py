"""A survey of Nordic Hardware with a question of every kind, and what people send to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from likely.ask.definition import Definition, Question
from likely.collect.submission import Submission

KEY = "a-key-of-somebody-1"


def definition(**changes: Any) -> Definition:
    kinds = (("score", "scale"), ("reason", "text"), ("permission", "yes_no"), ("price", "rating"),
             ("improve", "text"), ("again", "yes_no"))  # fmt: skip
    questions = tuple(Question(key=key, kind=kind, text={"en": key}) for key, kind in kinds)
    whole = {"kind": "rnps", "subject": {"en": "us"}, "languages": ("en", "et"), "questions": questions}
    return Definition(**{**whole, **changes})


@pytest.fixture
def survey(workspace: Any) -> Any:
    from likely.ask.survey import Survey

    survey = Survey.objects.create(workspace=workspace, slug="ours", name="Ours", kind="rnps")
    survey.publish(definition())
    return survey


@pytest.fixture
def person(workspace: Any) -> Any:
    from likely.people.person import Person

    return Person.objects.create(
        workspace=workspace, name="Mari", email="mari@example.org", language="et", properties={"plan": "pro"}
    )


@pytest.fixture
def invitation(survey: Any, person: Any) -> Any:
    from likely.ask.invitation import Invitation

    return Invitation.objects.create(
        workspace=survey.workspace, survey=survey, person=person, channel="mail", properties={"order": 7}
    )


@pytest.fixture
def send(survey: Any) -> Callable[..., Any]:
    """Take in what somebody sends by the open link, and return the receipt."""
    from likely.collect.intake import take_in

    def send(**sent: Any) -> Any:
        return take_in(Submission(**{"at": datetime.now(UTC), "slug": "ours", "key": KEY, **sent}))

    return send
