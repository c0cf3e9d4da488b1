"""The four questions that every analysis is made of, on ten million answers, beside other engines.

    python bench/analyse.py [--quick] [--rows N] [--postgresql]

A Parquet file like the lake's: score, day, a segment of 50 values, a person, eight ratings (two of them
missing in a twentieth of the rows). Questions: the score; months by segment; the trend by day; the moments of
score and eight ratings in 64 buckets of persons, from which drivers and their intervals come. Nothing is
remembered between runs.

Columns: seconds, the best of three, for ours (`store.aggregate`: an Ibis expression on DuckDB), the same in
DuckDB's own SQL, Polars (lazy scan), pandas (reading the columns included); megabytes of Parquet that the
columns hold; seconds that PyArrow needs to read just these columns, which is what the machine can do.
Pandas and Polars gather the moments without buckets. --postgresql adds a PostgreSQL that holds the same rows
(as it comes, no index; loading them takes some minutes), each question once.

Bar at 10,000,000 rows: score 0.25 s, cube 0.6 s, trend 0.4 s, moments 2.5 s (more than twice what an idle
machine of two cores takes), and at most 400 MiB of memory in a process that answers all four with ours and
has every library of this script loaded. Exit code 1 above.
--quick: 1,000,000 rows and no bar on seconds.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from likely.store.aggregate import counts, moments
from likely.store.query import table_of
from likely.store.slice import Slice
from likely.store.table import Responses

RATINGS = tuple(f"r{i}" for i in range(8))
SPARSE = ("r6", "r7")
BARS = {"score": 0.25, "month x segment": 0.6, "trend by day": 0.4, "moments": 2.5}
MOST_MEMORY = 400  # MiB


def make(path: Path, rows: int) -> None:
    """Answers of two years, made by chance, always the same."""
    ratings = ", ".join(
        f"CASE WHEN hash(i * 31 + {n}) % 100 < {5 if name in SPARSE else 0} THEN NULL"
        f" ELSE (1 + hash(i * 17 + {n}) % 5)::DOUBLE END AS {name}"
        for n, name in enumerate(RATINGS)
    )
    connection = duckdb.connect()
    connection.execute(
        f"""COPY (SELECT (hash(i) % 11)::TINYINT AS score,
        DATE '2024-01-01' + (i * 731 // {rows})::INTEGER AS day,
        'segment ' || (hash(i * 3) % 50) AS segment, 'p' || (hash(i * 7) % ({rows} // 3)) AS person, {ratings}
        FROM range({rows}) AS t(i)) TO '{path}' (FORMAT parquet)"""
    )
    connection.close()


def responses(path: Path) -> Responses:
    rows = table_of(f"SELECT * FROM read_parquet('{path}')")
    return Responses(rows, frozenset({"score", "day", "person"}), ("segment",), RATINGS)


def ours(path: Path) -> dict[str, Callable[[], Any]]:
    table = responses(path)
    return {
        "score": lambda: counts(table, Slice()),
        "month x segment": lambda: counts(table, Slice(by=("month", "segment"))),
        "trend by day": lambda: counts(table, Slice(by=("day",))),
        "moments": lambda: moments(table, Slice(), ("score", *RATINGS)),
    }


def raw(path: Path) -> dict[str, Callable[[], Any]]:
    connection, file = duckdb.connect(), f"read_parquet('{path}')"
    names = [f"coalesce({name}, 0)::DOUBLE" for name in ("score", *RATINGS)]
    sums = ", ".join(f"sum({a})" for a in names)
    products = ", ".join(f"sum({a} * {b})" for i, a in enumerate(names) for b in names[i:])
    statements = {
        "score": f"SELECT score, count(*) FROM {file} GROUP BY 1",
        "month x segment": "SELECT date_trunc('month', day), segment, score, count(*) "
        f"FROM {file} GROUP BY 1, 2, 3",
        "trend by day": f"SELECT day, score, count(*) FROM {file} GROUP BY 1, 2",
        "moments": f"SELECT hash(person) % 64, count(*), {sums}, {products} FROM {file} GROUP BY 1",
    }
    return {name: lambda sql=sql: connection.execute(sql).fetchall() for name, sql in statements.items()}


def polars(path: Path) -> dict[str, Callable[[], Any]]:
    lazy = pl.scan_parquet(path)
    names = ("score", *RATINGS)
    filled = [pl.col(name).cast(pl.Float64).fill_null(0.0) for name in names]
    products = [
        (filled[i] * filled[j]).sum().alias(f"{i} {j}")
        for i in range(len(names))
        for j in range(i, len(names))
    ]
    sums = [one.sum().alias(f"sum {i}") for i, one in enumerate(filled)]
    month = pl.col("day").dt.truncate("1mo")
    return {
        "score": lambda: lazy.group_by("score").len().collect(),
        "month x segment": lambda: lazy.group_by(month, "segment", "score").len().collect(),
        "trend by day": lambda: lazy.group_by("day", "score").len().collect(),
        "moments": lambda: lazy.select(*sums, *products).collect(),
    }


def pandas(path: Path) -> dict[str, Callable[[], Any]]:
    def read(*names: str) -> Any:
        return pd.read_parquet(path, columns=list(names))

    def cube() -> Any:
        frame = read("day", "segment", "score")
        months = pd.to_datetime(frame["day"]).dt.to_period("M")
        return frame.groupby([months, "segment", "score"], observed=True).size()

    def squares() -> Any:
        x = read("score", *RATINGS).fillna(0.0).to_numpy(dtype=float)
        return x.T @ x

    return {
        "score": lambda: read("score")["score"].value_counts(),
        "month x segment": cube,
        "trend by day": lambda: read("day", "score").groupby(["day", "score"]).size(),
        "moments": squares,
    }


def postgresql(path: Path) -> dict[str, Callable[[], Any]]:
    """The same rows in a PostgreSQL of their own; its hash of a text is called hashtext."""
    import psycopg

    from tests import postgres

    connection = psycopg.connect(postgres.fresh_database(), autocommit=True)
    numbers = ", ".join(f"{name} double precision" for name in RATINGS)
    columns = f"score smallint, day date, segment text, person text, {numbers}"
    connection.execute(f"CREATE UNLOGGED TABLE answers ({columns})")
    with connection.cursor().copy("COPY answers FROM STDIN (FORMAT csv)") as copy:
        for batch in pq.ParquetFile(path).iter_batches(200_000):
            sink = pa.BufferOutputStream()
            csv.write_csv(pa.Table.from_batches([batch]), sink, csv.WriteOptions(include_header=False))
            copy.write(sink.getvalue().to_pybytes())
    connection.execute("ANALYZE answers")
    names = [f"coalesce({name}, 0)::double precision" for name in ("score", *RATINGS)]
    sums = ", ".join(f"sum({a})" for a in names)
    products = ", ".join(f"sum({a} * {b})" for i, a in enumerate(names) for b in names[i:])
    statements = {
        "score": "SELECT score, count(*) FROM answers GROUP BY 1",
        "month x segment": "SELECT date_trunc('month', day), segment, score, count(*) "
        "FROM answers GROUP BY 1, 2, 3",
        "trend by day": "SELECT day, score, count(*) FROM answers GROUP BY 1, 2",
        "moments": f"SELECT hashtext(person) & 63, count(*), {sums}, {products} FROM answers GROUP BY 1",
    }
    return {name: lambda sql=sql: connection.execute(sql).fetchall() for name, sql in statements.items()}


NEEDED: dict[str, tuple[str, ...]] = {
    "score": ("score",),
    "month x segment": ("day", "segment", "score"),
    "trend by day": ("day", "score"),
    "moments": ("score", "person", *RATINGS),
}


def megabytes(path: Path, names: tuple[str, ...]) -> float:
    """Compressed bytes of the columns, from the file's own footer."""
    footer = pq.read_metadata(path)
    chunks = (
        footer.row_group(group).column(column)
        for group in range(footer.num_row_groups)
        for column in range(footer.num_columns)
    )
    return sum(chunk.total_compressed_size for chunk in chunks if chunk.path_in_schema in names) / 1e6


def best(question: Callable[[], Any], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        question()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def peak(path: Path) -> float:
    """MiB that a process of its own takes at most to answer all four with ours, imports included."""
    run = subprocess.run([sys.executable, __file__, "--memory", str(path)], capture_output=True, check=True)
    return float(run.stdout)


def answer_all(path: Path) -> None:
    for question in ours(path).values():
        question()
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    print(next(float(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM")) / 1024)


def same(path: Path) -> bool:
    """Whether ours and NumPy find the same moments."""
    frame = pd.read_parquet(path, columns=["score", *RATINGS])
    found = moments(responses(path), Slice(), ("score", *RATINGS))[()]
    x = frame.fillna(0.0).to_numpy(dtype=float)
    return bool(np.allclose(sum(one.products for one in found), x.T @ x))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="1,000,000 rows")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--postgresql", action="store_true", help="beside PostgreSQL too")
    parser.add_argument("--memory", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        answer_all(arguments.memory)
        return 0
    rows = 1_000_000 if arguments.quick else arguments.rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.parquet"
        make(path, rows)
        mine, good, slowest = ours(path), same(path), 0.0
        memory = peak(path)
        engines = (mine, raw(path), polars(path), pandas(path))
        other = postgresql(path) if arguments.postgresql else {}
        print(f"{rows:,} rows".ljust(18) + "    ours  DuckDB  Polars  pandas      MB   scan s  PostgreSQL s")
        for name, needed in NEEDED.items():
            seconds = [best(engine[name]) for engine in engines]
            scan = best(lambda needed=needed: pq.read_table(path, columns=list(needed)))  # type: ignore[misc]
            figures = "".join(f"{one:8.2f}" for one in seconds)
            relational = f"{best(other[name], 1):14.2f}" if other else "             -"
            print(name.ljust(18) + figures + f"{megabytes(path, needed):8.0f}{scan:9.2f}{relational}")
            good &= arguments.quick or rows > 10_000_000 or seconds[0] <= BARS[name]
            slowest = max(slowest, seconds[0])
    good &= memory <= MOST_MEMORY
    print(f"\nmemory of a process that asks ours {memory:.0f} MiB{'' if good else '; ABOVE THE BAR'}")
    print(f"slowest question {slowest:.2f} s on {rows:,} rows")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
