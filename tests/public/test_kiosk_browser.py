"""The kiosk in a real browser: visitors one after the other, with a network and without."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.conftest import Served, within

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]
TABLET = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}
# Asked from here again and again: the policy of the page forbids evaluating a string while it polls.
KEPT_BY_WORKER = "navigator.serviceWorker.controller !== null"
ALL_CACHED = "caches.open('likely-kiosk').then(async (c) => (await c.keys()).length >= 5)"
EXPECTED = "Failed to load resource: net::"  # what the browser itself says of a request without a network


def kiosk(link: str) -> str:
    return link.replace("/s/", "/k/")


def choose(page: Page, score: int) -> None:
    page.locator(".row label").nth(score).click()


def answer(page: Page, score: int, reason: str) -> None:
    """One visitor's way to the thanks."""
    choose(page, score)
    page.locator("textarea").fill(reason)
    while not page.locator("#thanks").is_visible():
        page.locator("#next").click()


def faults(page: Page) -> list[str]:
    found: list[str] = page.faults  # type: ignore[attr-defined]
    return [fault for fault in found if EXPECTED not in fault]


def test_a_visitor_answers_one_question_at_a_time(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(kiosk(link), **TABLET)
    assert page.locator("fieldset, textarea").count() == 1
    choose(page, 3)
    expect(page.get_by_label("What disappointed you most?")).to_be_visible()
    expect(page.locator(".row")).to_have_count(0)
    page.locator("textarea").fill("The queue")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("What would put it right?")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("textarea")).to_have_value("The queue")
    while not page.locator("#thanks").is_visible():
        page.locator("#next").click()
    row = served.until(link, score=3, comment="The queue", channel="kiosk", verdict="human")
    within(2, lambda: served.rows(link)[0]["completed_at"])
    assert row["state"] == "counted"
    assert page.context.cookies() == []
    assert faults(page) == []


def test_the_next_visitor_is_somebody_else(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(**TABLET)
    page.clock.install()
    page.goto(kiosk(link))
    choose(page, 9)
    page.clock.run_for(1000)
    page.locator("textarea").fill("The staff")
    while not page.locator("#thanks").is_visible():
        page.locator("#next").click()
    page.clock.run_for(10_000)
    expect(page.locator(".row :checked")).to_have_count(0)
    choose(page, 2)
    page.clock.run_for(1000)
    rows = within(3, lambda: len(served.rows(link)) == 2 and served.rows(link))
    assert sorted(row["score"] for row in rows) == [2, 9]
    assert {row["comment"] for row in rows} == {"The staff", ""}


def test_two_visitors_without_a_network_arrive_once_each(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(kiosk(link), **TABLET)
    within(10, lambda: page.evaluate(KEPT_BY_WORKER))
    page.context.set_offline(True)
    answer(page, 2, "Cold")
    page.get_by_role("button", name="Start over").click()
    answer(page, 10, "Warm")
    expect(page.locator("#queue")).to_contain_text("2")
    assert served.rows(link) == []
    page.context.set_offline(False)
    rows = within(10, lambda: len(served.rows(link)) == 2 and served.rows(link))
    expect(page.locator("#queue")).to_have_text("")
    assert sorted((row["score"], row["comment"]) for row in rows) == [(2, "Cold"), (10, "Warm")]
    within(2, lambda: all(row["completed_at"] for row in served.rows(link)))
    assert page.evaluate("Object.values(localStorage).join()") == "{}"
    page.wait_for_timeout(1500)
    assert len(served.rows(link)) == 2
    assert faults(page) == []


def test_a_reload_without_a_network_keeps_the_queue_and_the_page(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(kiosk(link), **TABLET)
    within(10, lambda: page.evaluate(ALL_CACHED))
    within(10, lambda: page.evaluate(KEPT_BY_WORKER))
    page.context.set_offline(True)
    answer(page, 4, "Dark")
    page.reload()
    expect(page.locator(".row")).to_be_visible()
    expect(page.locator("#queue")).to_contain_text("1")
    answer(page, 8, "Light")
    page.context.set_offline(False)
    within(10, lambda: len(served.rows(link)) == 2)
    assert {row["score"] for row in served.rows(link)} == {4, 8}


def test_untouched_for_half_a_minute_it_starts_afresh_and_keeps_what_was_tapped(
    open_page: OpenPage, served: Served
) -> None:
    link = served.open_link()
    page = open_page(**TABLET)
    page.clock.install()
    page.goto(kiosk(link))
    page.get_by_role("button", name="Eesti").click()
    choose(page, 6)
    page.clock.run_for(1000)
    page.locator("textarea").fill("pooleli")
    page.clock.run_for(21_000)
    expect(page.locator("#idle")).to_be_visible()
    page.clock.run_for(11_000)
    expect(page.locator(".row")).to_be_visible()
    expect(page.locator(".row :checked")).to_have_count(0)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert served.until(link, score=6, comment="pooleli", language="et")["completed_at"] is None


def test_by_keyboard_alone(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(kiosk(link))
    page.wait_for_timeout(800)
    page.keyboard.press("8")
    expect(page.locator("#next")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Fine")
    for _ in range(8):
        if page.locator("#thanks").is_visible():
            break
        page.locator("#next").focus()
        page.keyboard.press("Enter")
    served.until(link, score=8, comment="Fine", verdict="human")


def test_the_hidden_way_out_asks_for_the_pin(open_page: OpenPage, served: Served) -> None:
    page = open_page(**TABLET)
    page.clock.install()
    page.goto(kiosk(served.open_link()))
    page.mouse.move(10, 10)
    page.mouse.down()
    page.clock.run_for(1000)
    page.mouse.up()
    page.clock.run_for(3000)
    expect(page.locator("#exit")).to_be_hidden()
    page.mouse.down()
    page.clock.run_for(3200)
    page.mouse.up()
    expect(page.locator("#exit")).to_be_visible()
    expect(page.locator("#exit-waiting")).to_have_text("Every answer has been sent.")
    assert violations(page) == []
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#exit")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, TABLET, {"viewport": {"width": 1440, "height": 900}}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_screen_is_accessible_and_fits(
    open_page: OpenPage, served: Served, size: dict[str, Any], scheme: str
) -> None:
    page = open_page(served.url + "/k/everywhere", color_scheme=scheme, **size)
    page.locator("summary").click()
    page.locator("nav button[lang='en']").click()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    smallest = page.locator(".row label").evaluate_all(
        "all => Math.min(...all.map(one => Math.min(one.offsetWidth, one.offsetHeight)))"
    )
    assert smallest >= 44
    choose(page, 1)
    expect(page.locator("textarea")).to_be_visible()
    assert violations(page) == []
    while not page.locator("#thanks").is_visible():
        page.locator("#next").click()
        assert not scrolls_sideways(page)
    assert violations(page) == []
