"""How often the intervals of the score hold the truth, against the 95 % that they promise.

    python bench/coverage.py [--quick]

One score: exact. Every possible outcome of n answers is listed with its probability under each of 200
random true distributions and 8 lopsided ones; the interval of the product and the textbook one (Wald) are
asked whether they hold the true score. Differences: 4000 seeded draws for each of 8 pairs of distributions.

Columns: percent of samples whose interval holds the truth: mean over the distributions, what nineteen in
twenty of them reach (5 %), and the lowest. The lowest belongs to true scores within a few points of ±100,
where no interval from a handful of answers that has a sensible width reaches 95 in every case.

Bar: at every n the mean of the product's interval is 94.5 to 97.5, nineteen in twenty distributions reach
93.5 and none is below 85; no difference is below 92.5. Exit code 1 under the bar. --quick stops at n = 200.
"""

import argparse
import math
import sys
import time

import numpy as np
from numpy.typing import NDArray

from likely.stats.interval import score_intervals

Floats = NDArray[np.float64]

SIZES = (5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 500, 1000)
QUICK_SIZES = (5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200)
LOPSIDED = (
    (0.01, 0.04, 0.95),
    (0.95, 0.04, 0.01),
    (0.02, 0.08, 0.90),
    (0.05, 0.15, 0.80),
    (0.30, 0.02, 0.68),
    (0.05, 0.90, 0.05),
    (0.50, 0.00, 0.50),
    (0.15, 0.35, 0.50),
)
ARMS = ((10, 10), (10, 100), (30, 1000), (100, 100))
PAIRS = (
    ((0.15, 0.35, 0.50), (0.15, 0.35, 0.50)),
    ((0.15, 0.35, 0.50), (0.12, 0.33, 0.55)),
    ((0.05, 0.15, 0.80), (0.05, 0.15, 0.80)),
    ((0.02, 0.08, 0.90), (0.05, 0.15, 0.80)),
    ((0.40, 0.30, 0.30), (0.40, 0.30, 0.30)),
    ((0.40, 0.30, 0.30), (0.15, 0.35, 0.50)),
    ((0.70, 0.20, 0.10), (0.70, 0.20, 0.10)),
    ((0.10, 0.80, 0.10), (0.30, 0.20, 0.50)),
)
DRAWS = 4000
Z = 1.959963984540054


def outcomes(n: int) -> Floats:
    """All (detractors, passives, promoters) of n answers, one in a row."""
    d, p = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    inside = d + p <= n
    d, p = d[inside], p[inside]
    return np.column_stack([d, n - d - p, p]).astype(float)


def probabilities(counts: Floats, shares: Floats) -> Floats:
    """The multinomial probability of each outcome."""
    log_factorial = np.array([math.lgamma(k + 1) for k in range(int(counts[0].sum()) + 1)])
    ways = log_factorial[-1] - log_factorial[counts.astype(int)].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        chances = np.where(counts > 0, counts * np.log(shares), 0.0).sum(axis=1)
    return np.exp(ways + chances)


def wald_intervals(counts: Floats) -> tuple[Floats, Floats]:
    n = counts.sum(axis=1)
    score = (counts[:, 2] - counts[:, 0]) / n
    half = Z * np.sqrt(np.maximum((counts[:, 2] + counts[:, 0]) / n - score**2, 0) / n)
    return 100 * np.maximum(score - half, -1), 100 * np.minimum(score + half, 1)


def held(ends: tuple[Floats, Floats], points: float) -> NDArray[np.bool_]:
    return (ends[0] <= points + 1e-9) & (points - 1e-9 <= ends[1])


def coverage_of_one(n: int, distributions: Floats) -> tuple[Floats, Floats]:
    """Percent held by the product's interval and by Wald, for each distribution."""
    counts = outcomes(n)
    ours, wald = score_intervals(*counts.T), wald_intervals(counts)
    rows = []
    for shares in distributions:
        chance, points = probabilities(counts, shares), 100 * (shares[2] - shares[0])
        rows.append((chance[held(ours, points)].sum(), chance[held(wald, points)].sum()))
    both = 100 * np.array(rows)
    return both[:, 0], both[:, 1]


def coverage_of_difference(n_a: int, n_b: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Percent held by the product's interval of a difference and by Wald, for each pair of distributions."""
    rows = []
    for a, b in PAIRS:
        counts_a = rng.multinomial(n_a, a, DRAWS).astype(float)
        counts_b = rng.multinomial(n_b, b, DRAWS).astype(float)
        truth = 100 * ((a[2] - a[0]) - (b[2] - b[0]))
        value = points_of(counts_a) - points_of(counts_b)
        ours = mover_ends(counts_a, counts_b, score_intervals(*counts_a.T), score_intervals(*counts_b.T))
        half = Z * np.sqrt(error2(counts_a) + error2(counts_b))
        rows.append((held(ours, truth).mean(), held((value - half, value + half), truth).mean()))
    both = 100 * np.array(rows)
    return both[:, 0], both[:, 1]


def points_of(counts: Floats) -> Floats:
    return 100 * (counts[:, 2] - counts[:, 0]) / counts.sum(axis=1)


def error2(counts: Floats) -> Floats:
    n, score = counts.sum(axis=1), points_of(counts) / 100
    return 1e4 * np.maximum((counts[:, 2] + counts[:, 0]) / n - score**2, 0) / n


def mover_ends(
    a: Floats, b: Floats, ends_a: tuple[Floats, Floats], ends_b: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    value_a, value_b = points_of(a), points_of(b)
    value = value_a - value_b
    low = value - np.hypot(value_a - ends_a[0], ends_b[1] - value_b)
    high = value + np.hypot(ends_a[1] - value_a, value_b - ends_b[0])
    return low, high


def passes(coverage: Floats) -> bool:
    return bool(
        94.5 <= coverage.mean() <= 97.5 and np.percentile(coverage, 5) >= 93.5 and coverage.min() >= 85.0
    )


def line(label: str, ours: Floats, wald: Floats) -> str:
    figures = [figure for one in (ours, wald) for figure in (one.mean(), np.percentile(one, 5), one.min())]
    return label.ljust(22) + "".join(f"{figure:8.1f}" for figure in figures)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="stop at n = 200")
    sizes = QUICK_SIZES if parser.parse_args().quick else SIZES
    rng, started = np.random.default_rng(20260101), time.perf_counter()
    distributions = np.vstack([rng.dirichlet((1, 1, 1), 200), LOPSIDED])
    lowest_mean, lowest, good = 100.0, 100.0, True
    print("one score, exact       score interval: mean, 5 %, lowest      Wald: the same")
    for n in sizes:
        ours, wald = coverage_of_one(n, distributions)
        print(line(f"n = {n}", ours, wald))
        good &= passes(ours)
        lowest_mean, lowest = min(lowest_mean, ours.mean()), min(lowest, ours.min())
    print("\ndifference, simulated  MOVER of score intervals              Wald")
    for n_a, n_b in ARMS:
        ours, wald = coverage_of_difference(n_a, n_b, rng)
        print(line(f"n = {n_a} and {n_b}", ours, wald))
        good &= bool(ours.min() >= 92.5)
    print(f"\n{time.perf_counter() - started:.0f} s{'' if good else '; UNDER THE BAR'}")
    print(f"lowest mean coverage of the score interval {lowest_mean:.1f} %, lowest of all {lowest:.1f} %")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
