"""Where somebody may be written to, and by which rule not."""

from typing import Any

import pytest

from likely.ask.acquaintance import Way, ways
from likely.ask.candidate import candidate_of, rows_of
from likely.ask.policy import Rule
from likely.people.consent import give, withdraw
from likely.people.person import Person
from likely.people.suppression import SuppressionReason, suppress
from tests.ask.asking import MONDAY, people

pytestmark = pytest.mark.django_db
PHONE = "+37255512345"


def way(workspace: Any, person: Any, channels: tuple[str, ...] = ("mail", "sms"), kind: str = "rnps") -> Way:
    [row] = rows_of(Person.objects.filter(pk=person.pk), None)
    return ways(workspace, [candidate_of(row, "once")], channels, kind, MONDAY)[person.pk]


def test_the_first_channel_that_nothing_bars(workspace: Any) -> None:
    [mari] = people(workspace, 1, phone=PHONE)
    assert way(workspace, mari) == Way("mail", mari.email)
    suppress(workspace, "mail", mari.email, "", SuppressionReason.HARD_BOUNCE, "x", MONDAY)
    assert way(workspace, mari) == Way("sms", PHONE)
    assert way(workspace, mari, ("mail",)).refused == Rule.SUPPRESSED
    assert way(workspace, mari, ("push",)).refused == Rule.NO_ADDRESS


def test_the_preferred_channel_is_tried_first(workspace: Any) -> None:
    [mari] = people(workspace, 1, phone=PHONE, channel="sms")
    assert way(workspace, mari) == Way("sms", PHONE)


def test_whoever_unsubscribed_from_a_kind_still_gets_another(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    suppress(workspace, "mail", mari.email, "rnps", SuppressionReason.UNSUBSCRIBED, "x", MONDAY)
    assert way(workspace, mari).refused == Rule.UNSUBSCRIBED
    assert way(workspace, mari, kind="csat5") == Way("mail", mari.email)


def test_who_objects_is_not_written_to_on_that_channel(workspace: Any) -> None:
    [mari] = people(workspace, 1, phone=PHONE)
    withdraw(workspace, [mari.pk], "surveys", "mail", "api", MONDAY)
    assert way(workspace, mari) == Way("sms", PHONE)
    withdraw(workspace, [mari.pk], "surveys", "", "api", MONDAY)
    assert way(workspace, mari).refused == Rule.NO_CONSENT


def test_where_surveys_need_consent_only_who_gave_it_is_asked(workspace: Any) -> None:
    mari, juri = people(workspace, 2)
    workspace.surveys_need_consent = True
    give(workspace, [mari.pk], "surveys", "", "api", MONDAY)
    assert way(workspace, mari) == Way("mail", mari.email)
    assert way(workspace, juri).refused == Rule.NO_CONSENT
