"""Runs the real command in a process of its own."""

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from likely.cli.main import run

RUN = "from likely.cli.main import run; run()"
# Fails where the command has loaded Django on its way.
RUN_WITHOUT_DJANGO = (
    "import atexit, os, sys;"
    "atexit.register(lambda: 'django' in sys.modules and os._exit(99));"
    "from likely.cli.main import run; run()"
)


def likely(*arguments: str | Path, code: str = RUN) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=200,
        check=False,
    )


def likely_here(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """The same command in this process, for tests that need no start of their own."""
    words = ["likely", *map(str, arguments)]
    with (
        redirect_stdout(StringIO()) as out,
        redirect_stderr(StringIO()) as err,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", words)
        try:
            run()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return subprocess.CompletedProcess(words, code, out.getvalue(), err.getvalue())


def assert_refused(done: "subprocess.CompletedProcess[str]", *said: str) -> None:
    """Exit code 2 and exactly one line on standard error, with `said` in it."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("likely: ")
    assert done.stderr.count("\n") == 1, done.stderr
    for word in said:
        assert word in done.stderr
