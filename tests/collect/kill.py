"""Respondents at work while the server is killed again and again, and the reckoning afterwards.

An acknowledged tap must be there, with its response once; one that was not acknowledged may be there or not.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from tests.server import ROOT, Server

TAPS = 3  # a score; another score with a reason; permission and the end
READ = """
import django, json; django.setup()
from django.db import connection
from likely.collect.response import Response
rows = Response.objects.values_list("key", "score", "comment", "permission", "completed_at")
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
print(json.dumps([[*row[:4], row[4] is not None] for row in rows]))
"""


@dataclass(frozen=True)
class Reckoning:
    """restart_seconds: from each kill until the server answers again."""

    acknowledged: int  # taps
    responses: int
    lost: list[str]
    doubled: list[str]
    restart_seconds: list[float]
    statuses: dict[str, int]

    def line(self) -> str:
        slowest = max(self.restart_seconds, default=0)
        return (
            f"{self.acknowledged} taps acknowledged, {len(self.lost)} lost, {len(self.doubled)} doubled; "
            f"{len(self.restart_seconds)} kills, back within {slowest:.1f} s"
        )


def kill_under_load(server: Server, respondents: int, seconds: float, kills: int, folder: Path) -> Reckoning:
    """`server` runs and has the survey `ours`. It is killed at even distances and started again."""

    def kill() -> None:
        server.kill()
        server.start()

    return interrupted(server, respondents, seconds, [kill] * kills, folder)


def interrupted(
    server: Server, respondents: int, seconds: float, breaks: list[Callable[[], None]], folder: Path
) -> Reckoning:
    """Respondents for so many seconds, and at even distances something that stops the server from storing."""
    told = folder / "acknowledged.json"
    command = [sys.executable, "-m", "tests.respondents", str(server.port), "/s/ours", "--persistent"]
    options = ["--connections", str(respondents), "--seconds", str(seconds), "--taps", str(TAPS)]
    crowd = subprocess.Popen(
        [*command, *options, "--acknowledged", str(told)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    began, took = monotonic(), []
    for number, break_it in enumerate(breaks, start=1):
        sleep(max(0.0, began + seconds * number / (len(breaks) + 1) - monotonic()))
        broken = monotonic()
        break_it()
        took.append(monotonic() - broken)
    output, _ = crowd.communicate(timeout=seconds + 60)
    return reckon(server, json.loads(told.read_text()), json.loads(output)["statuses"], took)


def reckon(
    server: Server, acknowledged: dict[str, list[int]], statuses: dict[str, int], restarts: list[float]
) -> Reckoning:
    rows = json.loads(server.run(READ))
    keys = [row[0] for row in rows]
    stored = {row[0]: row for row in rows}
    lost = [key for key, (score, taps) in acknowledged.items() if not is_there(stored.get(key), score, taps)]
    doubled = sorted({key for key in keys if keys.count(key) > 1}) if len(stored) < len(keys) else []
    return Reckoning(
        sum(taps for _, taps in acknowledged.values()), len(rows), lost, doubled, restarts, statuses
    )


def is_there(row: list[object] | None, score: int, taps: int) -> bool:
    """Whether a row holds at least what was acknowledged; a later tap may have been stored unheard."""
    if row is None:
        return False
    _, stored, comment, permission, done = row
    changed = stored == 10 - score and comment == f"because of {score}"
    finished = permission is True and done is True
    return ((stored == score or changed) if taps == 1 else changed) and (finished or taps < TAPS)
