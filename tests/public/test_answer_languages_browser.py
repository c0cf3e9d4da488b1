"""The respondent's page in every language: its own words alone, its direction, one small request."""

import gzip
import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect

from likely.ask.wording import LANGUAGES, wording
from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.conftest import Served, tap

pytestmark = [pytest.mark.browser, pytest.mark.server]

OpenPage = Callable[..., Page]
LARGEST = 25_000  # bytes, compressed
FARTHEST = ["ar", "he", "fa", "hi", "th", "ja", "de", "ru", "zh-Hant"]  # scripts, directions, long words


RIGHT_EDGES = """() => {
    const words = document.createRange()
    words.selectNodeContents(document.querySelector("h1"))
    return [words, document.querySelector("legend")].map(one => one.getBoundingClientRect().right)
}"""


def _left(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["x"]


def address(served: Served, language: str, query: str = "") -> str:
    return f"{served.url}/s/everywhere?lang={language}{query}"


def test_each_page_speaks_its_own_language_and_carries_no_other(open_page: OpenPage, served: Served) -> None:
    page = open_page(**PHONE)
    said = {code: wording(code).page.privacy_open for code in LANGUAGES}
    for language in LANGUAGES:
        answer = page.goto(address(served, language, "&score=3"))
        assert answer
        text = answer.text()
        assert [code for code in LANGUAGES if said[code] in text] == [language]
        assert f'<html lang="{language}" dir="{wording(language).direction}">' in text
        assert len(gzip.compress(text.encode())) < LARGEST
        assert answer.headers["content-language"] == language
        assert not scrolls_sideways(page), language


@pytest.mark.parametrize(
    ("accepted", "language"), [("pt-BR", "pt-BR"), ("zh-TW", "zh-Hant"), ("nn-NO", "nb"), ("de-CH", "de")]
)
def test_the_browsers_language_is_spoken(
    open_page: OpenPage, served: Served, accepted: str, language: str
) -> None:
    page = open_page(f"{served.url}/s/everywhere", **{**PHONE, "locale": accepted})
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("language", ["ar", "he", "fa"])
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_from_right_to_left_the_page_is_mirrored_and_the_numbers_are_not(
    open_page: OpenPage, served: Served, language: str, width: int
) -> None:
    page = open_page(address(served, language, "&score=3"), viewport={"width": width, "height": 740})
    row = [box for one in page.locator("#row input").all() if (box := one.bounding_box())]
    assert len(row) == 11
    assert page.locator("#row input").evaluate_all("all => all.map(one => one.value)") == [
        str(score) for score in range(11)
    ]
    assert all(left["x"] + left["width"] <= right["x"] for left, right in pairwise(row))
    assert not scrolls_sideways(page)
    low, high = (_left(page.locator(".ends span").nth(end)) for end in (0, 1))
    assert low < high, "each end of the scale stands under its number"
    sender, menu = (_left(page.locator(one)) for one in (".sender", "summary"))
    assert sender > menu, "the name of the sender stands where reading begins"
    right = page.evaluate(RIGHT_EDGES)
    assert abs(right[0] - right[1]) < 12, "the question begins at the right"


@pytest.mark.parametrize("language", FARTHEST)
def test_axe_finds_nothing_and_the_answer_is_saved_in_words(
    open_page: OpenPage, served: Served, language: str
) -> None:
    page = open_page(address(served, language), **{**PHONE, "viewport": {"width": 320, "height": 740}})
    assert violations(page) == []
    tap(page, 10)
    expect(page.locator("#status")).to_have_text(wording(language).page.saved)
    yes = re.compile(
        rf"^\s*{re.escape(wording(language).page.yes)}\s*$"
    )  # its letters may stand in a question
    expect(page.locator("label", has_text=yes)).to_be_visible()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.locator("#send").click()
    expect(page.locator("#thanks-text")).to_have_text(wording(language).common.thanks_promoter)
    assert not scrolls_sideways(page)
    assert page.faults == []  # type: ignore[attr-defined]


def test_many_languages_fold_into_a_menu_that_the_keyboard_opens(open_page: OpenPage, served: Served) -> None:
    page = open_page(address(served, "de", "&score=7"), **PHONE)
    menu = page.locator("summary")
    expect(menu).to_contain_text("Deutsch")
    expect(page.locator("nav a").first).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator("nav a")).to_have_count(len(LANGUAGES))
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.locator("nav a", has_text="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert "score=7" in page.url
