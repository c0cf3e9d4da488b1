"""People out of a file, in a browser: from the upload over the columns to everybody, and back."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, scrolls_sideways, violations
from tests.server import Server, serving
from tests.web.test_survey_import_browser import MAKE

pytestmark = pytest.mark.server
ROWS = """Customer ID,E-mail,First name,Last name,Company,Plan,Note
{n}1,mari{n}@example.org,Mari,Põld,Acme {n},pro,
{n}2,jaan{n}@example.org,Jaan,Kask,Acme {n},free,
{n}3,no address,Bo,Berg,,pro,"=cmd|' /C calc'!A0"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("people")) as server:
        yield server


def fit(page: Page) -> None:
    assert violations(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    ("number", "options"), [(1, {}), (2, PHONE), (3, {"color_scheme": "dark", "java_script_enabled": False})]
)
def test_a_file_comes_in_and_is_taken_back(
    server: Server, open_page: Callable[..., Page], tmp_path: Path, number: int, options: dict[str, Any]
) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(ROWS.format(n=number), encoding="cp1252")
    scripted = options.get("java_script_enabled", True)
    page = open_page(**options)
    page.goto(f"{server.url}/enter/{server.run(MAKE).strip()}", timeout=60_000)
    if not scripted:
        page.get_by_role("button").first.click()
    page.goto(f"{server.url}/people/import")
    if scripted:
        fit(page)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("combobox", name="Company")).to_have_value("account_name")
    expect(page.locator("#mapping")).to_contain_text("Mari Põld")
    expect(page.locator(".wrong").first).to_contain_text("no mail address")
    page.get_by_role("combobox", name="Plan", exact=True).select_option("ignore")
    if scripted:
        expect(page.locator("#mapping")).not_to_contain_text("plan pro")
        fit(page)
    page.get_by_role("button", name="Import 3 rows").click()
    ended(page, "Imported", scripted)
    expect(page.locator("#progress")).to_contain_text("The cell is a formula")
    if scripted:
        fit(page)
    page.get_by_role("link", name="To the people").click()
    page.get_by_label("Name, mail, phone, id or account").fill(f"põld acme {number}")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Mari Põld").click()
    expect(page.locator("dl")).to_contain_text(f"mari{number}@example.org")
    expect(page.locator("dl")).not_to_contain_text("pro")
    page.goto(f"{server.url}/people/import")
    page.get_by_role("link", name="customers.csv").first.click()
    page.get_by_role("button", name="Undo this import").click()
    ended(page, "Undone", scripted)
    expect(page.locator("#progress")).to_contain_text("2 people were removed")
    assert page.faults == []  # type: ignore[attr-defined]


def ended(page: Page, title: str, scripted: bool) -> None:
    """By itself; without a script by looking again."""
    heading = page.get_by_role("heading", name=re.compile(f"^{title}$"))
    for _look in range(1 if scripted else 40):
        if scripted:
            expect(heading).to_be_visible(timeout=30_000)
        elif heading.count():
            return
        else:
            page.wait_for_timeout(500)
            page.reload()
    expect(heading).to_be_visible()
