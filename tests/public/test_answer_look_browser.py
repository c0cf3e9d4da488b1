"""How the respondent's page looks and sounds: accessible, narrow enough, quick, and alone on the network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.conftest import Served, saved, tap

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]


def test_one_request_no_third_party_no_cookie_before_an_answer(phone: Page, served: Served) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    link = served.open_link()
    phone.goto(link)
    phone.wait_for_load_state("networkidle")
    assert asked == [link]
    assert phone.context.cookies() == []
    assert phone.evaluate("localStorage.length") == 0
    assert phone.faults == []  # type: ignore[attr-defined]
    tap(phone, 7)
    saved(phone)
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["likely-" + link.rpartition("/")[2]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(open_page: OpenPage, served: Served, scheme: str) -> None:
    page = open_page(**{**PHONE, "color_scheme": scheme})
    for query in ("", "?score=3", "?score=8&lang=zh", "?score=10&lang=et"):
        page.goto(served.open_link() + query)
        assert violations(page) == []
    tap(page, 2)
    page.locator(".choices input").first.click()
    saved(page)
    assert violations(page) == []
    page.locator("#send").click()
    assert violations(page) == []
    page.goto(served.url + "/s/nothing-here")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ar", "he"])
@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_the_row_fits_and_can_be_hit(open_page: OpenPage, served: Served, width: int, language: str) -> None:
    address = f"{served.url}/s/everywhere?lang={language}&score=3"
    page = open_page(address, viewport={"width": width, "height": 740})
    expect(page.locator("html")).to_have_attribute("dir", "ltr" if language == "en" else "rtl")
    boxes = [one.bounding_box() for one in page.locator("#row input").all()]
    assert not scrolls_sideways(page)
    assert all(box and box["width"] >= 24 and box["height"] >= 44 for box in boxes)
    assert [box["x"] for box in boxes if box] == sorted(box["x"] for box in boxes if box)
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width  # type: ignore[index]


def test_a_screen_reader_hears_the_number_and_what_the_ends_mean(phone: Page, served: Served) -> None:
    phone.goto(served.url + "/s/open-1")
    names = phone.locator("#row").aria_snapshot()
    assert 'radio "0 Not at all likely"' in names
    assert 'radio "5"' in names
    assert 'radio "10 Extremely likely"' in names


FIRST_PAINT = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntriesByName("first-contentful-paint")[0].startTime)
).observe({type: "paint", buffered: true}))"""


def test_the_first_paint_is_quick(open_page: OpenPage, served: Served) -> None:
    """Not 200 ms later than a page of one word, which tells how busy this machine is at this moment."""
    page = open_page(**PHONE)
    page.route("**/bare", lambda route: route.fulfill(content_type="text/html", body="<p>bare"))

    def paint(path: str) -> float:
        page.goto(served.url + path)
        return float(page.evaluate(FIRST_PAINT))

    rounds = [(paint("/bare"), paint("/s/open-1")) for _ in range(5)]
    bare, ours = (min(paints) for paints in zip(*rounds, strict=True))
    assert ours - bare < 200, f"milliseconds, bare and ours: {rounds}"
