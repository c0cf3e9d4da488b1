"""Pages of a secret link in a browser: who has no account can still choose the language and the colours."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from likely.act.digest import DigestFacts, keep_digest, leave_link
from likely.act.saved_board import make_board, pin, share_board
from tests.browser import PHONE, scrolls_sideways, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def switched(page: Page) -> None:
    page.get_by_role("button", name="Eesti").click()
    expect(page.locator("html")).to_have_attribute("lang", "et")
    page.get_by_role("button", name="Tume").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_guest_reads_a_shared_board_in_another_language(
    live_server: Any, open_page: Callable[..., Page], workspace: Any, answer: Any
) -> None:
    for days, score in enumerate((10, 9, 8, 3, 10, 7) * 3):
        answer(score, at=timezone.now() - timedelta(days=days))
    board = make_board(workspace, "Ida kõned · 东区", "system")
    pin(board, "/trend/periods", "period=90")
    pin(board, "/nowhere/at-all", "")
    share_board(board, True, "system")
    page = open_page(f"{live_server.url}/b/{board.token}", **PHONE)
    switched(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ida kõned · 东区")
    assert page.locator("main a").all_inner_texts() == ["PDF"]
    assert not scrolls_sideways(page)
    assert violations(page) == []


def test_whoever_stops_a_digest_may_switch_first(
    live_server: Any, open_page: Callable[..., Page], workspace: Any, owner: Any
) -> None:
    row = keep_digest(workspace, owner, DigestFacts(every="week"), timezone.now())
    page = open_page(live_server.url + leave_link(row).partition("8000")[2])
    switched(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lõpeta need kirjad")
