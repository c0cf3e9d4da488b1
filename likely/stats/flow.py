"""Who moved: the same customers in two waves, from detractor to passive and so on.

Rows: the group in the first wave; columns: in the second. The shares of a row have Wilson's interval. Two
tests: did as many rise as fell (McNemar's, by the exact binomial), and are the shares of the groups the
same in both waves (Stuart 1955, Maxwell 1970).
"""

import math
from dataclasses import dataclass

from likely.stats.difference import Difference
from likely.stats.estimate import Estimate
from likely.stats.normal import p_of_z
from likely.stats.paired import Table, paired_change, read_table
from likely.stats.proportion import proportion
from likely.stats.scale import GROUPS, Group

MANY = 10_000  # moves beyond which the normal distribution is exact enough


@dataclass(frozen=True, slots=True)
class Move:
    """n customers went from one group to another; share: percent of those who began where they did."""

    before: Group
    after: Group
    n: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Flow:
    """rose, fell, stayed: customers, by group. change: of the score, in points, of those who answered both.

    p_direction: of "as many rise as fall". p_shares: of "the groups are as large as before".
    """

    moves: tuple[Move, ...]
    rose: int
    fell: int
    stayed: int
    p_direction: float
    p_shares: float
    change: Difference


def flow(table: Table, level: float = 0.95) -> Flow | None:
    """None when nobody answered both waves."""
    cells = read_table(table)
    change = paired_change(cells, level)
    if change is None:
        return None
    moves = [
        Move(GROUPS[i], GROUPS[j], cells[i][j], share)
        for i in range(3)
        for j in range(3)
        if (share := proportion(cells[i][j], sum(cells[i]), level))
    ]
    rose = sum(cells[i][j] for i in range(3) for j in range(i + 1, 3))
    fell = sum(cells[i][j] for i in range(3) for j in range(i))
    stayed = sum(cells[i][i] for i in range(3))
    return Flow(tuple(moves), rose, fell, stayed, sign_p(rose, fell), same_shares_p(cells), change)


def sign_p(rose: int, fell: int) -> float:
    """Two-sided exact p that of rose + fell tosses so few fall on the rarer side."""
    n, few = rose + fell, min(rose, fell)
    if 2 * few >= n - 1:
        return 1.0
    if n > MANY:
        return p_of_z((n - 2 * few - 1) / math.sqrt(n))
    half = n * math.log(2)
    ways = (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - half for k in range(few + 1))
    return min(2 * math.fsum(math.exp(way) for way in ways), 1.0)


def same_shares_p(table: Table) -> float:
    """Stuart & Maxwell's test that both waves have the same shares: chi-square with 2 degrees of freedom.

    d: row sums minus column sums of two groups, V their covariance; χ² = d'V⁻¹d. A group that nobody entered
    or left has no part in it.
    """
    cells = read_table(table)
    rows = [sum(row) for row in cells]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    moved = [group for group in range(3) if rows[group] + columns[group] > 2 * cells[group][group]]
    if len(moved) < 2:
        return 1.0
    kept = moved[: len(moved) - 1]
    d = [rows[i] - columns[i] for i in kept]
    v = [
        [rows[i] + columns[i] - 2 * cells[i][i] if i == j else -(cells[i][j] + cells[j][i]) for j in kept]
        for i in kept
    ]
    if len(kept) == 1:
        return math.erfc(abs(d[0]) / math.sqrt(2 * v[0][0]))
    determinant = v[0][0] * v[1][1] - v[0][1] ** 2
    if determinant <= 0:
        return 1.0
    chi2 = (d[0] ** 2 * v[1][1] - 2 * d[0] * d[1] * v[0][1] + d[1] ** 2 * v[0][0]) / determinant
    return math.exp(-chi2 / 2)
