"""Whole programmes on days that are longer or shorter than others, in many zones, by a clock that jumps."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.base.tick import Tick
from likely.cli.work import chosen_duties, work_once
from tests.ask.asking import people, policy, programme
from tests.ask.test_programme_tick import event

pytestmark = pytest.mark.django_db
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
    "America/Sao_Paulo",
)  # fmt: skip
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STRANGE = (
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 4, 5, tzinfo=UTC),
    datetime(2028, 2, 29, tzinfo=UTC),
)


def hours(start: datetime, n: int, step: timedelta = HOUR) -> Iterator[datetime]:
    """The duty as a worker does it, hour after hour, by the machine's own clock."""
    for number in range(n):
        at = start + number * step
        with time_machine.travel(at, tick=False):
            Tick.objects.all().delete()
            assert work_once(chosen_duties("decide")) == ["decide"]
        yield at


def sent() -> list[tuple[Any, datetime]]:
    return list(Message.objects.order_by("due_at").values_list("invitation__person", "due_at"))


@pytest.mark.parametrize("day", STRANGE)
def test_everybody_is_asked_once_in_the_hours_of_their_own_day(workspace: Any, day: datetime) -> None:
    crowd = [one for zone in ZONES for one in people(workspace, 4, time_zone=zone)]
    programme(workspace, {"once": {}}, now=day - 30 * HOUR)
    for _ in hours(day - 30 * HOUR, 30, 2 * HOUR):
        pass
    assert Counter(person for person, _ in sent()) == dict.fromkeys([one.pk for one in crowd], 1)
    for message in Message.objects.select_related("invitation__person"):
        person = message.invitation.person
        assert person is not None
        assert 8 <= message.due_at.astimezone(ZoneInfo(person.time_zone)).hour < 20


@pytest.mark.parametrize("day", [STRANGE[1], STRANGE[3]])
def test_a_clock_that_is_set_back_asks_nobody_again(workspace: Any, day: datetime) -> None:
    policy(workspace, kind_days={"rnps": 1}, any_days=1)
    [mari] = people(workspace, 1)
    programme(
        workspace,
        {"trigger": {"event": "ticket_closed", "delay_days": 0, "latest_only": False}},
        now=day - DAY,
    )
    for at in chain(hours(day + 8 * HOUR, 4), hours(day + 10 * HOUR, 4), hours(day + 7 * HOUR, 40)):
        event(mari, at)
    moments = [due for _, due in sent()]
    assert len(moments) >= 2
    assert all(b - a >= DAY for a, b in pairwise(moments))


def test_a_week_of_seven_days_has_168_hours_also_in_march(workspace: Any) -> None:
    """The clock of a person in Berlin who was asked before the change is not an hour shorter."""
    policy(workspace, kind_days={"rnps": 7}, any_days=7, quiet={"start": "03:00", "end": "03:00"})
    [mari] = people(workspace, 1, time_zone="Europe/Berlin")
    start = datetime(2026, 3, 25, 10, tzinfo=UTC)
    programme(workspace, {"trigger": {"event": "ticket_closed", "delay_days": 0}}, now=start)
    event(mari, start)
    list(hours(start, 1))
    event(mari, start + 6 * DAY)
    list(hours(start + 7 * DAY - HOUR, 1))
    assert Invitation.objects.count() == 1
    list(hours(start + 7 * DAY, 1))
    assert Invitation.objects.count() == 2


def test_the_workspace_moves_and_nobody_is_asked_twice(workspace: Any) -> None:
    crowd = people(workspace, 40)
    start = datetime(2026, 3, 30, 6, tzinfo=UTC)  # the quarter ends while the zones are changed
    programme(workspace, {"wave": {"every": "quarter", "over_days": 2}}, now=start)
    zones = ("UTC", "Pacific/Apia", "America/New_York", "Australia/Lord_Howe")
    for number, _ in enumerate(hours(start, 40, 3 * HOUR)):
        workspace.time_zone = zones[number % len(zones)]
        workspace.save()
    asked = Counter(person for person, _ in sent())
    assert set(asked) == {one.pk for one in crowd}
    assert set(asked.values()) == {1}, "the clock of the kind runs over the end of the quarter"


def test_a_leap_day_is_a_day(workspace: Any) -> None:
    people(workspace, 20)
    start = datetime(2028, 2, 28, 7, tzinfo=UTC)
    programme(workspace, {"wave": {"over_days": 3, "weekdays": [1, 2, 3]}}, now=start)
    list(hours(start, 40, 2 * HOUR))
    days = {due.date().isoformat() for _, due in sent()}
    assert days == {"2028-02-28", "2028-02-29", "2028-03-01"}
    assert Message.objects.count() == 20
    assert timezone.now().year >= 2026
