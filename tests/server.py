"""A real server as `likely serve` runs it: in processes of its own, on a port and a home of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

from tests import migrated

ROOT = Path(__file__).parents[1]
FIRST_PORT, PORTS, NUMBERS = 18_000, 13_000, count()
RUN = "from likely.cli.main import run; run()"
MAKE_SURVEY = """
import django; django.setup()
from likely.ask.definition import Definition, Question
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
questions = tuple(
    Question(key=key, kind=kind, text={"en": key})
    for key, kind in (("score", "scale"), ("reason", "text"), ("permission", "yes_no"), ("price", "rating"))
)
workspace, _ = Workspace.objects.get_or_create(name="Nordic Hardware")
survey = Survey.objects.create(workspace=workspace, slug="SLUG", name="Ours", kind="rnps")
survey.publish(Definition(kind="rnps", subject={"en": "us"}, languages=("en",), questions=questions))
"""


@dataclass
class Server:
    """`process` is the one that was started; the web process and the worker are its children."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    arguments: tuple[str, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        own = f"sqlite:///{self.home}/likely.db"
        if self.environment.get("LIKELY_DATABASE_URL", own) == own:
            migrated.put_database(self.home)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, seconds: float = 150) -> float:
        """Start, and wait until it answers, so many seconds at the most. The seconds that took."""
        began = monotonic()
        command = [sys.executable, "-c", RUN, "serve", "--port", str(self.port), *self.arguments]
        with open(self.home / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.full_environment(), stdout=log, stderr=subprocess.STDOUT
            )
        while not self.answers():
            if self.process.poll() is not None or monotonic() - began > seconds:
                raise AssertionError(f"no server: {(self.home / 'server.log').read_text()[-2000:]}")
            sleep(0.05)
        return monotonic() - began

    def answers(self) -> bool:
        try:
            urlopen(f"{self.url}/r/nobody", timeout=5).close()
        except HTTPError:
            return True
        except OSError:
            return False
        return True

    def runs(self) -> bool:
        """Whether the process that was started is still the one that runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL for every process at once: no farewell, as in a power cut."""
        for process in self.processes():
            process.kill()
        self.process.wait()

    def stop(self, seconds: float = 120) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def processes(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def run(self, script: str) -> str:
        """What a script prints that works on this installation."""
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=ROOT, env=self.full_environment(), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def make_survey(self, slug: str) -> None:
        self.run(MAKE_SURVEY.replace("SLUG", slug))

    def full_environment(self) -> dict[str, str]:
        """Nothing of the settings of the process that tests."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
        own = {"LIKELY_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "likely.settings"}
        return {**clean, **own, **self.environment}


@contextmanager
def serving(home: Path, **environment: str) -> Iterator[Server]:
    server = Server(home, environment)
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def free_port() -> int:
    """A port on which nobody listens, below those that the system gives to connections: none of them can
    take it before its server has it, nor while that starts again. Each process begins elsewhere."""
    for number in NUMBERS:
        port = FIRST_PORT + (os.getpid() * 101 + number) % PORTS
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("the numbers never end")
