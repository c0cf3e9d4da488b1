"""Sandboxes with a real browser count nothing, and every kind of person counts once."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE
from tests.public import scanners
from tests.public.conftest import Served, within
from tests.public.scanners import Mail
from tests.public.test_scanners import DAY, MEANT, answer, counted

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]
SECONDS = 6  # for an answer to arrive on a busy machine


def by_hand(page: Page, target: Locator) -> None:
    """Look, move the mouse over, press."""
    page.wait_for_timeout(800)
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    page.mouse.move(3, 5)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)
    page.mouse.down()
    page.mouse.up()


def once(served: Served, link: str, **wanted: Any) -> dict[str, Any]:
    """The link's one response, counted and a person's."""

    def found() -> dict[str, Any] | None:
        rows = served.rows(link)
        assert len(rows) <= 1
        told = {"state": "counted", "verdict": "human", **wanted}
        return rows[0] if rows and all(rows[0][name] == value for name, value in told.items()) else None

    return within(SECONDS, found)


@pytest.mark.parametrize("sent_ago", [22.0, DAY], ids=["22_s_after", "a_day_after"])
@pytest.mark.parametrize("script", scanners.BROWSER, ids=lambda script: script.__name__)
def test_a_sandbox_makes_no_answer_and_spoils_none(
    open_page: OpenPage, served: Served, script: Callable[[Page, Mail], None], sent_ago: float
) -> None:
    link = served.sent_link(sent_ago)
    script(open_page(user_agent=scanners.CHROME), Mail(link))
    assert counted(served, link) == []
    answer(link)
    [row] = counted(served, link)
    assert (row["score"], row["comment"]) == (MEANT, "")
    script(open_page(user_agent=scanners.CHROME), Mail(link))
    [after] = counted(served, link)
    assert (after["score"], after["verdict"], after["changed_at"]) == (MEANT, "human", row["changed_at"])


def test_a_headless_browser_that_says_so_counts_nothing(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(user_agent=scanners.CHROME.replace("Chrome/", "HeadlessChrome/"))
    page.goto(f"{link}?score=3")
    by_hand(page, page.locator("#send"))
    [row] = within(SECONDS, lambda: served.rows(link))
    assert (row["state"], row["verdict"], row["doubt"]) == ("quarantined", "machine", "automated")


def test_a_page_left_open_is_provisional_until_somebody_acts(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page()
    page.clock.install()
    page.goto(f"{link}?score=8")
    page.clock.run_for(4000)  # of the five seconds in view
    page.wait_for_timeout(400)
    assert served.rows(link) == []
    page.clock.run_for(2000)
    [row] = within(SECONDS, lambda: served.rows(link))
    assert (row["score"], row["state"], row["doubt"]) == (8, "quarantined", "provisional")
    by_hand(page, page.locator("legend h1"))
    once(served, link, score=8)


def test_a_young_link_left_open_stores_nothing(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(22.0)
    page = open_page()
    page.clock.install()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"{link}?score=8")
    page.clock.run_for(9000)  # longer than the five seconds in view
    page.wait_for_timeout(400)
    assert not [body for body in sent if "score" in body]
    assert served.rows(link) == []


# ---- people ----
def test_a_slow_phone(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(**PHONE)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 20_000, "uploadThroughput": 10_000},
    )
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{link}?score=7")
    page.wait_for_timeout(900)
    page.locator("#send").tap()
    once(served, link, score=7)


def test_a_mail_program_without_scripts(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(java_script_enabled=False)
    page.goto(f"{link}?score=6")
    assert served.rows(link) == []
    by_hand(page, page.locator("#send"))
    once(served, link, score=6)
    page.locator("#q-reason").fill("Fair")
    by_hand(page, page.locator("#send"))
    once(served, link, score=6, comment="Fair")


def test_a_keyboard_alone(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(60.0)
    page = open_page(f"{link}?score=5")
    page.wait_for_timeout(1300)
    while page.evaluate("document.activeElement.id") != "send":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    once(served, link, score=5)
    expect(page.locator("#thanks")).to_be_visible()


def test_a_browser_that_fetches_ahead_and_then_its_person(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(30.0)
    page = open_page(f"{link}?score=10")
    page.evaluate(
        "(link) => Promise.all([...Array(11).keys()].map((n) => fetch(`${link}?score=${n}`)))", link
    )
    page.wait_for_timeout(1000)
    by_hand(page, page.locator("#send"))
    once(served, link, score=10)


def test_a_double_tap(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(**PHONE)
    page.goto(link)
    page.wait_for_timeout(900)
    page.locator("#row input[value='9']").tap()
    page.locator("#row input[value='9']").tap()
    once(served, link, score=9)


def test_a_number_changed_on_the_page(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(f"{link}?score=9")
    by_hand(page, page.locator("#row input[value='2']"))
    once(served, link, score=2)
    by_hand(page, page.locator("#row input[value='4']"))
    once(served, link, score=4)


def test_an_answer_before_and_after_a_scan(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(f"{link}?score=3")
    by_hand(page, page.locator("#send"))
    once(served, link, score=3)
    scanners.posts_found_forms_as_a_browser(Mail(link))
    scanners.posts_from_the_hidden_link(Mail(link))
    again = open_page(f"{link}?score=8")
    by_hand(again, again.locator("#send"))
    once(served, link, score=8)


def test_a_browser_that_stores_nothing(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    page.goto(f"{link}?score=1")
    by_hand(page, page.locator("#send"))
    once(served, link, score=1)


def test_a_person_three_seconds_after_sending(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(2.0)
    page = open_page(f"{link}?score=0")
    by_hand(page, page.locator("#send"))
    once(served, link, score=0)


def test_a_first_press_that_looked_like_a_program_heals_itself(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    page = open_page(f"{link}?score=7")
    page.locator("#row input[value='7']").click()  # one jump of the mouse, at once
    [row] = within(SECONDS, lambda: served.rows(link))
    assert row["state"] == "quarantined"
    page.locator("#q-reason").press_sequentially("Good people", delay=40)
    once(served, link, score=7, comment="Good people")


def test_a_person_on_another_device_confirms_what_was_doubtful(open_page: OpenPage, served: Served) -> None:
    link = served.sent_link(DAY)
    scanners.posts_without_activation(Mail(link))
    [row] = served.rows(link)
    assert (row["score"], row["state"], row["doubt"]) == (2, "quarantined", "not_activated")
    page = open_page(link)
    expect(page.locator("#note")).to_contain_text("You chose 2")
    by_hand(page, page.locator("#send"))
    once(served, link, score=2)
