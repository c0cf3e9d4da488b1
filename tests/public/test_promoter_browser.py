"""A promoter's own page and the badge in a browser: shared by a press, followed, fit for everybody."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from likely.act.badge import BadgeFacts, change_badge
from likely.act.promoter import Promoter, PromoterDeed, take_link
from likely.act.promoter_plan import PromoterPlan, ReviewSite, change_promoter_plan
from likely.ask.promoter_link import TOKEN
from likely.people.person import Person
from tests.browser import PHONE, scrolls_sideways, violations

NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def promoter(workspace: Any, live_server: Any, settings: Any) -> Any:
    settings.BASE_URL = live_server.url
    sites = (ReviewSite("Open pages", "https://open.example/nordic"),)
    plan = PromoterPlan("https://nordic.example/welcome", "A month for both of you", sites=sites)
    change_promoter_plan(workspace, plan, "user:a")
    return Person.objects.create(workspace=workspace, email="leena@example.org", language="en")


def test_a_link_is_taken_shared_and_followed(
    live_server: Any, promoter: Any, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{live_server.url}/p/{TOKEN.of(promoter.pk)}")
    page.get_by_role("button", name="Give me my link").click()
    expect(page.get_by_label("Your link")).to_have_value(Promoter.objects.get().link)
    page.get_by_label("Your words").fill("Mine & yours")
    with page.expect_event("requestfailed") as led:  # no other site can be reached here
        page.get_by_role("button", name="Share on X").click(no_wait_after=True)
    assert "CSP" not in (led.value.failure or "")  # the policy of the page lets the press go there
    assert led.value.url.startswith("https://x.com/intent/post?")
    told = parse_qs(urlsplit(led.value.url).query)
    assert told == {"url": [Promoter.objects.get().link], "text": ["Mine & yours"]}
    friend = open_page()
    with friend.expect_event("requestfailed") as led, suppress(Error):
        friend.goto(Promoter.objects.get().link)
    assert led.value.url == f"https://nordic.example/welcome?ref={Promoter.objects.get().code}"
    assert sorted(PromoterDeed.objects.values_list("kind", flat=True)) == ["shared", "visit"]


def test_both_pages_are_fit_for_everybody(
    live_server: Any, workspace: Any, promoter: Any, open_page: Callable[..., Page]
) -> None:
    badge = change_badge(workspace, BadgeFacts(is_on=True, note="Shop of the year"), "user:a")
    token = TOKEN.of(promoter.pk)
    for taken in (False, True):
        if taken:
            take_link(promoter, timezone.now())
        for path in (f"/p/{token}", f"/badge/{badge.slug}"):
            for options in (NARROW, {"color_scheme": "dark"}):
                page = open_page(f"{live_server.url}{path}", **options)
                assert violations(page) == []
                assert not scrolls_sideways(page)
                assert page.faults == []  # type: ignore[attr-defined]
