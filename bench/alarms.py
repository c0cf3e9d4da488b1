"""How often an alarm on dips is false, and how soon a real dip is seen, beside the usual comparison.

    python bench/alarms.py [--quick]

Seeded simulation of streams of answers a day: 84 days of past, then watched daily for a year without a dip,
or with one of 28 days. Ours: `stats.cusum` asked for one false alarm in 365 days. The usual: the last 7 days
against the 28 before them, an alarm where the difference is significant at 5 % (z < −1.96), each day anew.

The streams: 5, 30 and 150 answers a day (Poisson) around a score of +35; and one that is not so tidy, 30 a
day with weekdays that differ by up to 16 points and days by 5 points more than their answers explain.

Columns: percent of streams with a false alarm within 30 and within 365 days; for dips of 10, 15 and 25
points, percent seen while they last and the median number of days until then.

Bar: ours raises a false alarm in at most 12 % of the streams within 30 days and in 45 to 80 % within 365
(one in 365 days on average is 8 and 63; the untidy stream may be somewhat above, since how untidy it is has
to be learnt too). Exit code 1 outside. --quick: fewer streams.
"""

import argparse
import sys
import time
from datetime import date

import numpy as np
from numpy.typing import NDArray

from likely.stats.cusum import charts, threshold
from likely.stats.stream import Stream

Floats = NDArray[np.float64]

PAST, YEAR, DIP = 84, 365, 28
DIPS = (0.10, 0.15, 0.25)
SHARES = np.array([0.15, 0.35, 0.50])
START = date(2025, 1, 6)  # a Monday
WEEKEND = np.array([0.04, 0.04, 0.04, 0.0, 0.0, -0.04, -0.08])  # of 1; half of it moves either end
STREAMS = (
    ("5 a day", 5, False),
    ("30 a day", 30, False),
    ("150 a day", 150, False),
    ("30, untidy", 30, True),
)


def answers(n: Floats, lower: Floats, untidy: bool, runs: int, rng: np.random.Generator) -> Floats:
    """Counts by run, day and group; `lower`: shares of 1 by which each day's score is below the usual."""
    days = len(n)
    shift = np.broadcast_to(-lower, (runs, days)).copy()
    if untidy:
        shift += WEEKEND[np.arange(days) % 7] + rng.normal(0, 0.05, (runs, days))
    shares = SHARES + shift[..., None] * np.array([-0.5, 0.0, 0.5])
    return rng.multinomial(n.astype(int), shares / shares.sum(axis=2, keepdims=True)).astype(float)


def ours(counts: Floats, n: Floats) -> NDArray[np.bool_]:
    """By run and day: above the threshold that the first stream's past gives."""
    past = Stream(START, counts[0, :PAST])
    h = threshold(past, PAST, YEAR)
    return charts(counts, n, np.arange(len(n)) % 7, PAST).down > h


def usual(counts: Floats, _: Floats) -> NDArray[np.bool_]:
    sums = np.concatenate([np.zeros_like(counts[:, :1]), counts.cumsum(axis=1)], axis=1)
    week, before = sums[:, 35:] - sums[:, 28:-7], sums[:, 28:-7] - sums[:, :-35]
    gap, error2 = 0.0, 0.0
    for sign, part in ((1, week), (-1, before)):
        size = np.maximum(part.sum(axis=2), 1)
        score = (part[..., 2] - part[..., 0]) / size
        gap = gap + sign * score
        error2 = error2 + ((part[..., 2] + part[..., 0]) / size - score**2) / size
    alarm = np.zeros(counts.shape[:2], dtype=bool)
    alarm[:, 34:] = gap < -1.96 * np.sqrt(np.maximum(error2, 1e-9))
    alarm[:, :PAST] = False
    return alarm


def first(alarm: NDArray[np.bool_]) -> Floats:
    """Days of watching to the first alarm; infinite where there is none."""
    watched = alarm[:, PAST:]
    return np.where(watched.any(axis=1), watched.argmax(axis=1) + 1.0, np.inf)


def row(volume: int, untidy: bool, runs: int, rng: np.random.Generator) -> list[list[float]]:
    """For ours and the usual: false within 30 and 365 days, then seen and delay for each dip."""
    n = rng.poisson(volume, PAST + YEAR).astype(float)
    quiet = answers(n, np.zeros(len(n)), untidy, runs, rng)
    figures = [
        [100 * float((first(method(quiet, n)) <= days).mean()) for days in (30, YEAR)]
        for method in (ours, usual)
    ]
    for size in DIPS:
        lower = np.where(np.arange(PAST + DIP) >= PAST, size, 0.0)
        dipped = answers(n[: PAST + DIP], lower, untidy, runs, rng)
        for method, found in zip((ours, usual), figures, strict=True):
            when = first(method(dipped, n[: PAST + DIP]))
            seen = np.isfinite(when)
            found += [100 * float(seen.mean()), float(np.median(when[seen])) if seen.any() else np.nan]
    return figures


def line(label: str, figures: list[float]) -> str:
    return label.ljust(20) + "".join(f"{figure:8.0f}" for figure in figures)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="300 streams a row instead of 2000")
    runs = 300 if parser.parse_args().quick else 2000
    rng, started, good = np.random.default_rng(20260103), time.perf_counter(), True
    print(f"{'':20}false in:        dip of 10:      of 15:          of 25:")
    print(f"{'':20}30 days 365 days  seen    days    seen    days    seen    days")
    within, within_usual = [], []
    for label, volume, untidy in STREAMS:
        mine, theirs = row(volume, untidy, runs, rng)
        print(line(label + ", ours", mine))
        print(line(label + ", usual", theirs))
        good &= mine[0] <= 12 and 45 <= mine[1] <= 80
        within.append(mine[0])
        within_usual.append(theirs[0])
    seconds = time.perf_counter() - started
    print(f"\n{runs} streams a row, {seconds:.0f} s{'' if good else '; OUTSIDE THE BAR'}")
    ours_most, usual_least = max(within), min(within_usual)
    print(f"false alarm within 30 days: at most {ours_most:.0f} %, the usual at least {usual_least:.0f} %")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
