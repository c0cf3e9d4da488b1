"""Each way into a survey has its own steps, and none counts what another did."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from typing import Any

from django.utils import timezone

from likely.ask.invitation import Invitation
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


def test_the_page_of_a_survey_shows_them(owner: Any, survey: Any, answer: Any) -> None:
    page = signed_in(owner).get(f"/surveys/{survey.pk}").content.decode()
    assert "How far people come" not in page
    answer(9, channel="widget")
    answer(None, channel="widget", comment="No number")
    page = signed_in(owner).get(f"/surveys/{survey.pk}").content.decode()
    table = page.split("How far people come")[1].split("</table>")[0]
    assert "widget" in table
    assert "50.0\u00a0%" in table or "50\u00a0%" in table
