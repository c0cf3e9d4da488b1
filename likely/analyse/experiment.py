"""Experiments on a table: the arms are the values of a column, the outcome is the score. One query.

The column may be our own assignment or one that came with a file. The split is checked on everybody who was
asked where that is known; else on everybody in the table, answered or not. Where the table holds only those
who answered, that is a check of the answers alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add

from likely.analyse.guardrail import ANSWERING, Guardrail, Watched, sums_by_arm, watch
from likely.analyse.segments import SMALLEST_GROUP, score_of, written
from likely.lib.refusal import Refusal
from likely.stats.confidence_sequence import EXPECTED
from likely.stats.difference import Difference
from likely.stats.earlier_score import Adjusted, Earlier, adjusted
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
from likely.stats.running import FEWEST, Sums, running_gap
from likely.stats.score import Score
from likely.store.aggregate import Cell, Counts, counts
from likely.store.slice import Key, Slice
from likely.store.table import Responses

Asked = tuple[int, int, int, int]  # drawn, answered, promoters − detractors, promoters + detractors
MOST_ARMS = 10
MOST_LOOKS = 120  # of a course; where there are more days, evenly many of them


@dataclass(frozen=True, slots=True)
class Arm:
    """drawn: those asked, or responses in the arm, answered or not. answered: those of them with a score.

    score: of every answer in the arm; None below `smallest`. net: promoters − detractors of the drawn.
    strong: promoters + detractors of the drawn.
    """

    name: str
    drawn: int
    answered: int
    score: Score | None
    net: int = 0
    strong: int = 0

    @property
    def of_drawn(self) -> Sums:
        """Net promoters of 100 drawn: who did not answer counts as 0."""
        return Sums(self.drawn, 100.0 * self.net, 1e4 * self.strong)


@dataclass(frozen=True, slots=True)
class Result:
    """One variant against the control.

    difference: variant − control in points, to be looked at as often as one likes. answering: relative change
    of the share that answers; None where all did. guards: name -> whether it held. advice: what may be done.
    answers_needed: in both arms together, until the interval is ± `worthwhile` points; None where that is 0.
    watched: the guardrails with their figures. adjusted: raw beside what earlier scores make of it, which is
    then `difference`. of_asked: net promoters of 100 drawn; None where all answered.
    """

    variant: Arm
    difference: Difference | None
    answering: Estimate | None
    guards: Mapping[str, Guarded]
    advice: Advice
    answers_needed: int | None
    watched: tuple[Watched, ...] = ()
    adjusted: Adjusted | None = None
    of_asked: Difference | None = None


@dataclass(frozen=True, slots=True)
class Experiment:
    """split: of everybody drawn. results: each variant against the control, by name. level: of each.

    guard_level: of each interval of a guardrail, so that all of them hold together.
    """

    control: Arm
    results: tuple[Result, ...]
    split: Split | None
    level: float
    expected: float
    guard_level: float = 0.95


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
    guard_level: float
    smallest: int
    guards: tuple[tuple[Guardrail, Mapping[str, Sums]], ...]
    earlier: Mapping[str, Earlier]  # by arm


def experiment(
    table: Responses,
    slice: Slice,
    arm: str,
    control: str,
    *,
    shares: Mapping[str, float] | None = None,
    asked: Mapping[str, Asked] | None = None,
    guards: Sequence[Guardrail] = (),
    earlier: Mapping[str, Earlier] | None = None,
    expected: float = EXPECTED,
    worthwhile: float = 0.0,
    most_lost: float = 0.2,
    minimum: int = FEWEST,
    level: float = 0.95,
    smallest: int = SMALLEST_GROUP,
) -> Experiment:
    """arm: the column. control: its value that is the control. shares: as planned; None: equal parts.

    asked: arm -> those asked; None: the table says it. guards: what must not be harmed beside the share that
    answers. earlier: arm -> its answers beside the earlier scores of the same persons; the difference is then
    the one that these narrow. expected: answers in all at which a decision is expected; fix it before the
    first look. worthwhile: points that would matter. most_lost: share of the answers that a variant may cost.
    minimum: answers in each arm before anything but "go on" is said. With k variants each is judged at
    1 − (1 − level)/k, so that the promise holds for all together; with g guardrails each of their intervals
    is one of 1 − (1 − level)/(k·g), so that theirs holds for all together too.
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
    all_guards = level_of_each(1 + len(guards), each)
    kept = tuple((one, sums_by_arm(table, one, arm)) for one in guards)
    terms = _Terms(
        expected, worthwhile, most_lost, minimum, each, all_guards, smallest, kept, earlier or {}
    )  # fmt: skip
    results = tuple(_result(arms[control], arms[name], split, terms) for name in names)
    return Experiment(arms[control], results, split, each, expected, all_guards)


