"""The widget in a real browser on somebody else's strict site, against the real server."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.conftest import within
from tests.public.widget_site import Site, site

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("widget")) as found:
        yield found


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(**DESK)


def card(page: Page) -> Locator:
    return page.locator("likely-survey .card")


def score(page: Page, number: int) -> Locator:
    return page.locator("likely-survey .row").first.locator("input").nth(number)


def heard(page: Page) -> Any:
    """What the page's own script was told, as soon as it was told something."""
    return within(5, lambda: page.evaluate("window.heard"))


def until(shop: Site, slug: str, **wanted: Any) -> dict[str, Any]:
    """The survey's one response, as soon as it holds `wanted`."""

    def found() -> dict[str, Any] | None:
        rows = shop.rows(slug)
        assert len(rows) <= 1, f"{len(rows)} responses for one visitor"
        return rows[0] if rows and all(rows[0][name] == value for name, value in wanted.items()) else None

    return within(3, found)


def done(shop: Site, slug: str) -> dict[str, Any]:
    within(3, lambda: shop.rows(slug) and shop.rows(slug)[0]["completed_at"])
    return shop.rows(slug)[0]


@pytest.mark.parametrize("mode", ["modal", "corner", "inline", "button"])
def test_every_mode_works_under_a_strict_policy(page: Page, shop: Site, mode: str) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug, mode=mode)))
    if mode == "button":
        page.get_by_role("button", name="Feedback").click()
    score(page, 3).click()
    assert until(shop, slug, score=3)["channel"] == "widget"
    page.get_by_label("What disappointed you most?").fill("The parcel came late")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert done(shop, slug)["comment"] == "The parcel came late"
    assert page.faults == []  # type: ignore[attr-defined]
    assert page.context.cookies() == []


def test_the_first_tap_is_stored_even_if_the_page_is_left_at_once(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug)))
    score(page, 9).click()
    page.goto("about:blank")
    assert until(shop, slug, score=9)["completed_at"] is None


def test_a_double_tap_a_second_tab_and_the_next_page_go_on_with_one_answer(page: Page, shop: Site) -> None:
    slug = shop.slug()
    address = shop.holds(shop.tag(slug, mode="inline"))
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    score(page, 7).dblclick()
    until(shop, slug, score=7)
    score(other, 4).click()
    until(shop, slug, score=4)
    page.goto(address)
    expect(score(page, 4)).to_be_checked()
    page.get_by_label("What disappointed you most?").fill("noise")
    until(shop, slug, score=4, comment="noise")


def test_what_was_tapped_offline_is_sent_later(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug)))
    expect(card(page)).to_be_visible()
    page.context.set_offline(True)
    score(page, 2).click()
    expect(page.locator("likely-survey form .status")).to_contain_text("offline")
    page.get_by_label("What disappointed you most?").fill("no signal")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("likely-survey .thanks .status")).to_contain_text("offline")
    assert shop.rows(slug) == []
    page.context.set_offline(False)
    assert until(shop, slug, score=2, comment="no signal")
    within(3, lambda: '"queue":{}' in page.evaluate("JSON.stringify({...localStorage})").replace("\\", ""))


def test_what_was_tapped_offline_survives_the_page(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug)))
    expect(card(page)).to_be_visible()
    page.context.set_offline(True)
    score(page, 1).click()
    expect(page.locator("likely-survey form .status")).to_contain_text("offline")
    page.close()
    assert shop.rows(slug) == []
    context = page.context
    context.set_offline(False)
    context.new_page().goto(shop.holds(shop.tag()))
    until(shop, slug, score=1)


def test_follow_ups_are_those_of_the_group(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug)))
    score(page, 2).click()
    expect(page.get_by_label("What disappointed you most?")).to_be_visible()
    expect(page.get_by_label("What would put it right?")).to_be_visible()
    score(page, 8).click()
    expect(page.get_by_label("Which small improvement would matter most to you?")).to_be_visible()
    expect(page.get_by_label("What would put it right?")).to_be_hidden()
    score(page, 10).click()
    expect(page.get_by_label("What is the main reason for your score?")).to_be_visible()
    until(shop, slug, score=10)


