"""The house itself: rules that hold for every room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]


def test_every_model_change_has_its_migration(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_the_workspace_of_a_test_is_written_and_read(workspace: object) -> None:
    assert str(workspace) == "Nordic Hardware"


@pytest.mark.parametrize("folder", ["likely", "tests", "bench", "docs"])
def test_nothing_is_fetched_from_elsewhere_at_run_time(folder: str) -> None:
    hosts = ("//cdn.", "//unpkg.com", "//cdnjs.", "//fonts.googleapis", "//ajax.googleapis")
    for path in (ROOT / folder).rglob("*"):
        if path.suffix in {".html", ".jinja", ".css", ".js", ".py"} and path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            assert not [host for host in hosts if host in text], path


def test_importing_likely_is_light() -> None:
    code = "import sys, likely; print('django' in sys.modules, 'ibis' in sys.modules, 'scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.split() == ["False", "False", "False"]


def test_the_database_is_the_one_that_this_run_asks_for(db: None) -> None:
    from django.db import connection

    wanted = os.environ.get("LIKELY_TEST_DATABASE", "sqlite")
    assert connection.vendor == wanted
