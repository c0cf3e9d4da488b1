"""The questions that every analysis is made of, on a lake of ten million answers, beside other engines.

    python bench/analyse.py [--quick] [--rows N] [--times N] [--postgresql] [--engine URL] [--folder PATH]

A lake as a workspace has it (`store.lake`: a Delta table, written in parts of two million rows): score, day,
a property of 50 values, the bucket of the person, eight ratings (two of them missing in a twentieth of the
rows). Columns that none of the questions reads are left empty. Questions: the score; months by segment; the
trend by day; the moments of score and eight ratings in 64 buckets of persons, from which drivers and their
intervals come; the score of one segment, with the judgement whether what the filter leaves out is too few to
be told (ours alone judges). Nothing is remembered between runs.

Columns: seconds, the best of three (--times), for ours (`store.aggregate`: an Ibis expression on DuckDB, in a
process of its own), the same in DuckDB's own SQL, Polars (lazy scan), pandas (reading the columns included);
megabytes of Parquet that the columns hold; seconds that PyArrow needs to read just these columns and forget
them, which is what the machine can do; ours divided by them. Pandas and Polars gather the moments without
buckets. --postgresql adds a PostgreSQL that holds the same rows (as it comes, no index; loading them takes
some minutes), each question once. --engine adds ours on another engine (LIKELY_ENGINE_URL) that sees the
folder. What ours and the engine tell must be what DuckDB's own SQL tells.

Above 20,000,000 rows Polars streams, and what holds all rows (pandas, PostgreSQL) is left out, which is said.

Bar at 10,000,000 rows: score 0.12 s, cube 0.4 s, trend 0.25 s, moments 1 s; at 100,000,000 (--rows 100000000;
half a GB of disk and 750 MB of memory to write it): score 1.5 s, cube 6 s, moments 8 s. At most 400 MiB of
memory in a process that answers them all with ours and has every library of this script loaded. Exit code 1
above.
--quick: 1,000,000 rows and no bar on seconds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.dataset as dataset
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from likely.analyse.small_groups import too_few
from likely.store.aggregate import Counts, counts, moments
from likely.store.lake import Lake
from likely.store.schema import BUCKETS, arrow_schema
from likely.store.sealed import joined, sealed_parts, wide_columns
from likely.store.slice import Slice
from likely.store.table import Responses

Files = Sequence[str]
Question = Callable[[], Any]

RATINGS = tuple(f"r{i}" for i in range(8))
NAMES = ("score", *(f"r_{name}" for name in RATINGS))  # as the lake has them
SPARSE = ("r6", "r7")
PAIRS = [(i, j) for i in range(len(NAMES)) for j in range(i, len(NAMES))]
FIRST_DAY, DAYS, SEGMENTS = "2024-01-01", 731, 50
ONE = "segment 7"
SMALLEST = 5  # answers that may be shown
PART = 2_000_000
HELD_ROWS = 20_000_000  # above it, nothing that holds all rows is asked
MOST_MEMORY = 400  # MiB
BARS = {
    10_000_000: {"score": 0.12, "month x segment": 0.4, "trend by day": 0.25, "moments": 1.0},
    100_000_000: {"score": 1.5, "month x segment": 6.0, "moments": 8.0},
}
NEEDED: dict[str, tuple[str, ...]] = {
    "score": ("score",),
    "month x segment": ("day", "p_segment", "score"),
    "trend by day": ("day", "score"),
    "moments": ("bucket", *NAMES),
    "one segment": ("p_segment", "score"),
}


def make(lake: Lake, rows: int) -> None:
    """Answers of two years in the order of time, made by chance, always the same. Memory holds one part."""
    for number, start in enumerate(range(0, rows, PART), 1):
        lake.write(number, part_of(start, min(PART, rows - start), rows), lake.snapshot(), ())


def part_of(start: int, size: int, rows: int) -> pa.Table:
    random = np.random.default_rng([7, start])
    days = (np.arange(start, start + size) * DAYS // rows).astype("m8[D]")
    segments = pa.array([f"segment {n}" for n in range(SEGMENTS)])
    at = np.datetime64(FIRST_DAY, "us") + days
    known = {
        "score": random.integers(0, 11, size, "int8"),
        "day": np.datetime64(FIRST_DAY) + days,
        "at": at,
        "changed_at": at,
        "bucket": random.integers(0, BUCKETS, size, "int8"),
        "state": pa.DictionaryArray.from_arrays(np.zeros(size, "int8"), ["counted"]),
        "p_segment": pa.DictionaryArray.from_arrays(random.integers(0, SEGMENTS, size, "int8"), segments),
    }
    for name in RATINGS:
        missing = random.random(size, "float32") < 0.05 if name in SPARSE else None
        known[f"r_{name}"] = pa.array(random.integers(1, 6, size, "int8").astype(float), mask=missing)
    schema = arrow_schema(("p_segment", *NAMES[1:]))
    columns = [
        pa.array(known[field.name]).cast(field.type) if field.name in known else pa.nulls(size, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def responses(lake: Lake) -> Responses:
    """As a workspace's table, but that nothing told of its parts is remembered."""
    at = lake.snapshot()
    if at is None:
        raise FileNotFoundError(lake.url)
    parts = sealed_parts(at, ("counted",), (), wide_columns(at.columns))
    return joined([replace(part, stamp=None) for part in parts])


