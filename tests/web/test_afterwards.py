"""What followed an answer: only what had its time, only what came after, and never of a small group."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.event import Event
from likely.people.person import Person
from tests.web.conftest import signed_in


@pytest.fixture
def answered(survey: Any) -> Any:
    """n people with this score, `done` of whom renewed so many days after (below 0: before) their answer."""

    def give(score: int, n: int, done: int, after: float, ago: int = 200) -> None:
        at = timezone.now() - timedelta(days=ago)
        people = [Person(workspace=survey.workspace, external_id=new_token()) for _ in range(n)]
        Person.objects.bulk_create(people)
        Response.objects.bulk_create(
            Response(
                workspace=survey.workspace, survey=survey, version=survey.live, person=person,
                key=new_token(), score=score, channel="link", language="en", at=at, changed_at=at,
            )
            for person in people
        )  # fmt: skip
        Event.objects.bulk_create(
            Event(
                workspace=survey.workspace, person=person, name="renewal", source="api",
                at=at + timedelta(days=after),
            )
            for person in people[:done]
        )  # fmt: skip

    return give


def rows(user: Any, query: str = "") -> list[list[str]]:
    answer = signed_in(user).get(reverse("followed-file", args=["followed", "csv"]) + "?period=all" + query)
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig").replace("\u00a0", " ")
    return [line.split(",") for line in text.splitlines()[1:]]


def test_promoters_renew_more_often(viewer: Any, answered: Any) -> None:
    answered(10, 80, 60, after=20)
    answered(2, 60, 15, after=20)
    answered(8, 3, 3, after=20)  # too few to be shown
    answered(10, 50, 50, after=20, ago=30)  # has not had its 90 days
    answered(3, 20, 20, after=-5)  # before the answer
    answered(3, 20, 20, after=120)  # too late
    told = rows(viewer)
    assert told[0][:4] == ["Promoters", "80", "60", "75.0 %"]
    assert told[1][1] == "too few answers"
    assert told[2][:4] == ["Detractors", "100", "15", "15.0 %"]
    assert rows(viewer, "&window=180")[2][2] == "35"
    said = signed_in(viewer).get(reverse("followed"), {"period": "all"}).content.decode()
    assert "renewal within 90 days: +60 percent points among promoters against detractors" in said
    assert "proves no cause" in said


def test_without_events_the_page_teaches(owner: Any, survey: Any) -> None:
    said = signed_in(owner).get(reverse("followed")).content.decode()
    assert "Nothing has followed an answer yet" in said