def test_every_kind_of_question_is_asked_and_stored(page: Page, shop: Site) -> None:
    slug = shop.slug("every")
    script = "likely('identify', {region: 'north'})"
    page.goto(shop.holds(shop.tag(slug, mode="modal"), script=QUEUE + script))
    score(page, 9).click()
    page.get_by_role("group", name="How was the speed?").get_by_role("radio", name="4").click()
    page.get_by_role("group", name="It was easy.").get_by_role("radio", name="Does not apply").click()
    page.get_by_role("group", name="The staff").get_by_role("radio", name="5").click()
    page.get_by_role("group", name="The price").get_by_role("radio", name="2").click()
    expect(page.get_by_text("What did you miss?")).to_be_hidden()
    page.get_by_role("radio", name="Other").click()
    page.get_by_label("Please write it in your own words.").fill("by phone")
    page.get_by_role("radio", name="In a shop").click()
    page.get_by_role("checkbox", name="My size").click()
    page.get_by_role("checkbox", name="Help").click()
    expect(page.get_by_role("checkbox", name="My colour")).to_be_disabled()
    page.get_by_label("Which plan next?").fill("Team")
    expect(page.get_by_label("Your address")).to_be_hidden()
    page.get_by_role("radio", name="Yes").click()
    page.get_by_label("Your address").fill("mari@example.org")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("That made our day.")).to_be_visible()
    expect(page.get_by_role("link", name="Write a review")).to_have_attribute(
        "href", "https://reviews.example/us"
    )
    row = done(shop, slug)
    assert row["score"] == 9
    assert row["permission"] == 1
    assert row["answers"] == {
        "speed": 4,
        "effort": "na",
        "staff": 5,
        "price": 2,
        "channel_used": "shop",
        "missing": ["size", "help"],
        "plan_wish": "Team",
        "contact": "mari@example.org",
    }
    assert row["properties"] == {"region": "north", "unverified": True}


def test_what_is_known_is_not_asked(page: Page, shop: Site) -> None:
    slug = shop.slug("every")
    script = QUEUE + "likely('identify', {plan: 'pro', email: 'mari@example.org'})"
    page.goto(shop.holds(shop.tag(slug), script=script))
    score(page, 5).click()
    page.get_by_role("radio", name="Yes").click()
    expect(page.get_by_label("Which plan next?")).to_be_hidden()
    expect(page.get_by_label("Your address")).to_be_hidden()
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_nothing_leaves_the_page_before_a_required_consent(page: Page, shop: Site) -> None:
    slug = shop.slug("consent")
    page.goto(shop.holds(shop.tag(slug)))
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    score(page, 3).click()
    expect(page.locator("likely-survey form .status")).to_contain_text("tick the box")
    page.get_by_label("What went wrong?").fill("late")
    page.wait_for_timeout(1200)
    assert posts == []
    page.get_by_role("checkbox").click()
    until(shop, slug, score=3, comment="late", answers={"consent": True})
    page.get_by_label("What went wrong?").fill("")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("likely-survey form .status")).to_contain_text("Please answer")
    page.get_by_label("What went wrong?").fill("late again")
    page.get_by_role("button", name="Send").click()
    done(shop, slug)


def test_who_sees_it_is_counted_once_and_by_nothing_else(page: Page, shop: Site) -> None:
    slug = shop.slug()
    address = shop.holds(shop.tag(slug, mode="inline"))
    page.goto(address)
    expect(page.locator("likely-survey form")).to_be_visible()
    within(3, lambda: shop.looks(slug) == 1)
    page.reload()
    expect(page.locator("likely-survey form")).to_be_visible()
    score(page, 3).click()
    until(shop, slug, score=3)
    assert shop.looks(slug) == 1


