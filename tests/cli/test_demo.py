"""`likely demo` and `likely serve` from the first line to the last: nothing ugly, nothing left."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

from tests import migrated
from tests.server import ROOT, RUN, free_port

MOST_SECONDS_TO_STOP = 6.0  # 1 on an idle machine; on a busy one as much slower as the start was


class Command:
    """A command in a process group of its own, as a terminal starts it."""

    def __init__(self, *words: str, folder: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
        self.errors = folder / "errors.txt"
        self.began, self.ready_after = monotonic(), 0.0  # seconds
        with open(self.errors, "wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", RUN, *words],
                cwd=ROOT,
                env={**clean, "TMPDIR": str(folder)},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                process_group=0,
            )

    def line_with(self, words: str) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            if words in line:
                self.ready_after = monotonic() - self.began
                return line
        raise AssertionError(f"ended without {words!r}: {self.errors.read_text()}")

    def family(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C in the terminal, which is soon obeyed; the exit code and what was said from then on."""
        began = monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        said, _ = self.process.communicate(timeout=120)
        assert monotonic() - began < max(MOST_SECONDS_TO_STOP, 4 * self.ready_after)
        return self.process.returncode, said


@contextmanager
def running(*words: str, folder: Path) -> Iterator[Command]:
    command = Command(*words, folder=folder)
    try:
        yield command
    finally:
        if command.process.poll() is None:
            command.process.kill()
            command.process.wait()


def open_connection(port: int, first: bytes = b"") -> socket.socket:
    """Kept open; with `first`, after one answer, as a browser keeps it."""
    link = socket.create_connection(("127.0.0.1", port), timeout=30)
    if first:
        link.sendall(first)
        assert link.recv(4096).startswith(b"HTTP/1.1 ")
    return link


@pytest.mark.server
@pytest.mark.timeout(400)
def test_the_demo_stops_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    with running("demo", "--no-open", "--port", str(free_port()), folder=tmp_path) as demo:
        port = int(re.findall(r":(\d+)/", demo.line_with("Likely is ready: "))[0])
        links = [open_connection(port, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") for _ in range(4)]
        links.append(open_connection(port))
        family, [home] = demo.family(), tmp_path.glob("likely-demo-*")
        assert (home / "likely.db").exists()
        assert len(family) >= 3  # the one that was started, a web process, a worker
        assert demo.interrupt() == (0, "")
        for link in links:
            link.close()
    assert demo.errors.read_text() == ""
    assert psutil.wait_procs(family, timeout=60)[1] == []
    assert not home.exists()


@pytest.mark.server
@pytest.mark.timeout(400)
@pytest.mark.parametrize("seconds", [0.0, 0.5, 1.5])
def test_a_server_can_be_stopped_while_it_still_loads(tmp_path: Path, seconds: float) -> None:
    home = tmp_path / "home"
    home.mkdir()
    migrated.put_database(home)
    words = ("serve", "--home", str(home), "--port", str(free_port()))
    with running(*words, folder=tmp_path) as server:
        server.line_with("Sign in once with this link")
        sleep(seconds)
        family = server.family()
        code, said = server.interrupt()
    assert code in {0, 130}
    assert "refused" not in said
    assert "Traceback" not in server.errors.read_text()
    assert psutil.wait_procs(family, timeout=60)[1] == []
