"""Run by test_crash.py in a process of its own: kill a sealing worker at every step, then look.

A worker is a fork, so that it need not load everything anew. Neither DuckDB nor the lake's writer outlives
a fork, so the parent starts them only when all the workers are dead.
Prints one JSON object: {fault: what was wrong, or ""}.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import deltalake
import django
import ibis.backends.duckdb  # noqa: F401 - loaded once, before the forks
import pandas  # noqa: F401
import pyarrow.compute  # noqa: F401

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from likely.base.workspace import Workspace  # noqa: E402
from likely.collect.response import Response  # noqa: E402
from likely.store import lake as lakes  # noqa: E402
from likely.store import seal as sealing  # noqa: E402
from likely.store.hot import reopen  # noqa: E402
from likely.store.rows import export  # noqa: E402
from likely.store.slice import Slice  # noqa: E402
from likely.store.workspace_table import table_of  # noqa: E402
from tests.store.world import LATER, answer, survey_of  # noqa: E402

KILLED = 9
# A worker dies just after each of these: every moment between two things that are done for good.
FAULTS: list[tuple[Any, str]] = [
    (sealing, "_next_seal"), (sealing, "_begin"), (sealing, "ids_within"), (lakes, "_create"),
    (lakes, "_append"), (lakes, "_merge"), (lakes.Lake, "erase"), (sealing, "_close"), (lakes.Lake, "tidy"),
]  # fmt: skip


def in_child(act: Callable[[], object]) -> int:
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            act()
        except BaseException:  # noqa: BLE001 - the end of a process
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_after(place: Any, name: str) -> None:
    alive = getattr(place, name)

    def dying(*args: Any, **kwargs: Any) -> Any:
        alive(*args, **kwargs)
        os._exit(KILLED)

    setattr(place, name, dying)


def tick(workspace: Workspace) -> None:
    sealing.seal_workspace(workspace, LATER + timedelta(days=1), LATER)


def expected(workspace: Workspace) -> dict[str, int]:
    return {str(id): score for id, score in Response.objects.of(workspace).values_list("id", "score")}


def check(workspace: Workspace, *, all_sealed: bool) -> None:
    batches = export(table_of(workspace), Slice(), ["id", "score"])
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert len({row["id"] for row in rows}) == len(rows), "a response is shown twice"
    assert {row["id"]: row["score"] for row in rows} == expected(workspace), "what is shown is not what is"
    if all_sealed:
        table = deltalake.DeltaTable(sealing.lake_of(workspace).url).to_pyarrow_table()
        sealed = dict(zip(table["id"].to_pylist(), table["score"].to_pylist(), strict=True))
        assert table.num_rows == len(sealed), "a response lies in the lake twice"
        assert sealed == expected(workspace), "the lake does not hold what is"


def first_answers(name: str) -> Workspace:
    workspace = Workspace.objects.create(name=name)
    for score in range(5):
        answer(workspace, score, survey=SURVEY)
    return workspace


def change_some(workspace: Workspace) -> None:
    """New answers, an edit of a sealed one, and an erasure of another."""
    answer(workspace, 10, survey=SURVEY)
    edited, erased = Response.objects.of(workspace).filter(score__in=(1, 2)).order_by("score")
    reopen(Response.objects.filter(pk=edited.pk), LATER, score=9)
    sealing.erase(workspace, Response.objects.filter(pk=erased.pk), LATER)


def prepare(name: str, workspace: Workspace) -> None:
    if name not in ("_create", "_append"):
        tick(workspace)
        change_some(workspace)


def killed_after(place: Any, name: str, workspace: Workspace) -> None:
    lakes.FILES_BEFORE_TIDYING = 1
    die_after(place, name)
    tick(workspace)


def wrong(workspace: Workspace) -> str:
    try:
        check(workspace, all_sealed=False)
        tick(workspace)
        check(workspace, all_sealed=True)
    except AssertionError as error:
        return str(error)
    return ""


def main() -> None:
    worlds = {name: first_answers(name) for _, name in FAULTS}
    if in_child(lambda: [prepare(name, workspace) for name, workspace in worlds.items()]):
        sys.exit("the first ticks failed")
    for place, name in FAULTS:
        if (code := in_child(partial(killed_after, place, name, worlds[name]))) != KILLED:
            sys.exit(f"the worker to be killed after {name} ended with {code}")
    json.dump({name: wrong(workspace) for name, workspace in worlds.items()}, sys.stdout)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    SURVEY = survey_of(Workspace.objects.create(name="surveys"))
    main()
    sys.stdout.flush()
    os._exit(0)  # no orderly end: libraries with threads may stumble over the forks when they tidy up
