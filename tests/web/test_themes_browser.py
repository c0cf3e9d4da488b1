"""Themes in a browser: comments put right by keyboard alone, words tried while typing, on a narrow phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.store.tag_comments import read_again_due
from likely.store.theme_set import Origin, ThemeMark, keep_themes
from likely.text.taxonomy import Theme, taxonomy
from tests.browser import scrolls_sideways, violations
from tests.web.test_segments_browser import NARROW


@pytest.fixture
def world(workspace: Any, answer: Any, settings: Any, tmp_path: Path) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")
    for place in range(8):
        answer(2, comment=f"Late delivery {place}")
        answer(9, comment=f"An ordinary morning {place}")
    themes = [
        Theme("delivery", {"en": "Delivery"}, ("delivery",)),
        Theme("staff", {"en": "Staff"}, ("staff",)),
    ]
    keep_themes(workspace, taxonomy(themes), Origin.EDITED, "system")
    read_again_due(timezone.now(), seconds=600)


def test_comments_are_put_right_without_a_mouse(staff: Callable[..., Page], world: None) -> None:
    page = staff("/reasons/inbox")
    first = page.locator("[data-inbox] .words").inner_text()
    page.keyboard.press("s")
    expect(page.locator("[data-inbox] .words")).not_to_have_text(first)
    second = page.locator("[data-inbox] .words").inner_text()
    page.keyboard.press("2")
    expect(page.get_by_label("Staff")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("[data-inbox] .words")).not_to_have_text(second)
    assert ThemeMark.objects.get(theme="staff").response.comment == second


def test_words_are_tried_while_they_are_typed(staff: Callable[..., Page], world: None) -> None:
    page = staff("/reasons/themes/staff")
    page.get_by_label("Words, set apart by commas").fill("morning")
    expect(page.locator("#tried")).to_contain_text("50.0")


@pytest.mark.parametrize(
    "address",
    [
        "/reasons",
        "/reasons/comments?theme=delivery",
        "/reasons/themes",
        "/reasons/themes/staff",
        "/reasons/inbox",
    ],
)
def test_the_pages_fit_the_narrowest_phone_and_everybody(
    staff: Callable[..., Page],
    world: None,
    address: str,
) -> None:
    page = staff(address, **NARROW)
    assert not scrolls_sideways(page)
    assert violations(page) == []
