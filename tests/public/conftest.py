"""One survey in three languages with its open link, and a person with a personal one."""

import base64
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from likely.ask.definition import Definition
from tests import migrated
from tests.server import free_port

BUSY = 5  # times as long may anything take on a machine that does other things, too


@pytest.fixture
def definition() -> Definition:
    from likely.ask.template import make_definition

    return make_definition("rnps", "Nordic Hardware", ("en", "zh", "et"))


@pytest.fixture
def survey(workspace: Any, definition: Definition) -> Any:
    from likely.ask.survey import Survey

    survey = Survey.objects.create(workspace=workspace, slug="nordic", name="Nordic", kind=definition.kind)
    survey.publish(definition)
    return survey


@pytest.fixture
def person(workspace: Any) -> Any:
    from likely.people.person import Person

    return Person.objects.create(workspace=workspace, name="Mari Maasikas", email="mari@example.org")


@pytest.fixture
def invitation(survey: Any, person: Any) -> Any:
    from likely.ask.invitation import Invitation

    return Invitation.objects.create(workspace=survey.workspace, survey=survey, person=person)


class Served:
    """A real server with links that nobody has used, and a look at the rows that it stored."""

    def __init__(self, url: str, links: dict[str, list[str]], database: Path) -> None:
        self.url = url
        self._links = links
        self._database = database

    def open_link(self) -> str:
        return self.url + self._links["open"].pop()

    def link_of(self, name: str) -> str:
        """An open link of a survey that tests/public/answer_server.py calls so."""
        return self.url + self._links[name].pop()

    def personal_link(self) -> str:
        return self.url + self._links["personal"].pop()

    def sent_link(self, seconds_ago: float) -> str:
        """A personal link that was sent so long ago."""
        link = self.personal_link()
        sent_at = (datetime.now(UTC) - timedelta(seconds=seconds_ago)).replace(tzinfo=None)
        connection = sqlite3.connect(self._database, timeout=20)
        with connection:
            changes = (sent_at.isoformat(" "), _invited(link.rpartition("/")[2]))
            connection.execute("UPDATE likely_invitation SET sent_at = ? WHERE id = ?", changes)
        connection.close()
        return link

    def rows(self, link: str) -> list[dict[str, Any]]:
        """The responses of a link, their answers read."""
        name = link.rpartition("/")[2].partition("?")[0]
        if "/s/" in link:
            where = "survey_id = (SELECT id FROM likely_survey WHERE slug = ?)"
        else:
            where, name = "invitation_id = ?", _invited(name)
        rows = self._select(f"SELECT * FROM likely_response WHERE {where}", name)
        return [{**row, "answers": json.loads(row["answers"])} for row in rows]

    def looks(self, link: str) -> int:
        """How often somebody left an open link without an answer."""
        where = "survey_id = (SELECT id FROM likely_survey WHERE slug = ?)"
        found = self._select(f"SELECT times FROM likely_opening WHERE {where}", link.rpartition("/")[2])
        return sum(one["times"] for one in found)

    def viewed(self, link: str) -> bool:
        name = _invited(link.rpartition("/")[2])
        return self._select("SELECT viewed_at FROM likely_invitation WHERE id = ?", name)[0]["viewed_at"]

    def _select(self, query: str, *values: str) -> list[dict[str, Any]]:
        connection = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            return [dict(row) for row in connection.execute(query, values)]
        finally:
            connection.close()

    def until(self, link: str, **wanted: Any) -> dict[str, Any]:
        """The link's one response, as soon as it holds `wanted`; within 2 s on a quiet machine."""
        return within(2, lambda: self._holding(link, wanted))

    def _holding(self, link: str, wanted: dict[str, Any]) -> dict[str, Any] | None:
        rows = self.rows(link)
        assert len(rows) <= 1, f"{len(rows)} responses for one respondent"
        return rows[0] if rows and all(rows[0][name] == value for name, value in wanted.items()) else None


def _invited(token: str) -> str:
    return UUID(bytes=base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[:16]).hex


def within(seconds: float, found: Callable[[], Any]) -> Any:
    """What `found` finds. seconds: on a machine that has nothing else to do; a busy one gets more."""
    until = monotonic() + BUSY * seconds
    while True:
        over = monotonic() >= until
        if value := found():
            return value
        if over:
            raise AssertionError(f"not within {BUSY} times {seconds} s")
        sleep(0.03)


def tap(page: Page, score: int) -> None:
    page.locator(f"#row input[value='{score}']").click()


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_have_text(re.compile("Saved|已保存|Salvestatud"))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("answering")
    migrated.put_database(home)
    port = free_port()
    environment = {**os.environ, "LIKELY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "likely.settings"}
    for name in ("LIKELY_DATABASE_URL", "LIKELY_LAKE_URL"):
        environment.pop(name, None)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.public.answer_server", str(port)],
        env={**environment, "LIKELY_ANSWERS_PER_MINUTE": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    links = json.loads(server.stdout.readline())
    assert any(line.strip() == "ready" for line in server.stdout), "the server ended before it was ready"
    yield Served(f"http://127.0.0.1:{port}", links, home / "likely.db")
    server.terminate()
    server.wait(30)
