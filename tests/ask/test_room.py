"""Caps: per hour and day, of one programme and of all, with a share that is kept for waves."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from likely.ask.contact_policy import ContactPolicy
from likely.ask.decision import Decision
from likely.ask.message import Message
from likely.ask.policy import Rule
from likely.ask.programme_tick import decide_due
from likely.ask.room import Room, next_midnight
from likely.ask.tally import Tally
from tests.ask.asking import MONDAY, people, policy, programme, rules
from tests.ask.test_programme_tick import event

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINE, OTHER, WAVE = uuid4(), uuid4(), uuid4()
HOUR = timedelta(hours=1)


def room(counts: Any = None, *, is_wave: bool = False, waves_run: bool = True, **caps: Any) -> Room:
    own = {name: caps.pop(name, None) for name in ("per_day", "per_hour")}
    return Room(
        MINE,
        is_wave,
        waves_run,
        ContactPolicy(**caps),
        own["per_day"],
        own["per_hour"],
        ZoneInfo("Europe/Tallinn"),
        counts or {},
    )


def test_its_own_caps() -> None:
    assert room().refuses(NINE) is None
    assert room({(MINE, False): Counter({NINE: 4})}, per_hour=5).refuses(NINE) is None
    assert room({(MINE, False): Counter({NINE: 5})}, per_hour=5).refuses(NINE) == Rule.HOUR_FULL
    assert room({(MINE, False): Counter({NINE: 5})}, per_hour=5).refuses(NINE + HOUR) is None
    assert room({(MINE, False): Counter({NINE: 5})}, per_day=5).refuses(NINE + HOUR) == Rule.DAY_FULL
    assert room({(MINE, False): Counter({NINE: 5})}, per_day=5).refuses(NINE + 24 * HOUR) is None
    assert room({(OTHER, False): Counter({NINE: 5})}, per_day=5).refuses(NINE) is None


def test_a_day_is_the_workspaces() -> None:
    evening = datetime(2026, 3, 2, 21, tzinfo=UTC)  # 23:00 in Tallinn
    counts = {(MINE, False): Counter({evening: 5})}
    assert room(counts, per_day=5).refuses(evening) == Rule.DAY_FULL
    assert room(counts, per_day=5).refuses(evening + HOUR) is None
    assert next_midnight(evening, ZoneInfo("Europe/Tallinn")) == evening + HOUR


def test_everybody_shares_the_policys_caps_and_waves_have_a_part_of_their_own() -> None:
    counts = {(OTHER, False): Counter({NINE: 7}), (WAVE, True): Counter({NINE: 1})}
    shared = ContactPolicy(per_hour=10, wave_share=30)
    caps = {"per_hour": None}
    for is_wave, waves_run, verdict in (
        (False, True, Rule.RESERVED),
        (False, False, None),
        (True, True, None),
    ):
        found = room(counts, is_wave=is_wave, waves_run=waves_run, **caps)
        found.policy = shared
        assert found.refuses(NINE) == verdict
    full = room({(OTHER, False): Counter({NINE: 10})}, is_wave=True)
    full.policy = shared
    assert full.refuses(NINE) == Rule.HOUR_FULL


def test_what_is_taken_counts() -> None:
    found = room(per_day=2)
    found.take(NINE)
    found.take(NINE + HOUR)
    assert found.refuses(NINE + 3 * HOUR) == Rule.DAY_FULL
    assert found.again_at(Rule.DAY_FULL, NINE, NINE) == datetime(2026, 3, 2, 22, tzinfo=UTC)
    assert found.again_at(Rule.HOUR_FULL, NINE, NINE) == NINE + HOUR


@pytest.mark.django_db
def test_a_day_takes_no_more_than_its_cap_and_the_rest_come_later(workspace: Any) -> None:
    people(workspace, 30)
    asked = programme(workspace, {"once": {}, "per_day": 12})
    assert [decide_due(MONDAY + n * timedelta(hours=24)) for n in range(4)] == [12, 12, 6, 0]
    assert rules(asked) == {"asked": 30}
    assert sum(Tally.objects.values_list("n", flat=True)) == 30


@pytest.mark.django_db
def test_an_hour_takes_no_more_and_the_rest_go_out_in_the_next(workspace: Any) -> None:
    people(workspace, 25)
    programme(workspace, {"once": {}, "per_hour": 10})
    assert decide_due(MONDAY) == 25
    hours = Counter(at.hour for at in Message.objects.values_list("due_at", flat=True))
    assert hours == {9: 10, 10: 10, 11: 5}


@pytest.mark.django_db
def test_triggers_leave_the_waves_their_part(workspace: Any) -> None:
    policy(workspace, per_day=10, wave_share=40, any_days=0)
    crowd = people(workspace, 40)
    spread = programme(workspace, {"wave": {"over_days": 1}}, priority=90)
    trigger = programme(workspace, {"trigger": {"event": "ticket_closed", "delay_days": 0}}, priority=10)
    for one in crowd[:20]:
        event(one, MONDAY)
    decide_due(MONDAY + timedelta(hours=10))
    assert rules(trigger)["asked"] == 6
    assert rules(trigger)["reserved"] == 14
    assert Decision.objects.filter(programme=spread, asked=True).count() == 4
