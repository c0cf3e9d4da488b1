"""The page of a survey's widget: the tag, the rules, and a look that stores nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from likely.ask.widget_rules import WidgetRules
from likely.base.journal import JournalEntry
from tests.browser import PHONE, scrolls_sideways, violations
from tests.web.conftest import signed_in

OpenPage = Callable[..., Page]
RULES = {
    "origins": "https://shop.example\nhttps://*.partner.example",
    "shown_days": "45",
    "answered_days": "120",
}


def address(survey: Any) -> str:
    return f"/surveys/{survey.pk}/widget"


def test_the_tag_names_the_host_and_the_survey(owner: Any, survey: Any) -> None:
    told = signed_in(owner).get(address(survey)).content.decode()
    assert "/w.js&quot; data-survey=&quot;" + survey.slug in told


def test_a_manager_says_which_pages_and_how_often(owner: Any, survey: Any) -> None:
    assert signed_in(owner).post(address(survey), {**RULES, "sample": "20"}).status_code == 302
    survey.refresh_from_db()
    assert WidgetRules.of(survey.widget) == WidgetRules(
        ("https://shop.example", "https://*.partner.example"), shown_days=45, answered_days=120, sample=20
    )
    assert JournalEntry.objects.get(verb="survey.widget").detail["sample"] == 20


def test_a_wrong_origin_is_said_and_nothing_typed_is_lost(owner: Any, survey: Any) -> None:
    told = signed_in(owner).post(address(survey), {**RULES, "origins": "shop.example", "sample": "100"})
    assert "shop.example is no origin" in told.content.decode()
    assert 'value="45"' in told.content.decode()
    survey.refresh_from_db()
    assert survey.widget == {}


def test_a_viewer_sees_the_tag_and_changes_nothing(viewer: Any, survey: Any) -> None:
    client = signed_in(viewer)
    assert 'name="origins"' not in client.get(address(survey)).content.decode()
    assert client.post(address(survey), {**RULES, "sample": "100"}).status_code == 403


def test_a_stranger_finds_nothing(stranger: Any, survey: Any) -> None:
    assert signed_in(stranger).get(address(survey)).status_code == 404
    assert Client().get(address(survey)).status_code == 302


@pytest.mark.browser
def test_the_preview_shows_what_the_tag_says(
    live_server: Any, open_page: OpenPage, owner: Any, survey: Any
) -> None:
    page = open_page(**PHONE)
    session = signed_in(owner).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + address(survey))
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.get_by_label("Place", exact=True).select_option("inline")
    page.get_by_label("Colour of your brand").fill("#0f766e")
    expect(page.locator("#widget-tag")).to_contain_text('data-mode="inline" data-color="#0f766e"></script>')
    page.get_by_role("button", name="Show a preview").click()
    page.locator("#widget-inline likely-survey .row input").nth(9).click()
    expect(page.locator("likely-survey form .status")).to_have_text("Saved")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    assert survey.responses.count() == 0
    assert page.faults == []  # type: ignore[attr-defined]
