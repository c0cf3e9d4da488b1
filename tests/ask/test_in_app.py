"""In-app asks go by the same policy and the same clocks as mails, and stand in the same ledger."""

from datetime import timedelta
from typing import Any

import pytest

from likely.ask.contact_clock import clocks_of, stamp
from likely.ask.decision import Decision
from likely.ask.in_app import ask_in_app, asking_of
from likely.ask.policy import Rule
from likely.ask.programme_tick import decide_due
from likely.ask.why import why
from likely.collect.intake import take_in
from likely.collect.submission import Submission
from likely.people.consent import ConsentPurpose, withdraw
from tests.ask.asking import MONDAY, people, policy, programme, rules, survey

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def mari(workspace: Any) -> Any:
    [one] = people(workspace, 1)
    return one


def test_a_yes_sets_the_clocks_and_a_mail_waits(workspace: Any, mari: Any) -> None:
    asked = survey(workspace)
    inside = programme(workspace, {"in_app": {}, "channels": []}, survey=asked)
    assert ask_in_app(asked, mari, MONDAY).asked
    assert set(clocks_of(workspace, [mari.pk])[mari.pk]) == {"rnps", ""}
    assert rules(inside) == {"asked": 1}
    mails = programme(workspace, {"once": {}}, survey=asked, now=MONDAY + DAY)
    decide_due(MONDAY + DAY)
    assert rules(mails) == {"kind_clock": 1}
    assert why(mari, MONDAY + DAY)  # the page of the person tells both


def test_a_mail_sets_the_clocks_and_the_widget_waits(workspace: Any, mari: Any) -> None:
    asked = survey(workspace)
    mails = programme(workspace, {"once": {}}, survey=asked)
    decide_due(MONDAY)
    assert rules(mails) == {"asked": 1}
    inside = programme(workspace, {"in_app": {}, "channels": []}, survey=asked)
    verdict = ask_in_app(asked, mari, MONDAY + DAY)
    assert (verdict.asked, verdict.rule) == (False, Rule.KIND_CLOCK)
    assert rules(inside) == {"kind_clock": 1}
    row = Decision.objects.get(programme=inside)
    assert row.eligible_at is not None
    assert ask_in_app(asked, mari, row.eligible_at).asked


def test_one_row_a_day_however_often_they_come(workspace: Any, mari: Any) -> None:
    asked = survey(workspace)
    inside = programme(workspace, {"in_app": {}, "channels": []}, survey=asked)
    stamp(workspace, [mari.pk], "rnps", MONDAY - 90 * DAY + timedelta(hours=2))
    for minutes in range(0, 60, 10):
        assert not ask_in_app(asked, mari, MONDAY + timedelta(minutes=minutes)).asked
    assert rules(inside) == {"kind_clock": 1}
    assert ask_in_app(asked, mari, MONDAY + timedelta(hours=2)).asked
    assert rules(inside) == {"asked": 1}  # the no of the morning became a yes
    again = ask_in_app(asked, mari, MONDAY + timedelta(hours=3))
    assert (again.asked, again.rule) == (False, Rule.ALREADY_ASKED)
    assert rules(inside) == {"asked": 1}


def test_who_objected_is_asked_nowhere(workspace: Any, mari: Any) -> None:
    asked = survey(workspace)
    withdraw(workspace, [mari.pk], ConsentPurpose.SURVEYS, "", "unsubscribe", MONDAY)
    assert ask_in_app(asked, mari, MONDAY).rule == Rule.NO_CONSENT
    inside = programme(workspace, {"in_app": {}, "channels": []}, survey=asked)
    assert not ask_in_app(asked, mari, MONDAY).asked
    assert rules(inside) == {"no_consent": 1}


def test_without_a_programme_the_policy_holds_all_the_same(workspace: Any, mari: Any) -> None:
    asked = survey(workspace)
    assert ask_in_app(asked, mari, MONDAY).asked
    assert ask_in_app(asked, mari, MONDAY + DAY).rule == Rule.KIND_CLOCK
    assert not Decision.objects.exists()


def test_caps_quotas_and_samples_hold_in_the_app_too(workspace: Any) -> None:
    many = people(workspace, 40, properties={"plan": "pro"})
    asked = survey(workspace)
    quota = {"quota": {"property": "plan", "each": {"pro": 5}}}
    first = programme(workspace, {"in_app": {}, "channels": [], "sample": quota}, survey=asked)
    for number, one in enumerate(many):
        ask_in_app(asked, one, MONDAY + number // 10 * DAY)
    assert rules(first) == {"asked": 5, "quota_full": 35}
    first.end("system", MONDAY)
    policy(workspace, per_day=3)
    others = people(workspace, 6)
    second = programme(workspace, {"in_app": {}, "channels": []}, survey=asked)
    for one in others:
        ask_in_app(asked, one, MONDAY + 9 * DAY)
    assert rules(second) == {"asked": 3, "day_full": 3}


def test_a_sample_ends_when_the_margin_is_reached_by_answers_in_the_app(workspace: Any) -> None:
    asked = survey(workspace)
    inside = programme(workspace, {"in_app": {}, "channels": [], "sample": {"margin": 50}}, survey=asked)
    for number, one in enumerate(people(workspace, 30)):
        if not ask_in_app(asked, one, MONDAY + number * DAY).asked:
            continue
        token = asking_of(asked, one)
        assert token is not None
        take_in(Submission(MONDAY + number * DAY, slug=asked.slug, invitation=token.pk, score=number % 2 + 9,
                           channel="widget", origin=""))  # fmt: skip
    assert rules(inside)["margin_reached"] > 0
    assert rules(inside)["asked"] < 30


def test_a_share_is_drawn_once_a_year(workspace: Any) -> None:
    many = people(workspace, 60)
    asked = survey(workspace)
    inside = programme(workspace, {"in_app": {}, "channels": [], "sample": {"share": 50}}, survey=asked)
    days = [MONDAY, MONDAY + DAY]
    left_out = [
        {one.pk for one in many if ask_in_app(asked, one, day).rule == Rule.NOT_SAMPLED} for day in days
    ]
    assert left_out[0] == left_out[1]
    assert 10 < len(left_out[0]) < 50
    assert rules(inside)["asked"] == 60 - len(left_out[0])