def test_the_modal_works_by_keyboard_alone(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds("", script="", body='<button id="ask">Ask</button>') + "?")
    page.goto(shop.holds(shop.tag(), body='<button id="ask">Ask</button>', script=ASK.replace("SLUG", slug)))
    page.locator("#ask").focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(shop, slug, score=2)
    page.keyboard.press("1")
    page.keyboard.press("0")
    expect(score(page, 10)).to_be_checked()
    until(shop, slug, score=10)
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.localName"))
    assert seen == {"likely-survey"}
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.localName") == "likely-survey"
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "ask"
    assert len(shop.rows(slug)) == 1


def test_the_button_opens_closes_and_has_the_focus_back(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug, mode="button", label="Tell us")))
    page.get_by_role("button", name="Tell us").focus()
    page.keyboard.press("Enter")
    expect(card(page)).to_be_focused()
    page.keyboard.press("7")
    until(shop, slug, score=7)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Tell us")).to_be_focused()
    page.keyboard.press("Enter")
    expect(score(page, 7)).to_be_checked()


def test_the_corner_takes_no_focus_and_no_keys_of_the_page(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug), body='<input id="search" aria-label="Search">'))
    page.locator("#search").focus()
    expect(card(page)).to_be_visible()
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("1042")
    expect(page.locator("#search")).to_have_value("1042")
    assert shop.rows(slug) == []


@pytest.mark.parametrize(
    ("language", "question", "direction"),
    [("zh", "推荐", "ltr"), ("et", "soovita", "ltr"), ("ar", "Nordic Hardware", "rtl")],
)
def test_one_language_is_loaded_and_shown(
    open_page: OpenPage, shop: Site, language: str, question: str, direction: str
) -> None:
    page = open_page(**PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug, mode="modal", lang=language)))
    expect(card(page)).to_contain_text(re.compile(question))
    expect(card(page)).to_have_attribute("dir", direction)
    expect(card(page)).to_have_attribute("lang", language)
    assert [one for one in asked if ".json" in one] == [
        f"{shop.host}/w/{slug}.json?lang={language}%2Cen%2Cen-GB"
    ]
    boxes = [score(page, number).bounding_box() for number in range(11)]
    assert all(box and box["width"] >= 24 and box["height"] >= 44 for box in boxes)
    assert [box["x"] for box in boxes if box] == sorted(box["x"] for box in boxes if box)
    assert not scrolls_sideways(page)
    score(page, 9).click()
    assert until(shop, slug, score=9)["language"] == language


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["modal", "corner", "inline", "button"])
def test_axe_finds_nothing(open_page: OpenPage, shop: Site, mode: str, scheme: str) -> None:
    page = open_page(**{**PHONE, "color_scheme": scheme})
    slug = shop.slug("every" if scheme == "dark" else "usual")
    plain = "<style>body { color-scheme: light dark } #link { color: inherit }</style>"
    page.goto(shop.holds(shop.tag(slug, mode=mode, color="#e6b65c"), head=plain, policy=LOOSE))
    if mode == "button":
        expect(page.get_by_role("button", name="Feedback")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="Feedback").click()
    expect(card(page)).to_be_visible()
    assert violations(page) == []
    score(page, 3).click()
    expect(page.locator("likely-survey form .status")).to_have_text("Saved")
    assert violations(page) == []
    page.get_by_role("button", name="Send").click()
    assert violations(page) == []


