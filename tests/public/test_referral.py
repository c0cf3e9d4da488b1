"""A nine is thanked, takes a link, and what comes of it is counted; looks of machines are not."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from likely.act.playbook import INVITE, PlaybookFacts, make_playbook, switch_playbook
from likely.act.promoter import Promoter, PromoterDeed, take_link
from likely.act.promoter_plan import PromoterPlan, ReviewSite, change_promoter_plan
from likely.act.promoter_track import track_address
from likely.ask import dispatch
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.promoter_link import promoter_page
from likely.base.api_key import ApiKey
from likely.cli.work import DUTIES, work_once
from likely.collect.response import Response
from likely.people.consent import withdraw
from likely.public.visits import VISITS
from tests.ask.asking import MONDAY, programme
from tests.ask.queued import Noting
from tests.web.conftest import MARKER, answer, person, survey

LANDING = "https://nordic.example/welcome"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TOLD = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Sec-Fetch-User": "?1"}
SITES = (ReviewSite("Open pages", "https://open.example/nordic"),)


def somebody(number: int = 1, **headers: str) -> Client:
    """A visitor with a browser and an address of their own."""
    return Client(headers={"User-Agent": BROWSER, **TOLD, **headers}, REMOTE_ADDR=f"198.51.100.{number}")


@pytest.fixture
def plan(workspace: Any) -> PromoterPlan:
    VISITS.forget()
    return change_promoter_plan(workspace, PromoterPlan(LANDING, "A month for both", sites=SITES), "user:a")


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_a_nine_is_thanked_takes_a_link_and_its_visit_and_conversion_are_counted(
    plan: PromoterPlan, workspace: Any, person: Any, survey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel, yesterday = Noting(), timezone.now() - timedelta(days=3)
    monkeypatch.setattr(dispatch, "CHANNELS", {"mail": channel})
    facts = PlaybookFacts("Thank and invite", ("promoter",), with_permission=True)
    switch_playbook(make_playbook(workspace, facts, "user:a", INVITE), "user:a", yesterday, on=True)
    asked = programme(workspace, {"once": {}}, survey=survey, now=MONDAY)
    invitation = Invitation.objects.create(
        workspace=workspace, survey=survey, person=person, programme=asked, channel="mail", sent_at=yesterday
    )
    sent = somebody(**{"Sec-Fetch-Site": "same-origin"}).post(
        f"/r/{invitation.token}",
        "score=9&permission=yes&done=yes",
        content_type="application/x-www-form-urlencoded",
    )
    assert sent.status_code == 303, sent.content
    assert Response.objects.get().state == "counted"
    # The worker's own round; the mail goes out days later.
    work_once(tuple(duty for duty in DUTIES if duty.name in ("react", "look-again")))
    message = Message.objects.get()
    assert (message.purpose, message.address) == ("promote", person.email)
    assert message.due_at > timezone.now() + timedelta(hours=23)
    later = message.due_at + timedelta(days=1)
    dispatch.send_due(1, lambda: later.replace(hour=10) + timedelta(days=(7 - later.weekday()) % 7))
    [letter] = channel.letters
    [link] = re.findall(rf'href="({re.escape(promoter_page(person))})"', letter.html)
    # The thank-you page offers the same page.
    thanks = somebody().get(f"/r/{invitation.token}?step=thanks").content.decode()
    assert f'href="{path_of(link)}"' in thanks
    # Looking gives nothing; pressing does.
    own = somebody(2)
    assert "A month for both" in own.get(path_of(link)).content.decode()
    assert Promoter.objects.get().code is None
    assert own.post(path_of(link), {"take": "yes"}).status_code == 302
    code = Promoter.objects.get().code
    page = own.get(path_of(link)).content.decode()
    assert f"/go/{code}" in page
    # A friend follows it, signs up, buys.
    friend = somebody(3).get(f"/go/{code}")
    assert (friend.status_code, friend["Location"]) == (302, f"{LANDING}?ref={code}")
    _key, token = ApiKey.issue(workspace, "shop")
    for _again in range(2):
        for kind, body in (("signups", {"key": "c-1"}), ("conversions", {"key": "o-1", "value": 90})):
            told = Client().post(
                f"/api/v1/referrals/{code}/{kind}",
                body,
                content_type="application/json",
                headers={"Authorization": f"Bearer {token}"},
            )
            assert told.status_code == (200 if _again else 201), told.content
    row = Client().get(f"/api/v1/referrals/{code}", headers={"Authorization": f"Bearer {token}"}).json()
    assert (row["visits"], row["signups"], row["conversions"], row["value"]) == (1, 1, 1, 90.0)
    assert row["person"] == str(person.pk)


@pytest.mark.parametrize(
    ("headers", "counted"),
    [
        ({}, 1),
        ({"Sec-Fetch-User": "", "Sec-Fetch-Site": "none"}, 1),  # another app opened it
        ({"Sec-Fetch-User": ""}, 0),  # a script led there
        ({"Sec-Fetch-Dest": "iframe"}, 0),
        ({"Sec-Fetch-Dest": "image"}, 0),
        ({"Sec-Purpose": "prefetch;prerender"}, 0),
        ({"User-Agent": "facebookexternalhit/1.1"}, 0),
        ({"User-Agent": "curl/8.5"}, 0),
        ({"User-Agent": ""}, 0),
        ({"User-Agent": BROWSER + " HeadlessChrome/130"}, 0),
        ({"Sec-Fetch-Site": ""}, 0),  # on https a browser says where it comes from
    ],
)
def test_a_visit_is_counted_where_a_person_is_known_to_come(
    plan: PromoterPlan, person: Any, settings: Any, headers: dict[str, str], counted: int
) -> None:
    settings.BASE_URL = "https://likely.example"
    code = take_link(person, timezone.now()).code
    answer = somebody(**headers).get(f"/go/{code}")
    assert answer["Location"] == f"{LANDING}?ref={code}"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert PromoterDeed.objects.count() == counted


def test_without_https_browsers_say_less_and_their_name_has_to_do(
    plan: PromoterPlan, person: Any, settings: Any
) -> None:
    settings.BASE_URL = "http://localhost:8000"
    code = take_link(person, timezone.now()).code
    Client(headers={"User-Agent": BROWSER}).get(f"/go/{code}")
    Client(headers={"User-Agent": "curl/8.5"}, REMOTE_ADDR="198.51.100.9").get(f"/go/{code}")
    assert PromoterDeed.objects.count() == 1


def test_one_visitor_counts_once_a_day_and_another_counts_too(plan: PromoterPlan, person: Any) -> None:
    code = take_link(person, timezone.now()).code
    for number in (1, 1, 2):
        somebody(number).get(f"/go/{code}")
    assert PromoterDeed.objects.filter(at__date=timezone.now().date()).count() in (
        0,
        2,
        3,
    )  # or past midnight
    assert PromoterDeed.objects.count() in (2, 3)


def test_who_asked_by_head_before_is_taken_for_a_machine(plan: PromoterPlan, person: Any) -> None:
    code = take_link(person, timezone.now()).code
    assert somebody().head(f"/go/{code}").status_code == 302
    somebody().get(f"/go/{code}")
    assert not PromoterDeed.objects.exists()


def test_no_part_of_the_request_says_where_it_leads(plan: PromoterPlan, person: Any) -> None:
    code = take_link(person, timezone.now()).code
    for more in ("?ref=evil&next=https://evil.example", "?url=//evil.example"):
        assert somebody().get(f"/go/{code}{more}")["Location"] == f"{LANDING}?ref={code}"
    token = promoter_page(person).rsplit("/", 1)[1]
    assert somebody().get(f"/p/{token}/share/evil").status_code == 404
    assert somebody().get(f"/p/{token}/share/mail").status_code == 404
    assert somebody().get(f"/p/{token}/review?site=https://evil.example").status_code == 404


def test_a_link_that_was_taken_back_leads_on_and_counts_nothing(plan: PromoterPlan, person: Any) -> None:
    code = take_link(person, timezone.now()).code
    own = somebody()
    assert own.post(path_of(promoter_page(person)), {"stop": "yes"}).status_code == 302
    assert somebody(2).get(f"/go/{code}")["Location"] == LANDING
    take_link(person, timezone.now())
    withdraw(person.workspace, [person.pk], "referral", "", "user:a", timezone.now())
    assert somebody(2).get(f"/go/{code}").status_code == 302
    assert not PromoterDeed.objects.exists()


def test_sharing_carries_the_words_as_they_were_changed_and_is_counted_once(
    plan: PromoterPlan, person: Any
) -> None:
    link = take_link(person, timezone.now()).link
    page = path_of(promoter_page(person))
    for _twice in range(2):
        led = somebody().get(f"{page}/share/x", {"text": "Good & fast"})
    assert led["Location"].startswith("https://x.com/intent/post?url=")
    assert "text=Good%20%26%20fast" in led["Location"]
    assert link.rsplit("/", 1)[1] in led["Location"]
    led = somebody().get(f"{page}/review", {"site": "Open pages"})
    assert led["Location"] == SITES[0].url
    assert sorted(PromoterDeed.objects.values_list("kind", flat=True)) == ["reviewed", "shared"]


def test_a_review_page_that_forbids_gating_is_offered_to_every_score_and_the_link_to_promoters(
    plan: PromoterPlan, workspace: Any, survey: Any, person: Any, answer: Any
) -> None:
    for score in (2, 7, 9):
        invitation = Invitation.objects.create(workspace=workspace, survey=survey, person=person)
        answer(score, invitation=invitation, person=person)
        page = somebody().get(f"/r/{invitation.token}?step=thanks").content.decode()
        [review] = re.findall(r'<a class="button"[^>]*/review[^>]*>', page)
        assert "hidden" not in review
        [own] = re.findall(rf'<a class="button" href="{path_of(promoter_page(person))}"[^>]*>', page)
        assert ("hidden" in own) is (score < 9)


def test_a_stranger_to_the_survey_gets_the_review_page_alone(plan: PromoterPlan, survey: Any) -> None:
    page = somebody().get(f"/s/{survey.slug}").content.decode()
    assert f'href="{SITES[0].url}"' in page
    assert "/p/" not in page


def test_the_picture_of_a_page_counts_and_looks_the_same_for_strangers(
    plan: PromoterPlan, workspace: Any, person: Any
) -> None:
    code = take_link(person, timezone.now()).code or ""
    address = path_of(track_address(workspace)).replace("CODE", code).replace("ORDER", "o-1")
    seen = {"Sec-Fetch-Dest": "image", "Sec-Fetch-User": ""}
    shown = [somebody(**seen).get(address) for _twice in range(2)]
    shown += [somebody(**seen).get(address.replace(code, "nobody")), somebody(**seen).get(address + "x")]
    assert {one.content for one in shown} == {shown[0].content}
    assert shown[0]["Content-Type"] == "image/gif"
    assert PromoterDeed.objects.get().kind == "conversion"
