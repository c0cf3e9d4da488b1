"""The live example of the widget's page runs from a folder, without a server."""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Page, expect

from tools.docs_example import write_example

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture
def example(tmp_path: Path) -> str:
    """The part of the page that is markup, as the site has it."""
    write_example(tmp_path / "widget")
    for name in ("example.js", "example.css"):
        copy(DOCS / "widget" / name, tmp_path / "widget")
    page = (DOCS / "widget.md").read_text(encoding="utf-8")
    part = re.search(r"^<link .*?(?=^## )", page, re.DOTALL | re.MULTILINE)
    assert part
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>The widget</title>'
    (tmp_path / "widget.html").write_text(f"{head}<main>{part[0]}</main>", encoding="utf-8")
    return (tmp_path / "widget.html").as_uri()


def test_the_example_shows_a_survey_and_what_it_would_send(
    example: str, open_page: Callable[..., Page]
) -> None:
    page, asked = open_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(example)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("radio", name="9").check(force=True)
    expect(page.locator("#example-sent")).to_contain_text('"score": 9')
    page.get_by_label("Place").select_option("modal")
    page.get_by_label("Language").select_option("ar")
    page.get_by_role("button", name="Start anew").click()
    expect(page.locator("likely-survey [role=dialog], likely-survey dialog").first).to_be_visible()
    assert all(re.match(r"file:|blob:", url) for url in asked)
    assert page.faults == []  # type: ignore[attr-defined]
