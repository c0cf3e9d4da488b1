"""Events out of a file: kept once however often it is loaded, and told row by row what is wrong."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from likely.cli.event_row import load_events
from likely.cli.load import _rows
from likely.people.event import Event
from likely.store.file import open_file

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
ROWS = """event,at,email,Topic,amount
Ticket closed,2026-06-01T10:00:00Z,mari@example.org,billing,7
Ticket closed,2026-06-02,juri@example.org,delivery,
ticket_closed,2026-06-03T10:00:00+03:00,mari@example.org,billing,9
ticket_closed,2026-06-03T10:00:00+03:00,mari@example.org,billing,9
"""
WRONG = """event,at,email
,2026-06-01,mari@example.org
renewed,yesterday,mari@example.org
renewed,2027-06-01,mari@example.org
renewed,2026-06-01,nobody
renewed,2026-06-01,
renewed,2026-06-01,kadri@example.org
"""


def load(workspace: Any, folder: Path, text: str, name: str | None = None) -> list[str]:
    file = folder / "events.csv"
    file.write_text(text)
    return list(load_events(workspace, _rows(open_file(str(file), answers=False)), name, NOW))


def test_the_same_file_twice_changes_nothing(workspace: Any, tmp_path: Path) -> None:
    assert load(workspace, tmp_path, ROWS) == ["stored"] * 4, "two equal rows are two events"
    assert load(workspace, tmp_path, ROWS) == ["repeated"] * 4
    assert Event.objects.of(workspace).count() == 4
    first = Event.objects.of(workspace).order_by("at").first()
    assert first is not None
    assert (first.name, first.source) == ("ticket_closed", "file")
    assert first.properties == {"topic": "billing", "amount": 7}
    assert first.person is not None
    assert first.person.email == "mari@example.org"


def test_a_day_is_its_noon_in_the_workspace(workspace: Any, tmp_path: Path) -> None:
    workspace.time_zone = "Europe/Tallinn"
    load(workspace, tmp_path, "event,at,external_id\nrenewed,2026-06-02,7\n")
    assert Event.objects.get().at == datetime(2026, 6, 2, 9, tzinfo=UTC)


def test_every_wrong_row_says_what_is_wrong(workspace: Any, tmp_path: Path) -> None:
    told = load(workspace, tmp_path, WRONG)
    assert [one.split(":")[0] for one in told[:5]] == [f"row {n}" for n in range(1, 6)]
    for said, outcome in zip(
        ("no name", "no day and no moment", "at must lie", "no mail address", "needs an external_id"),
        told,
        strict=False,
    ):
        assert said in outcome
    assert told[5] == "stored"
    assert Event.objects.count() == 1


def test_one_name_serves_for_all_rows(workspace: Any, tmp_path: Path) -> None:
    assert load(workspace, tmp_path, "email,key\nmari@example.org,a\nmari@example.org,a\n", "Renewed") == [
        "stored",
        "repeated",
    ]
    assert Event.objects.get().name == "renewed"
