"""The score of three counts with every step shown, for the calculator command and page (R06, R07)."""

from dataclasses import dataclass

from likely.lib.figure import MINUS, grouped, number, percent, rounded
from likely.lib.measured import Gettext, as_written, span
from likely.lib.refusal import Refusal
from likely.stats.score import Score, score_of_counts


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation. formula: with the figures in it; shown: what comes out, rounded."""

    name: str
    formula: str
    shown: str


@dataclass(frozen=True, slots=True)
class Calculation:
    score: Score
    steps: tuple[Step, ...]
    interval: str
    notes: tuple[str, ...]


def calculate(promoters: int, passives: int, detractors: int, gettext: Gettext = as_written) -> Calculation:
    """The score, how it comes about, and between what it can lie. All counts 0 is refused."""
    score = score_of_counts(detractors, passives, promoters)
    if score is None:
        raise Refusal(
            "no_answers",
            gettext("promoters, passives and detractors are all 0: without answers there is no score."),
            field="promoters",
        )
    return Calculation(
        score,
        _steps(score, gettext),
        gettext("Interval (95 %): {span}").format(span=span(score.low, score.high, gettext)),
        _notes(score, gettext),
    )


def _steps(score: Score, gettext: Gettext) -> tuple[Step, ...]:
    n = grouped(score.n)
    p, passive, d = map(grouped, (score.promoters, score.passives, score.detractors))
    exact = number(score.value, 3).rstrip("0").rstrip(".")
    return (
        Step(gettext("Answers"), f"{p} + {passive} + {d}", n),
        Step(gettext("Promoters"), f"{p} / {n}", percent(score.promoters / score.n, 1)),
        Step(gettext("Passives"), f"{passive} / {n}", percent(score.passives / score.n, 1)),
        Step(gettext("Detractors"), f"{d} / {n}", percent(score.detractors / score.n, 1)),
        Step(gettext("Score"), f"100 · ({p} {MINUS} {d}) / {n}", exact),
        Step(gettext("Shown"), gettext("rounded once, at the end"), number(score.value)),
    )


def _notes(score: Score, gettext: Gettext) -> tuple[str, ...]:
    notes = [
        gettext("The score runs from −100 (only detractors) to +100 (only promoters); it is no percentage."),
        gettext("The interval holds the score of all customers in 95 of 100 such samples."),
    ]
    if rounded(score.high - score.low) > 40:
        notes.append(gettext("The interval is wide: ask more people before you act on the score."))
    return tuple(notes)
