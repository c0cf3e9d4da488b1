"""Each way into a survey has its own steps, and none counts what another did."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.collect.intake import take_in, take_in_all
from likely.collect.opening import Opening
from likely.collect.response import Response
from likely.collect.submission import Submission
from likely.collect.ways import Way, ways_of
from tests.web.conftest import answer, owner, person, signed_in, survey


def test_the_steps_of_each_way(workspace: Any, survey: Any, answer: Any) -> None:
    now = timezone.now()

    def invite(channel: str, **more: Any) -> Any:
        return Invitation.objects.create(workspace=workspace, survey=survey, channel=channel, **more)

    invite("mail")
    invite("mail", viewed_at=now)
    answer(9, invitation=invite("mail"), channel="mail")
    answer(9, invitation=invite("mail"), channel="mail", completed_at=now)
    answer(9, invitation=invite("mail"), channel="mail", state="quarantined")
    answer(None, invitation=invite("phone"), channel="phone", comment="Begun")
    answer(4, channel="widget")
    answer(None, channel="widget", comment="No number")
    answer(4, channel="widget", completed_at=now)
    answer(1, channel="kiosk", state="dismissed")
    assert ways_of(survey) == (
        Way("widget", None, None, 3, 2, 1),
        Way("mail", 5, 3, 2, 2, 1),
        Way("phone", 1, 1, 1, 0, 0),
    )


def test_a_look_by_an_open_link_is_a_number_and_nothing_else(survey: Any, answer: Any) -> None:
    day = datetime(2026, 3, 4, 23, 59, tzinfo=UTC)

    def look(**more: Any) -> Any:
        return take_in(Submission(**{"at": day, "slug": survey.slug, "seen": True, **more}))

    before = {model: model.objects.count() for model in (Response, Invitation)}
    assert [look().status, look().status, look(channel="kiosk").status] == ["seen"] * 3
    take_in_all([Submission(at=day, slug=survey.slug, seen=True) for _ in range(3)])
    assert {model: model.objects.count() for model in before} == before
    assert set(Opening.objects.values_list("channel", "times")) == {("link", 5), ("kiosk", 1)}
    assert ways_of(survey) == (Way("kiosk", None, 1, 0, 0, 0), Way("link", None, 5, 0, 0, 0))


def test_whoever_answered_has_opened_and_looks_again_without_being_counted(survey: Any, answer: Any) -> None:
    said = {"at": timezone.now(), "slug": survey.slug, "key": "a-key-of-somebody-1"}
    take_in(Submission(**said, score=9))
    take_in(Submission(**said, seen=True))
    assert ways_of(survey) == (Way("link", None, None, 1, 1, 0),)
    take_in(Submission(at=timezone.now(), slug=survey.slug, seen=True))
    answer(9, channel="link")
    assert ways_of(survey) == (Way("link", None, 3, 2, 2, 0),)


def test_the_page_of_a_survey_shows_them(owner: Any, survey: Any, answer: Any) -> None:
    page = signed_in(owner).get(f"/surveys/{survey.pk}").content.decode()
    assert "How far people come" not in page
    answer(9, channel="widget")
    answer(None, channel="widget", comment="No number")
    page = signed_in(owner).get(f"/surveys/{survey.pk}").content.decode()
    table = page.split("How far people come")[1].split("</table>")[0]
    assert "widget" in table.lower()
    assert "Personal link" not in table
    assert "50.0\u00a0%" in table or "50\u00a0%" in table
