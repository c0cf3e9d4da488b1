import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from likely.analyse.findings import Report
from likely.analyse.report_page import render
from likely.lib import translation
from tests.analyse.example import HOSTILE, empty_report, full_report, hostile_report
from tests.browser import PHONE, scrolls_sideways, violations

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Reader(HTMLParser):
    """Collects the tags and the text, and fails where a tag is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


EVERY = {"full": full_report, "empty": empty_report, "hostile": hostile_report}


@pytest.fixture(params=EVERY)
def report(request: pytest.FixtureRequest) -> Report:
    return EVERY[request.param]()


def test_the_page_is_well_formed(report: Report) -> None:
    assert read(render(report)).tags[0] == "html"


def test_the_page_needs_nothing_from_anywhere(report: Report) -> None:
    page = read(render(report))
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert not {"src", "href", "style", "onload", "onclick"} & {name for name, _ in page.attributes}
    assert "url(" not in render(report)
    policy = next(value for name, value in page.attributes if value and value.startswith("default-src"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_text_of_the_file_never_becomes_markup() -> None:
    page = render(hostile_report())
    assert "<script" not in page
    assert "{{ 7*7 }}" in page  # no template in it was run
    assert "\x00" not in page
    assert HOSTILE.replace("\x00\x0b", "") in read(page).text


def test_the_score_stands_with_its_interval_and_n() -> None:
    text = read(render(full_report())).text
    assert "+63 (+47 to +75)" in text
    assert "n 70" in text


def test_every_section_shows_what_the_report_holds() -> None:
    text = read(render(full_report())).text
    for said in (
        "Promoters outnumber detractors: 48 to 4",
        "The most frequent answer is 10, given by 40.0\u00a0%",
        "Above the rest: North. Below: South",
        "No difference can be told from chance",
        "2026-03: down 98, real (p < 0.001)",
        "Within noise: 1 of 4 changes. Too few answers to compare: 1.",
        "Politeness of the staff goes with the score most",
        "Comments with “delivery” score lower: −55 (−80 to −20)",
        "quick answer",
        "It came late, twice.",
        "非常满意，送货很快。",
        "The weights do not move the score",
        "Detractors comment three times as often as promoters.",
        "Left out: no score given",
        "q1 (guessed)",
        "typical B2B software",
        "A published study, 2020",
        "100 · (48 − 4) / 70 = 62.857",
        "registered trademarks",
    ):
        assert said in text, said


def test_a_change_within_noise_is_not_called_one() -> None:
    calm = replace(full_report(), changes=full_report().changes[:1])
    text = read(render(calm)).text
    assert "No change from one period to the next can be told from noise" in text
    assert not re.search(r"real \(p", text)


def test_a_hidden_segment_shows_no_number() -> None:
    page = render(full_report())
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page) if ">West<" in row)
    assert "too few answers" in row
    assert not re.search(r"\d", row)


def test_no_score_says_so_and_shows_no_chart() -> None:
    page = read(render(empty_report()))
    assert "No score: none of the 75 rows holds an answer from 0 to 10." in page.text
    assert "svg" not in page.tags


def test_charts_come_for_both_widths() -> None:
    page = read(render(full_report()))
    assert page.tags.count("svg") == 2 * 8


def test_the_language_is_said_and_right_to_left_mirrors_the_page() -> None:
    assert '<html lang="et" dir="ltr">' in render(full_report(), "et")
    assert '<html lang="ar" dir="rtl">' in render(full_report(), "ar")


@pytest.fixture
def file(report: Report, tmp_path: Path) -> str:
    out = tmp_path / "report.html"
    out.write_text(render(report), encoding="utf-8")
    return out.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_style_is_refused(
    open_page: Callable[..., Any], file: str, scheme: str
) -> None:
    page = open_page(file, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert violations(page) == []
    assert page.faults == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_scrolls_sideways(open_page: Callable[..., Any], file: str, width: int) -> None:
    page = open_page(file, **{**PHONE, "viewport": {"width": width, "height": 740}})
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert not scrolls_sideways(page)


def test_text_in_charts_stays_readable_on_a_phone(open_page: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text(render(full_report()), encoding="utf-8")
    page = open_page(out.as_uri(), **PHONE)
    heights = page.evaluate(
        "[...document.querySelectorAll('.narrow svg text')].map(text => text.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 11
    assert page.locator(".wide:visible").count() == 0


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The project's own catalogues, compiled where a fresh checkout has none."""
    for source in translation.FOLDER.glob("*/LC_MESSAGES/django.po"):
        out = tmp_path / source.relative_to(translation.FOLDER).with_suffix(".mo")
        out.parent.mkdir(parents=True)
        with source.open("rb") as texts, out.open("wb") as file:
            write_mo(file, read_po(texts))
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    translation.catalogue.cache_clear()
    yield
    translation.catalogue.cache_clear()


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("language", "finding"),
    [
        ("et", "70 vastajast on soovitajaid 68.6\u00a0% ja kriitikuid 5.7\u00a0%"),
        ("zh", "70 位回答者中，68.6\u00a0% 为推荐者，5.7\u00a0% 为贬损者"),
    ],
)
def test_the_page_speaks_the_language_throughout(language: str, finding: str) -> None:
    text = read(render(full_report(), language)).text
    assert finding in text
    for english in (
        "Promoters",
        "Answers",
        "Trend",
        "real",
        "noise",
        "above",
        "interval",
        "guessed",
        "numbers",
    ):
        assert english not in text, english
