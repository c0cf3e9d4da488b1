"""The board of a survey that asks for satisfaction: a share with its interval and a mean, no empty score."""

from datetime import timedelta
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
    assert "fewer than" in said


def aged(survey: Any, days: int, steps: dict[int, int], **more: Any) -> None:
    """How often each step was answered, so many days ago."""
    from likely.collect.response import Response

    at = timezone.now() - timedelta(days=days)
    for step, times in steps.items():
        for number in range(times):
            Response.objects.create(
                workspace=survey.workspace, survey=survey, version_id=survey.live_id,
                key=f"key-{days}-{step}-{number}-{more.get('language', '')}", answers={"csat": step},
                at=at, changed_at=at, **{"channel": "link", "language": "en", **more},
            )  # fmt: skip


def test_its_course_and_its_segments_are_drawn_in_percent(owner: Any, shop: Any) -> None:
    aged(shop, 200, {5: 40, 1: 10})
    aged(shop, 5, {4: 10, 2: 40})
    said = board(owner, "?by=channel")
    assert "down 60 to 20\u00a0%, real" in said
    assert ">75\u00a0%<" in said, "the axis of a share"
    assert "+100" not in said
    assert "−100" not in said
    for of_the_score in ("Why people recommend", "Detractors to call", "Quoted benchmarks"):
        assert of_the_score not in said


def test_a_segment_far_from_the_rest_is_named_in_percent(owner: Any, shop: Any) -> None:
    aged(shop, 5, {5: 45, 1: 5})
    aged(shop, 5, {5: 10, 2: 40}, language="et")
    said = board(owner, "?by=language")
    assert "is below the rest: 20\u00a0%" in said


@pytest.mark.parametrize("name", ["score", "distribution", "trend", "segments"])
@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_every_chart_is_a_file(owner: Any, shop: Any, name: str, kind: str) -> None:
    answered(shop, *[5] * 6, *[3] * 4)
    answer = signed_in(owner).get(f"/chart/{name}.{kind}?by=channel")
    assert answer.status_code == 200
    start = {"png": b"\x89PNG", "svg": b"<svg", "csv": b"\xef\xbb\xbf"}[kind]
    assert answer.content.startswith(start)
    if kind == "csv" and name != "distribution":
        assert "60\u00a0%" in answer.content.decode()


def test_the_period_before_is_held_against_it(owner: Any, shop: Any) -> None:
    aged(shop, 40, {5: 40, 1: 10})
    aged(shop, 5, {4: 10, 2: 40})
    assert "down 60, real" in board(owner, "?period=30")


def test_a_survey_of_ideas_counts_what_was_said_and_shows_no_empty_score(owner: Any, workspace: Any) -> None:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition
    from likely.collect.response import Response

    ideas = Survey.start(workspace, "Ideas", make_definition("wow", "Shop", ("en",)), "system")
    ideas.publish(make_definition("wow", "Shop", ("en",)))
    now = timezone.now()
    for number in range(7):
        Response.objects.create(
            workspace=workspace, survey=ideas, version_id=ideas.live_id, key=f"key-{number}",
            comment=f"Open later, idea {number}", channel="link", language="en", at=now, changed_at=now,
        )  # fmt: skip
    said = board(owner)
    assert "Answers in words" in said
    assert '<span class="score-value">7</span>' in said
    assert "Open later, idea 6" in said
    assert "No score" not in said
