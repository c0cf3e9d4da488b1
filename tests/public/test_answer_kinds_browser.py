"""Every kind of question in a real browser: tapped, by keyboard, kept over a reload and the way back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.conftest import Served, saved, tap, within

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]


def block(page: Page, key: str) -> Locator:
    return page.locator(f".question[data-key='{key}']")


def choose(page: Page, key: str, value: str) -> None:
    page.locator(f"[name='answers.{key}'][value='{value}']").click()


def stored(served: Served, link: str, **answers: Any) -> dict[str, Any]:
    """The link's one response, as soon as these are among its answers."""

    def found() -> dict[str, Any] | None:
        rows = served.rows(link)
        assert len(rows) <= 1
        told = rows[0]["answers"] if rows else {}
        return rows[0] if rows and all(told.get(key) == value for key, value in answers.items()) else None

    return dict(within(4, found))


@pytest.fixture
def begun(phone: Page, served: Served) -> tuple[Page, str]:
    """A survey of every kind of question, its first answered with 9."""
    link = served.link_of("every")
    phone.goto(link)
    tap(phone, 9)
    saved(phone)
    return phone, link


def test_each_kind_is_stored_at_the_tap_and_kept(begun: tuple[Page, str], served: Served) -> None:
    page, link = begun
    choose(page, "csat", "na")
    stored(served, link, csat="na")
    choose(page, "stars", "11")
    choose(page, "clean", "2")
    choose(page, "quiet", "na")
    stored(served, link, stars=11, clean=2, quiet="na")
    choose(page, "why", "other")
    page.locator("#q-why_other").fill("The view")
    choose(page, "liked", "staff")
    choose(page, "liked", "price")
    page.locator("#q-town").fill("Võru")
    stored(served, link, why="other", why_other="The view", liked=["price", "staff"], town="Võru")
    page.reload()
    for key, value in (("csat", "na"), ("stars", "11"), ("clean", "2"), ("liked", "staff"), ("why", "other")):
        expect(page.locator(f"[name='answers.{key}'][value='{value}']")).to_be_checked()
    expect(page.locator("#q-why_other")).to_have_value("The view")
    page.locator("#send").click()
    expect(page.locator("#thanks-text")).to_have_text("Thanks, friend.")
    page.go_back()
    expect(page.locator("#q-town")).to_have_value("Võru")
    within(2, lambda: served.rows(link)[0]["completed_at"])
    assert page.faults == []  # type: ignore[attr-defined]


def test_what_stands_beside_other_comes_and_goes_with_it(begun: tuple[Page, str], served: Served) -> None:
    page, link = begun
    expect(page.locator("#q-why_other")).to_be_hidden()
    choose(page, "why", "other")
    page.locator("#q-why_other").fill("The view")
    stored(served, link, why_other="The view")
    choose(page, "why", "speed")
    expect(page.locator("#q-why_other")).to_be_hidden()
    assert "why_other" not in stored(served, link, why="speed")["answers"]
    choose(page, "why", "other")
    stored(served, link, why="other", why_other="The view")


def test_no_more_boxes_than_there_is_room_for(begun: tuple[Page, str], served: Served) -> None:
    page, link = begun
    expect(block(page, "liked")).to_contain_text("Choose up to 2.")
    choose(page, "liked", "price")
    choose(page, "liked", "other")
    expect(page.locator("[name='answers.liked'][value='staff']")).to_be_disabled()
    choose(page, "liked", "price")
    choose(page, "liked", "staff")
    stored(served, link, liked=["staff", "other"])
    choose(page, "liked", "staff")
    choose(page, "liked", "other")
    within(3, lambda: "liked" not in served.rows(link)[0]["answers"])


def test_a_rule_shows_and_hides_its_question_at_once(begun: tuple[Page, str], served: Served) -> None:
    page, link = begun
    expect(block(page, "never")).to_be_hidden()
    choose(page, "again", "no")
    expect(block(page, "never")).to_be_visible()
    page.locator("#q-never").fill("too far")
    stored(served, link, again=False, never="too far")
    choose(page, "again", "yes")
    expect(block(page, "never")).to_be_hidden()
    choose(page, "again", "no")
    expect(page.locator("#q-never")).to_have_value("too far")


def test_the_address_is_asked_for_after_a_yes_and_taken_back_with_it(
    begun: tuple[Page, str], served: Served
) -> None:
    page, link = begun
    expect(page.locator("#q-contact")).to_be_hidden()
    page.locator("[name=permission][value=yes]").click()
    page.locator("#q-contact").fill("Mari@Example.org")
    page.locator("#q-contact").blur()
    stored(served, link, contact="mari@example.org")
    page.locator("[name=permission][value=no]").click()
    within(3, lambda: "contact" not in served.rows(link)[0]["answers"])


