"""Events lead to surveys: which, when, once each, and by rules on what they say."""

from datetime import timedelta
from typing import Any

import pytest

from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.programme_tick import decide_due
from likely.ask.trigger import consider_events
from likely.people.event import Event
from tests.ask.asking import MONDAY, people, policy, programme, rules, survey
from tests.ask.test_programme_tick import event

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO_TEST = {"all": [{"on": "plan", "is": ["pro"]}, {"not": {"on": "test", "is": [True]}}]}
AT_ONCE = {"event": "ticket_closed", "delay_days": 0}


def test_an_event_is_considered_once_by_everybody_who_waits_for_it(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    one = programme(workspace, {"trigger": AT_ONCE})
    other = programme(workspace, {"trigger": AT_ONCE}, survey=survey(workspace, "csat5"))
    programme(workspace, {"trigger": {"event": "renewed"}}, survey=survey(workspace, "ces"))
    event(mari, MONDAY)
    assert consider_events(MONDAY) == 1
    assert consider_events(MONDAY) == 0
    assert (rules(one), rules(other), Decision.objects.count()) == ({"waiting": 1}, {"waiting": 1}, 2)


@pytest.mark.parametrize(
    ("said", "where", "asked"),
    [
        ({"amount": 150}, {"on": "amount", "from": 100}, 1),
        ({"amount": 50}, {"on": "amount", "from": 100}, 0),
        ({}, {"on": "amount", "from": 100}, 0),
        ({"plan": "pro"}, NO_TEST, 1),
        ({"plan": "pro", "test": True}, NO_TEST, 0),
    ],
)  # fmt: skip
def test_a_rule_on_what_it_says_decides(workspace: Any, said: Any, where: Any, asked: int) -> None:
    [mari] = people(workspace, 1)
    programme(workspace, {"trigger": {**AT_ONCE, "where": where}})
    event(mari, MONDAY, **said)
    assert decide_due(MONDAY) == asked
    assert Decision.objects.count() == asked, "what is no occasion leaves no trace"


def test_what_happened_before_the_start_is_no_occasion(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    programme(workspace, {"trigger": AT_ONCE})
    event(mari, MONDAY - HOUR)
    assert decide_due(MONDAY) == 0
    assert Event.objects.get().considered


def test_an_event_that_is_told_too_late_is_given_up(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    one = programme(workspace, {"trigger": {**AT_ONCE, "stale_days": 3}})
    event(mari, MONDAY)
    assert decide_due(MONDAY + 4 * DAY) == 0
    assert rules(one) == {"event_too_old": 1}


def test_events_of_a_pause_have_their_turn_when_it_ends(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    one = programme(workspace, {"trigger": AT_ONCE})
    one.pause("user:a@example.org")
    event(mari, MONDAY + HOUR)
    assert decide_due(MONDAY + 2 * HOUR) == 0
    one.resume("user:a@example.org")
    assert decide_due(MONDAY + DAY) == 1


def test_without_latest_only_each_event_is_decided(workspace: Any) -> None:
    policy(workspace, kind_days={"rnps": 0}, any_days=0)
    [mari] = people(workspace, 1)
    one = programme(workspace, {"trigger": {**AT_ONCE, "latest_only": False}})
    event(mari, MONDAY)
    event(mari, MONDAY + HOUR)
    assert sum(decide_due(MONDAY + n * HOUR) for n in (1, 2, 3)) == 2
    assert rules(one) == {"asked": 2}
    assert Invitation.objects.values("person").distinct().count() == 1


def test_a_second_event_inside_the_clock_asks_nobody(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    one = programme(workspace, {"trigger": {**AT_ONCE, "latest_only": False}})
    for n in range(4):
        event(mari, MONDAY + n * HOUR)
    assert sum(decide_due(MONDAY + 5 * HOUR + timedelta(minutes=n)) for n in range(5)) == 1
    assert rules(one) == {"asked": 1, "kind_clock": 3}


def test_an_outcome_is_asked_weeks_later_in_the_hours_of_their_day(workspace: Any) -> None:
    [mari] = people(workspace, 1, time_zone="America/New_York")
    programme(workspace, {"outcome": {"event": "onboarded", "delay_weeks": 4}})
    event(mari, MONDAY, "onboarded")
    assert decide_due(MONDAY + 27 * DAY) == 0
    assert decide_due(MONDAY + 28 * DAY) == 1  # 30 March, 05:00 in New York, in summer time
    assert Message.objects.get().due_at == (MONDAY + 28 * DAY).replace(hour=12)


def test_an_event_of_nobody_or_of_somebody_erased_asks_nobody(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    programme(workspace, {"trigger": {"event": "ticket_closed"}})
    event(mari, MONDAY)
    Event.objects.create(workspace=workspace, name="ticket_closed", at=MONDAY, source="api")
    consider_events(MONDAY)
    mari.delete()
    assert decide_due(MONDAY + 2 * DAY) == 0
    assert Event.objects.filter(considered=False).count() == 0


def test_a_segment_that_no_longer_holds_them_says_so(workspace: Any) -> None:
    from likely.people.segment import make_segment

    [mari] = people(workspace, 1, properties={"plan": "free"})
    pro = make_segment(workspace, "Pro", "plan is pro", "user:a@example.org")
    one = programme(workspace, {"trigger": AT_ONCE}, segment=pro)
    event(mari, MONDAY)
    assert decide_due(MONDAY) == 0
    assert rules(one) == {"not_in_segment": 1}
    mari.properties = {"plan": "pro"}
    mari.save()
    assert decide_due(MONDAY + DAY) == 1
