"""How an experiment stands at this moment: its figures out of the workspace's answers, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from likely.analyse import experiment as figures
from likely.analyse.experiment import Look, course
from likely.analyse.guardrail import Guardrail as Watch
from likely.ask.arm import asked_by_arm
from likely.ask.experiment import Experiment
from likely.ask.guardrail import GuardMeasure, Guardrail
from likely.ask.survey import Survey
from likely.lib.refusal import Refusal
from likely.stats.earlier_score import Earlier
from likely.store.aggregate import counts
from likely.store.earlier_score import earlier_sums
from likely.store.slice import Key, Slice
from likely.store.table import Responses

NOTHING_YET = ("no_control", "not_arms")  # refusals that only say that an arm has no answer yet


@dataclass(frozen=True, slots=True)
class Standing:
    """found: None while an arm has no answer at all. courses: variant -> the difference day by day.

    later: the same arms on the survey of the confirmation, to be believed as it is and not to be stopped by.
    """

    found: figures.Experiment | None
    courses: Mapping[str, tuple[Look, ...]] = field(default_factory=dict)
    later: figures.Experiment | None = None


def standing(experiment: Experiment, table: Responses) -> Standing:
    """table: of the experiment's workspace."""
    slice = _slice(experiment, experiment.survey)
    earlier = _earlier(experiment, table, slice)
    found = _figures(
        experiment,
        table,
        slice,
        asked=asked_by_arm(experiment),
        guards=[_watch(experiment, one) for one in experiment.guardrails.all()],
        earlier=figures.by_arm(earlier),
    )
    if found is None:
        return Standing(None)
    later = None
    if experiment.confirm:
        later = _figures(experiment, table, _slice(experiment, experiment.confirm, to_end=False))
    return Standing(found, _courses(experiment, table, slice, found, earlier), later)


def _courses(
    experiment: Experiment,
    table: Responses,
    slice: Slice,
    found: figures.Experiment,
    earlier: Mapping[Key, Earlier],
) -> dict[str, tuple[Look, ...]]:
    by_day = counts(table, slice.cut(experiment.column, "day"))
    return {
        one.variant.name: course(
            by_day,
            experiment.control,
            one.variant.name,
            level=found.level,
            expected=experiment.expected,
            earlier=earlier if one.adjusted else None,
        )
        for one in found.results
        if one.difference
    }


def first_day(experiment: Experiment) -> date | None:
    """Before it nobody had met an arm: the day of the start, or the one that was said."""
    return experiment.days[0]


def _earlier(experiment: Experiment, table: Responses, slice: Slice) -> dict[Key, Earlier]:
    """By arm and day; empty where nothing was promised of it, or nobody can be known again."""
    first = first_day(experiment)
    if not experiment.earlier or first is None or experiment.column not in table.dimensions:
        return {}
    return earlier_sums(table, slice.cut(experiment.column, "day"), first)


def _slice(experiment: Experiment, survey: Survey, *, to_end: bool = True) -> Slice:
    since, until = experiment.days
    where = (("survey", (survey.slug,)), (experiment.column, tuple(experiment.shares)))
    return Slice(since, until if to_end else None, where)


def _watch(experiment: Experiment, one: Guardrail) -> Watch:
    column = one.survey.kind if one.measure == GuardMeasure.BEST else one.column
    measure: Any = one.measure
    return Watch(one.name, measure, one.allowed, _slice(experiment, one.survey), column)


def _figures(
    experiment: Experiment, table: Responses, slice: Slice, **more: Any
) -> figures.Experiment | None:
    if experiment.column not in table.dimensions:
        return None
    try:
        return figures.experiment(
            table,
            slice,
            experiment.column,
            experiment.control,
            shares=experiment.shares,
            expected=experiment.expected,
            worthwhile=experiment.worthwhile,
            most_lost=experiment.most_lost / 100,
            minimum=experiment.minimum,
            smallest=experiment.workspace.smallest_group,
            **more,
        )
    except Refusal as refusal:
        if refusal.code not in NOTHING_YET:
            raise
        return None