def test_everything_is_reached_and_answered_by_keyboard(open_page: OpenPage, served: Served) -> None:
    link = served.link_of("every")
    page = open_page(link)
    page.keyboard.press("3")
    expect(block(page, "reason")).to_contain_text("What went wrong?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # csat: 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("11")  # stars: digits choose on the row that has the focus, also by two
    page.keyboard.press("Tab")
    page.keyboard.press("4")  # clean
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")  # quiet: the last, which is "does not apply"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # why: the price
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # liked: the first of an order by chance
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Narva")
    row = stored(served, link, csat=2, stars=11, clean=4, quiet="na", why="speed", town="Narva")
    assert len(row["answers"]["liked"]) == 1
    assert row["score"] == 3


@pytest.mark.parametrize(
    ("name", "key", "value", "digits"),
    [("csat5", "csat", 4, "4"), ("csat10", "csat", 10, "10"), ("ces", "ces", 7, "7")],
)
def test_a_first_question_of_other_points_is_tapped_and_typed(
    open_page: OpenPage, served: Served, name: str, key: str, value: int, digits: str
) -> None:
    link = served.link_of(name)
    page = open_page(link, **PHONE)
    page.locator("#row input").first.tap()
    stored(served, link, **{key: 1})
    for digit in digits:
        page.keyboard.press(digit)
    stored(served, link, **{key: value})
    page.locator("#q-reason").fill("so it was")
    page.locator("#send").click()
    expect(page.locator("#thanks")).to_be_visible()
    served.until(link, comment="so it was", verdict="human", score=None)
    page.reload()
    page.locator("#change").click()
    expect(page.locator(f"#row input[value='{value}']")).to_be_checked()
    page.keyboard.press("0")
    expect(page.locator(f"#row input[value='{value}']")).to_be_checked()


def test_a_link_may_carry_the_number_of_another_scale(open_page: OpenPage, served: Served) -> None:
    link = served.link_of("csat5")
    page = open_page(f"{link}?score=4", **PHONE)
    expect(page.locator("#row input[value='4']")).to_be_checked()
    page.wait_for_timeout(500)
    assert served.rows(link) == []
    page.locator("footer").tap()
    stored(served, link, csat=4)
    expect(open_page(f"{served.link_of('csat5')}?score=9").locator("#row :checked")).to_have_count(0)


def test_an_open_first_question_is_stored_while_it_is_written(open_page: OpenPage, served: Served) -> None:
    link = served.link_of("wow")
    page = open_page(link, **PHONE)
    expect(page.locator("#more")).to_be_hidden()
    page.locator("#q-reason").press_sequentially("A tool library")
    served.until(link, comment="A tool library")
    expect(page.locator("#more")).to_be_visible()
    page.reload()
    expect(page.locator("#q-reason")).to_have_value("A tool library")
    page.locator("#send").click()
    expect(page.locator("#thanks")).to_be_visible()
    page.go_back()
    page.locator("#q-reason").fill("")
    page.locator("#q-reason").blur()
    served.until(link, comment="", verdict="human")


def test_nothing_is_sent_before_the_consent_and_all_of_it_after(open_page: OpenPage, served: Served) -> None:
    link, sent = served.link_of("consent"), []
    page = open_page(**PHONE)
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(link)
    tap(page, 4)
    page.locator("#q-reason").fill("cold")
    page.locator("#q-reason").blur()
    expect(page.locator("#status")).to_contain_text("tick the box first")
    page.locator("#send").click()
    expect(page.locator("#thanks")).to_be_hidden()
    assert sent == []
    page.locator("#consent").tap()
    assert served.until(link, score=4, comment="cold")["answers"] == {"consent": True}
    page.locator("#consent").tap()
    stored(served, link, consent=False)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["every", "consent", "engagement", "csat10", "ces", "wow"])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    open_page: OpenPage, served: Served, name: str, scheme: str
) -> None:
    address = f"{served.url}/s/{name}-0"
    page = open_page(address, **{**PHONE, "viewport": {"width": 320, "height": 740}, "color_scheme": scheme})
    assert violations(page) == []
    if (box := page.locator("#consent")).count():
        box.tap()
    if page.locator("#row").count():
        page.locator("#row input").nth(1).tap()
    else:
        page.locator("#q-reason").fill("x")
    for control in ("[value=other]", "[name='answers.again'][value=no]", "[name=permission][value=yes]"):
        if (found := page.locator(control).first).is_visible():
            found.tap()
    assert violations(page) == []
    for width in (320, 360, 1440):
        page.set_viewport_size({"width": width, "height": 740})
        assert not scrolls_sideways(page), width
        boxes = [one.bounding_box() for one in page.locator("input[type=radio]:visible").all()]
        assert all(box and box["width"] >= 24 and box["height"] >= 44 for box in boxes)


def test_a_box_that_the_browser_brings_back_counts_as_ticked(open_page: OpenPage, served: Served) -> None:
    link = served.link_of("consent")
    page = open_page(link, **PHONE)
    page.locator("#consent").evaluate("(box) => { box.checked = true; }")
    tap(page, 8)
    assert served.until(link, score=8)["answers"] == {"consent": True}
