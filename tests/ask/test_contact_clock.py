"""The clocks: whoever asks must win both, and two never win the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from likely.ask.contact_clock import ANY, ContactClock, Crossed, Cutoffs, claim, clocks_of, stamp, take_over
from likely.ask.may_ask import may_ask, note_asked
from likely.ask.personal_link import make_links
from likely.ask.policy import Rule
from likely.people.person import Person
from tests.ask.asking import MONDAY, people, survey

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def cutoffs(now: Any) -> Cutoffs:
    return Cutoffs.at(now, 90 * DAY, 14 * DAY)


def test_both_clocks_are_taken_to_when_the_invitation_goes_out(workspace: Any) -> None:
    mari, juri = (one.pk for one in people(workspace, 2))
    claim(workspace, {mari: MONDAY, juri: MONDAY + DAY}, "rnps", cutoffs(MONDAY))
    assert clocks_of(workspace, [mari, juri]) == {
        mari: {"rnps": MONDAY, ANY: MONDAY},
        juri: {"rnps": MONDAY + DAY, ANY: MONDAY + DAY},
    }


@pytest.mark.parametrize(
    ("kind", "after", "is_free"),
    [("rnps", 89.9, False), ("rnps", 90, True), ("tnps", 13.9, False), ("tnps", 14, True)],
)
def test_a_clock_that_runs_is_not_taken(workspace: Any, kind: str, after: float, is_free: bool) -> None:
    [mari] = people(workspace, 1)
    claim(workspace, {mari.pk: MONDAY}, "rnps", cutoffs(MONDAY))
    later = MONDAY + after * DAY
    if is_free:
        claim(workspace, {mari.pk: later}, kind, cutoffs(later))
        assert clocks_of(workspace, [mari.pk])[mari.pk][kind] == later
        return
    with pytest.raises(Crossed), transaction.atomic():
        claim(workspace, {mari.pk: later}, kind, cutoffs(later))
    assert clocks_of(workspace, [mari.pk]) == {mari.pk: {"rnps": MONDAY, ANY: MONDAY}}


def test_one_that_runs_spoils_the_whole_claim(workspace: Any) -> None:
    mari, juri = (one.pk for one in people(workspace, 2))
    claim(workspace, {mari: MONDAY}, "rnps", cutoffs(MONDAY))
    with pytest.raises(Crossed), transaction.atomic():
        claim(workspace, {mari: MONDAY + DAY, juri: MONDAY + DAY}, "rnps", cutoffs(MONDAY + DAY))
    assert juri not in clocks_of(workspace, [mari, juri])


def test_a_clock_of_the_future_runs(workspace: Any) -> None:
    """The machine's clock was set back: what was asked then was asked all the same."""
    [mari] = people(workspace, 1)
    claim(workspace, {mari.pk: MONDAY}, "rnps", cutoffs(MONDAY))
    before = MONDAY - timedelta(hours=2)
    with pytest.raises(Crossed), transaction.atomic():
        claim(workspace, {mari.pk: before}, "rnps", cutoffs(before))


def test_a_stamp_never_sets_a_clock_back(workspace: Any) -> None:
    mari, juri = (one.pk for one in people(workspace, 2))
    stamp(workspace, [mari], "tnps", MONDAY)
    stamp(workspace, [mari, juri], "tnps", MONDAY - DAY)
    assert clocks_of(workspace, [mari])[mari] == {"tnps": MONDAY, ANY: MONDAY}
    assert clocks_of(workspace, [juri])[juri] == {"tnps": MONDAY - DAY, ANY: MONDAY - DAY}
    stamp(workspace, [mari], "tnps", MONDAY + DAY)
    assert clocks_of(workspace, [mari])[mari][ANY] == MONDAY + DAY


def test_of_two_who_are_one_the_later_clock_holds(workspace: Any) -> None:
    kept, gone = people(workspace, 2)
    stamp(workspace, [kept.pk], "rnps", MONDAY - 60 * DAY)
    stamp(workspace, [gone.pk], "rnps", MONDAY - 95 * DAY)
    stamp(workspace, [gone.pk], "tnps", MONDAY - DAY)
    take_over(kept, gone)
    assert clocks_of(workspace, [kept.pk])[kept.pk] == {
        "rnps": MONDAY - 60 * DAY,
        "tnps": MONDAY - DAY,
        ANY: MONDAY - DAY,
    }


def test_many_at_once(workspace: Any) -> None:
    crowd = {one.pk: MONDAY for one in people(workspace, 2300)}
    claim(workspace, crowd, "rnps", cutoffs(MONDAY))
    assert ContactClock.objects.count() == 4600
    later = MONDAY + 100 * DAY
    claim(workspace, dict.fromkeys(crowd, later), "rnps", cutoffs(later))
    assert set(ContactClock.objects.values_list("asked_at", flat=True)) == {later}


def test_links_by_hand_set_the_clocks(workspace: Any) -> None:
    asked = survey(workspace)
    make_links(asked, "mari@example.org", "user:a@example.org")
    mari = Person.objects.get(email="mari@example.org")
    assert set(clocks_of(workspace, [mari.pk])[mari.pk]) == {"rnps", ANY}


def test_others_ask_the_policy_and_tell_it(workspace: Any) -> None:
    [mari] = people(workspace, 1)
    assert may_ask(workspace, mari, "tnps", MONDAY).asked
    note_asked(workspace, [mari.pk], "tnps", MONDAY)
    told = may_ask(workspace, mari, "tnps", MONDAY + DAY)
    assert (told.rule, told.eligible_at) == (Rule.KIND_CLOCK, MONDAY + 30 * DAY)
    assert may_ask(workspace, mari, "rnps", MONDAY + DAY).rule == Rule.ANY_CLOCK
    assert may_ask(workspace, mari, "rnps", MONDAY + 14 * DAY).asked
