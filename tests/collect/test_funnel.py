"""Each step holds those of the step before, and open links stand beside them."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import timedelta
from typing import Any

from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.collect.funnel import Funnel, funnel
from tests.web.conftest import answer, person, survey


def test_the_steps(workspace: Any, survey: Any, answer: Any) -> None:
    now = timezone.now()
    made = [Invitation.objects.create(workspace=workspace, survey=survey, sent_at=now) for _ in range(5)]
    Invitation.objects.create(workspace=workspace, survey=survey)  # made, not sent
    Invitation.objects.filter(pk=made[0].pk).update(viewed_at=now)
    answer(9, invitation=made[1])  # answered without having told that it was viewed
    answer(9, invitation=made[2], completed_at=now)
    answer(9, invitation=made[3], state="quarantined")
    answer(4)
    answer(4, completed_at=now)
    answer(None)
    assert funnel(workspace) == Funnel(5, 3, 2, 1, 2, 1)


def test_the_period_and_the_survey(workspace: Any, survey: Any, answer: Any) -> None:
    now = timezone.now()
    Invitation.objects.create(workspace=workspace, survey=survey, sent_at=now - timedelta(days=9))
    Invitation.objects.create(workspace=workspace, survey=survey, sent_at=now)
    answer(9, at=now - timedelta(days=9))
    week = now - timedelta(days=7)
    assert funnel(workspace, since=week) == Funnel(1, 0, 0, 0, 0, 0)
    assert funnel(workspace, until=week) == Funnel(1, 0, 0, 0, 1, 0)
    assert funnel(workspace, survey=survey.slug).sent == 2
    assert funnel(workspace, survey="another").sent == 0


def test_another_workspace_has_its_own(foreign_workspace: Any, answer: Any) -> None:
    answer(9)
    assert funnel(foreign_workspace) == Funnel(0, 0, 0, 0, 0, 0)
