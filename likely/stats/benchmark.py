"""A score against a fixed figure: a target, or a published benchmark whose own error is not known."""

import math

from likely.lib.refusal import Refusal
from likely.stats.difference import Difference, mover
from likely.stats.interval import score_interval, score_z
from likely.stats.normal import p_of_z, z_of_level
from likely.stats.score import Score


def against(score: Score, points: float) -> Difference:
    """score − points (−100..100), by the score test: p ≤ 1 − level exactly where the interval excludes it.

    The figure counts as known exactly. A benchmark with its own number of answers is a `difference`.
    """
    if not (math.isfinite(points) and -100 <= points <= 100):
        raise Refusal("not_points", f"points {points!r} is not between −100 and 100.", field="points")
    low, high = score_interval(*score.counts, score.level)
    return Difference(
        value=score.value - points,
        low=low - points,
        high=high - points,
        n=score.n,
        method="score",
        level=score.level,
        p=p_of_z(score_z(*score.counts, points / 100)),
    )


def against_published(score: Score, points: float, n: int) -> Difference:
    """score − a published score of n answers whose shares are not told.

    The variance of such an answer is at most 1 − t² (no passives at all), and that is taken: its interval is
    t ± z·√((1 − t²)/n), and both intervals enter as in `difference`. p is the one at which 0 is touched.
    """
    if not (math.isfinite(points) and -100 <= points <= 100):
        raise Refusal("not_points", f"points {points!r} is not between −100 and 100.", field="points")
    if n < 1:
        raise Refusal("not_a_count", f"n {n!r} is below 1.", cure="Use the figure as exact.", field="n")
    low, high = _published_ends(score, points, n, score.level)
    return Difference(
        value=score.value - points,
        low=low,
        high=high,
        n=score.n + n,
        method="MOVER, variance of the published figure at its largest",
        level=score.level,
        p=_p(score, points, n),
    )


def _published_ends(score: Score, points: float, n: int, level: float) -> tuple[float, float]:
    half = 100 * z_of_level(level) * math.sqrt((1 - (points / 100) ** 2) / n)
    ends = max(points - half, -100.0), min(points + half, 100.0)
    return mover(score.value, score_interval(*score.counts, level), points, ends)


def _p(score: Score, points: float, n: int) -> float:
    """1 − the level at which the interval touches 0, by halving z between 0 and 8."""
    if score.value == points:
        return 1.0
    inside, outside = 0.0, 8.0
    for _ in range(40):
        z = (inside + outside) / 2
        low, high = _published_ends(score, points, n, 1 - p_of_z(z))
        if low > 0 or high < 0:
            inside = z
        else:
            outside = z
    return p_of_z((inside + outside) / 2)
