"""Seconds and memory of a report (score, segments, trend) on one Parquet file of 10,000,000 rows.

Bar: Likely takes at most 5 s and 512 MiB of resident memory, process start included; exit code 1 above it.
Beside it, in the same run and each in a process of its own: pandas and Polars computing the bare scores
(without intervals, verdicts or checks). --quick: 1,000,000 rows. The file is made here, from a seed.

Each runs three times, in turn, and its fastest run counts: what else the machine does can only add to the
seconds. The processor time of that run stands beside, so that a busy machine can be told from a slow
program. The first of the runs also leaves Python's compiled modules behind, as any use of them does.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

# Heavy libraries are imported in the process that measures them. This one stays small, because a child's
# peak memory begins with its parent's.

MOST_SECONDS, MOST_MIB = 5.0, 512.0
RUNS = 3
CHUNK = 500_000


def make(path: str, rows: int) -> None:
    """A year of answers with two segments, a few unanswered rows and an id that nobody needs."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as parquet

    random = np.random.default_rng(7)
    regions = pa.array([f"Region {letter}" for letter in "ABCDEFGHIJKL"])
    plans = pa.array(["Free", "Team", "Business", "Enterprise"])
    shares = np.array([3, 1, 1, 2, 2, 5, 6, 12, 20, 22, 26]) / 100
    writer = None
    for start in range(0, rows, CHUNK):
        n = min(CHUNK, rows - start)
        score = random.choice(11, n, p=shares).astype("int8")
        seconds = random.integers(0, 365 * 86_400, n)
        table = pa.table(
            {
                "respondent": pa.array(np.arange(start, start + n)),
                "score": pa.array(score, mask=random.random(n) < 0.02),
                "region": pa.DictionaryArray.from_arrays(random.integers(0, 12, n).astype("int8"), regions),
                "plan": pa.DictionaryArray.from_arrays(random.integers(0, 4, n).astype("int8"), plans),
                "answered_at": pa.array(np.datetime64("2025-01-01", "us") + seconds.astype("m8[s]")),
            }
        )
        writer = writer or parquet.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def likely_report(path: str) -> float:
    from likely.analyse.report import make_report
    from likely.store.file import open_file

    file = open_file(path, score="score", date="answered_at")
    report = make_report(file, by=("region", "plan"))
    assert report.score
    assert len(report.by["region"]) == len(report.trend) == 12
    return report.score.value


def pandas_report(path: str) -> float:
    import pandas as pd

    frame = pd.read_parquet(path, columns=["score", "region", "plan", "answered_at"]).dropna(subset=["score"])
    frame["y"] = (frame.score >= 9).astype("int8") - (frame.score <= 6).astype("int8")
    for cut in ("region", "plan"):
        assert len(frame.groupby(cut, observed=True).y.mean()) > 1
    assert len(frame.groupby(frame.answered_at.dt.to_period("M")).y.mean()) == 12
    return float(100 * frame.y.mean())


def polars_report(path: str) -> float:
    import polars as pl

    lazy = pl.scan_parquet(path).filter(pl.col("score").is_not_null())
    y = (pl.col("score") >= 9).cast(pl.Int8) - (pl.col("score") <= 6).cast(pl.Int8)
    month = pl.col("answered_at").dt.truncate("1mo")
    whole, region, plan, trend = pl.collect_all(
        [lazy.select(y.mean()), *(lazy.group_by(cut).agg(y.mean()) for cut in ("region", "plan", month))]
    )
    assert (len(region), len(plan), len(trend)) == (12, 4, 12)
    return float(100 * whole.item())


MEASURED: dict[str, Callable[[str], float]] = {
    "likely": likely_report,
    "pandas": pandas_report,
    "polars": polars_report,
}


def measure(name: str, path: str) -> dict[str, Any]:
    """Run one of them in its own process, which may keep the modules that it compiles."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, __file__, "--child", name, path]
    started = time.perf_counter()
    process = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if process.returncode:
        sys.exit(f"{name} failed:\n{process.stderr}")
    result: dict[str, Any] = json.loads(process.stdout.splitlines()[-1])
    return {**result, "seconds": time.perf_counter() - started}


def child(name: str, path: str) -> None:
    value = MEASURED[name](path)
    used = resource.getrusage(resource.RUSAGE_SELF)
    mib = used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    print(json.dumps({"value": value, "mib": mib, "cpu": used.ru_utime + used.ru_stime}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--child", nargs=2)
    parser.add_argument("--make", nargs=2)
    options = parser.parse_args()
    if options.child:
        return child(*options.child)
    if options.make:
        return make(options.make[0], int(options.make[1]))
    return compare(1_000_000 if options.quick else 10_000_000)


def compare(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "answers.parquet")
        subprocess.run([sys.executable, __file__, "--make", path, str(rows)], check=True)
        mib = Path(path).stat().st_size / 1024**2
        print(f"{rows:,} rows, {mib:.0f} MiB of Parquet, {os.cpu_count()} cores\n")
        runs = [{name: measure(name, path) for name in MEASURED} for _ in range(RUNS)]
    results = {name: min((run[name] for run in runs), key=itemgetter("seconds")) for name in MEASURED}
    print(f"{'':10}{'seconds':>9}{'CPU s':>8}{'peak MiB':>10}{'score':>9}")
    for name, result in results.items():
        print(
            f"{name:10}{result['seconds']:9.2f}{result['cpu']:8.2f}{result['mib']:10.0f}{result['value']:9.3f}"
        )
    ours = results["likely"]
    same = all(abs(result["value"] - ours["value"]) < 1e-9 for result in results.values())
    good = same and ours["seconds"] <= MOST_SECONDS and ours["mib"] <= MOST_MIB
    if not same:
        print("\nthe three disagree on the score")
    every = ", ".join(f"{run['likely']['seconds']:.2f}" for run in runs)
    seconds = f"{ours['seconds']:.2f} s (bar {MOST_SECONDS} s; runs {every}), {ours['cpu']:.2f} s of CPU"
    print(f"\nreport of {rows:,} rows: {seconds}, {ours['mib']:.0f} MiB (bar {MOST_MIB:.0f} MiB)")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