def ours(table: Responses) -> dict[str, Question]:
    return {
        "score": lambda: flat(counts(table, Slice())),
        "month x segment": lambda: flat(counts(table, Slice(by=("month", "segment")))),
        "trend by day": lambda: flat(counts(table, Slice(by=("day",)))),
        "moments": lambda: triangle(moments(table, Slice(), ("score", *RATINGS))[()]),
        "one segment": lambda: judged(table, Slice(where=(("segment", (ONE,)),), guarded=True)),
    }


def judged(table: Responses, slice: Slice) -> list[list[Any]]:
    return [] if too_few(table, slice, SMALLEST) else flat(counts(table, slice))


def flat(found: Counts) -> list[list[Any]]:
    cells = found.cells.items()
    return sorted([*map(str, key), score, n] for key, cell in cells for score, n in enumerate(cell.n) if n)


def triangle(found: Sequence[Any]) -> list[float]:
    products = sum(one.products for one in found)
    return [float(products[i, j]) for i, j in PAIRS]


def raw(files: Files) -> dict[str, Question]:
    connection, lies = duckdb.connect(), f"read_parquet({list(files)})"
    statements = sql_of(lies, "bucket")

    def rows(name: str) -> list[tuple[Any, ...]]:
        return connection.execute(statements[name]).fetchall()

    def counted(name: str) -> list[list[Any]]:
        return sorted([*(str(cut)[:20] for cut in row[:-2]), *row[-2:]] for row in rows(name))

    def summed() -> list[float]:
        return [float(sum(column)) for column in list(zip(*rows("moments"), strict=True))[-len(PAIRS) :]]

    told = {name: lambda name=name: counted(name) for name in statements if name != "moments"}
    return {**told, "moments": summed}


def sql_of(lies: str, bucket: str) -> dict[str, str]:
    names = [f"coalesce({name}, 0)::double precision" for name in NAMES]
    sums = ", ".join(f"sum({a})" for a in names)
    products = ", ".join(f"sum({names[i]} * {names[j]})" for i, j in PAIRS)
    return {
        "score": f"SELECT score, count(*) FROM {lies} GROUP BY 1",
        "month x segment": "SELECT date_trunc('month', day)::date, p_segment, score, count(*) "
        f"FROM {lies} GROUP BY 1, 2, 3",
        "trend by day": f"SELECT day, score, count(*) FROM {lies} GROUP BY 1, 2",
        "moments": f"SELECT {bucket}, count(*), {sums}, {products} FROM {lies} GROUP BY 1",
        "one segment": f"SELECT score, count(*) FROM {lies} WHERE p_segment = '{ONE}' GROUP BY 1",
    }


