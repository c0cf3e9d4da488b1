"""What the board asks of the store, at 1,000,000 answers: milliseconds cold and warm.

Beside it, in the same run and on the same Parquet files: the same questions as DuckDB SQL written by hand,
and in pandas. `cold`: after a seal, in a warm process; `warm`: again, with
a fresh answer in between, as a board that is looked at while answers come in; the best of fifteen rounds, so
that what else the machine does is left out. `first`: in a process that has just started.

Bar: all of the board's questions together, warm, in at most 100 ms. `--quick`: 200,000 answers.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

BAR_MS = 100
HOT_ROWS = 50  # five minutes of a workspace that takes five million answers a year
HOME = tempfile.TemporaryDirectory(prefix="likely-bench-")
os.environ |= {
    "LIKELY_HOME": HOME.name,
    "LIKELY_DATABASE_URL": f"sqlite:///{HOME.name}/likely.db",
    "LIKELY_LAKE_URL": f"{HOME.name}/lake",
    "DJANGO_SETTINGS_MODULE": "likely.settings",
}
for name in ("LIKELY_ENGINE_URL",):
    os.environ.pop(name, None)

import django  # noqa: E402

django.setup()

import duckdb  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pyarrow as pa  # noqa: E402
from django.core.management import call_command  # noqa: E402

from likely.ask.survey import Survey, SurveyVersion  # noqa: E402
from likely.base.workspace import Workspace  # noqa: E402
from likely.collect.response import Response  # noqa: E402
from likely.lib.identity import new_id  # noqa: E402
from likely.store.aggregate import counts  # noqa: E402
from likely.store.rows import page  # noqa: E402
from likely.store.schema import arrow_schema  # noqa: E402
from likely.store.seal import lake_of  # noqa: E402
from likely.store.slice import Slice  # noqa: E402
from likely.store.workspace_table import table_of  # noqa: E402

START, DAYS = date(2025, 6, 1), 365
NOW = datetime(2026, 6, 1, tzinfo=UTC)
WIDE = ["p_plan", "p_region", "p_segment", "r_price", "r_speed"]
COMMENTED = Slice(where=(("commented", ("yes",)),))
COLUMNS = ["id", "at", "score", "comment", "plan"]
QUESTIONS: dict[str, Slice] = {
    "score": Slice(),
    "day × score, one region": Slice(where=(("region", ("region-3",)),), by=("day",)),
    "month × segment × score": Slice(by=("month", "segment")),
    "channel × score": Slice(by=("channel",)),
}


def answers(rows: int, seed: int = 7) -> pa.Table:
    """Believable in what costs time: long comments, some wide columns, days in order."""
    rng = np.random.default_rng(seed)
    seconds = np.sort(rng.integers(0, DAYS * 86_400, rows))
    at = np.datetime64(START, "us") + seconds.astype("timedelta64[s]")
    words = np.array(
        ["delivery", "price", "friendly", "slow", "broken", "helpful", "late", "great", "support"]
    )
    texts = np.array([" ".join(rng.choice(words, rng.integers(4, 40))) for _ in range(5000)], dtype=object)
    said = np.where(rng.random(rows) < 0.4, texts[rng.integers(0, len(texts), rows)], None)

    def named(stem: str, count: int) -> pa.Array:
        return pa.array([f"{stem}-{i}" for i in range(count)]).take(pa.array(rng.integers(0, count, rows)))

    columns: dict[str, Any] = {
        "id": [f"{second:012x}-7000-8000-{row:012x}" for row, second in enumerate(seconds)],
        "person": named("person", rows // 2), "survey": named("survey", 3), "channel": named("channel", 5),
        "kind": pa.array(["rnps"] * rows), "language": named("language", 3),
        "version": np.ones(rows, np.int32), "score": rng.binomial(10, 0.8, rows).astype(np.int8),
        "comment": said, "at": at, "changed_at": at, "completed_at": at, "day": at.astype("datetime64[D]"),
        "state": pa.array(["counted"] * rows), "properties": pa.array(['{"plan": "pro"}'] * rows),
        "answers": pa.array(["{}"] * rows), "seal": np.ones(rows, np.int32),
        "p_plan": named("plan", 4), "p_region": named("region", 12), "p_segment": named("segment", 50),
        "r_price": rng.integers(1, 6, rows).astype(float), "r_speed": rng.integers(1, 6, rows).astype(float),
    }  # fmt: skip
    schema = arrow_schema(WIDE)
    nothing = pa.nulls(rows)
    return pa.table([pa.array(columns.get(f.name, nothing)).cast(f.type) for f in schema], schema=schema)


def build(rows: int) -> Workspace:
    call_command("migrate", verbosity=0)
    workspace = Workspace.objects.create(name="Bench")
    survey = Survey.objects.create(workspace=workspace, slug="survey-0", name="Survey", kind="rnps")
    SurveyVersion.objects.create(survey=survey, number=1, definition={}, published_at=NOW)
    lake, table = lake_of(workspace), answers(rows)
    for number, start in enumerate(range(0, rows, 50_000), start=1):
        lake.write(number, table.slice(start, 50_000), lake.snapshot(), [])
    for _ in range(HOT_ROWS):
        fresh_answer(workspace, survey)
    return workspace


def fresh_answer(workspace: Workspace, survey: Survey) -> None:
    Response.objects.create(
        id=new_id(), workspace=workspace, survey=survey, version=survey.versions.get(), key=new_id().hex,
        score=9, comment="Fine", channel="channel-1", language="en", at=NOW, changed_at=NOW,
        properties={"plan": "plan-1", "region": "region-3", "segment": "segment-7"}, answers={"speed": 4},
    )  # fmt: skip


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def board(workspace: Workspace) -> dict[str, float]:
    """Each of the board's questions once, as one page asks them."""
    taken: dict[str, float] = {}
    tables: list[Any] = []
    taken["the table (lake + database)"] = timed(lambda: tables.append(table_of(workspace)))
    for name, slice in QUESTIONS.items():
        taken[name] = timed(lambda slice=slice: counts(tables[0], slice))
    taken["latest 50 comments"] = timed(lambda: page(tables[0], COMMENTED, COLUMNS))
    return taken


