"""How an experiment stands, for machines: each variant against the control, with its guardrails."""

from typing import Any, Literal

from likely.analyse.experiment import Arm, Result
from likely.analyse.experiment import Experiment as Figures
from likely.analyse.guardrail import Watched
from likely.analyse.report_json import score_object
from likely.analyse.verdict_words import experiment_words
from likely.api.field import Told
from likely.api.score import ScoreTold
from likely.stats.difference import Difference
from likely.stats.earlier_score import Adjusted
from likely.stats.estimate import Estimate


class GapTold(Told):
    """variant − control in points, or a ratio of shares. The interval may be looked at at any time."""

    value: float
    low: float
    high: float
    level: float
    n: int
    p: float | None


class ArmTold(Told):
    """drawn: who was asked, where we drew the arm; else answers. net_of_100: promoters − detractors, of 100.

    Null figures: too few answers.
    """

    name: str
    drawn: int | None
    answered: int | None
    net_of_100: float | None
    score: ScoreTold | None


class GuardTold(Told):
    """control, variant: the figure of each arm. difference: in its unit, with an interval of guard_level."""

    name: str
    allowed: float
    verdict: Literal["held", "harmed", "unclear"]
    control: float | None
    variant: float | None
    difference: GapTold | None


class AdjustedTold(Told):
    """raw: without the earlier scores of the same people; `difference` of the result is with them.

    explained: share of the variance that they take away. known: share of the answers that have one.
    """

    raw: GapTold
    explained: float
    known: float


class ResultTold(Told):
    """advice: what may be done now. words: the same as a sentence. guards: held, harmed or unclear.

    watched: the guardrails with their figures. adjusted: null where no earlier scores are used. of_asked:
    difference in net promoters of 100 drawn, which holds also where the arms do not answer alike.
    """

    variant: ArmTold
    difference: GapTold | None
    adjusted: AdjustedTold | None
    of_asked: GapTold | None
    answering: GapTold | None
    guards: dict[str, str]
    watched: list[GuardTold]
    advice: Literal["split_broken", "too_few", "better", "worse", "no_matter", "go_on"]
    words: str
    answers_needed: int | None


class FiguresTold(Told):
    """split_p: of the test that the arms have their sizes; below 0.001 nothing else is to be believed.

    guard_level: of each guardrail's interval: they share 5 % of their own.
    """

    control: ArmTold
    results: list[ResultTold]
    split_p: float | None
    guard_level: float


def figures_told(found: Figures) -> FiguresTold:
    shown = all(arm.score for arm in (found.control, *(one.variant for one in found.results)))
    return FiguresTold(
        control=_arm(found.control),
        results=[_result(one) for one in found.results],
        split_p=found.split.p if found.split and shown else None,
        guard_level=found.guard_level,
    )


def _arm(arm: Arm) -> ArmTold:
    if arm.score is None:
        return ArmTold(name=arm.name, drawn=None, answered=None, net_of_100=None, score=None)
    score: Any = score_object(arm.score)
    return ArmTold(
        name=arm.name,
        drawn=arm.drawn,
        answered=arm.answered,
        net_of_100=100 * arm.net / arm.drawn if arm.drawn else None,
        score=ScoreTold(**score),
    )


def _watched(one: Watched) -> GuardTold:
    return GuardTold(
        name=one.guardrail.name,
        allowed=one.guardrail.allowed,
        verdict=one.verdict,
        control=one.control,
        variant=one.variant,
        difference=_gap(one.difference),
    )


def _adjusted(one: Adjusted | None) -> AdjustedTold | None:
    raw = _gap(one.raw) if one else None
    return AdjustedTold(raw=raw, explained=one.explained, known=one.known) if one and raw else None


def _result(one: Result) -> ResultTold:
    shown = one.variant.score is not None
    return ResultTold(
        variant=_arm(one.variant),
        difference=_gap(one.difference),
        adjusted=_adjusted(one.adjusted),
        of_asked=_gap(one.of_asked) if shown else None,
        answering=_gap(one.answering) if shown else None,
        guards=dict(one.guards) if shown else {},
        watched=[_watched(watched) for watched in one.watched] if shown else [],
        advice=one.advice,
        words=experiment_words(one),
        answers_needed=one.answers_needed,
    )


def _gap(one: Difference | Estimate | None) -> GapTold | None:
    if one is None:
        return None
    p = one.p if isinstance(one, Difference) else None
    return GapTold(value=one.value, low=one.low, high=one.high, level=one.level, n=one.n, p=p)
