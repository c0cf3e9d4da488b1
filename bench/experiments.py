"""How often an experiment that is looked at a hundred times cries wolf, against the 5 % that it may.

    python bench/experiments.py [--quick]

Seeded simulation: answers of two arms arrive in turn by chance; each experiment is looked at 100 times on
its way to 10,000 answers and stops at the first look that says "different". Ours (the confidence sequence,
tuned for 2000 answers) beside what is usually done (the 95 % interval of the difference, each time anew) and
beside the exact bet (`daily_e_value`, one batch a look). A second table gives the same people an earlier
score (known of 7 in 10) and adjusts by it (CUPED): what a lasting liking explains is taken out of the
variance. A third one looks at guardrails: four of them share 5 %.

Columns: percent of experiments called different by 2500, 5000 and 10,000 answers. Rows without a difference
are false alarms; the others are power (one look at a fixed 2484 answers finds 8 points in 80 %).

Bar: no row without a difference is above 5 % for ours, adjusted or not, and in at most 5 % of experiments
does any interval of a guardrail ever miss the truth. Exit code 1 above it. --quick: fewer experiments.
"""

import argparse
import sys
import time

import numpy as np
from numpy.typing import NDArray

from likely.stats.confidence_sequence import half_width
from likely.stats.e_value import STAKES
from likely.stats.earlier_score import Earlier, adjusted

Floats = NDArray[np.float64]
Shares = tuple[float, float, float]

LOOKS, LAST = 100, 10_000
SHOWN = (2500, 5000, 10_000)
TRUTHS: tuple[tuple[str, Shares, Shares], ...] = (
    ("+35 and +35", (0.15, 0.35, 0.50), (0.15, 0.35, 0.50)),
    ("+88 and +88", (0.02, 0.08, 0.90), (0.02, 0.08, 0.90)),
    ("-20 and -20", (0.45, 0.30, 0.25), (0.45, 0.30, 0.25)),
    ("+35 and +43", (0.15, 0.35, 0.50), (0.12, 0.33, 0.55)),
    ("+80 and +85", (0.05, 0.10, 0.85), (0.03, 0.09, 0.88)),
    ("+35 and +38", (0.15, 0.35, 0.50), (0.135, 0.345, 0.52)),
)
Z = 1.959963984540054


