"""Interviews: who is called next, what is stored, how a call ended, and who is left in peace."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.ask.call import last_calls
from likely.ask.invitation import Invitation
from likely.base.journal import JournalEntry
from likely.collect.interview import to_call
from likely.collect.response import Response
from likely.people.person import Person
from tests.browser import PHONE, scrolls_sideways, violations
from tests.web.conftest import signed_in

OpenPage = Callable[..., Page]


@pytest.fixture
def invited(survey: Any) -> Callable[[str], Invitation]:
    def make(name: str, phone: str = "") -> Invitation:
        number = phone or f"+3725551{Person.objects.count():04}"
        person = Person.objects.create(workspace=survey.workspace, name=name, phone=number)
        return Invitation.objects.create(workspace=survey.workspace, survey=survey, person=person)

    return make


def post(user: Any, survey: Any, **told: Any) -> Any:
    return signed_in(user).post(
        f"/surveys/{survey.pk}/interview", json.dumps(told), content_type="application/json"
    )


def names(survey: Any) -> tuple[list[str], list[str]]:
    ready, waiting = to_call(survey, timezone.now())
    return [str(one.invitation.person) for one in ready], [str(one.invitation.person) for one in waiting]


def test_an_answer_goes_through_the_one_intake(agent: Any, survey: Any, invited: Any) -> None:
    mari = invited("Mari")
    answer = {"score": 9, "reason": "Kind", "done": True, "language": "en"}
    assert post(agent, survey, invitation=str(mari.pk), outcome="answered", answer=answer).status_code == 200
    response = Response.objects.get()
    assert (response.score, response.comment, response.channel) == (9, "Kind", "phone")
    assert (response.person, response.verdict) == (mari.person, "human")
    assert response.completed_at
    assert last_calls(survey)[mari.person_id].outcome == "answered"
    assert names(survey) == ([], [])


def test_the_score_of_a_call_that_goes_on_is_stored_and_no_outcome_yet(
    agent: Any, survey: Any, invited: Any
) -> None:
    mari = invited("Mari")
    for answer in ({"score": 4}, {"score": 5}):
        assert post(agent, survey, invitation=str(mari.pk), outcome="", answer=answer).status_code == 200
    assert Response.objects.get().score == 5
    assert last_calls(survey) == {}


def test_nothing_answered_is_no_answer(agent: Any, survey: Any, invited: Any) -> None:
    reply = post(agent, survey, invitation=str(invited("Mari").pk), outcome="answered")
    assert reply.status_code == 422
    assert last_calls(survey) == {}


def test_who_refused_is_never_called_again_about_any_survey(agent: Any, survey: Any, invited: Any) -> None:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    mari = invited("Mari")
    assert post(agent, survey, invitation=str(mari.pk), outcome="refused").status_code == 200
    other = Survey.start(survey.workspace, "Other", make_definition("rnps", "x", ("en",)), "test")
    again = Invitation.objects.create(workspace=survey.workspace, survey=other, person=mari.person)
    assert names(other) == ([], [])
    reply = post(agent, other, invitation=str(again.pk), outcome="answered", answer={"score": 9})
    assert reply.status_code == 422
    assert Response.objects.count() == 0


def test_a_call_back_comes_first_once_it_is_due(agent: Any, survey: Any, invited: Any) -> None:
    invited("Ann")
    mari, tom = invited("Mari"), invited("Tom")
    now = timezone.now()
    for one, at in ((mari, now - timedelta(minutes=1)), (tom, now + timedelta(hours=1))):
        told = {"invitation": str(one.pk), "outcome": "call_back", "again_at": at.isoformat()}
        assert post(agent, survey, **told).status_code == 200
    assert names(survey) == (["Mari", "Ann"], ["Tom"])


def test_who_broke_off_and_wants_a_call_back_is_called_again_where_it_ended(
    agent: Any, survey: Any, invited: Any
) -> None:
    mari, tom = invited("Mari"), invited("Tom")
    due = (timezone.now() - timedelta(minutes=1)).isoformat()
    told = {"answer": {"score": 4}, "outcome": "call_back", "again_at": due}
    assert post(agent, survey, invitation=str(mari.pk), **told).status_code == 200
    assert post(agent, survey, invitation=str(tom.pk), outcome="", answer={"score": 9}).status_code == 200
    assert names(survey) == (["Mari"], [])  # Tom has answered, and asked for nothing more
    page = signed_in(agent).get(f"/surveys/{survey.pk}/interview")
    assert page.context["data"]["answers"] == {"score": 4}
    done = {"score": 5, "done": True}
    assert post(agent, survey, invitation=str(mari.pk), outcome="answered", answer=done).status_code == 200
    assert names(survey) == ([], [])
    assert Response.objects.get(invitation=mari).score == 5


def test_a_call_goes_on_until_somebody_says_how_it_ended(agent: Any, survey: Any, invited: Any) -> None:
    mari, _tom = invited("Mari"), invited("Tom")
    address = f"/surveys/{survey.pk}/interview?person={mari.person_id}"
    post(agent, survey, invitation=str(mari.pk), outcome="", answer={"score": 9})
    page = signed_in(agent).get(address)
    assert (str(page.context["person"]), page.context["data"]["answers"]) == ("Mari", {"score": 9})
    post(agent, survey, invitation=str(mari.pk), outcome="answered", answer={"score": 9, "done": True})
    assert str(signed_in(agent).get(address).context["person"]) == "Tom"
    assert signed_in(agent).get(f"/surveys/{survey.pk}/interview?person=nobody").status_code == 200


def test_whom_nobody_reached_rests_for_a_while(agent: Any, survey: Any, invited: Any) -> None:
    mari = invited("Mari")
    post(agent, survey, invitation=str(mari.pk), outcome="busy")
    assert names(survey) == ([], ["Mari"])


def test_a_call_back_needs_its_time(agent: Any, survey: Any, invited: Any) -> None:
    mari = str(invited("Mari").pk)
    assert post(agent, survey, invitation=mari, outcome="call_back").status_code == 422
    assert post(agent, survey, invitation=mari, outcome="call_back", again_at="soon").status_code == 422
    assert post(agent, survey, invitation=mari, outcome="asleep").status_code == 422
    assert not JournalEntry.objects.filter(verb__startswith="call.").exists()


def test_a_pasted_list_is_called_once_each(agent: Any, survey: Any) -> None:
    client = signed_in(agent)
    for _ in range(2):
        client.post(f"/surveys/{survey.pk}/interview", {"people": "+372 5551 2345\n+372 5551 2346"})
    assert survey.invitations.count() == 2
    assert len(names(survey)[0]) == 2


def test_who_has_no_number_is_not_called(survey: Any, person: Any) -> None:
    Invitation.objects.create(workspace=survey.workspace, survey=survey, person=person)
    assert names(survey) == ([], [])


def test_face_to_face_names_nobody(agent: Any, survey: Any) -> None:
    answer = {"key": "a" * 24, "score": 7, "done": True}
    assert post(agent, survey, invitation="", outcome="answered", answer=answer).status_code == 200
    response = Response.objects.get()
    assert (response.channel, response.person, response.score) == ("face_to_face", None, 7)
    assert (response.verdict, response.state) == ("human", "counted")


def test_what_is_heard_on_the_phone_takes_the_place_of_a_doubtful_tap(
    agent: Any, survey: Any, invited: Any
) -> None:
    """The mail's number may have been a scanner's; the interviewer spoke to the person."""
    mari = invited("Mari")
    now = timezone.now()
    Response.objects.create(
        workspace=survey.workspace, survey=survey, version_id=survey.live_id, invitation=mari,
        key=f"invitation:{mari.pk.hex}", score=0, state="quarantined", doubt="too_fast", verdict="doubtful",
        channel="mail", language="en", at=now, changed_at=now,
    )  # fmt: skip
    answer = {"score": 8, "done": True}
    sent = post(agent, survey, invitation=str(mari.pk), outcome="answered", answer=answer)
    assert sent.status_code == 200
    response = Response.objects.get()
    assert (response.score, response.verdict, response.state) == (8, "human", "counted")
    assert (response.doubt, response.channel) == ("", "phone")


def test_an_invitation_of_another_workspace_is_unknown(
    stranger: Any, agent: Any, survey: Any, invited: Any
) -> None:
    mari = str(invited("Mari").pk)
    assert post(stranger, survey, invitation=mari, outcome="refused").status_code == 404
    assert post(agent, survey, invitation="x", outcome="refused").status_code in (404, 422)


def until_stored(page: Page, comment: str) -> None:
    for _ in range(600):
        if Response.objects.filter(comment=comment).exists():
            return
        page.wait_for_timeout(50)
    raise AssertionError("what was typed is not stored")


@pytest.mark.browser
def test_by_keyboard_alone(
    live_server: Any, open_page: OpenPage, agent: Any, survey: Any, invited: Any
) -> None:
    mari, tom = invited("Mari"), invited("Tom")
    page = open_page()
    session = signed_in(agent).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/surveys/{survey.pk}/interview")
    expect(page.get_by_role("heading", name="Mari")).to_be_visible()
    expect(page.locator(".script .row label")).to_have_count(11)
    assert violations(page) == []
    page.keyboard.press("t")
    expect(page.locator("#told")).to_have_text("Saved")
    page.keyboard.press("Enter")
    page.keyboard.type("T for the team, 9 of them")
    until_stored(page, "T for the team, 9 of them")  # in the middle of the call
    assert last_calls(survey) == {}
    page.reload()
    expect(page.get_by_role("heading", name="Mari")).to_be_visible()
    expect(page.locator("textarea").first).to_have_value("T for the team, 9 of them")
    while not page.evaluate("document.activeElement.dataset.outcome === 'answered'"):
        page.keyboard.press("Enter")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tom")).to_be_visible()
    response = Response.objects.get()
    assert (response.score, response.comment) == (10, "T for the team, 9 of them")
    assert (response.person_id, response.channel) == (mari.person_id, "phone")
    refused = page.get_by_role("button", name="Refused")
    expect(refused).to_be_enabled()  # the script listens
    refused.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nobody is to be called now")).to_be_visible()
    assert last_calls(survey)[tom.person_id].outcome == "refused"
    page.set_viewport_size(PHONE["viewport"])
    page.goto(f"{live_server.url}/surveys/{survey.pk}/interview?face=1")
    expect(page.locator(".script .row label")).to_have_count(11)
    boxes = [one.bounding_box() for one in page.locator(".script .row label").all()]
    assert all(box and box["width"] >= 24 and box["height"] >= 44 for box in boxes)
    assert len({box["y"] for box in boxes if box}) == 1
    assert not scrolls_sideways(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.keyboard.press("3")
    assert page.faults == []  # type: ignore[attr-defined]
