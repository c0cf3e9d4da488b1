"""Who is on the list, in which order, and how they are reached."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.act.call_list import call_list
from tests.web.conftest import answer, person, survey


def test_the_newest_day_first_then_the_lowest_score(workspace: Any, answer: Any, person: Any) -> None:
    now = timezone.now().replace(hour=12)
    for score, days in ((5, 0), (1, 0), (0, 3), (6, 1)):
        answer(score, permission=True, person=person, at=now - timedelta(days=days))
    assert [call.response.score for call in call_list(workspace, 10)] == [1, 5, 6, 0]


def test_only_detractors_who_said_yes_and_count(workspace: Any, answer: Any, person: Any) -> None:
    answer(7, permission=True, person=person)
    answer(2, permission=False, person=person)
    answer(2, permission=None, person=person)
    answer(2, permission=True, person=person, state="quarantined")
    answer(None, permission=True, person=person)
    assert call_list(workspace, 10) == []


def test_what_was_given_with_the_answer_comes_first(workspace: Any, answer: Any, person: Any) -> None:
    answer(3, permission=True, person=person, answers={"contact": "+372 5551 2345"})
    [call] = call_list(workspace, 10)
    assert call.address == "tel:+37255512345"
    assert call.name == str(person)


def test_who_can_not_be_reached_is_not_on_it(workspace: Any, answer: Any) -> None:
    answer(3, permission=True)
    assert call_list(workspace, 10) == []


def test_another_workspace_has_its_own(
    workspace: Any, foreign_workspace: Any, answer: Any, person: Any
) -> None:
    answer(3, permission=True, person=person)
    assert call_list(foreign_workspace, 10) == []