def test_the_styles_of_the_page_break_nothing_and_those_of_the_widget_leave_it_alone(
    page: Page, shop: Site
) -> None:
    address = shop.holds(shop.tag(), body=SAMPLE, head=HOSTILE, policy=LOOSE)
    page.goto(address)
    page.locator("#sample").wait_for()
    before = page.evaluate(LOOK)
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug, mode="corner"), body=SAMPLE, head=HOSTILE, policy=LOOSE))
    expect(card(page)).to_be_visible()
    assert page.evaluate(LOOK) == before
    box = card(page).bounding_box()
    assert box
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (1280 - 16, 800 - 16)
    shown = page.evaluate(
        "() => { const one = document.querySelector('likely-survey').shadowRoot.querySelector('.label');"
        "const is = getComputedStyle(one);"
        "return [is.color, is.fontSize, is.textTransform, is.letterSpacing] }"
    )
    assert shown == ["rgb(28, 25, 23)", "18px", "none", "normal"]
    score(page, 6).click()
    until(shop, slug, score=6)


def test_a_brand_colour_is_made_readable(page: Page, shop: Site) -> None:
    page.goto(shop.holds(shop.tag(shop.slug(), mode="modal", color="gold")))
    score(page, 3).click()
    ratio = page.evaluate(CONTRAST)
    assert ratio >= 4.5


def test_targeting_waits_for_event_property_delay_and_address(page: Page, shop: Site) -> None:
    slug = shop.slug()
    tag = shop.tag(slug, event="bought", when="plan=pro,team", delay="0.5", url="/thanks*")
    page.goto(shop.holds(tag, script=QUEUE + HEARD))
    within(5, lambda: page.evaluate("Boolean(window.likely.tag)"))
    page.evaluate("likely('track', 'bought')")
    assert page.evaluate("heard") == ["skipped url"]
    page.evaluate("history.pushState(null, '', '/thanks/42'); likely('track', 'bought')")
    assert page.evaluate("heard")[-1] == "skipped when"
    page.evaluate("likely('identify', {plan: 'team'}); likely('track', 'looked')")
    expect(card(page)).to_have_count(0)
    page.evaluate("likely('track', 'bought', {order: 42})")
    expect(card(page)).to_have_count(0)
    expect(card(page)).to_be_visible()
    score(page, 8).click()
    row = until(shop, slug, score=8)
    assert row["properties"] == {"plan": "team", "order": 42, "unverified": True}
    assert page.evaluate("heard")[-2:] == ["scored passive", "answered 8"]


def test_scroll_sample_and_the_days_since_hold_it_back(page: Page, shop: Site) -> None:
    never = shop.slug()
    long = '<p id="tall">.</p><svg width="10" height="4000" aria-hidden="true"></svg>'
    page.goto(shop.holds(shop.tag(never, sample="0"), script=QUEUE + HEARD))
    assert heard(page) == ["skipped sample"]
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug, scroll="60"), body=long, script=QUEUE + HEARD))
    page.wait_for_timeout(400)
    expect(card(page)).to_have_count(0)
    page.mouse.wheel(0, 4000)
    expect(card(page)).to_be_visible()
    page.goto(shop.holds(shop.tag(slug), script=QUEUE + HEARD))
    assert heard(page) == ["skipped shown"]
    page.goto(shop.holds(shop.tag(shop.slug()), script=QUEUE + HEARD))
    assert heard(page) == ["skipped another"]


def test_a_survey_that_takes_no_answers_shows_nothing(page: Page, shop: Site) -> None:
    page.goto(shop.holds(shop.tag("nothing-here"), script=QUEUE + HEARD))
    assert heard(page) == ["skipped server 404"]
    expect(page.locator("likely-survey")).to_have_count(0)
    page.reload()
    assert heard(page) == ["skipped muted"]


def test_the_module_is_of_the_same_source(page: Page, shop: Site) -> None:
    slug = shop.slug()
    script = (
        f"import('{shop.host}/w.mjs').then(({{default: likely}}) =>"
        f" likely('show', '{slug}', {{mode: 'inline', into: '#link'}}))"
    )
    page.goto(shop.holds("", script=f"addEventListener('load', () => {{ {script} }})"))
    expect(page.locator("#link likely-survey .card")).to_be_visible()
    score(page, 5).click()
    until(shop, slug, score=5)


