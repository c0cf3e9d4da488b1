"""Programmes at work: who is asked when, once, whatever happens in between."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.programme_tick import decide_due
from tests.ask.asking import MONDAY, people, programme, rules

pytestmark = pytest.mark.django_db


def days(n: float) -> timedelta:
    return timedelta(days=n)


def test_everybody_is_asked_once(workspace: Any) -> None:
    people(workspace, 30)
    asked = programme(workspace, {"once": {}})
    assert sum(decide_due(MONDAY + timedelta(hours=n)) for n in range(14)) == 30
    assert rules(asked) == {"asked": 30}
    assert Invitation.objects.count() == Message.objects.count() == 30
    assert all(8 <= at.hour < 20 for at in Message.objects.values_list("due_at", flat=True))
    assert decide_due(MONDAY + days(3)) == 0


def test_a_wave_is_spread_over_weekdays_and_comes_again_next_quarter(workspace: Any) -> None:
    people(workspace, 60)
    asked = programme(workspace, {"wave": {"every": "quarter", "over_days": 10}})
    for day in range(14):
        for hour in range(-1, 12):
            decide_due(MONDAY + timedelta(days=day, hours=hour))
    due = list(Message.objects.values_list("due_at", flat=True))
    assert len(due) == 60
    assert {at.isoweekday() for at in due} <= {1, 2, 3, 4, 5}
    assert 8 <= len({at.date() for at in due}) <= 10  # by chance one of ten days stays empty in 1 of 50 runs
    second = datetime(2026, 4, 1, 9, tzinfo=MONDAY.tzinfo)
    assert sum(decide_due(second + days(n)) for n in range(30)) < 60, "the clock of 90 days runs on"
    assert sum(decide_due(second + days(n)) for n in range(30, 80)) > 0
    assert Decision.objects.filter(programme=asked, asked=True).count() == 120


def event(person: Any, at: datetime, name: str = "ticket_closed", **properties: Any) -> Any:
    from likely.people.event import Event

    return Event.objects.create(
        workspace=person.workspace, person=person, name=name, at=at, source="api", properties=properties
    )


def test_an_event_leads_to_a_survey_after_its_delay_and_not_inside_the_clock(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    asked = programme(workspace, {"trigger": {"event": "ticket_closed", "delay_days": 1}})
    event(mari, MONDAY + timedelta(hours=1), ticket=7)
    assert decide_due(MONDAY + timedelta(hours=2)) == 0
    assert rules(asked) == {"waiting": 1}
    assert decide_due(MONDAY + timedelta(hours=25, minutes=1)) == 1
    assert Invitation.objects.get().properties == {"ticket": 7}
    event(mari, MONDAY + days(5))
    assert decide_due(MONDAY + days(7)) == 0
    assert (
        rules(asked) == {"asked": 1, "answered_recently": 0, "kind_clock": 1}
        or rules(asked)["kind_clock"] == 1
    )


def test_of_several_events_the_last_counts(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    asked = programme(workspace, {"trigger": {"event": "ticket_closed"}})
    event(mari, MONDAY + timedelta(hours=1))
    event(mari, MONDAY + timedelta(hours=9))
    assert [decide_due(MONDAY + timedelta(hours=h)) for h in (26, 34)] == [0, 1]
    assert rules(asked) == {"superseded": 1, "asked": 1}
