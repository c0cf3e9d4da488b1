"""The running server: web processes under Granian, and the worker beside them, until it is told to stop."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import connection, connections
from django.utils.module_loading import import_string
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from likely.lib.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Worker:
    """One child: its share of the duties, when it starts, and how long a duty under way has to end (s).

    What may last is cut soon, and done again by the next worker; a mail on its way is let go out.
    """

    share: str
    after_seconds: float
    stop_seconds: float


APPLICATION = "likely.web_process.application"  # by name: it is loaded in the web processes alone
THREADS = 64  # a process: requests that wait for a commit or a page; more connections wait in the server
FEWEST_THREADS = 4  # a process
CONNECTIONS = 2048  # that may wait for a thread or to be accepted
STOP_SECONDS = 20  # for requests under way to end after a signal; then they are cut
CUT_SECONDS = 5  # for a worker that had to be cut to be gone
FREE_SECONDS = 10.0  # how long a new server waits for the last one to let go of port and home
RESTART_SECONDS = 2.0  # between two starts of a worker that ended by itself
LOCK_FILE = "server.lock"
WORKERS = (Worker("short", 0, STOP_SECONDS), Worker("long", 5, 3))
LIKELY = "from likely.cli.main import run; run()"  # the command, for a process of its own


def run_server(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    *,
    with_worker: bool = True,
    ready: Callable[[], None] | None = None,
) -> None:
    """Serve the installation that the settings name until SIGINT or SIGTERM.

    The database must be prepared. `ready` is called once the server answers. With SQLite there is
    exactly one web process, since one process at a time can write and commits are shared inside it.
    """
    connections.close_all()  # nothing open is inherited by the processes to come
    with _alone(settings.HOME), _worker(with_worker):
        _wait_for_port(host, port)
        if ready:
            Thread(target=_tell, args=(host, port, ready), daemon=True).start()
        _serve(web_server(host, port, 1 if connection.vendor == "sqlite" else workers))


def threads_of(workers: int) -> int:
    """A process's threads. Each may hold a connection to a database server, which takes only so many."""
    if connection.vendor == "sqlite":
        return THREADS
    return max(FEWEST_THREADS, min(THREADS, settings.DATABASE_CONNECTIONS // workers))


def web_server(host: str, port: int, workers: int) -> MPServer:
    return MPServer(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads_of(workers),
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.error,  # it warns of many threads; ours wait for the disk, not for a core
    )


def _serve(server: MPServer) -> None:
    try:
        # Not by the server's own loader, which would look for modules in the current folder first.
        server.serve(target_loader=partial(import_string, APPLICATION), wrap_loader=False)
    except SystemExit:
        if not server.interrupt_signal:
            raise


@contextmanager
def _worker(wanted: bool) -> Iterator[None]:
    """`likely work` as children that are started again whenever they end by themselves."""
    if not wanted:
        yield
        return
    stop = Event()
    keepers = {worker: Thread(target=_keep_working, args=(stop, worker), daemon=True) for worker in WORKERS}
    for keeper in keepers.values():
        keeper.start()
    try:
        yield
    finally:
        stop.set()
        for worker, keeper in keepers.items():
            keeper.join(worker.stop_seconds + CUT_SECONDS)


def _keep_working(stop: Event, worker: Worker) -> None:
    stop.wait(worker.after_seconds)
    while not stop.is_set():
        words = ("work", "--share", worker.share, "--attached", str(os.getpid()))
        command = [sys.executable, "-c", LIKELY, *words]
        child = subprocess.Popen(command, process_group=0)  # noqa: S603 - our own interpreter and words
        while child.poll() is None and not stop.wait(0.2):
            pass
        _end(child, worker.stop_seconds)
        stop.wait(RESTART_SECONDS)


def _end(child: "subprocess.Popen[bytes]", seconds: float) -> None:
    child.terminate()
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """With SQLite, hold the home's lock. The web processes inherit it, so it is free once all are gone."""
    if connection.vendor != "sqlite" or sys.platform == "win32":
        yield
        return
    with open(home / LOCK_FILE, "w") as lock:
        if not _within(FREE_SECONDS, lambda: _locked(lock)):
            raise Refusal(
                "home_in_use", f"Another server runs on {home}.", cure="Stop it, or name another --home."
            )
        yield


def _locked(lock: IO[str]) -> bool:
    import fcntl  # not on Windows

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_for_port(host: str, port: int) -> None:
    if not _within(FREE_SECONDS if connection.vendor == "sqlite" else 2.0, lambda: _is_free(host, port)):
        raise Refusal(
            "port_taken",
            f"Port {port} of {host} is taken.",
            cure="Stop what listens there, or name another --port.",
        )


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Refusal(
                "port_taken", f"Port {port} needs more rights.", cure="Name one above 1023."
            ) from None
        except OSError:
            return False
    return True


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    until = monotonic() + seconds
    while not is_so():
        if monotonic() > until:
            return False
        sleep(0.1)
    return True


def _tell(host: str, port: int, ready: Callable[[], None]) -> None:
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - compared with, not bound to
    if _within(60, lambda: _answers(f"http://{near}:{port}/healthz")):
        ready()


def _answers(url: str) -> bool:
    """Whether anything answers: a 404 is an answer, too."""
    try:
        urlopen(url, timeout=5).close()  # noqa: S310 - our own address
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True
