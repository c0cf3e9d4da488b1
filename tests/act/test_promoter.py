"""Promoters: a link for whoever asks for one, an invitation after the thanks, each deed counted once."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from likely.act.answer_events import SOON, note_answers
from likely.act.case import Case
from likely.act.erasure import erase_person
from likely.act.merge import merge
from likely.act.person_file import person_data
from likely.act.playbook import INVITE, PlaybookFacts, make_playbook, switch_playbook
from likely.act.playbook_run import PlaybookRun
from likely.act.promoter import (
    CONVERSION,
    KNOWN_FOR,
    VISIT,
    VISITOR,
    Promoter,
    PromoterDeed,
    Told,
    forget_visitors,
    give_up_link,
    landing_address,
    note_deed,
    promoter_of,
    set_standing,
    take_link,
)
from likely.act.promoter_invite import PAUSE, invite_promoter
from likely.act.promoter_plan import PromoterPlan, ReviewSite, change_promoter_plan, promoter_plan_of
from likely.act.promoter_track import TOKEN, note_tracked
from likely.act.reacting import react_due
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.lib.refusal import Refusal
from likely.people.consent import ConsentPurpose, holds, withdraw
from likely.people.person import Person
from likely.stats.scale import GROUPS
from tests.web.conftest import answer, person, survey

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
LANDING = "https://nordic.example/welcome?from=friend"
OPEN = ReviewSite("Open pages", "https://open.example/nordic")
KIND = ReviewSite("Kind pages", "https://kind.example", forbids_gating=False, groups=("promoter",))


@pytest.fixture
def plan(workspace: Any) -> PromoterPlan:
    return change_promoter_plan(workspace, PromoterPlan(LANDING, "A month for both of you"), "user:a")


def invited(answer: Any, survey: Any, person: Any, score: int = 9, **fields: Any) -> Any:
    invitation = Invitation.objects.create(workspace=survey.workspace, survey=survey, person=person)
    return answer(score, invitation=invitation, **{"person": person, "permission": True, **fields})


def test_a_link_is_taken_once_with_consent_and_taken_back(workspace: Any, person: Any) -> None:
    first, again = take_link(person, NOW), take_link(person, NOW)
    assert first.code == again.code
    assert first.link.endswith(f"/go/{first.code}")
    assert holds(workspace, [person.pk], ConsentPurpose.REFERRAL, "mail") == {person.pk: True}
    give_up_link(person, NOW + timedelta(days=1))
    assert holds(workspace, [person.pk], ConsentPurpose.REFERRAL, "mail") == {person.pk: False}
    back = take_link(person, NOW + timedelta(days=2))
    assert (back.code, back.stopped_at, Promoter.objects.count()) == (first.code, None, 1)


def test_a_deed_is_counted_once_a_key_and_a_kind(workspace: Any, person: Any) -> None:
    link = take_link(person, NOW)
    told = [note_deed(link, CONVERSION, Told("order 1", NOW, value)) for value in (40.0, 90.0)]
    assert [is_new for _deed, is_new in told] == [True, False]
    assert told[1][0].value == 40.0
    assert note_deed(link, VISIT, Told("order 1", NOW))[1]
    for wrong, field in (
        (Told("", NOW), "key"),
        (Told("x" * 121, NOW), "key"),
        (Told("2", NOW, -1.0), "value"),
        (Told("2", NOW, float("nan")), "value"),
    ):
        with pytest.raises(Refusal) as refused:
            note_deed(link, CONVERSION, wrong)
        assert refused.value.field == field
    assert PromoterDeed.objects.count() == 2


def test_who_a_visitor_was_is_forgotten_and_the_visit_stays(workspace: Any, person: Any) -> None:
    link = take_link(person, NOW)
    old, new = NOW - KNOWN_FOR - timedelta(hours=1), NOW - timedelta(hours=1)
    for key, at in (("a", old), ("b", old), ("c", new)):
        note_deed(link, VISIT, Told(VISITOR + key, at))
    note_deed(link, CONVERSION, Told(f"{VISITOR}order", old))
    assert (forget_visitors(NOW), forget_visitors(NOW)) == (2, 0)
    kept = set(PromoterDeed.objects.filter(key__startswith=VISITOR).values_list("key", flat=True))
    assert kept == {f"{VISITOR}c", f"{VISITOR}order"}
    assert PromoterDeed.objects.filter(kind=VISIT).count() == 3


@given(
    query=st.dictionaries(
        st.text("abcdef", min_size=1, max_size=4), st.text("ab &=?#%ü", max_size=5), max_size=3
    ),
    fragment=st.text("abc", max_size=3),
)
def test_the_landing_page_keeps_its_own_address_and_learns_the_code(
    query: dict[str, str], fragment: str
) -> None:
    from urllib.parse import urlencode

    landing = f"https://nordic.example/join?{urlencode(query)}#{fragment}"
    led = urlsplit(landing_address(landing, Promoter(code="bcd234")))
    assert (led.scheme, led.netloc, led.path, led.fragment) == ("https", "nordic.example", "/join", fragment)
    assert dict(parse_qsl(led.query, keep_blank_values=True)) == {**query, "ref": "bcd234"}


@pytest.mark.parametrize(
    "landing",
    [
        "http://nordic.example",
        "javascript:alert(1)",
        "//evil.example",
        "https://",
        "https://a b.example",
        "https://user@evil.example",
        "https:\\\\evil.example",
    ],
)
def test_a_landing_page_that_is_no_https_address_is_refused(workspace: Any, landing: str) -> None:
    with pytest.raises(Refusal) as refused:
        change_promoter_plan(workspace, PromoterPlan(landing), "user:a")
    assert refused.value.field == "landing"
    assert promoter_plan_of(workspace) == PromoterPlan()


class TestReviewPages:
    def test_one_that_forbids_gating_is_for_everybody_whatever_was_told(self, workspace: Any) -> None:
        told = ReviewSite("Open pages", "https://open.example", True, ("promoter",))
        change_promoter_plan(workspace, PromoterPlan(sites=(told, KIND)), "user:a")
        kept = promoter_plan_of(workspace)
        assert [site.groups for site in kept.sites] == [(), ("promoter",)]

    @given(st.uuids())
    def test_whose_turn_it_is_stays_and_no_group_is_kept_from_an_open_one(self, named: UUID) -> None:
        alone, both = PromoterPlan(sites=(OPEN,)), PromoterPlan(sites=(OPEN, KIND))
        assert all(alone.site_for(named, group) == OPEN for group in GROUPS)
        assert both.site_for(named, "promoter") in (OPEN, KIND)
        assert {both.site_for(named, group) for group in ("passive", "detractor", None)} == {OPEN}
        assert PromoterPlan(sites=(KIND,)).site_for(named, "detractor") is None

    def test_they_come_in_turn(self) -> None:
        sites = tuple(ReviewSite(name, "https://a.example") for name in "abc")
        plan = PromoterPlan(sites=sites)
        found = Counter(plan.site_for(UUID(int=n), "promoter") for n in range(3000))
        assert all(900 < found[site] < 1100 for site in sites)  # 1000 ± 3.9 standard deviations of 26

    def test_two_of_one_name_and_one_without_are_refused(self, workspace: Any) -> None:
        for sites in ((OPEN, OPEN), (ReviewSite(" ", "https://a.example"),), (OPEN,) * 9):
            with pytest.raises(Refusal) as refused:
                change_promoter_plan(workspace, PromoterPlan(sites=sites), "user:a")
            assert refused.value.field == "sites"


class TestInviting:
    def test_by_a_playbook_once_and_after_the_thanks(
        self, plan: PromoterPlan, workspace: Any, answer: Any, survey: Any, person: Any
    ) -> None:
        now = timezone.now()
        facts = PlaybookFacts("Thank and invite", ("promoter",), with_permission=True)
        switch_playbook(
            make_playbook(workspace, facts, "user:a", INVITE), "user:a", now - timedelta(days=1), on=True
        )
        row = invited(answer, survey, person)
        for _round in range(2):
            note_answers(timezone.now(), None, SOON)
            react_due(timezone.now())
        message = Message.objects.get()
        assert (message.purpose, message.channel, message.address) == ("promote", "mail", person.email)
        assert message.due_at >= row.changed_at + PAUSE
        assert PlaybookRun.objects.get().case is None
        assert not Case.objects.exists()
        assert not invite_promoter(row, now)

    def test_nobody_who_did_not_permit_it(
        self, plan: PromoterPlan, workspace: Any, answer: Any, survey: Any, person: Any
    ) -> None:
        assert not invite_promoter(invited(answer, survey, person, permission=None), NOW)
        withdraw(workspace, [person.pk], ConsentPurpose.REFERRAL, "", "user:a", NOW)
        assert not invite_promoter(invited(answer, survey, person), NOW)
        assert not Message.objects.exists()

    def test_nobody_while_there_is_nothing_to_offer(self, answer: Any, survey: Any, person: Any) -> None:
        assert not invite_promoter(invited(answer, survey, person), NOW)

    def test_nobody_who_can_not_be_written_to(
        self, plan: PromoterPlan, workspace: Any, answer: Any, survey: Any, person: Any
    ) -> None:
        assert not invite_promoter(answer(9, permission=True, person=person), NOW)  # by no invitation
        phone = Person.objects.create(workspace=workspace, phone="+37255512345")
        assert not invite_promoter(invited(answer, survey, phone), NOW)


def test_the_picture_counts_for_its_own_workspace_alone(
    workspace: Any, foreign_workspace: Any, person: Any
) -> None:
    link, own = take_link(person, NOW), TOKEN.of(workspace.pk)
    assert note_tracked(link, "conversion", own, "order 1", "12.5", NOW)
    for kind, token, key, value in (
        ("conversion", TOKEN.of(foreign_workspace.pk), "order 2", ""),
        ("conversion", "", "order 2", ""),
        ("visit", own, "order 2", ""),
        ("conversion", own, "", ""),
        ("conversion", own, "order 2", "much"),
        ("conversion", own, "order 2", "inf"),
        ("conversion", own, "order 1", "12.5"),
    ):
        assert not note_tracked(link, kind, token, key, value, NOW)
    assert PromoterDeed.objects.get().value == 12.5


def test_a_standing_is_one_of_the_list(workspace: Any, person: Any) -> None:
    promoter = promoter_of(person)
    set_standing(promoter, "reference", "asked", "user:a")
    assert Promoter.objects.get().reference == "asked"
    for of, standing in (("reference", "sure"), ("code", "asked")):
        with pytest.raises(Refusal):
            set_standing(promoter, of, standing, "user:a")


def test_both_links_of_people_who_are_one_lead_on(workspace: Any, person: Any) -> None:
    other = Person.objects.create(workspace=workspace, external_id="other")
    codes = {take_link(one, NOW).code for one in (person, other)}
    merge(person, other, "user:a")
    assert set(Promoter.objects.filter(person=person).values_list("code", flat=True)) == codes
    assert promoter_of(person).code in codes


def test_the_file_of_a_person_has_the_link_and_an_erased_one_leaves_none(workspace: Any, person: Any) -> None:
    link = take_link(person, NOW)
    note_deed(link, VISIT, Told("1", NOW))
    assert person_data(workspace, person, NOW)["promoters"][0]["code"] == link.code
    erase_person(workspace, person, "anonymous", "masked", "user:a", NOW)
    assert not Promoter.objects.exists()
    assert not PromoterDeed.objects.exists()
