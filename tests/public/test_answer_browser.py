"""The respondent's page in a real browser, against the real server: no tap is lost and none counts twice."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import PHONE
from tests.public.conftest import Served, saved, tap, within

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]


def reason(page: Page) -> Any:
    return page.locator("#q-reason")


def test_the_first_tap_is_stored_even_if_the_tab_is_closed_at_once(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 3)
    phone.close()
    assert served.until(link, score=3)["completed_at"] is None


def test_a_comment_added_after_reopening_joins_the_same_response(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 3)
    phone.close()
    served.until(link, score=3)
    again = phone.context.new_page()
    again.goto(link)
    expect(again.locator("#row input[value='3']")).to_be_checked()
    reason(again).fill("The parcel came late")
    again.locator("#send").click()
    expect(again.locator("#thanks")).to_be_visible()
    served.until(link, score=3, comment="The parcel came late")
    within(2, lambda: served.rows(link)[0]["completed_at"])


def test_closing_while_typing_keeps_what_was_typed(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 5)
    reason(phone).press_sequentially("too slow")
    phone.close(run_before_unload=True)
    served.until(link, score=5, comment="too slow")


def test_words_are_saved_while_they_are_written(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 8)
    reason(phone).press_sequentially("a map")
    served.until(link, score=8, comment="a map")
    saved(phone)


def test_another_score_asks_in_other_words_and_changes_the_same_response(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 2)
    expect(phone.get_by_label("What disappointed you most?")).to_be_visible()
    expect(phone.get_by_label("What would put it right?")).to_be_visible()
    phone.get_by_label("What would put it right?").fill("a refund")
    tap(phone, 9)
    expect(phone.get_by_label("What is the main reason for your score?")).to_be_visible()
    expect(phone.get_by_label("What would put it right?")).to_be_hidden()
    assert served.until(link, score=9)["answers"] == {"improve": "a refund"}


def test_permission_asks_for_an_address_only_after_a_yes(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 10)
    expect(phone.locator("#q-contact")).to_be_hidden()
    phone.get_by_label("Yes").click()
    phone.locator("#q-contact").fill("mari@example.org")
    phone.locator("#send").click()
    served.until(link, score=10, permission=1, answers={"contact": "mari@example.org"})


def test_a_double_tap_and_two_tabs_make_one_response(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    other = phone.context.new_page()
    other.goto(link)
    phone.locator("#row input[value='7']").dblclick()
    saved(phone)
    tap(other, 4)
    saved(other)
    served.until(link, score=4)


def test_reload_keeps_the_answer(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 6)
    reason(phone).fill("noise")
    saved(phone)
    phone.reload()
    expect(phone.locator("#row input[value='6']")).to_be_checked()
    expect(reason(phone)).to_have_value("noise")


def test_back_from_the_thanks_returns_to_the_answer(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 9)
    phone.locator("#send").click()
    expect(phone.locator("#thanks")).to_contain_text("It is good to know what works well")
    expect(phone.locator("#thanks-close")).to_contain_text("is saved")
    phone.go_back()
    expect(phone.locator("#row input[value='9']")).to_be_checked()
    tap(phone, 1)
    phone.locator("#send").click()
    expect(phone.locator("#thanks-close")).to_contain_text("is saved")
    phone.reload()
    expect(phone.locator("#thanks")).to_contain_text("sorry that it fell short")
    phone.locator("#change").click()
    expect(phone.locator("#row input[value='1']")).to_be_checked()
    served.until(link, score=1)


def test_offline_answers_wait_and_are_sent(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    phone.context.set_offline(True)
    tap(phone, 2)
    expect(phone.locator("#status")).to_contain_text("You are offline")
    reason(phone).fill("no signal here either")
    assert served.rows(link) == []
    phone.context.set_offline(False)
    served.until(link, score=2, comment="no signal here either")
    saved(phone)


def test_an_answer_given_offline_survives_closing_the_tab(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    phone.context.set_offline(True)
    tap(phone, 4)
    expect(phone.locator("#status")).to_contain_text("offline")
    phone.close()
    assert served.rows(link) == []
    context = phone.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(link)
    expect(again.locator("#row input[value='4']")).to_be_checked()
    served.until(link, score=4)
    assert again.evaluate("localStorage.length") == 0, "what is acknowledged is not kept on the device"


def test_a_failing_server_is_asked_again_with_the_same_key(phone: Page, served: Served) -> None:
    link, keys = served.open_link(), []

    def fail_twice(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        keys.append(route.request.post_data_json["key"])
        if len(keys) == 1:
            return route.fulfill(status=503, headers={"Retry-After": "1"})
        if len(keys) == 2:
            route.fetch()  # stored, but the browser never hears of it
            return route.abort()
        return route.continue_()

    phone.goto(link)
    phone.route("**/s/*", fail_twice)
    tap(phone, 0)
    expect(phone.locator("#status")).to_contain_text("still here")
    expect(phone.locator("#status")).to_have_text("Saved")
    served.until(link, score=0)
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_a_refused_text_stays_and_loses_nothing_else(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 3)
    saved(phone)
    phone.locator("#q-reason").evaluate("(part) => part.removeAttribute('maxlength')")
    reason(phone).fill("long " * 3000)
    reason(phone).blur()
    expect(phone.locator("#status")).to_contain_text("too long")
    phone.locator("#send").click()
    expect(phone.locator("#thanks-close")).to_contain_text("is saved")
    assert len(reason(phone).input_value()) == 15000
    served.until(link, score=3, comment="")


def test_a_link_with_a_score_writes_nothing_until_a_person_acts(phone: Page, served: Served) -> None:
    link = served.personal_link()
    phone.goto(f"{link}?score=9")
    expect(phone.locator("#row input[value='9']")).to_be_checked()
    expect(phone.locator("#note")).to_contain_text("You chose 9")
    phone.wait_for_timeout(1200)
    assert served.rows(link) == []
    phone.locator("main").tap(position={"x": 5, "y": 5})
    assert served.until(link, score=9)["person_id"]


def test_another_number_than_the_one_in_the_link_is_the_only_one_stored(phone: Page, served: Served) -> None:
    link, sent = served.personal_link(), []
    phone.on("request", lambda r: sent.append(r.post_data_json) if r.method == "POST" else None)
    phone.goto(f"{link}?score=9")
    tap(phone, 2)
    served.until(link, score=2)
    assert [one["score"] for one in sent if "score" in one] == [2]


def test_a_personal_link_tells_once_that_it_was_seen(phone: Page, served: Served) -> None:
    link, sent = served.personal_link(), []
    phone.on("request", lambda r: sent.append(r.post_data) if r.method == "POST" else None)
    phone.goto(link)
    within(2, lambda: served.viewed(link))
    phone.reload(wait_until="networkidle")
    assert [json.loads(one) for one in sent] == [{"seen": True}]
    assert served.rows(link) == []


def test_an_open_link_tells_of_who_leaves_it_without_an_answer(phone: Page, served: Served) -> None:
    link, other = served.open_link(), served.open_link()
    phone.goto(link)
    phone.reload()
    phone.goto(other)
    tap(phone, 9)
    served.until(other, score=9)
    phone.goto("about:blank")
    within(5, lambda: served.looks(link) == 1)
    assert served.looks(other) == 0
    assert served.rows(link) == []


def test_it_works_without_a_script(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(link, java_script_enabled=False, **PHONE)
    page.locator("#send").click()
    assert "step" not in page.url, "the browser asks for a number first"
    tap(page, 3)
    page.locator("#send").click()
    page.wait_for_url("**?step=why")
    assert served.until(link, score=3)["completed_at"] is None
    page.reload()
    reason(page).fill("cold food")
    page.get_by_label("What would put it right?").fill("a warm plate")
    page.get_by_label("No", exact=True).click()
    page.locator("#send").click()
    page.wait_for_url("**?step=thanks")
    expect(page.locator("#thanks")).to_contain_text("sorry that it fell short")
    served.until(link, score=3, comment="cold food", permission=0, answers={"improve": "a warm plate"})
    page.go_back()
    expect(reason(page)).to_have_value("cold food")
    page.reload()
    expect(reason(page)).to_have_value("cold food")
    tap(page, 9)
    page.locator("#send").click()
    served.until(link, score=9, comment="cold food")


def test_it_works_by_keyboard_alone(open_page: OpenPage, served: Served) -> None:
    link = served.open_link()
    page = open_page(link)
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(page.locator("#row input[value='10']")).to_be_focused()
    served.until(link, score=10)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#row input[value='8']")).to_be_checked()
    served.until(link, score=8)
    page.keyboard.press("Tab")
    expect(reason(page)).to_be_focused()
    page.keyboard.type("10 more colours")
    expect(page.locator("#row input[value='8']")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#thanks")).to_be_focused()
    served.until(link, score=8, comment="10 more colours", permission=1)


def test_passing_over_numbers_with_the_arrows_stores_only_the_one_meant(
    open_page: OpenPage, served: Served
) -> None:
    link, sent = served.open_link(), []
    page = open_page()
    page.on("request", lambda r: sent.append(r.post_data_json["score"]) if r.method == "POST" else None)
    page.goto(link)
    page.keyboard.press("5")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    served.until(link, score=9)
    saved(page)
    assert sent == [9]


@pytest.mark.parametrize(
    ("language", "question", "follow_up", "thanks"),
    [
        ("zh-CN", "您有多大可能向朋友或同事推荐Nordic Hardware？", "最让您失望的是什么？", "谢谢您"),
        ("et-EE", "kui tõenäoliselt soovitaksite", "Mis valmistas teile kõige suurema pettumuse?", "Aitäh"),
    ],
)
def test_it_speaks_the_browsers_language(
    open_page: OpenPage, served: Served, language: str, question: str, follow_up: str, thanks: str
) -> None:
    link = served.open_link()
    page = open_page(link, locale=language, **PHONE)
    expect(page.locator("h1").first).to_contain_text(question)
    tap(page, 1)
    expect(page.get_by_label(follow_up)).to_be_visible()
    saved(page)
    page.locator("#send").click()
    expect(page.locator("#thanks")).to_contain_text(thanks)
    assert served.until(link, score=1)["language"] == language[:2]


def test_the_language_can_be_switched_without_losing_the_answer(phone: Page, served: Served) -> None:
    link = served.open_link()
    phone.goto(link)
    tap(phone, 6)
    reason(phone).press_sequentially("hmm")
    phone.get_by_role("link", name="Eesti").click()
    expect(phone.locator("html")).to_have_attribute("lang", "et")
    expect(phone.locator("#row input[value='6']")).to_be_checked()
    served.until(link, score=6, comment="hmm")
    phone.reload()
    expect(reason(phone)).to_have_value("hmm")
