"""The one definition of the score: 100 · (promoters − detractors) / answered (R04)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from likely.lib.refusal import Refusal
from likely.stats.count import read_count
from likely.stats.estimate import Estimate
from likely.stats.interval import INTERVALS, Method, score_interval, score_intervals
from likely.stats.scale import HIGHEST, read_score

# NumPy is imported where many scores are made at once: `import likely` must stay light.


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Estimate):
    """A net promoter score in points with its interval and the counts that it was made of."""

    promoters: int
    passives: int
    detractors: int

    @property
    def counts(self) -> tuple[float, float, float]:
        """Detractors, passives, promoters as inference sees them (a weighted score: its effective counts)."""
        return self.detractors, self.passives, self.promoters

    @property
    def shares(self) -> tuple[float, float, float]:
        """Percent (0..100, unrounded) of detractors, passives and promoters."""
        detractors, passives, promoters = self.counts
        n = detractors + passives + promoters
        return 100 * detractors / n, 100 * passives / n, 100 * promoters / n


def score_of_counts(
    detractors: int,
    passives: int,
    promoters: int,
    level: float = 0.95,
    *,
    method: Method = "score",
    population: int | None = None,
) -> Score | None:
    """The score of three counts, unrounded; None when nobody answered.

    population: N when the statement is about those N customers alone and who answered was chance; the
    variance is then multiplied by 1 − n/N. Leave it out for trends, comparisons and "is it better now?".
    """
    d = read_count(detractors, "detractors")
    n0 = read_count(passives, "passives")
    p = read_count(promoters, "promoters")
    n = d + n0 + p
    if n == 0:
        return None
    if population is None:
        low, high = INTERVALS[method](d, n0, p, level)
    else:
        low, high = score_interval(d, n0, p, level, shrink=_unseen_share(n, population))
    return _score(d, n0, p, low, high, level, method)


def _unseen_share(n: int, population: int) -> float:
    if read_count(population, "population") < n:
        raise Refusal(
            "population_too_small", f"population is {population}, but {n} answered.", field="population"
        )
    return 1 - n / population


def _score(d: int, n0: int, p: int, low: float, high: float, level: float, method: str) -> Score:
    n = d + n0 + p
    value = 100 * (p - d) / n
    return Score(
        value=value,
        low=max(min(low, value), -100.0),  # the halving may miss the point by the last digit
        high=min(max(high, value), 100.0),
        n=n,
        method=method,
        level=level,
        promoters=p,
        passives=n0,
        detractors=d,
    )


def score_of_scores(scores: Iterable[object], level: float = 0.95) -> Score | None:
    """The score of single answers, each a whole number of 0..10; the first that is not is refused."""
    n = [0] * (HIGHEST + 1)
    for value in scores:
        n[read_score(value)] += 1
    return score_of_cell(n, level)


def score_of_cell(n: Sequence[int], level: float = 0.95) -> Score | None:
    """The score of the answers counted at 0..10 (eleven counts); None when they are all 0."""
    return score_of_counts(*counts_of_cell(n), level)


def counts_of_cell(n: Sequence[int]) -> tuple[int, int, int]:
    """Detractors, passives and promoters of eleven counts."""
    if len(n) != HIGHEST + 1:
        raise Refusal("not_eleven_counts", f"n has {len(n)} counts; there are 11 scores, 0 to 10.", field="n")
    counts = [read_count(count, "n") for count in n]
    return sum(counts[:7]), sum(counts[7:9]), sum(counts[9:])


def scores_of_cells(cells: Sequence[Sequence[int]], level: float = 0.95) -> list[Score | None]:
    """`score_of_cell` of many cells at once: the same figures, a thousand cells in a few milliseconds."""
    import numpy as np

    counts = [counts_of_cell(cell) for cell in cells]
    answered = sorted({triple for triple in counts if sum(triple)})
    if not answered:
        return [None for _ in counts]
    d, n0, p = np.array(answered, dtype=float).T
    lows, highs = score_intervals(d, n0, p, level)
    scores = {
        triple: _score(*triple, float(low), float(high), level, "score")
        for triple, low, high in zip(answered, lows, highs, strict=True)
    }
    return [scores.get(triple) for triple in counts]
