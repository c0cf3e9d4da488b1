"""Who moved between two waves, by API."""

from datetime import UTC, datetime
from typing import Any

from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.person import Person
from tests.api.conftest import Program, problem, told

SPRING, AUTUMN = datetime(2026, 4, 10, tzinfo=UTC), datetime(2026, 10, 10, tzinfo=UTC)
DAYS = {
    "first": {"since": "2026-04-01", "until": "2026-04-30"},
    "second": {"since": "2026-10-01", "until": "2026-10-31"},
}


def answered(survey: Any, people: list[Person | None], score: int, at: datetime) -> None:
    Response.objects.bulk_create(
        Response(
            workspace=survey.workspace, survey=survey, version=survey.live, person=person, key=new_token(),
            score=score, channel="link", language="en", at=at, changed_at=at,
        )
        for person in people
    )  # fmt: skip


def people_of(survey: Any, n: int) -> list[Person | None]:
    made = [Person(workspace=survey.workspace, external_id=new_token()) for _ in range(n)]
    Person.objects.bulk_create(made)
    return [*made]


def test_who_moved(program: Program, survey: Any) -> None:
    fell, stayed = people_of(survey, 30), people_of(survey, 20)
    answered(survey, [*fell, *stayed], 10, SPRING)
    answered(survey, fell, 3, AUTUMN)
    answered(survey, stayed, 9, AUTUMN)
    found = told(program.post("/waves", DAYS))
    both = found["both"]
    assert (both["rose"], both["fell"], both["stayed"]) == (0, 30, 20)
    assert both["change"]["high"] < 0
    assert both["p"] < 0.001
    [move] = [one for one in both["moves"] if one["people"] == 30]
    assert (move["before"], move["after"], move["share"]) == ("promoter", "detractor", 60)
    assert (found["before"]["n"], found["after"]["n"]) == (50, 50)


def test_who_answered_once_is_not_told_by_difference(program: Program, survey: Any) -> None:
    """Three more in spring: the wave less those in both would be these three."""
    twice = people_of(survey, 40)
    answered(survey, twice, 10, SPRING)
    answered(survey, twice, 9, AUTUMN)
    answered(survey, [None] * 3, 2, SPRING)
    found = told(program.post("/waves", DAYS))
    assert (found["before"]["n"], found["both"]) == (43, None)
    answered(survey, [None] * 2, 2, SPRING)
    assert told(program.post("/waves", DAYS))["both"]["stayed"] == 40


def test_few_answers_and_missing_days(program: Program, survey: Any) -> None:
    answered(survey, people_of(survey, 3), 10, SPRING)
    assert told(program.post("/waves", DAYS)) == {"before": None, "after": None, "change": None, "both": None}
    problem(program.post("/waves", {"first": DAYS["first"]}), 422, "field_missing", "second")
