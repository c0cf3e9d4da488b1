"""Experiments on a table: the arms are the values of a column, the outcome is the score. One query.

The column may be our own assignment or one that came with a file. The split is checked on everybody in the
table, answered or not; where the table holds only those who answered, that is a check of the answers alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from likely.analyse.segments import SMALLEST_GROUP, score_of, written
from likely.lib.refusal import Refusal
from likely.stats.confidence_sequence import EXPECTED
from likely.stats.difference import Difference
from likely.stats.estimate import Estimate
from likely.stats.experiment import (
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
from likely.store.aggregate import Cell, counts
from likely.store.slice import Slice
from likely.store.table import Responses

MOST_ARMS = 10


@dataclass(frozen=True, slots=True)
class Arm:
    """drawn: responses in the arm, answered or not. score: None below `smallest` answers."""

    name: str
    drawn: int
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
    """split: of everybody drawn. results: each variant against the control, by name."""

    control: Arm
    results: tuple[Result, ...]
    split: Split | None
    level: float
    expected: float


def experiment(
    table: Responses,
    slice: Slice,
    arm: str,
    control: str,
    *,
    shares: Mapping[str, float] | None = None,
    expected: float = EXPECTED,
    worthwhile: float = 0.0,
    most_lost: float = 0.2,
    level: float = 0.95,
    smallest: int = SMALLEST_GROUP,
) -> Experiment:
    """arm: the column. control: its value that is the control. shares: as planned; None: equal parts.

    expected: answers in all at which a decision is expected; fix it before the first look. worthwhile: points
    that would matter. most_lost: share of the answers that a variant may cost (a guard on answering). With k
    variants each is judged at 1 − (1 − level)/k, so that the promise holds for all of them together.
    """
    found = counts(table, replace(slice, by=(arm,)))
    arms = {written(key): _arm(written(key), cell, smallest) for key, cell in found.cells.items() if key[0]}
    _refuse_bad_arms(arms, arm, control)
    names = [name for name in sorted(arms) if name != control]
    planned = None if shares is None else [_planned(shares, name) for name in (control, *names)]
    split = split_check([arms[name].drawn for name in (control, *names)], planned)
    each = 1 - (1 - level) / len(names)
    results = tuple(
        _result(arms[control], arms[name], split, expected, worthwhile, most_lost, each) for name in names
    )
    return Experiment(arms[control], results, split, each, expected)


def _arm(name: str, cell: Cell, smallest: int) -> Arm:
    score = score_of(cell) if cell.answered >= smallest else None
    return Arm(name, cell.answered + cell.unanswered, score)


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


def _result(
    control: Arm,
    variant: Arm,
    split: Split | None,
    expected: float,
    worthwhile: float,
    most_lost: float,
    level: float,
) -> Result:
    gap, answering = None, _answering(control, variant, level, expected)
    if control.score and variant.score:
        gap = running_difference(control.score, variant.score, level=level, expected=expected)
    guards = {"answering": guarded(answering, most_lost)} if answering else {}
    needed = None
    if gap and worthwhile > 0 and control.score and variant.score:
        needed = answers_until_clear(control.score, variant.score, worthwhile, level=level, expected=expected)
    word = advice(gap, split, worthwhile=worthwhile, guards=list(guards.values()))
    return Result(variant, gap, answering, guards, word, needed)


def _answering(control: Arm, variant: Arm, level: float, expected: float) -> Estimate | None:
    a, b = (control.score.n if control.score else 0), (variant.score.n if variant.score else 0)
    if a == 0 or (a == control.drawn and b == variant.drawn):
        return None
    return relative_lift((a, control.drawn), (b, variant.drawn), level=level, expected=expected)
