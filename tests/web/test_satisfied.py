"""The board of a survey that asks for satisfaction: a share with its interval and a mean, no empty score."""

from typing import Any

import pytest
from django.utils import timezone

from tests.web.conftest import signed_in


@pytest.fixture
def shop(workspace: Any) -> Any:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    made = Survey.start(workspace, "Shop", make_definition("csat5", "Shop", ("en",)), "system")
    made.publish(make_definition("csat5", "Shop", ("en",)))
    return made


def answered(survey: Any, *steps: int) -> None:
    from likely.collect.response import Response

    now = timezone.now()
    for number, step in enumerate(steps):
        Response.objects.create(
            workspace=survey.workspace, survey=survey, version_id=survey.live_id, key=f"key-{number}",
            answers={"csat": step}, channel="link", language="en", at=now, changed_at=now,
        )  # fmt: skip


def board(user: Any, query: str = "") -> str:
    return str(signed_in(user).get(f"/{query}").content.decode())


def test_the_share_stands_with_its_interval_and_the_mean(owner: Any, shop: Any) -> None:
    answered(shop, *[5] * 6, *[4] * 2, *[3] * 1, *[1] * 3)
    said = board(owner)
    assert '<span class="score-value">67\u00a0%</span>' in said
    assert "answered 4 or 5" in said
    assert "39\u00a0% to 86\u00a0% · n 12" in said, "Wilson's interval of 8 in 12"
    assert "Mean 3.67 (" in said
    assert 'data-said="Satisfaction: 67\u00a0% answered 4 or 5"' in said
    assert "Nobody has answered the score question" not in said


def test_a_survey_with_a_score_keeps_it_and_the_filter_decides(owner: Any, shop: Any, survey: Any) -> None:
    answered(shop, *[5] * 12)
    assert "answered 4 or 5" not in board(owner)
    assert "answered 4 or 5" in board(owner, f"?survey={shop.slug}")
    assert "answered 4 or 5" not in board(owner, f"?survey={survey.slug}")


def test_few_answers_under_a_filter_stay_hidden(owner: Any, shop: Any, survey: Any) -> None:
    answered(shop, 5, 5)
    said = board(owner, f"?survey={shop.slug}")
    assert "answered 4 or 5" not in said
    assert "Fewer than" in said
