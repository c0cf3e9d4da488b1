"""The change of the same customers between two waves.

Rows of the table: detractor, passive, promoter in the first wave; columns: in the second. Treating the
waves as independent would throw away that most people answer alike twice, and miss real changes.
"""

import math
from collections.abc import Sequence

from likely.lib.refusal import Refusal
from likely.stats.count import read_count
from likely.stats.difference import Difference, mover
from likely.stats.interval import score_interval
from likely.stats.normal import p_of_z
from likely.stats.score import Score, score_of_counts
from likely.stats.student import p_of_t, t_of_level
from likely.stats.variance import variance_of_counts

Table = Sequence[Sequence[int]]
Y = (-1, 0, 1)
ENOUGH_FOR_T = 50  # customers; below, t is too sure of itself where the score is high


def paired_change(table: Table, level: float = 0.95) -> Difference | None:
    """Second wave minus first, in points, of those who answered both; None when nobody did.

    From 50 customers on: mean of the single changes (−2..2) ± t·s/√n. Below, or where nobody changed:
    MOVER of the two score intervals with their correlation inside.
    """
    cells = read_table(table)
    n = sum(map(sum, cells))
    if n == 0:
        return None
    changes = [(Y[j] - Y[i], cells[i][j]) for i in range(3) for j in range(3)]
    mean = sum(change * count for change, count in changes) / n
    squares = math.fsum(count * (change - mean) ** 2 for change, count in changes)
    if n < ENOUGH_FOR_T or squares == 0:
        before, after = _waves(cells, level)
        return correlated_difference(after, before, _correlation(cells), n)
    error = math.sqrt(squares / (n - 1) / n)
    half = t_of_level(level, n - 1) * error
    low, high = max(mean - half, -2.0), min(mean + half, 2.0)
    p = p_of_t(mean / error, n - 1)
    return Difference(
        value=100 * mean, low=100 * low, high=100 * high, n=n, method="paired t", level=level, p=p
    )


def partly_paired_change(before: Score, after: Score, table: Table) -> Difference:
    """after − before of two waves of which some customers answered both.

    The errors of the waves correlate by n₁₂·c₁₂/(n₁·n₂) over their standard errors, c₁₂ being the
    covariance among the n₁₂ of the table; MOVER takes it in.
    """
    cells = read_table(table)
    both = sum(map(sum, cells))
    if both > min(before.n, after.n):
        raise Refusal("more_than_all", f"table holds {both} customers, a wave fewer.", field="table")
    shared = both * _covariance(cells) / (before.n * after.n) if both else 0.0
    spread = (variance_of_counts(*before.counts) / before.n) * (variance_of_counts(*after.counts) / after.n)
    r = shared / math.sqrt(spread) if spread > 0 else 0.0
    return correlated_difference(after, before, r, before.n + after.n - both)


def correlated_difference(a: Score, b: Score, r: float, n: int) -> Difference:
    """a − b where the two errors correlate by r (−1..1), from n customers."""
    r = min(max(r, -1.0), 1.0)
    value = a.value - b.value
    low, high = _ends(a, b, r, a.level)
    return Difference(
        value=value,
        low=low,
        high=high,
        n=n,
        method="MOVER of score intervals",
        level=a.level,
        p=_p(a, b, r) if value else 1.0,
    )


def _ends(a: Score, b: Score, r: float, level: float) -> tuple[float, float]:
    return mover(a.value, score_interval(*a.counts, level), b.value, score_interval(*b.counts, level), r)


def _p(a: Score, b: Score, r: float) -> float:
    """1 − the level at which the interval touches 0, by halving z between 0 and 8."""
    z_inside, z_outside = 0.0, 8.0
    for _ in range(30):
        z = (z_inside + z_outside) / 2
        low, high = _ends(a, b, r, 1 - p_of_z(z))
        if low > 0 or high < 0:
            z_inside = z
        else:
            z_outside = z
    return p_of_z((z_inside + z_outside) / 2)


def _waves(cells: list[list[int]], level: float) -> tuple[Score, Score]:
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    first = score_of_counts(rows[0], rows[1], rows[2], level)
    second = score_of_counts(columns[0], columns[1], columns[2], level)
    assert first is not None and second is not None  # noqa: S101, PT018 - the table is not empty
    return first, second


def _covariance(cells: list[list[int]]) -> float:
    n = sum(map(sum, cells))
    first = sum(Y[i] * sum(cells[i]) for i in range(3)) / n
    second = sum(Y[j] * cells[i][j] for i in range(3) for j in range(3)) / n
    return sum(Y[i] * Y[j] * cells[i][j] for i in range(3) for j in range(3)) / n - first * second


def _correlation(cells: list[list[int]]) -> float:
    first = variance_of_counts(*map(sum, cells))
    second = variance_of_counts(*map(sum, zip(*cells, strict=True)))
    return _covariance(cells) / math.sqrt(first * second) if first * second > 0 else 0.0


def read_table(table: Table) -> list[list[int]]:
    """The table as three rows of three counts; a refusal otherwise."""
    if len(table) != 3 or any(len(row) != 3 for row in table):
        raise Refusal("not_three_by_three", "table needs three rows of three counts.", field="table")
    return [[read_count(count, "table") for count in row] for row in table]
