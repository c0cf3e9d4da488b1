"""The import in a browser: from a file to the draft, with the list of what stays behind."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.ask.survey_files import NPS, surveyjs
from tests.browser import PHONE, scrolls_sideways, violations
from tests.server import Server, serving

pytestmark = pytest.mark.server
MAKE = """
import django; django.setup()
from likely.base.entry import entry_token
from likely.base.member import Member, User
from likely.base.workspace import Workspace
workspace, _new = Workspace.objects.get_or_create(name="Nordic Hardware")
user, _new = User.objects.get_or_create(email="owner@example.org")
Member.objects.get_or_create(workspace=workspace, user=user, role="owner")
print(entry_token(user))
"""
SIGN = {"type": "signaturepad", "name": "sign", "title": "Sign here"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("import")) as server:
        yield server


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}])
def test_a_file_becomes_a_draft(
    server: Server, open_page: Callable[..., Page], tmp_path: Path, options: dict[str, Any]
) -> None:
    file = tmp_path / "nordic.json"
    file.write_bytes(surveyjs(NPS, SIGN, {"type": "comment", "name": "why", "title": "Why?"}))
    page = open_page(**options)
    page.goto(
        f"{server.url}/enter/{server.run(MAKE).strip()}", timeout=60_000
    )  # the first one loads the engine
    page.goto(f"{server.url}/surveys/import")
    assert violations(page) == []
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator("#left-out")).to_contain_text("Sign here")
    expect(page.locator("#carried")).to_contain_text("reason")
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Make the survey").click()
    expect(page).to_have_url(re.compile(r"/surveys/[0-9a-f-]{36}/edit$"))
