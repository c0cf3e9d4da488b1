"""Backups are taken from and put into real installations: separate homes, separate processes."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests import migrated

SEED = """
from django.utils import timezone
from likely.cli.main import enter_home
enter_home(None)
from likely.base.first_owner import make_first_owner
from likely.base.workspace import Workspace
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.cli.prepare import prepare_database
from likely.collect.intake import take_in
from likely.collect.submission import Submission
from likely.store.seal import seal_due
prepare_database()
make_first_owner("owner@example.org", None)
survey = Survey.objects.create(workspace=Workspace.objects.get(), slug="shop", name="Shop")
survey.publish(make_definition("rnps", "Shop", ["en"]))
for number in range(6):
    take_in(Submission(at=timezone.now(), slug="shop", key=f"key-of-answer-{number:04}", score=number + 4))
    if number == 3:
        seal_due(timezone.now(), after_seconds=0)
"""


def likely(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return run(home, "-c", "from likely.cli.main import run; run()", *words)


def run(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
    environment |= {"LIKELY_HOME": str(home)}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    migrated.put_database(home)
    made = run(home, "-c", SEED)
    assert made.returncode == 0, made.stderr
    out = home / "backup.tar.gz"
    told = likely(home, "backup", str(out))
    assert told.returncode == 0, told.stderr
    return out


def test_sealed_and_unsealed_answers_come_back_each_once(backup: Path, tmp_path: Path) -> None:
    told = likely(tmp_path / "new", "restore", str(backup))
    assert told.returncode == 0, told.stderr
    health = likely(tmp_path / "new", "doctor").stdout
    assert "6 answers counted" in health
    assert "FAULT" not in health


def test_the_secret_comes_back_so_that_links_still_work(backup: Path, tmp_path: Path) -> None:
    likely(tmp_path / "new", "restore", str(backup))
    with tarfile.open(backup) as archive:
        kept = archive.extractfile("secret-key")
        assert kept is not None
        assert (tmp_path / "new" / "secret-key").read_bytes() == kept.read()


def test_only_its_owner_can_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_a_home_that_is_in_use_is_not_overwritten(backup: Path) -> None:
    told = likely(backup.parent, "restore", str(backup))
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "installation here already" in told.stderr


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_backup_is_refused_in_one_line(
    backup: Path, tmp_path: Path, content: bytes | None
) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(backup.read_bytes()[:-2000] if content is None else content)
    told = likely(tmp_path / "new", "restore", str(broken))
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "no backup of Likely" in told.stderr


def test_doctor_says_the_cure_of_a_fresh_home(tmp_path: Path) -> None:
    told = likely(tmp_path / "fresh", "doctor")
    assert told.returncode == 1
    assert "Run `likely serve`" in told.stdout
