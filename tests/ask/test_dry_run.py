"""A dry run tells beforehand what a run then does."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.ask.decision import Decision
from likely.ask.dry_run import capped, days_to_margin, dry_run
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.policy import Rule
from likely.ask.programme_tick import decide_due
from likely.people.suppression import SuppressionReason, suppress
from tests.ask.asking import MONDAY, people, policy, programme
from tests.ask.test_programme_tick import event

DAY = timedelta(days=1)
TODAY = date(2026, 3, 2)
per_days = st.dictionaries(st.dates(TODAY, TODAY + 60 * DAY), st.integers(1, 50), max_size=20)


@given(per_days, st.none() | st.integers(1, 30), st.none() | st.integers(0, 200))
def test_caps_move_people_on_and_lose_none(
    days: dict[date, int], per_day: int | None, limit: int | None
) -> None:
    spread, over = capped(days, per_day, limit)
    total = sum(days.values())
    assert sum(spread.values()) + over == total
    assert sum(spread.values()) == (total if limit is None else min(limit, total))
    assert all(0 < n <= (per_day or total) for n in spread.values())
    for day in spread:
        asked_by_then = sum(n for each, n in spread.items() if each <= day)
        assert asked_by_then <= sum(n for each, n in days.items() if each <= day), "nobody is asked early"


def test_days_until_enough_answers_are_expected() -> None:
    spread = {TODAY + n * DAY: 100 for n in range(60)}
    days = days_to_margin(spread, 0.2, TODAY)
    assert days is not None
    assert 38 <= days <= 41, "about 812 answers at twenty a day"
    assert days_to_margin(spread, 0.01, TODAY) is None


@pytest.mark.django_db
def test_it_tells_what_a_wave_then_does(workspace: Any) -> None:
    crowd = people(workspace, 80)
    people(workspace, 5, email="")
    people(workspace, 3, population="employees")
    for one in crowd[:4]:
        suppress(workspace, "mail", one.email, "", SuppressionReason.UNSUBSCRIBED, "x", MONDAY)
    asked = programme(workspace, {"wave": {"over_days": 5}, "holdout": 20, "sample": {"share": 50}})
    told = dry_run(asked, MONDAY)
    assert (told.basis, told.people, told.looked_at) == ("people", 85, 85)
    assert told.asked + sum(told.left_out.values()) == 85
    assert (told.rate.value, told.rate.source) == (0.2, "assumed")
    assert not Decision.objects.exists()
    assert not Invitation.objects.exists()
    for day in range(7):
        for hour in range(-1, 12):
            decide_due(MONDAY + timedelta(days=day, hours=hour))
    met = Counter(Decision.objects.values_list("rule", flat=True))
    assert told.asked == met.pop("asked")
    assert {rule.value: n for rule, n in told.left_out.items()} == met
    sent = Counter(at.date() for at in Message.objects.values_list("due_at", flat=True))
    assert dict(told.per_day) == sent


@pytest.mark.django_db
def test_a_draft_is_run_as_if_it_began_now_and_a_cap_stretches_it(workspace: Any) -> None:
    from likely.ask.programme import Programme, ProgrammeFacts
    from likely.ask.programme_plan import read_plan
    from tests.ask.asking import survey

    people(workspace, 30)
    plan = read_plan({"once": {}, "per_day": 12})
    draft = Programme.begin(workspace, ProgrammeFacts("Draft", survey(workspace), plan), "system")
    told = dry_run(draft, MONDAY)
    assert [n for _, n in told.per_day] == [12, 12, 6]
    assert told.answers == 6


@pytest.mark.django_db
def test_who_is_inside_a_clock_is_asked_when_it_ends_or_left_out(workspace: Any) -> None:
    from likely.ask.contact_clock import stamp

    soon, late, _free = people(workspace, 3)
    stamp(workspace, [soon.pk], "rnps", MONDAY - 85 * DAY)
    stamp(workspace, [late.pk], "rnps", MONDAY - 30 * DAY)
    told = dry_run(programme(workspace, {"once": {}}), MONDAY)
    assert told.per_day == ((TODAY, 1), (TODAY + 5 * DAY, 1))
    assert told.left_out == {Rule.KIND_CLOCK: 1}


@pytest.mark.django_db
def test_for_events_the_past_weeks_stand_for_the_next(workspace: Any) -> None:
    policy(workspace, any_days=0)
    crowd = people(workspace, 10)
    for n, one in enumerate(crowd):
        event(one, MONDAY - (n + 1) * DAY, amount=n)
    event(crowd[9], MONDAY - 2 * DAY, amount=9)  # again, inside the clock of the first
    event(crowd[0], MONDAY - 90 * DAY, amount=9)
    asked = programme(
        workspace, {"trigger": {"event": "ticket_closed", "where": {"on": "amount", "from": 5}}}
    )
    told = dry_run(asked, MONDAY)
    assert (told.basis, told.looked_at, told.asked) == ("events", 6, 5)
    assert told.left_out == {Rule.KIND_CLOCK: 1}
    assert all(TODAY <= day <= TODAY + 30 * DAY for day, _ in told.per_day)


@pytest.mark.django_db
def test_of_many_people_an_even_part_is_looked_at(workspace: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from likely.ask import dry_run as module

    monkeypatch.setattr(module, "MOST_LOOKED_AT", 200)
    people(workspace, 1000)
    told = dry_run(programme(workspace, {"once": {}, "sample": {"share": 50}}), MONDAY)
    assert (told.people, told.looked_at) == (1000, 200)
    assert 350 < told.asked < 650
    assert told.asked + sum(told.left_out.values()) == pytest.approx(1000, abs=3)


@pytest.mark.django_db
def test_the_rate_is_ones_own_where_there_is_enough_of_it(workspace: Any) -> None:
    from likely.ask.response_rate import response_rate
    from tests.ask.test_reminder import answer, send_all

    people(workspace, 40)
    asked = programme(workspace, {"once": {}})
    decide_due(MONDAY)
    send_all(MONDAY + timedelta(hours=1))
    for invitation in Invitation.objects.all()[:10]:
        answer(invitation)
    later: datetime = MONDAY + 20 * DAY
    seen = response_rate(workspace, "rnps", later)
    assert (seen.value, seen.n, seen.source) == (0.25, 40, "this kind")
    assert response_rate(workspace, "csat5", later).source == "all surveys"
    assert response_rate(workspace, "rnps", MONDAY + DAY).source == "assumed", "they may still answer"
    assert dry_run(asked, later).rate.n == 40
