"""A survey that closes by itself: at the minute, for every way of answering, and kindly."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.workspace import Workspace
from likely.collect.intake import take_in
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal

CLOSING = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def closing(workspace: Workspace) -> Survey:
    with time_machine.travel(CLOSING - timedelta(days=30), tick=False):
        survey = Survey.start(workspace, "Closing", make_definition("rnps", "Nordic", ["en"]), "system")
        survey.close_on(CLOSING, "user:1")
    return survey


def tap(survey: Survey, at: datetime, channel: str = "link", key: str = "somebody-who-taps-1") -> Any:
    return take_in(Submission(at=at, slug=survey.slug, key=key, score=9, channel=channel))


def test_the_last_second_counts_and_the_next_does_not(closing: Survey) -> None:
    with time_machine.travel(CLOSING - SECOND, tick=False):
        assert tap(closing, timezone.now()).status == "stored"
    with time_machine.travel(CLOSING, tick=False), pytest.raises(Refusal, match="closed") as no:
        tap(closing, timezone.now(), key="somebody-who-taps-2")
    assert no.value.code == "survey_closed"
    with time_machine.travel(CLOSING, tick=False), pytest.raises(Refusal, match="closed"):
        tap(closing, timezone.now())  # nor may the first be changed any more


def test_what_a_kiosk_without_a_network_was_told_before_is_kept(closing: Survey) -> None:
    with time_machine.travel(CLOSING + timedelta(hours=3), tick=False):
        assert tap(closing, CLOSING - SECOND, "kiosk").status == "stored"
        with pytest.raises(Refusal, match="closed"):
            tap(closing, CLOSING, "kiosk", key="somebody-who-taps-3")


def test_every_page_says_so(closing: Survey) -> None:
    client = Client()
    addresses = {
        "page": f"/s/{closing.slug}",
        "kiosk": f"/k/{closing.slug}",
        "widget": f"/w/{closing.slug}.json",
    }
    with time_machine.travel(CLOSING - SECOND, tick=False):
        assert {
            name: client.get(address).status_code for name, address in addresses.items()
        } == dict.fromkeys(addresses, 200)
    with time_machine.travel(CLOSING, tick=False):
        said = {name: client.get(address) for name, address in addresses.items()}
    assert (said["page"].status_code, said["kiosk"].status_code) == (410, 503)
    assert said["widget"].json()["code"] == "survey_closed"
    assert "It no longer takes answers" in said["page"].content.decode()


def test_a_day_that_is_past_is_refused_and_none_takes_it_away(closing: Survey) -> None:
    with time_machine.travel(CLOSING - SECOND, tick=False):
        with pytest.raises(Refusal) as no:
            closing.close_on(CLOSING - timedelta(days=1), "user:1")
        assert (no.value.code, no.value.field) == ("closes_in_the_past", "closes_at")
        closing.close_on(None, "user:1")
    closing.refresh_from_db()
    assert closing.closes_at is None


def test_opened_again_it_stays_open(closing: Survey) -> None:
    with time_machine.travel(CLOSING + SECOND, tick=False):
        assert closing.state_now == "closed"
        closing.move_to("open", "user:1")
        assert tap(closing, timezone.now()).status == "stored"


def test_the_page_of_the_survey_sets_it_in_the_time_of_the_workspace(
    owner: Any, workspace: Workspace
) -> None:
    from tests.web.conftest import signed_in

    Workspace.objects.filter(pk=workspace.pk).update(time_zone="Europe/Tallinn")
    survey = Survey.start(workspace, "Typed", make_definition("rnps", "Nordic", ["en"]), "system")
    client = signed_in(owner)
    client.post(f"/surveys/{survey.pk}/state", {"closes_at": "2199-07-01T18:30"})
    survey.refresh_from_db()
    assert survey.closes_at == datetime(2199, 7, 1, 15, 30, tzinfo=UTC)
    assert 'value="2199-07-01T18:30"' in client.get(f"/surveys/{survey.pk}").content.decode()
    assert client.post(f"/surveys/{survey.pk}/state", {"closes_at": "soon"}).status_code == 422
    assert client.post(f"/surveys/{survey.pk}/state", {"closes_at": "2020-01-01T00:00"}).status_code == 422
    client.post(f"/surveys/{survey.pk}/state", {"closes_at": ""})
    survey.refresh_from_db()
    assert survey.closes_at is None