def level_of_each(variants: int, level: float = 0.95) -> float:
    """The level at which each of several variants is judged, so that `level` holds for all of them."""
    return 1 - (1 - level) / variants


def course(
    by_day: Counts,
    control: str,
    variant: str,
    *,
    level: float,
    expected: float,
    earlier: Mapping[Key, Earlier] | None = None,
) -> tuple[Look, ...]:
    """The difference at the end of each day on which an answer came, from the first to the last.

    by_day: of the cuts (arm, day), and so is earlier. The same interval holds at all of these looks together.
    """
    days = sorted({day for name, day in by_day.cells if name in (control, variant) and isinstance(day, date)})
    sums, known = {control: Cell(), variant: Cell()}, {control: Earlier(), variant: Earlier()}
    looks = []
    for day in days:
        for name in sums:
            sums[name] += by_day.cells.get((name, day), Cell())
            known[name] += (earlier or {}).get((name, day), Earlier())
        a, b = score_of(sums[control]), score_of(sums[variant])
        gap = running_difference(a, b, level=level, expected=expected) if a and b else None
        told = adjusted(known[control], known[variant], level=level, expected=expected)
        looks.append(Look(day, told.difference if told else gap))
    step = -(-len(looks) // MOST_LOOKS) or 1
    return tuple(looks[::-1][::step][::-1])


def by_arm(earlier: Mapping[Key, Earlier]) -> dict[str, Earlier]:
    """Of the cuts (arm, day): over all days."""
    names = dict.fromkeys(str(key[0]) for key in earlier if key[0])
    return {
        name: reduce(add, (one for key, one in earlier.items() if key[0] == name), Earlier())
        for name in names
    }


def _arm(name: str, cell: Cell, smallest: int, asked: Mapping[str, Asked] | None) -> Arm:
    score = score_of(cell) if cell.is_enough(smallest) else None
    if asked:
        drawn, answered, net, strong = asked.get(name, (0, 0, 0, 0))
        return Arm(name, drawn, answered, score, net, strong)
    promoters, detractors = sum(cell.n[9:]), sum(cell.n[:7])
    drawn = cell.answered + cell.unanswered
    return Arm(name, drawn, cell.answered, score, promoters - detractors, promoters + detractors)


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
    gap, needed, told = None, None, None
    answering = _answering(control, variant, terms)
    watched = _watched(control, variant, terms)
    guards: dict[str, Guarded] = {one.guardrail.name: one.verdict for one in watched}
    if answering:
        guards = {ANSWERING: guarded(answering, terms.most_lost), **guards}
    a, b = control.score, variant.score
    if a and b:
        told = _adjusted(control, variant, terms)
        gap = running_difference(a, b, level=terms.level, expected=terms.expected)
        gap = told.difference if told else gap
        if gap and terms.worthwhile > 0:
            needed = answers_until_clear(a, b, terms.worthwhile, level=terms.level, expected=terms.expected)
            needed = math.ceil(needed * (1 - told.explained)) if told else needed
    word = advice(gap, split, worthwhile=terms.worthwhile, guards=list(guards.values()))
    if a and b and min(a.n, b.n) < terms.minimum and word not in ("split_broken", "too_few"):
        word = "go_on"
    of_asked = _of_asked(control, variant, terms) if a and b else None
    return Result(variant, gap, answering, guards, word, needed, watched, told, of_asked)


def _watched(control: Arm, variant: Arm, terms: _Terms) -> tuple[Watched, ...]:
    how = {"level": terms.guard_level, "expected": terms.expected}
    arms = (control.name, variant.name)
    return tuple(watch(one, sums, arms, **how, smallest=terms.smallest) for one, sums in terms.guards)


def _adjusted(control: Arm, variant: Arm, terms: _Terms) -> Adjusted | None:
    """None where so few earlier scores are known that single ones could be told."""
    a, b = (terms.earlier.get(arm.name, Earlier()) for arm in (control, variant))
    if min(a.known, b.known) < terms.smallest:
        return None
    return adjusted(a, b, level=terms.level, expected=terms.expected)


def _all_answered(control: Arm, variant: Arm) -> bool:
    return control.answered == control.drawn and variant.answered == variant.drawn


def _of_asked(control: Arm, variant: Arm, terms: _Terms) -> Difference | None:
    """Net promoters of 100 who were drawn: what holds also where the arms do not answer alike."""
    if _all_answered(control, variant):
        return None
    how = {"level": terms.level, "expected": terms.expected}
    return running_gap(control.of_drawn, variant.of_drawn, **how, unit="points")


def _answering(control: Arm, variant: Arm, terms: _Terms) -> Estimate | None:
    a, b = (control.answered, control.drawn), (variant.answered, variant.drawn)
    if control.score is None or a[0] == 0 or _all_answered(control, variant) or b[1] == 0:
        return None
    return relative_lift(a, b, level=terms.guard_level, expected=terms.expected)
