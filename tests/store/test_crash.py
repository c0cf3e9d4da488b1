"""A worker that is killed at any step loses nothing and repeats nothing, on both databases."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(600)  # a dozen processes, on a machine that may be busy
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_kill_at_every_step(tmp_path: Path, database: str) -> None:
    url = f"sqlite:///{tmp_path / 'rows.db'}" if database == "sqlite" else postgres.fresh_database()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "likely.settings",
        "LIKELY_HOME": str(tmp_path),
        "LIKELY_LAKE_URL": str(tmp_path / "lake"),
        "LIKELY_DATABASE_URL": url,
    }
    run = subprocess.run(
        [sys.executable, "-m", "tests.store.crash"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    verdicts = json.loads(run.stdout)
    assert len(verdicts) == 9
    assert {fault: wrong for fault, wrong in verdicts.items() if wrong} == {}, run.stderr