def polars(files: Files, *, streams: bool) -> dict[str, Question]:
    lazy, engine = pl.scan_parquet(list(files)), "streaming" if streams else "auto"
    filled = [pl.col(name).cast(pl.Float64).fill_null(0.0) for name in NAMES]
    products = [(filled[i] * filled[j]).sum().alias(f"{i} {j}") for i, j in PAIRS]
    sums = [one.sum().alias(f"sum {i}") for i, one in enumerate(filled)]
    month = pl.col("day").dt.truncate("1mo")
    asked = {
        "score": lazy.group_by("score").len(),
        "month x segment": lazy.group_by(month, "p_segment", "score").len(),
        "trend by day": lazy.group_by("day", "score").len(),
        "moments": lazy.select(*sums, *products),
        "one segment": lazy.filter(pl.col("p_segment") == ONE).group_by("score").len(),
    }
    return {name: lambda one=one: one.collect(engine=engine) for name, one in asked.items()}  # type: ignore[misc]


def pandas(files: Files) -> dict[str, Question]:
    def read(*names: str) -> Any:
        return pd.read_parquet(list(files), columns=list(names))

    def cube() -> Any:
        frame = read("day", "p_segment", "score")
        months = pd.to_datetime(frame["day"]).dt.to_period("M")
        return frame.groupby([months, "p_segment", "score"], observed=True).size()

    def one() -> Any:
        frame = read("p_segment", "score")
        return frame[frame["p_segment"] == ONE]["score"].value_counts()

    def squares() -> Any:
        x = read(*NAMES).fillna(0.0).to_numpy(dtype=float)
        return x.T @ x

    return {
        "score": lambda: read("score")["score"].value_counts(),
        "month x segment": cube,
        "trend by day": lambda: read("day", "score").groupby(["day", "score"]).size(),
        "moments": squares,
        "one segment": one,
    }


def postgresql(files: Files) -> dict[str, Question]:
    """The same rows in a PostgreSQL of their own."""
    import psycopg

    from tests import postgres

    connection = psycopg.connect(postgres.fresh_database(), autocommit=True)
    numbers = ", ".join(f"{name} double precision" for name in NAMES[1:])
    columns = f"score smallint, day date, p_segment text, bucket smallint, {numbers}"
    connection.execute(f"CREATE UNLOGGED TABLE answers ({columns})")
    with connection.cursor().copy("COPY answers FROM STDIN (FORMAT csv)") as copy:
        for batch in batches(files, ("score", "day", "p_segment", "bucket", *NAMES[1:])):
            sink = pa.BufferOutputStream()
            csv.write_csv(pa.Table.from_batches([batch]), sink, csv.WriteOptions(include_header=False))
            copy.write(sink.getvalue().to_pybytes())
    connection.execute("ANALYZE answers")
    statements = sql_of("answers", "bucket")
    return {name: lambda sql=sql: connection.execute(sql).fetchall() for name, sql in statements.items()}  # type: ignore[misc]


def batches(files: Files, names: Sequence[str]) -> Any:
    """The columns as PyArrow reads them, some batches ahead."""
    rows = dataset.dataset(list(files))
    return rows.to_batches(columns=list(names), batch_readahead=4, fragment_readahead=1)


def scan(files: Files, names: Sequence[str]) -> int:
    return sum(batch.num_rows for batch in batches(files, names))


def megabytes(files: Files, names: Sequence[str]) -> float:
    """Compressed bytes of the columns, from the files' own footers."""
    footers = [pq.read_metadata(file) for file in files]
    chunks = (
        footer.row_group(group).column(column)
        for footer in footers
        for group in range(footer.num_row_groups)
        for column in range(footer.num_columns)
    )
    return float(sum(chunk.total_compressed_size for chunk in chunks if chunk.path_in_schema in names)) / 1e6


def best(question: Question, times: int) -> tuple[float, Any]:
    """Seconds of the fastest run, and what the question tells."""
    seconds, told = [], None
    for _ in range(times):
        start = time.perf_counter()
        told = question()
        seconds.append(time.perf_counter() - start)
    return min(seconds), told


