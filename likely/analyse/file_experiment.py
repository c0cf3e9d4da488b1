"""An experiment on a file: guardrails by the names of its columns, earlier scores by a column or a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

from likely.analyse.experiment import Experiment, by_arm, experiment
from likely.analyse.guardrail import Guardrail
from likely.stats.earlier_score import Earlier
from likely.store.aggregate import POINTS, moments
from likely.store.earlier_score import earlier_sums
from likely.store.file import ResponseFile
from likely.store.slice import Key, Slice
from likely.store.table import Responses

OF_THE_SCORE: Mapping[str, Literal["score", "detractors"]] = {"score": "score", "detractors": "detractors"}
ANSWERED = ("detractor", "passive", "promoter")


def file_experiment(
    file: ResponseFile,
    slice: Slice,
    arm: str,
    control: str,
    *,
    guards: Mapping[str, float],
    earlier: str | date | None,
    **terms: Any,
) -> Experiment:
    """guards: "score", "detractors" or a column -> how far it may change. terms: of `experiment`."""
    numbers = [name for name in guards if name not in OF_THE_SCORE]
    if isinstance(earlier, str):
        numbers.append(earlier)
    table, column = _asked(file, slice, arm, numbers), file.column(arm)
    if isinstance(earlier, date):
        slice = slice.between(max(earlier, slice.since or earlier), slice.until)
    kept = [_guard(file, name, allowed, slice) for name, allowed in guards.items()]
    known = _earlier(file, table, slice.cut(column), earlier)
    return experiment(table, slice, column, control, guards=kept, earlier=by_arm(known), **terms)


def _asked(file: ResponseFile, slice: Slice, arm: str, numbers: Sequence[str]) -> Responses:
    where = tuple(name for name, _values in slice.where)
    return file.asked(by=(arm,), drivers=tuple(numbers), where=where)


def _guard(file: ResponseFile, name: str, allowed: float, slice: Slice) -> Guardrail:
    measure = OF_THE_SCORE.get(name)
    if measure:
        return Guardrail(name, measure, allowed, slice)
    return Guardrail(name, "figure", allowed, slice, file.column(name))


def _earlier(
    file: ResponseFile, table: Responses, slice: Slice, earlier: str | date | None
) -> dict[Key, Earlier]:
    if earlier is None:
        return {}
    if isinstance(earlier, date):
        return earlier_sums(table, slice, earlier)
    answered = slice.only("group", *ANSWERED)
    found = moments(table, answered, (POINTS, file.column(earlier)), buckets=1)
    return {key: _of_column(sum(parts[1:], parts[0])) for key, parts in found.items()}


def _of_column(one: Any) -> Earlier:
    """Moments of the points and the earlier score, the points counted −1, 0, 1."""
    return Earlier(
        n=round(one.n[0, 0]),
        y=one.sums[0, 0] / 100,
        y2=one.products[0, 0] / 1e4,
        known=round(one.n[0, 1]),
        y_known=one.sums[0, 1] / 100,
        x=one.sums[1, 0],
        x2=one.products[1, 1],
        xy=one.products[0, 1] / 100,
    )
