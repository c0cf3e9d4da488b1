"""A score against quoted figures: which it is surely above or below, all judged together (N13, R17)."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.stats.benchmark import against, against_published
from likely.stats.difference import Difference
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts


@dataclass(frozen=True, slots=True)
class Quoted:
    """n: answers that the figure rests on; None: not told, and it counts as exact. own: of the workspace."""

    name: str
    points: float
    source: str
    year: int
    n: int | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """gap: score − figure, with the error of the figure where that is known."""

    quoted: Quoted
    gap: Difference
    verdict: Verdict


def held_against(score: Score, quoted: Sequence[Quoted]) -> tuple[Held, ...]:
    """The highest figure first. Verdicts are judged together (Benjamini–Hochberg)."""
    ordered = sorted(quoted, key=lambda one: (-one.points, one.name))
    gaps = [
        against_published(score, one.points, one.n) if one.n else against(score, one.points)
        for one in ordered
    ]
    return tuple(map(Held, ordered, gaps, verdicts(gaps)))
