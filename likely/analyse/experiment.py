"""Experiments on a table: the arms are the values of a column, the outcome is the score. One query.

The column may be our own assignment or one that came with a file. The split is checked on everybody who was
asked where that is known; else on everybody in the table, answered or not. Where the table holds only those
who answered, that is a check of the answers alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from likely.analyse.segments import SMALLEST_GROUP, score_of, written
from likely.lib.refusal import Refusal
from likely.stats.confidence_sequence import EXPECTED
from likely.stats.difference import Difference
from likely.stats.estimate import Estimate
from likely.stats.experiment import (
    FEWEST,
    Advice,
    Guarded,
    Split,
    advice,
    answers_until_clear,
    guarded,
    relative_lift,
    running_difference,
    split_check,
)
from likely.stats.score import Score
from likely.store.aggregate import Cell, Counts, counts
from likely.store.slice import Slice
from likely.store.table import Responses

MOST_ARMS = 10
MOST_LOOKS = 120  # of a course; where there are more days, evenly many of them


@dataclass(frozen=True, slots=True)
class Arm:
    """drawn: those asked, or responses in the arm, answered or not. answered: those of them with a score.

    score: of every answer in the arm; None below `smallest`.
    """

    name: str
    drawn: int
    answered: int
    score: Score | None


@dataclass(frozen=True, slots=True)
class Result:
    """One variant against the control.

    difference: variant − control in points, to be looked at as often as one likes. answering: relative change
    of the share that answers; None where all did. guards: name -> whether it held. advice: what may be done.
    answers_needed: in both arms together, until the interval is ± `worthwhile` points; None where that is 0.
    """

    variant: Arm
    difference: Difference | None
    answering: Estimate | None
    guards: Mapping[str, Guarded]
    advice: Advice
    answers_needed: int | None


@dataclass(frozen=True, slots=True)
class Experiment:
    """split: of everybody drawn. results: each variant against the control, by name. level: of each."""

    control: Arm
    results: tuple[Result, ...]
    split: Split | None
    level: float
    expected: float


@dataclass(frozen=True, slots=True)
class Look:
    """The difference as it stood at the end of a day; None while an arm had too few answers."""

    day: date
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class _Terms:
    """What was promised before the first look."""

    expected: float
    worthwhile: float
    most_lost: float
    minimum: int
    level: float
    guard: Mapping[str, Guarded]  # by variant


def experiment(
    table: Responses,
    slice: Slice,
    arm: str,
    control: str,
    *,
    shares: Mapping[str, float] | None = None,
    asked: Mapping[str, tuple[int, int]] | None = None,
    guard: Mapping[str, Guarded] | None = None,
    expected: float = EXPECTED,
    worthwhile: float = 0.0,
    most_lost: float = 0.2,
    minimum: int = FEWEST,
    level: float = 0.95,
    smallest: int = SMALLEST_GROUP,
) -> Experiment:
    """arm: the column. control: its value that is the control. shares: as planned; None: equal parts.

    asked: arm -> those asked, and those of them who answered; None: the table says it. guard: variant ->
    whether another figure held. expected: answers in all at which a decision is expected; fix it before the
    first look. worthwhile: points that would matter. most_lost: share of the answers that a variant may cost.
    minimum: answers in each arm before anything but "go on" is said. With k variants each is judged at
    1 − (1 − level)/k, so that the promise holds for all together.
    """
    found = counts(table, replace(slice, by=(arm,)))
    arms = {
        written(key): _arm(written(key), cell, smallest, asked) for key, cell in found.cells.items() if key[0]
    }
    _refuse_bad_arms(arms, arm, control)
    names = [name for name in sorted(arms) if name != control]
    planned = None if shares is None else [_planned(shares, name) for name in (control, *names)]
    split = split_check([arms[name].drawn for name in (control, *names)], planned)
    each = level_of_each(max(len(shares or names) - bool(shares), 1), level)
    terms = _Terms(expected, worthwhile, most_lost, minimum, each, guard or {})
    results = tuple(_result(arms[control], arms[name], split, terms) for name in names)
    return Experiment(arms[control], results, split, each, expected)


def level_of_each(variants: int, level: float = 0.95) -> float:
    """The level at which each of several variants is judged, so that `level` holds for all of them."""
    return 1 - (1 - level) / variants


def course(by_day: Counts, control: str, variant: str, *, level: float, expected: float) -> tuple[Look, ...]:
    """The difference at the end of each day on which an answer came, from the first to the last.

    by_day: of the cuts (arm, day). The same interval holds at all of these looks together.
    """
    days = sorted({day for name, day in by_day.cells if name in (control, variant) and isinstance(day, date)})
    sums, looks = {control: Cell(), variant: Cell()}, []
    for day in days:
        for name in sums:
            sums[name] += by_day.cells.get((name, day), Cell())
        a, b = score_of(sums[control]), score_of(sums[variant])
        gap = running_difference(a, b, level=level, expected=expected) if a and b else None
        looks.append(Look(day, gap))
    step = -(-len(looks) // MOST_LOOKS) or 1
    return tuple(looks[::-1][::step][::-1])


def _arm(name: str, cell: Cell, smallest: int, asked: Mapping[str, tuple[int, int]] | None) -> Arm:
    score = score_of(cell) if cell.answered >= smallest else None
    drawn, answered = cell.answered + cell.unanswered, cell.answered
    if asked:
        drawn, answered = asked.get(name, (0, 0))
    return Arm(name, drawn, answered, score)


def _refuse_bad_arms(arms: Mapping[str, Arm], column: str, control: str) -> None:
    if control not in arms:
        raise Refusal(
            "no_control", f"{column}: no response is in the arm {control!r}.", cure="Name the control arm."
        )
    if not 2 <= len(arms) <= MOST_ARMS:
        raise Refusal(
            "not_arms", f"{column} has {len(arms)} values; an experiment has 2 to {MOST_ARMS} arms."
        )


def _planned(shares: Mapping[str, float], name: str) -> float:
    if name not in shares:
        raise Refusal("no_share", f"shares: there is none for the arm {name!r}.", field="shares")
    return shares[name]


def _result(control: Arm, variant: Arm, split: Split | None, terms: _Terms) -> Result:
    gap, needed = None, None
    answering = _answering(control, variant, terms)
    guards: dict[str, Guarded] = {"answering": guarded(answering, terms.most_lost)} if answering else {}
    if variant.name in terms.guard:
        guards["score"] = terms.guard[variant.name]
    a, b = control.score, variant.score
    if a and b:
        gap = running_difference(a, b, level=terms.level, expected=terms.expected)
        if gap and terms.worthwhile > 0:
            needed = answers_until_clear(a, b, terms.worthwhile, level=terms.level, expected=terms.expected)
    word = advice(gap, split, worthwhile=terms.worthwhile, guards=list(guards.values()))
    if a and b and min(a.n, b.n) < terms.minimum and word not in ("split_broken", "too_few"):
        word = "go_on"
    return Result(variant, gap, answering, guards, word, needed)


def _answering(control: Arm, variant: Arm, terms: _Terms) -> Estimate | None:
    a, b = (control.answered, control.drawn), (variant.answered, variant.drawn)
    if control.score is None or a[0] == 0 or (a[0] == a[1] and b[0] == b[1]):
        return None
    return relative_lift(a, b, level=terms.level, expected=terms.expected)
