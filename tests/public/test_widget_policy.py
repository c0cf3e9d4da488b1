"""The widget asks a visitor whom the page has signed only if the contact policy lets it."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.ask.contact_clock import clocks_of, stamp
from likely.ask.decision import Decision
from likely.ask.in_app import asking_of
from likely.ask.invitation import Invitation
from likely.ask.preset import make_preset
from likely.ask.programme_progress import progress
from likely.collect.funnel import funnel
from likely.collect.opening import openings_of
from likely.collect.response import Response
from likely.people.event import Event
from likely.people.person import Person
from likely.public.gate import LOOK_LENGTHS
from tests.ask.asking import programme
from tests.ask.asking import survey as asking_survey

pytestmark = pytest.mark.django_db
ANYWHERE = {"Origin": "http://shop.example"}


@pytest.fixture
def signed(survey: Any, person: Person) -> str:
    return make_preset(survey, {"email": "Mari@Example.org ", "plan": "pro"})


def ask(signed: str, **more: Any) -> Any:
    return Client().post("/w/nordic/ask", signed, content_type="text/plain", headers={**ANYWHERE, **more})


def test_who_is_known_is_asked_once_inside_the_clock(workspace: Any, signed: str, person: Person) -> None:
    first = ask(signed)
    assert {**first.json(), "as": ""} == {"ask": True, "again": 0, "as": ""}
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "no-store"
    assert person.pk in clocks_of(workspace, [person.pk])
    again = ask(signed).json()
    assert again["ask"] is False
    assert 60 <= again["again"] <= 24 * 3600


def answer(token: str, key: str, slug: str = "nordic", **said: Any) -> Any:
    body = {"key": key * 32, "ask": token, **said}
    return Client().post(f"/w/{slug}", body, content_type="application/json", headers=ANYWHERE)


def test_the_answer_is_one_to_the_asking(workspace: Any, survey: Any, signed: str, person: Person) -> None:
    inside = programme(workspace, {"in_app": {}, "channels": []}, survey=survey)
    token = ask(signed).json()["as"]
    assert answer(token, "k", score=9).status_code == 200
    assert answer(token, "k", reason="Quick").status_code == 200
    assert answer(token, "j", score=8).status_code == 200  # another tab: the same answer, changed
    [row] = Response.objects.filter(survey=survey).select_related("invitation")
    assert (row.score, row.comment, row.person, row.channel) == (8, "Quick", person, "widget")
    assert row.state == "counted"
    assert row.invitation is not None
    assert (row.invitation.programme, row.invitation.channel) == (inside, "widget")
    assert Decision.objects.get(programme=inside).invitation == row.invitation
    come = progress(inside).channels["widget"]
    assert (come.sent, come.started, come.scored, come.completed) == (1, 1, 1, 0)
    told = funnel(workspace)
    assert (told.sent, told.viewed, told.answered, told.open_answered) == (1, 1, 1, 0)
    assert asking_of(survey, person) is None


def test_a_question_that_was_shown_was_viewed_before_it_is_answered(
    workspace: Any, survey: Any, signed: str
) -> None:
    inside = programme(workspace, {"in_app": {}, "channels": []}, survey=survey)
    token = ask(signed).json()["as"]
    assert (come := progress(inside).channels["widget"]).sent == 1
    assert come.started == 0
    look = json.dumps({"seen": True, "ask": token}, separators=(",", ":"))
    assert str(len(look)) in LOOK_LENGTHS  # it takes no answer's room at the gate
    told = Client().post("/w/nordic", look, content_type="application/json", headers=ANYWHERE)
    assert told.json()["status"] == "seen"
    come, told = progress(inside).channels["widget"], funnel(workspace)
    assert (come.sent, come.started, come.scored) == (1, 1, 0)
    assert (told.sent, told.viewed, told.answered) == (1, 1, 0)
    assert openings_of(survey) == {}  # it is no visitor's look beside it
    assert not Response.objects.exists()


def test_a_token_that_is_not_of_this_asking_leads_to_nobody(
    workspace: Any, survey: Any, signed: str, person: Person
) -> None:
    token = ask(signed).json()["as"]
    assert answer("forged", "k", score=3).status_code == 200  # a visitor's answer like any other
    assert Response.objects.get().person is None
    other = asking_survey(workspace)
    assert answer(token, "k", other.slug, score=3).json()["code"] == "link_unknown"
    assert Response.objects.count() == 1


def test_nobody_is_named_by_an_anonymous_survey(workspace: Any, person: Person) -> None:
    hidden = asking_survey(workspace)
    assert hidden.live is not None
    plain = hidden.live.read()
    hidden.publish(plain.model_copy(update={"anonymous": True, "questions": plain.questions[:2]}))
    signature = make_preset(hidden, {"email": person.email})
    path = f"/w/{hidden.slug}/ask"
    told = Client().post(path, signature, content_type="text/plain", headers=ANYWHERE)
    assert told.json() == {"ask": True, "again": 0}
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("word", ["", "forged", "e30.forged", "ä", "\x00"])
def test_who_is_not_known_is_anybody(workspace: Any, signed: str, person: Person, word: str) -> None:
    assert ask(word or signed[:-1]).json() == {"ask": True, "again": 0}
    assert clocks_of(workspace, [person.pk]) == {}


def test_a_signature_that_is_over_or_of_another_survey_names_nobody(
    workspace: Any, survey: Any, person: Person
) -> None:
    over = make_preset(survey, {"email": person.email}, timezone.now() - timedelta(seconds=1))
    assert ask(over).json()["ask"] is True
    assert clocks_of(workspace, [person.pk]) == {}


def test_a_look_asks_nobody_and_a_long_word_is_refused(signed: str) -> None:
    assert Client().get("/w/nordic/ask").status_code == 405
    assert ask("x" * 100_000).status_code == 413
    assert Client().post("/w/unknown/ask", signed, content_type="text/plain").status_code == 404


def test_the_widget_stays_away_where_the_policy_says_no(
    live_server: Any, workspace: Any, signed: str, person: Person, open_page: Callable[..., Page]
) -> None:
    shop = f"{live_server.url}/shop"
    tag = f'<!doctype html><script src="{live_server.url}/w.js" data-survey="nordic"></script>'
    early = """<script>
        window.likely = function () { (likely.q = likely.q || []).push(arguments) };
        window.heard = [];
        likely('on', 'skipped', ({ reason }) => heard.push(reason));
        likely('identify', {}, 'SIGNED');
    </script>""".replace("SIGNED", signed)

    def opened(html: str) -> Page:
        page = open_page()
        page.route(shop, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(shop)
        return page

    stamp(workspace, [person.pk], "rnps", timezone.now())
    expect(opened(tag).locator("likely-survey .card")).to_be_visible()  # a visitor whom nobody knows
    known = opened(early + tag)
    known.wait_for_function("window.heard.length")
    assert known.evaluate("heard") == ["policy"]
    assert known.locator("likely-survey").count() == 0
    known.evaluate("likely('show', 'nordic')")  # they asked for it themselves
    expect(known.locator("likely-survey .card")).to_be_visible()


def tracked(told: Any) -> Any:
    return Client().post("/w/nordic/track", json.dumps(told), content_type="text/plain", headers=ANYWHERE)


def test_what_happened_to_a_signed_visitor_is_an_event(workspace: Any, signed: str, person: Person) -> None:
    told = {"signed": signed, "event": "Bought", "properties": {"order": 42}}
    answer = tracked(told)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, "*")
    event = Event.objects.of(workspace).get()
    assert (event.name, event.source, event.person) == ("bought", "widget", person)
    assert event.properties == {"order": 42, "unverified": True}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"signed": "forged"}, 204),
        ({"signed": None}, 204),
        ({"event": "???"}, 422),
        ({"event": None}, 422),
        ({"properties": [1]}, 422),
        ({"properties": {"a": "x" * 20_000}}, 413),
    ],
)
def test_what_a_stranger_tells_and_nonsense_are_no_events(signed: str, wrong: Any, status: int) -> None:
    assert tracked({"signed": signed, "event": "bought", **wrong}).status_code == status
    assert tracked([signed]).status_code == 422
    assert not Event.objects.exists()


def test_the_widget_tells_what_it_tracks(
    live_server: Any, workspace: Any, signed: str, person: Person, open_page: Callable[..., Page]
) -> None:
    shop = f"{live_server.url}/shop"
    tag = f'<!doctype html><script src="{live_server.url}/w.js" data-survey="nordic" data-event="x"></script>'
    page = open_page()
    page.route(shop, lambda route: route.fulfill(body=tag, content_type="text/html"))
    page.goto(shop)
    with page.expect_response("**/w/nordic/track"):
        page.evaluate(f"likely('identify', {{}}, '{signed}'); likely('track', 'bought', {{order: 42}})")
    assert Event.objects.get().person == person
