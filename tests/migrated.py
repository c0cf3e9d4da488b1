"""A database brought to this version once a test run: what a test starts need not do it again."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = "LIKELY_TEST_MIGRATED"  # in the environment: where all processes of one run keep it
if FOLDER not in os.environ:  # the first process, which takes it away at its end
    OWN = tempfile.TemporaryDirectory(prefix="likely-migrated-")
    os.environ[FOLDER] = OWN.name
PREPARE = "import django; django.setup(); from likely.cli.prepare import prepare_database; prepare_database()"


def put_database(home: Path) -> None:
    """Lay an empty database of this version into a home that has none."""
    if not (home / "likely.db").exists():
        shutil.copy(_template(), home / "likely.db")


def prepare(environment: dict[str, str]) -> None:
    """What the first start of a server does to a database."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
    settings = {"DJANGO_SETTINGS_MODULE": "likely.settings"}
    command = [sys.executable, "-c", PREPARE]
    subprocess.run(command, cwd=ROOT, env={**clean, **settings, **environment}, check=True)


@cache
def _template() -> Path:
    """All processes of one parallel run share it; the first that needs it makes it."""
    folder = Path(os.environ[FOLDER])
    ready = folder / "ready.db"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            with tempfile.TemporaryDirectory() as home:
                prepare({"LIKELY_HOME": home})
                shutil.copy(Path(home) / "likely.db", folder / "new.db")
            (folder / "new.db").rename(ready)
    return ready