def ask_all(folder: Path, times: int) -> None:
    """All of them with ours; prints {question: [seconds, answer]}, and MiB that the process took at most."""
    table = responses(Lake(str(folder)))
    found: dict[str, Any] = {name: best(question, times) for name, question in ours(table).items()}
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    found["memory"] = next(float(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    print(json.dumps(found))


def asked_apart(folder: Path, times: int, engine: str = "") -> dict[str, Any]:
    """What `ask_all` prints in a process of its own. engine: LIKELY_ENGINE_URL; empty: as it comes."""
    command = [sys.executable, __file__, "--ask", str(folder), "--times", str(times)]
    own = os.environ | ({"LIKELY_ENGINE_URL": engine} if engine else {})
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=own)
    if run.returncode:
        sys.exit(f"ours could not be asked:\n{run.stderr}")
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def left_out(rows: int, *, relational: bool) -> str:
    """Why engines are not asked; empty: they are."""
    if rows <= HELD_ROWS:
        return ""
    held = f"pandas left out: the moments alone hold {rows * len(NAMES) * 8 * 2 / 1e9:.0f} GB of numbers"
    loaded = f"; PostgreSQL left out: {rows * 130 / 1e9:.0f} GB would be loaded first" if relational else ""
    return held + loaded


HEADS = ("ours", "DuckDB", "Polars", "pandas", "MB", "scan s", "ours/scan", "PostgreSQL", "engine")


def compare(folder: Path, rows: int, times: int, *, relational: bool, engine: str) -> tuple[bool, float]:
    """Prints the table. Whether all agree within the bars, and the seconds of the slowest question."""
    files = files_of(folder)
    why = left_out(rows, relational=relational)
    told = [asked_apart(folder, times)] + ([asked_apart(folder, times, engine)] if engine else [])
    own, plain = told[0], raw(files)
    others = [polars(files, streams=rows > HELD_ROWS), {} if why else pandas(files)]
    loaded = postgresql(files) if relational and not why else {}
    good = own["memory"] <= MOST_MEMORY
    print(line(f"{rows:,} rows", HEADS))
    for name, needed in NEEDED.items():
        seconds, (direct, meant) = own[name][0], best(plain[name], times)
        limit = best(lambda needed=needed: scan(files, needed), times)[0]  # type: ignore[misc]
        figures = [seconds, direct, *(best(one[name], times)[0] if one else None for one in others)]
        figures += [megabytes(files, needed), limit, seconds / limit]
        figures += [best(loaded[name], 1)[0] if loaded else None, told[1][name][0] if engine else None]
        print(line(name, ["-" if one is None else f"{one:.2f}" for one in figures]), flush=True)
        same = all(one[name][1] == meant for one in told)
        print("" if same else f"  {name}: the figures are not those of DuckDB's own SQL\n", end="")
        good &= same and seconds <= BARS.get(rows, {}).get(name, float("inf"))
    print(f"\nmemory of a process that asks ours {own['memory']:.0f} MiB{'' if good else '; ABOVE A BAR'}")
    print(f"{why}\n" if why else "", end="")
    return good, max(own[name][0] for name in NEEDED)


def line(name: str, figures: Sequence[str]) -> str:
    return name.ljust(18) + "".join(f"{one:>11}" for one in figures)


def files_of(folder: Path) -> Files:
    at = Lake(str(folder)).snapshot()
    return at.files if at else ()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="1,000,000 rows")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=3, help="of each question, of which the fastest counts")
    parser.add_argument("--postgresql", action="store_true", help="beside PostgreSQL too")
    parser.add_argument(
        "--engine", default="", help="ours on another engine too, as sc://HOST:PORT or postgresql://…"
    )
    parser.add_argument("--folder", type=Path, help="where the lake is kept, and taken from when it is there")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.ask:
        ask_all(told.ask, told.times)
        return 0
    rows = 1_000_000 if told.quick else told.rows
    with tempfile.TemporaryDirectory() as passing:
        folder = told.folder or Path(passing) / "lake"
        if not files_of(folder):
            make(Lake(str(folder)), rows)
        good, slowest = compare(folder, rows, told.times, relational=told.postgresql, engine=told.engine)
    print(f"slowest question {slowest:.2f} s on {rows:,} rows")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
