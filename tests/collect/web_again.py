"""A web process that is killed and started again in a moment: `python -m tests.collect.web_again PORT`.

What it serves is loaded once, before the first fork; each "start" on standard input forks the server that
`likely serve` runs (Granian and its web process), each "kill" sends SIGKILL to all of it. The same word
answers each.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from socket import create_connection
from time import monotonic, sleep

import psutil

from tests.server import ROOT, Server

LONGEST_LIFE = 0.4  # seconds from the first connection that is accepted
READY_SECONDS = 20.0
RESPONDENTS = 16


class WebAgain:
    """The parent of the web processes, as the test speaks to it."""

    def __init__(self, server: Server) -> None:
        self.port = server.port
        command = [sys.executable, "-m", "tests.collect.web_again", str(server.port)]
        self.parent = subprocess.Popen(
            command,
            cwd=ROOT,
            env=server.full_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def say(self, word: str) -> None:
        self.parent.stdin.write(f"{word}\n")
        assert self.parent.stdout.readline() == f"{word}\n"

    def live_and_die(self, seconds: float) -> None:
        """One life of the server, as long as said from the moment that it takes connections."""
        self.say("start")
        until = monotonic() + READY_SECONDS
        while not accepts(self.port):
            assert monotonic() < until, "the server did not come back"
            sleep(0.01)
        sleep(seconds)
        self.say("kill")


@contextmanager
def crowd_at(server: Server, told: str) -> Iterator["subprocess.Popen[str]"]:
    """Respondents who go on until SIGTERM; then they write down what was acknowledged."""
    command = [sys.executable, "-m", "tests.respondents", str(server.port), "/s/ours", "--persistent"]
    options = ["--connections", str(RESPONDENTS), "--seconds", "600", "--taps", "3", "--acknowledged", told]
    crowd = subprocess.Popen([*command, *options], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield crowd
    finally:
        crowd.kill()


def kill_in_a_loop(server: Server, rounds: int, told: str, seed: int) -> str:
    """`rounds` lives under load, each cut at a moment of its own, and one more that is heard to its end.

    What the respondents met, as they print it.
    """
    chance, web = Random(seed), WebAgain(server)
    try:
        with crowd_at(server, told) as crowd:
            for _ in range(rounds):
                web.live_and_die(chance.uniform(0.0, LONGEST_LIFE))
            web.say("start")
            sleep(LONGEST_LIFE)
            crowd.send_signal(signal.SIGTERM)
            return crowd.communicate(timeout=60)[0]
    finally:
        web.parent.stdin.close()  # it kills what it started, and ends
        web.parent.wait(timeout=60)
        web.parent.stdout.close()


def accepts(port: int) -> bool:
    try:
        create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def main(port: int) -> None:
    import django

    django.setup()
    from likely.cli.server import web_server
    from likely.wsgi import application

    child = 0
    for line in sys.stdin:
        if line == "start\n":
            child = os.fork()
            if child == 0:
                os.dup2(2, 1)  # what it logs is no answer
                web_server("127.0.0.1", port, 1).serve(target_loader=lambda: application, wrap_loader=False)
                os._exit(0)
        else:
            kill(child)
            child = 0
        sys.stdout.write(line)
        sys.stdout.flush()
    if child:
        kill(child)


def kill(child: int) -> None:
    """SIGKILL for the server and its web process at once, and nothing of them runs when this returns."""
    parent = psutil.Process(child)
    parent.suspend()  # one that is killed while it forks would leave a web process behind
    web = parent.children(recursive=True)
    for process in [*web, parent]:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    os.waitpid(child, 0)
    while any(lives(process) for process in web):
        sleep(0.001)


def lives(process: psutil.Process) -> bool:
    """An orphan that is dead may be left as a zombie for a while, which holds nothing."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


if __name__ == "__main__":
    main(int(sys.argv[1]))
