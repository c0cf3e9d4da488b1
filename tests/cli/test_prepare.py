"""Before the first request the database is saved and brought to this version, and somebody can sign in."""

import os
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from likely.cli.prepare import prepare_owner

PREPARE = """
import django; django.setup()
from likely.cli.prepare import prepare_database
print(prepare_database())
"""


def prepared(home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
    own = {"LIKELY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "likely.settings", **environment}
    return subprocess.run(
        [sys.executable, "-c", PREPARE], env={**clean, **own}, capture_output=True, text=True, check=False
    )


def test_a_database_is_copied_before_it_is_changed_and_only_then(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "likely.db") as connection:
        connection.execute("CREATE TABLE older (row TEXT)")
        connection.execute("INSERT INTO older VALUES ('kept')")
    connection.close()
    first = prepared(tmp_path)
    copy = Path(first.stdout.strip())
    assert copy.parent == tmp_path / "backups", first.stderr
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT row FROM older").fetchall() == [("kept",)]
    connection.close()
    assert prepared(tmp_path).stdout.strip() == "None"


def test_a_database_that_is_not_there_is_said_with_a_cure(tmp_path: Path) -> None:
    done = prepared(tmp_path, LIKELY_DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing")
    assert done.returncode == 1
    assert "The database can't be reached" in done.stderr.splitlines()[-1]
    assert "Check LIKELY_DATABASE_URL" in done.stderr.splitlines()[-1]


@pytest.mark.django_db
def test_an_owner_with_a_password_needs_no_link(settings: Any) -> None:
    from likely.base.member import User

    settings.OWNER_EMAIL, settings.OWNER_PASSWORD = "ada@example.org", "correct horse battery"
    assert prepare_owner() is None
    assert User.objects.get().check_password("correct horse battery")
    assert prepare_owner() is None


@pytest.mark.django_db
def test_an_owner_without_a_password_gets_a_link_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from likely.base.entry import user_of_entry

    monkeypatch.setattr("sys.stdin", StringIO())  # nobody is there to be asked
    settings.OWNER_EMAIL = settings.OWNER_PASSWORD = ""
    link = prepare_owner()
    assert link is not None
    assert user_of_entry(link.rpartition("/")[2]).email == "owner@localhost"
    assert prepare_owner() is None
