"""Satisfaction and effort (R15): the share of the best answers with Wilson's interval, and the mean.

The best answers are the two at the top: 4 and 5 of five, 9 and 10 of ten, 6 and 7 of seven.

Such a share is a score without passives: who chose one of the best steps counts as a promoter, everybody
else as a detractor, and share = (score + 100) / 2. The score's interval is Wilson's then, and its tests are
those of two shares, so the trend, the changes and the comparisons of a share are those of the score.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from likely.stats.estimate import Estimate
from likely.stats.mean import mean_of_counts
from likely.stats.proportion import proportion
from likely.stats.score import Score
from likely.store.aggregate import SCORES, Cell, Counts
from likely.store.left_out import left_out
from likely.store.slice import Key, Slice
from likely.store.steps import step_counts
from likely.store.table import Responses

# Kind of the survey -> the key of its leading question, and how many points that has (from 1)
MEASURED: Final = {"csat5": ("csat", 5), "csat10": ("csat", 10), "ces": ("ces", 7)}
BEST: Final = 2  # answers at the top


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """share: percent of the best answers. mean: in steps of the scale. counts[i] answered i + 1."""

    share: Estimate
    mean: Estimate
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        return self.share.n


def satisfaction(table: Responses, kind: str, slice: Slice) -> dict[Key, Satisfaction]:
    """Of the surveys of `kind` within the slice, by its cuts; empty where nobody answered.

    kind: a key of MEASURED. Surveys of other kinds answer other scales, so they are left out.
    """
    column, points = MEASURED[kind]
    if column not in table.ratings:
        return {}
    found = step_counts(table, slice.only("kind", kind), column)
    made = {key: satisfaction_of(cell, points) for key, cell in found.cells.items()}
    return {key: one for key, one in made.items() if one}


def satisfaction_of(steps: Mapping[int, int], points: int) -> Satisfaction | None:
    """From how often each step of 1..points was answered; None when nobody answered."""
    counts = tuple(steps.get(step, 0) for step in range(1, points + 1))
    share, mean = proportion(sum(counts[-BEST:]), sum(counts)), mean_of_counts(counts, lowest=1)
    return Satisfaction(share, mean, counts) if share and mean else None


def best_counts(kind: str, survey: str) -> Callable[[Responses, Slice], Counts]:
    """What counts the answers of one survey (its slug) as promoters, the best ones, and detractors."""
    column, points = MEASURED[kind]

    def count(table: Responses, slice: Slice) -> Counts:
        if column not in table.ratings:
            return Counts(slice.by, {})
        slice = slice.only("survey", survey).only("kind", kind)
        found = step_counts(table, slice, column)
        made = Counts(slice.by, {key: _best_or_not(steps, points) for key, steps in found.cells.items()})
        return made.beside(left_out(table, slice, column)) if slice.guarded else made

    return count


def _best_or_not(steps: Mapping[int, int], points: int) -> Cell:
    best = sum(n for step, n in steps.items() if step > points - BEST)
    answers = (sum(steps.values()) - best, *(0,) * (SCORES - 2), best)
    weights = tuple(map(float, answers))
    return Cell(answers, weights, weights)


def as_share(score: Score) -> Score:
    """The share, in percent, that a score without passives is."""
    value, low, high = (share_of(points) for points in (score.value, score.low, score.high))
    return replace(score, value=value, low=low, high=high, method="Wilson", unit="percent")


def share_of(points: float) -> float:
    return (points + 100) / 2