def by_hand(files: tuple[str, ...]) -> dict[str, float]:
    """The same, in SQL, from the same files, without hot rows; best of three."""
    source = f"read_parquet({list(files)})"
    sqls = {
        "score": "SELECT score, count(*) FROM {} GROUP BY 1",
        "day × score, one region": "SELECT day, score, count(*) FROM {} "
        "WHERE p_region = 'region-3' GROUP BY ALL",
        "month × segment × score": "SELECT date_trunc('month', day), p_segment, score, count(*) FROM {} "
        "GROUP BY ALL",
        "channel × score": "SELECT channel, score, count(*) FROM {} GROUP BY ALL",
        "latest 50 comments": 'SELECT id, "at", score, comment, p_plan FROM {} '
        "WHERE comment <> '' ORDER BY \"at\" DESC, id DESC LIMIT 50",
    }
    con = duckdb.connect()
    return {
        name: min(timed(lambda s=sql: con.execute(s.format(source)).fetchall()) for _ in range(3))
        for name, sql in sqls.items()
    }


def in_pandas(files: tuple[str, ...]) -> dict[str, float]:
    """The same with the columns that each needs read anew; once."""

    def read(*columns: str) -> pd.DataFrame:
        return pd.read_parquet(list(files), columns=list(columns))

    def days() -> Any:
        frame = read("day", "score", "p_region")
        return frame[frame.p_region == "region-3"].groupby(["day", "score"]).size()

    def cube() -> Any:
        frame = read("day", "p_segment", "score")
        month = pd.to_datetime(frame.day).dt.to_period("M")
        return frame.groupby([month, "p_segment", "score"]).size()

    def latest() -> Any:
        frame = read("id", "at", "score", "comment", "p_plan")
        return frame[frame.comment.notna()].nlargest(50, "at")

    acts: dict[str, Callable[[], Any]] = {
        "score": lambda: read("score").groupby("score").size(),
        "day × score, one region": days,
        "month × segment × score": cube,
        "channel × score": lambda: read("channel", "score").groupby(["channel", "score"]).size(),
        "latest 50 comments": latest,
    }
    return {name: timed(act) for name, act in acts.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    rows = 200_000 if parser.parse_args().quick else 1_000_000
    start = time.perf_counter()
    workspace = build(rows)
    survey = Survey.objects.get()
    snapshot = lake_of(workspace).snapshot()
    assert snapshot
    size = sum(Path(file).stat().st_size for file in snapshot.files) / 1e6
    built = time.perf_counter() - start
    print(f"{rows:,} answers, {len(snapshot.files)} files, {size:.0f} MB, in {built:.0f} s")
    first = board(workspace)
    rounds = []
    for _ in range(15):
        fresh_answer(workspace, survey)
        rounds.append(board(workspace))
    warm = {name: min(taken[name] for taken in rounds) for name in first}
    cold = board_of_new_state(workspace)
    raw, frames = by_hand(snapshot.files), in_pandas(snapshot.files)
    print(f"{'milliseconds':<30}{'first':>9}{'cold':>9}{'warm':>9}{'SQL':>9}{'pandas':>9}")
    for name in first:
        others = "".join(
            f"{figures[name]:9.1f}" if name in figures else f"{'':>9}" for figures in (raw, frames)
        )
        print(f"{name:<30}{first[name]:9.1f}{cold[name]:9.1f}{warm[name]:9.1f}{others}")
    total = sum(warm.values())
    sums = "".join(f"{sum(figures.values()):9.1f}" for figures in (first, cold, warm, raw, frames))
    print(f"{'together':<30}{sums}")
    print(json.dumps({"board_query_warm_ms": round(total, 1), "bar_ms": BAR_MS, "rows": rows}))
    return 0 if total <= BAR_MS else 1


def board_of_new_state(workspace: Workspace) -> dict[str, float]:
    """The board after a seal: nothing is remembered of the new state, while the process is warm."""
    lake = lake_of(workspace)
    at = lake.snapshot()
    assert at
    lake.write(at.number + 1, answers(100, seed=8), at, [])
    return board(workspace)


if __name__ == "__main__":
    sys.exit(main())
