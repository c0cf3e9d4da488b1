"""What an analysis finds, row by row, and the report that holds all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from likely.analyse.measures import Measured
from likely.stats.score import Score
from likely.stats.verdict import Verdict


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """One row of a by-table. score is None where nothing may be shown (too few answers)."""

    value: str
    score: Score | None
    verdict: Verdict  # against the rest of the table (leave-one-out), several-at-once controlled


@dataclass(frozen=True, slots=True)
class PeriodScore:
    period: str  # "2026", "2026-Q1", "2026-03", "2026-W09", "2026-03-31"
    start: date
    score: Score | None


@dataclass(frozen=True, slots=True)
class Change:
    """From one shown period to the next. before, after: points."""

    period: str
    before: float
    after: float
    verdict: Verdict
    p: float


@dataclass(frozen=True, slots=True)
class Driver:
    """share, low, high: percent of the explained variation. direction: of the partial association.

    mean: of its ratings, None for one that has no numbers. n: answers with a rating. coefficient: steps of
    the score that one step more goes with, the others held still; None for a category. p: of "no effect of
    its own". first: probability of being the most important. vif: above 10, others say nearly the same.
    least, most: interval of the coefficient. deviation: standard deviation of its values.
    """

    name: str
    share: float
    low: float
    high: float
    direction: Literal["up", "down", "none"]
    mean: float | None
    n: int
    coefficient: float | None = None
    p: float | None = None
    first: float | None = None
    vif: float | None = None
    least: float | None = None
    most: float | None = None
    deviation: float | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """score: points among the comments with it. effect: points of score with it minus without it."""

    name: str
    n: int
    score: float
    effect: float
    low: float
    high: float
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    score: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published figure, shown as quoted, never computed with."""

    name: str
    points: float
    source: str
    year: int


@dataclass(frozen=True, slots=True)
class Report:
    source: str  # file name
    rows: int
    answered: int
    ignored: Mapping[str, int]  # reason -> rows
    columns: Mapping[str, str | None]  # role (score, comment, date, weight, person) -> column
    guessed: tuple[str, ...]  # roles whose column was guessed
    score: Score | None
    weighted: Score | None
    distribution: tuple[int, ...]  # answers at 0..10
    by: Mapping[str, tuple[SegmentScore, ...]]
    grain: str | None  # of the trend
    trend: tuple[PeriodScore, ...]
    changes: tuple[Change, ...]
    drivers: tuple[Driver, ...]
    themes: tuple[Theme, ...]
    recommend: tuple[str, ...]  # up to three reasons
    not_recommend: tuple[str, ...]
    quotes: Mapping[str, tuple[Quote, ...]]  # group -> quotes
    commented: Mapping[str, float]  # group -> share with a comment, 0..1
    benchmarks: tuple[Benchmark, ...]
    warnings: tuple[str, ...]
    measures: tuple[Measured, ...] = ()  # what a file without a score asks instead
