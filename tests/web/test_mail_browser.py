"""The pages of mail and its queue in a browser: records that come later, a framed look, nothing too wide."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from likely.ask.sender import keep_sender
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from tests.ask.queued import queue
from tests.browser import PHONE, scrolls_sideways, violations
from tests.lib.dns_server import dns_server

NARROW = PHONE | {"viewport": {"width": 320, "height": 640}}
RECORDS = {
    "nordic.example": ["v=spf1 include:_spf.provider.example ~all"],
    "s1._domainkey.nordic.example": ["v=DKIM1; p="],
    "_dmarc.nordic.example": ["v=DMARC1; p=none; rua=mailto:dmarc@nordic.example"],
}


@pytest.fixture
def asked(workspace: Any) -> Survey:
    sender = {"name": "Nordic Hardware", "address": "ask@nordic.example", "selector": "s1"}
    keep_sender(workspace, {**sender, "postal_address": "Sild 1\nTallinn"}, "system")
    made = make_definition("rnps", "Nordic Hardware", ("en", "et", "zh", "ar"))
    return Survey.start(workspace, "Ours", made, "system")


def is_sound(page: Page) -> None:
    assert violations(page) == []
    assert not scrolls_sideways(page)
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_records_come_by_themselves(staff: Any, asked: Survey, settings: Any) -> None:
    with dns_server(RECORDS) as settings.DNS_SERVER:
        page = staff("/settings/mail", **NARROW)
        expect(page.get_by_text("The DKIM key was withdrawn")).to_be_visible()
        expect(page.get_by_text("DMARC only watches")).to_be_visible()
        is_sound(page)


def test_the_mail_is_seen_as_a_mail_program_shows_it(staff: Any, asked: Survey) -> None:
    page = staff(f"/surveys/{asked.pk}/mail", **NARROW)
    mail = page.frame_locator("iframe")
    light = mail.locator(".card").first
    expect(light).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(mail.get_by_text("Maria Kask")).to_be_visible()
    is_sound(page)
    page.get_by_role("link", name="Dark", exact=True).click()
    expect(page.frame_locator("iframe").locator(".card td").first).to_have_css(
        "background-color", "rgb(41, 37, 36)"
    )
    page.get_by_role("link", name="العربية", exact=True).click()
    expect(page.frame_locator("iframe").locator("html[dir=rtl]")).to_have_count(1)
    page.get_by_label("Subject", exact=True).fill("For {name}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It holds from the next mail on.")).to_be_visible()
    assert "lang=ar" in page.url
    assert "theme=dark" in page.url


def test_what_is_not_known_is_decided_by_a_press(staff: Any, asked: Survey) -> None:
    for number in range(2):
        queue(
            asked, f"{number}@example.org", name=f"Person {number}", state="unknown", failure="the line broke"
        )
    page = staff("/messages", **NARROW)
    expect(page.get_by_label("The message to Person 0")).to_be_checked()
    is_sound(page)
    page.get_by_label("The message to Person 0").uncheck()
    page.get_by_role("button", name="They went out").click()
    expect(page.get_by_text("1 message:")).to_be_visible()
    expect(page.get_by_label("The message to Person 0")).to_be_visible()
    expect(page.get_by_label("The message to Person 1")).to_have_count(0)
