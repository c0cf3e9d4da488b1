"""A promoter's own page and the badge in a browser, fit for everybody. What is done there: tests/web."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from likely.act.badge import BadgeFacts, change_badge
from likely.act.promoter import take_link
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
