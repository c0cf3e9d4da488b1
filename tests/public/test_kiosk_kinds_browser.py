"""The kiosk with every kind of question, with consent, from right to left, and with a PIN."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from likely.ask.kiosk import kiosk_address
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.collect.response import Response
from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.conftest import within
from tests.public.widget_surveys import make

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}


def start(workspace: Any, definition: Any) -> Any:
    return Survey.start(workspace, "Kiosk", definition, "test")


def stored(page: Page) -> None:
    """Wait until nothing is left to send. Asked from outside: the page's policy forbids scripts in text."""
    within(10, lambda: page.evaluate("Object.values(localStorage).join()") == "{}")


def test_every_kind_of_question_has_its_screen(live_server: Any, open_page: OpenPage, workspace: Any) -> None:
    survey = start(workspace, make("every"))
    page = open_page(f"{live_server.url}/k/{survey.slug}", **PHONE)
    page.locator(".row label").nth(9).click()
    kinds = []
    for _ in range(30):
        page.locator("#next, #thanks").first.wait_for()
        if page.locator("#thanks").is_visible():
            break
        assert violations(page) == []
        assert not scrolls_sideways(page)
        at = page.locator(".label").inner_text()
        kinds.append(at)
        for row in page.locator(".row, .choices, .yes-no").all():
            row.locator("label").first.click()
        for field in page.locator(
            "textarea:visible, input[type=text]:visible, input[type=email]:visible"
        ).all():
            field.fill("mari@example.org")
        if page.locator("#next").count():  # one tap is enough for the others, which go on by themselves
            page.locator("#next").click()
        expect(page.locator(".label", has_text=at)).to_have_count(0)
    expect(page.locator("#thanks")).to_be_visible()
    stored(page)
    response = Response.objects.get()
    assert response.completed_at
    assert response.state == "counted"
    assert len(kinds) >= 7
    assert {"speed", "effort", "staff", "price", "channel_used"} <= set(response.answers)
    assert page.faults == []  # type: ignore[attr-defined]


def test_before_the_consent_nothing_is_asked_or_kept(
    live_server: Any, open_page: OpenPage, workspace: Any
) -> None:
    survey = start(workspace, make("consent"))
    page = open_page(f"{live_server.url}/k/{survey.slug}", **TABLET)
    assert page.locator(".row").count() == 0
    assert violations(page) == []
    page.get_by_role("button", name="No", exact=True).click()
    assert page.locator(".row").count() == 0
    assert page.evaluate("Object.values(localStorage).join()") in ("", "{}")
    page.get_by_role("button", name="Yes", exact=True).click()
    page.locator(".row label").nth(3).click()
    page.locator("#next").wait_for()
    stored(page)
    response = Response.objects.get()
    assert (response.score, response.answers["consent"]) == (3, True)


@pytest.mark.parametrize("size", [PHONE, TABLET, {"viewport": {"width": 1440, "height": 900}}])
def test_a_language_of_the_right_is_mirrored_and_keeps_the_numbers(
    live_server: Any, open_page: OpenPage, workspace: Any, size: dict[str, Any]
) -> None:
    survey = start(workspace, make_definition("rnps", "Nordic Hardware", ("ar", "zh")))
    page = open_page(f"{live_server.url}/k/{survey.slug}", **size)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    zero, five = (page.locator(".row label").nth(n).bounding_box() for n in (0, 5))
    assert zero
    assert five
    assert zero["x"] < five["x"]
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def test_only_the_pin_leads_out(live_server: Any, open_page: OpenPage, workspace: Any) -> None:
    survey = start(workspace, make_definition("rnps", "Nordic Hardware", ("en",)))
    page = open_page(**TABLET)
    page.clock.install()
    page.goto(live_server.url + "/k/" + kiosk_address(survey, {"place": "Tartu"}, "2468").partition("/k/")[2])
    expect(page.locator("#sender")).to_contain_text("Tartu")
    page.mouse.move(10, 10)
    page.mouse.down()
    page.clock.run_for(3200)
    page.mouse.up()
    page.get_by_label("PIN").fill("1111")
    page.get_by_role("button", name="Leave the kiosk").click()
    expect(page.get_by_role("alert").last).to_have_text("This is not the PIN.")
    assert violations(page) == []
    page.get_by_label("PIN").fill("2468")
    page.get_by_role("button", name="Leave the kiosk").click()
    page.wait_for_url(lambda url: "/k/" not in url)
