"""Answers of one person each, of a population, for the tests of what is asked by populations and accounts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.person import Person
from tests.web.conftest import new_response

HAPPY, UNHAPPY = (10, 10, 9, 8), (3, 2, 6, 8)


def answered(
    survey: Any, population: str, scores: tuple[int, ...], n: int, account: Any = None, **properties: str
) -> None:
    """n people, whose scores go round; on the nine days before today, as often on each."""
    now = timezone.now()
    people = [
        Person(workspace=survey.workspace, external_id=new_token(), population=population, account=account)
        for _ in range(n)
    ]
    Person.objects.bulk_create(people)
    Response.objects.bulk_create(
        new_response(
            survey,
            scores[place % len(scores)],
            person=person,
            at=now - timedelta(days=1 + place % 9),
            changed_at=now,
            properties=properties,
        )
        for place, person in enumerate(people)
    )