def experiments(a: Shares, b: Shares, runs: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Counts by run, look, arm and group of the answers that came since the look before."""
    answers = LAST // LOOKS
    to_b = rng.binomial(answers, 0.5, (runs, LOOKS))
    return np.stack([rng.multinomial(answers - to_b, a), rng.multinomial(to_b, b)], axis=2)


def looks(counts: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """By run and look: the difference, its squared standard error, the answers so far."""
    so_far = counts.cumsum(axis=1).astype(float)
    n = so_far.sum(axis=3)
    score = (so_far[..., 2] - so_far[..., 0]) / n
    variance = (so_far[..., 2] + so_far[..., 0]) / n - score**2
    return score[..., 1] - score[..., 0], (variance / n).sum(axis=2), n.sum(axis=2)


def called(excluded: NDArray[np.bool_]) -> list[float]:
    """Percent of runs with an exclusion at any look up to each number of answers shown."""
    return [100 * float(excluded[:, : LOOKS * shown // LAST].any(axis=1).mean()) for shown in SHOWN]


def sequence(counts: NDArray[np.int64]) -> list[float]:
    gap, error2, n = looks(counts)
    widths = np.array([half_width(1.0, look) for look in n[0]])
    return called(np.abs(gap) > np.sqrt(error2 * n) * widths)


def naive(counts: NDArray[np.int64]) -> list[float]:
    gap, error2, _ = looks(counts)
    return called(np.abs(gap) > Z * np.sqrt(error2))


def bets(counts: NDArray[np.int64]) -> list[float]:
    """`daily_e_value` of many experiments at once."""
    y = np.array([-1, 0, 1])
    n = counts.sum(axis=(2, 3)).cumsum(axis=1)
    sums = (counts * y).sum(axis=(2, 3)).cumsum(axis=1)
    centre = np.concatenate([np.zeros((len(n), 1)), sums[:, :-1] / n[:, :-1]], axis=1)
    logs = []
    for stake in (sign * stake for stake in STAKES for sign in (-1, 1)):
        edge = np.array([-0.5, 0.5])[None, None, :, None] * (y - centre[:, :, None, None])
        logs.append((counts * np.log1p(stake * edge)).sum(axis=(2, 3)).cumsum(axis=1))
    return called(np.exp(logs).mean(axis=0) >= 20)


LIKING = 0.8  # how much of what somebody answers is lasting, as a correlation of the latent scores
KNOWN = 0.7  # share of the people with an earlier score


def adjusted_runs(lift: float, runs: int, rng: np.random.Generator) -> tuple[list[float], list[float], float]:
    """Percent called different without and with the earlier score, and the variance that it explains (%)."""
    raw, told = np.zeros((runs, LOOKS), bool), np.zeros((runs, LOOKS), bool)
    explained = []
    for run in range(runs):
        liking = rng.normal(size=LAST)
        to_b, known = rng.random(LAST) < 0.5, rng.random(LAST) < KNOWN
        x = _score(LIKING * liking, rng)
        y = _points(_score(LIKING * liking + lift * to_b, rng))
        sums = _sums(x, y, to_b, known)
        for look in range(LOOKS):
            found = adjusted(*sums[look])
            if found is None:
                continue
            raw[run, look] = found.raw.low > 0 or found.raw.high < 0
            told[run, look] = found.difference.low > 0 or found.difference.high < 0
        explained.append(found.explained if found else 0.0)
    return called(raw), called(told), 100 * float(np.mean(explained))


def _score(latent: Floats, rng: np.random.Generator) -> Floats:
    noise = (1 - LIKING**2) ** 0.5 * rng.normal(size=len(latent))
    return np.clip(np.round(8.2 + 2 * (latent + noise)), 0, 10)


def _points(score: Floats) -> Floats:
    return (score >= 9).astype(float) - (score <= 6)


def _sums(
    x: Floats, y: Floats, to_b: NDArray[np.bool_], known: NDArray[np.bool_]
) -> list[tuple[Earlier, Earlier]]:
    """Of both arms at each look."""
    columns = np.stack([np.ones_like(y), y, y * y, known, known * y, known * x, known * x * x, known * x * y])
    arms = [np.cumsum((columns * arm).reshape(8, LOOKS, -1).sum(axis=2), axis=1) for arm in (~to_b, to_b)]
    return [(_earlier(arms[0][:, look]), _earlier(arms[1][:, look])) for look in range(LOOKS)]


def _earlier(sums: Floats) -> Earlier:
    n, y, y2, known, *rest = (float(one) for one in sums)
    return Earlier(int(n), y, y2, int(known), *rest)


def missed(runs: int, rng: np.random.Generator, guards: int = 4) -> tuple[float, float]:
    """Percent of experiments in which any guardrail's interval ever misses: ours, and 95 % each time anew."""
    ours, usual = np.zeros(runs, bool), np.zeros(runs, bool)
    for place in range(guards):
        a = TRUTHS[place % 3][1]
        gap, error2, n = looks(experiments(a, a, runs, rng))
        widths = np.array([half_width(1.0, look, 1 - 0.05 / guards) for look in n[0]])
        ours |= (np.abs(gap) > np.sqrt(error2 * n) * widths).any(axis=1)
        usual |= (np.abs(gap) > Z * np.sqrt(error2)).any(axis=1)
    return 100 * float(ours.mean()), 100 * float(usual.mean())


def line(label: str, *methods: list[float]) -> str:
    return label.ljust(14) + "   ".join("".join(f"{figure:8.1f}" for figure in one) for one in methods)


def earlier_table(runs: int, rng: np.random.Generator) -> float:
    """The percent called where nothing differs."""
    print(
        f"\n{'with an earlier score':24}raw: 2500    5000   10000   adjusted: the same   variance explained"
    )
    worst = 0.0
    for label, lift in (("no difference", 0.0), ("about 4 points", 0.066), ("about 8 points", 0.13)):
        raw, told, explained = adjusted_runs(lift, runs, rng)
        print(label.ljust(20) + line("", raw, told).strip().rjust(52) + f"{explained:12.0f} %")
        worst = worst if lift else told[-1]
    return worst


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="400 experiments a row instead of 4000")
    runs = 400 if parser.parse_args().quick else 4000
    rng, started = np.random.default_rng(20260102), time.perf_counter()
    worst, worst_naive = 0.0, 0.0
    print(f"{'':14}ours: 2500    5000   10000     every 95 %: the same       exact bet: the same")
    for label, a, b in TRUTHS:
        counts = experiments(a, b, runs, rng)
        ours, usual, exact = sequence(counts), naive(counts), bets(counts)
        print(line(label, ours, usual, exact))
        if a == b:
            worst, worst_naive = max(worst, ours[-1]), max(worst_naive, usual[-1])
    worst_adjusted = earlier_table(runs // 4, rng)
    guards, usual_guards = missed(runs, rng)
    print(f"\nfour guardrails, any interval ever wrong: {guards:.1f} %, the usual ones {usual_guards:.1f} %")
    good = max(worst, worst_adjusted, guards) <= 5.0
    seconds = time.perf_counter() - started
    print(f"\n{runs} experiments a row, {seconds:.0f} s{'' if good else '; ABOVE THE BAR'}")
    print(f"false alarms in 100 looks: {worst:.1f} %, the usual interval {worst_naive:.1f} %")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