def test_a_part_that_is_refused_takes_no_other_with_it(page: Page, shop: Site) -> None:
    slug = shop.slug()
    script = QUEUE + "likely('identify', {plan: {no: 'value'}})"
    page.goto(shop.holds(shop.tag(slug), script=script))
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    score(page, 6).click()
    assert until(shop, slug, score=6)["properties"] == {}
    page.get_by_label("What disappointed you most?").fill("x" * 4000)
    until(shop, slug, comment="x" * 4000)
    page.wait_for_timeout(500)
    assert len(posts) < 8


def test_a_narrow_place_folds_the_row(page: Page, shop: Site) -> None:
    slug = shop.slug()
    place = '<style>#narrow { width: 250px }</style><div id="narrow"></div>'
    page.goto(shop.holds(shop.tag(slug, mode="inline", into="#narrow"), body=place, policy=LOOSE))
    boxes = [score(page, number).bounding_box() for number in range(11)]
    assert all(box and box["width"] >= 24 and box["height"] >= 44 for box in boxes)
    assert not scrolls_sideways(page)


def test_a_persons_answer_counts(open_page: OpenPage, shop: Site) -> None:
    page = open_page(user_agent=AGENT, **DESK)
    page.add_init_script("Object.defineProperty(navigator, 'webdriver', {get: () => false})")
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug)))
    expect(card(page)).to_be_visible()
    page.mouse.move(900, 300, steps=5)
    page.wait_for_timeout(800)
    box = score(page, 9).bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5, steps=8)
    page.mouse.down()
    page.mouse.up()
    row = until(shop, slug, score=9)
    assert (row["state"], row["verdict"]) == ("counted", "human")
    page.get_by_role("button", name="Send").click()
    assert done(shop, slug)["state"] == "counted"


def test_a_preview_stores_nothing(page: Page, shop: Site) -> None:
    slug = shop.slug()
    page.goto(shop.holds(shop.tag(slug, preview="yes")))
    score(page, 9).click()
    expect(page.locator("likely-survey form .status")).to_have_text("Saved")
    page.wait_for_timeout(300)
    assert shop.rows(slug) == []


QUEUE = "window.likely = window.likely || function () { (likely.q = likely.q || []).push(arguments) };\n"
HEARD = """window.heard = [];
likely('on', 'skipped', ({reason}) => heard.push('skipped ' + reason));
likely('on', 'scored', ({group}) => heard.push('scored ' + group));
likely('on', 'answered', ({answers}) => heard.push('answered ' + answers.score));
"""
ASK = QUEUE + "addEventListener('click', ({target}) => { if (target.id === 'ask') likely('show', 'SLUG') })"
LOOSE = "default-src 'self' {host}; style-src 'unsafe-inline'; img-src data:"
HOSTILE = """<style>
* { color: red !important; font-size: 40px !important; letter-spacing: 9px !important }
* { text-transform: uppercase }
div, section, likely-survey { display: none !important; rotate: 3deg !important; opacity: .1 !important }
body { transform: translateX(40px) }
</style>"""
SAMPLE = '<p id="sample">A <b>word</b> <button>Button</button> <input type="radio"></p>'
LOOK = """() => [...document.querySelectorAll('main, main *')].map((one) => {
  const {x, y, width, height} = one.getBoundingClientRect(); const is = getComputedStyle(one);
  return [one.localName, x, y, width, height, is.color, is.fontSize, is.display, is.cursor].join(' ') })"""
CONTRAST = """() => {
  const box = document.querySelector('likely-survey').shadowRoot.querySelector('.row :checked');
  const read = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (rgb) => rgb.map((c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], .05);
  const found = [getComputedStyle(box).backgroundColor, getComputedStyle(box.nextSibling).color];
  const [a, b] = found.map(read).map(light);
  return Math.max(a, b) / Math.min(a, b) }"""
