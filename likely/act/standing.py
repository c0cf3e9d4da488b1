"""How an experiment stands at this moment: its figures out of the workspace's answers, whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from likely.analyse import experiment as figures
from likely.analyse.experiment import Look, course
from likely.ask.arm import asked_by_arm
from likely.ask.experiment import Experiment
from likely.ask.survey import Survey
from likely.lib.refusal import Refusal
from likely.stats.difference import Difference
from likely.stats.experiment import Guarded, guarded
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.table import Responses

NOTHING_YET = ("no_control", "not_arms")  # refusals that only say that an arm has no answer yet


@dataclass(frozen=True, slots=True)
class Standing:
    """found: None while an arm has no answer at all. courses: variant -> the difference day by day.

    guards: variant -> difference of the score that must not fall. later: the same arms on the survey of the
    confirmation, to be believed as it is and not to be stopped by.
    """

    found: figures.Experiment | None
    courses: Mapping[str, tuple[Look, ...]] = field(default_factory=dict)
    guards: Mapping[str, Difference | None] = field(default_factory=dict)
    later: figures.Experiment | None = None


def standing(experiment: Experiment, table: Responses) -> Standing:
    """table: of the experiment's workspace."""
    guards = _guards(experiment, table)
    found = _found(experiment, table, _slice(experiment, experiment.survey), guards)
    if found is None:
        return Standing(None)
    by_day = counts(table, _slice(experiment, experiment.survey).cut(experiment.column, "day"))
    courses = {
        one.variant.name: course(
            by_day, experiment.control, one.variant.name, level=found.level, expected=experiment.expected
        )
        for one in found.results
        if one.difference
    }
    later = None
    if experiment.confirm:
        slice = _slice(experiment, experiment.confirm, to_end=False)
        later = _figures(experiment, table, slice)
    return Standing(found, courses, guards, later)


def _slice(experiment: Experiment, survey: Survey, *, to_end: bool = True) -> Slice:
    since, until = experiment.days
    where = (("survey", (survey.slug,)), (experiment.column, tuple(experiment.shares)))
    return Slice(since, until if to_end else None, where)


def _found(
    experiment: Experiment, table: Responses, slice: Slice, gaps: Mapping[str, Difference | None]
) -> figures.Experiment | None:
    held: dict[str, Guarded] = {}
    if experiment.guard:
        held = {
            name: guarded(gap, experiment.guard_points) if gap else "unclear" for name, gap in gaps.items()
        }
        held = {name: held.get(name, "unclear") for name in experiment.shares if name != experiment.control}
    return _figures(experiment, table, slice, held, asked_by_arm(experiment))


def _guards(experiment: Experiment, table: Responses) -> dict[str, Difference | None]:
    if experiment.guard is None:
        return {}
    found = _figures(experiment, table, _slice(experiment, experiment.guard))
    return {one.variant.name: one.difference for one in found.results} if found else {}


def _figures(
    experiment: Experiment,
    table: Responses,
    slice: Slice,
    guard: Mapping[str, Guarded] | None = None,
    asked: Mapping[str, tuple[int, int]] | None = None,
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
            asked=asked,
            guard=guard,
            expected=experiment.expected,
            worthwhile=experiment.worthwhile,
            most_lost=experiment.most_lost / 100,
            minimum=experiment.minimum,
            smallest=experiment.workspace.smallest_group,
        )
    except Refusal as refusal:
        if refusal.code not in NOTHING_YET:
            raise
        return None
