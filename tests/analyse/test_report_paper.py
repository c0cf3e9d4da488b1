"""The report on paper says what its page says, in letters that can be searched, in every language."""

import re
import shutil
import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from likely.analyse.report_page import render
from likely.analyse.report_paper import parts_of, render_pdf
from likely.lib.paper import sheets
from likely.lib.translation import translator
from tests.analyse.example import empty_report, full_report, hostile_report
from tests.analyse.test_report_page import read


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", ["en", "zh", "et"])
def test_whatever_the_paper_says_stands_on_the_page_too(language: str) -> None:
    report = full_report()
    parts = parts_of(report, translator(language))
    page = squeezed(read(render(report, language)).text)
    assert all(squeezed(part.place) in page and squeezed(part.finding) in page for part in parts)
    assert {part.place for part in parts if part.svg} >= {"region", "plan"} & set(report.by)
    assert sum(bool(part.svg) for part in parts) == 6 + len(report.by)
    assert all(warning in {part.text for part in parts} for warning in report.warnings)


def test_letters_stay_letters_and_chinese_has_its_glyphs() -> None:
    paper = PdfReader(BytesIO(render_pdf(full_report(), "zh")))
    text = squeezed("".join(sheet.extract_text() for sheet in paper.pages))
    gettext = translator("zh")
    assert paper.metadata is not None
    assert paper.metadata.title == f"answers.csv · {gettext('Likely report')}"
    for said in ("Trend", "Drivers", "How this was computed"):
        assert squeezed(gettext(said)) in text
    assert "\ufffd" not in text
    drawn = {squeezed(font["/BaseFont"]).lower() for sheet in paper.pages for font in _fonts(sheet)}
    here = chinese_fonts()
    assert not here or any(name in font for name in here for font in drawn)


def chinese_fonts() -> set[str]:
    """Families of this machine that have Chinese letters, as a PDF writes them."""
    if not shutil.which("fc-list"):
        return set()
    told = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=True)
    return {squeezed(name).lower() for line in told.stdout.splitlines() for name in line.split(",")}


def _fonts(sheet: object) -> list[dict[str, str]]:
    """Of the sheet and of the forms that it draws."""
    found, waiting = [], [sheet["/Resources"]]  # type: ignore[index]
    while waiting:
        resources = waiting.pop().get_object()
        found += [font.get_object() for font in resources.get("/Font", {}).values()]
        forms = [form.get_object() for form in resources.get("/XObject", {}).values()]
        waiting += [form["/Resources"] for form in forms if "/Resources" in form]
    return found


@pytest.mark.parametrize("make", [empty_report, hostile_report])
def test_a_report_of_nothing_and_one_of_strangers_have_sheets(make: object) -> None:
    report = make()  # type: ignore[operator]
    drawn = sheets(report.source, "", parts_of(report, translator("en")), lambda one, of: f"{one}/{of}")
    assert drawn
    assert not any("<script" in one or "\x00" in one for one in drawn)
