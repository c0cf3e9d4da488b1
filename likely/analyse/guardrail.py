"""What a variant must not harm: any figure of the answers by arm, as sums of a mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from likely.analyse.figures import with_figures
from likely.analyse.satisfaction import BEST, MEASURED
from likely.analyse.segments import written
from likely.stats.difference import Difference
from likely.stats.experiment import Guarded, kept_within
from likely.stats.running import Sums, running_gap
from likely.stats.scale import GROUP_SCORES
from likely.store.aggregate import Cell, counts, moments
from likely.store.slice import Slice
from likely.store.steps import step_counts
from likely.store.table import Responses

Measure = Literal["score", "detractors", "best", "rating", "figure"]
ANSWERING = "answering"  # names the guardrail of the share that answers
UNITS: Mapping[Measure, str] = {"score": "points", "detractors": "percent", "best": "percent"}


@dataclass(frozen=True, slots=True)
class Guardrail:
    """name: of its own among those of an experiment. slice: the answers that it is about.

    measure: the net promoter score, the share of detractors, the share of the best steps of satisfaction or
    effort (column: the kind of the survey), the mean of a rated question or of a number (column: which).
    allowed: how far it may change: −5, it may fall by 5; 5, it may rise by 5; in points, percent points, or
    the column's own unit.
    """

    name: str
    measure: Measure
    allowed: float
    slice: Slice
    column: str = ""

    @property
    def unit(self) -> str:
        return UNITS.get(self.measure, "mean")


@dataclass(frozen=True, slots=True)
class Watched:
    """A guardrail as it stands between the control and one variant; None where too few answered.

    control, variant: the figure of each arm, in the unit of the guardrail.
    """

    guardrail: Guardrail
    verdict: Guarded
    difference: Difference | None = None
    control: float | None = None
    variant: float | None = None


def sums_by_arm(table: Responses, guardrail: Guardrail, arm: str) -> dict[str, Sums]:
    """Arm -> sums in the guardrail's unit; empty where the table has no such column."""
    slice = guardrail.slice.cut(arm)
    if guardrail.measure in ("score", "detractors"):
        of = _points if guardrail.measure == "score" else _detractors
        return {written(key): of(cell) for key, cell in counts(table, slice).cells.items() if cell.answered}
    if guardrail.measure == "best":
        return _best(table, slice, guardrail.column)
    return _mean(table, slice, guardrail)


def watch(
    guardrail: Guardrail,
    sums: Mapping[str, Sums],
    arms: tuple[str, str],
    *,
    level: float,
    expected: float,
    smallest: int,
) -> Watched:
    """arms: the control and the variant. smallest: answers of an arm below which nothing is shown."""
    a, b = (sums.get(name) for name in arms)
    if not a or not b or min(a.n, b.n) < smallest:
        return Watched(guardrail, "unclear")
    gap = running_gap(a, b, level=level, expected=expected, unit=guardrail.unit)
    if gap is None:
        return Watched(guardrail, "unclear", None, a.mean, b.mean)
    return Watched(guardrail, kept_within(gap, guardrail.allowed), gap, a.mean, b.mean)


def _points(cell: Cell) -> Sums:
    low, high = _group(cell, "detractor"), _group(cell, "promoter")
    return Sums(cell.answered, 100.0 * (high - low), 1e4 * (high + low))


def _detractors(cell: Cell) -> Sums:
    return _share(_group(cell, "detractor"), cell.answered)


def _group(cell: Cell, group: Literal["detractor", "promoter"]) -> int:
    return sum(cell.n[score] for score in GROUP_SCORES[group])


def _share(x: int, n: int) -> Sums:
    return Sums(n, 100.0 * x, 1e4 * x)


def _best(table: Responses, slice: Slice, kind: str) -> dict[str, Sums]:
    column, points = MEASURED[kind]
    if column not in table.ratings:
        return {}
    found = step_counts(table, slice, column).cells
    return {
        written(key): _share(sum(n for step, n in steps.items() if step > points - BEST), sum(steps.values()))
        for key, steps in found.items()
    }


def _mean(table: Responses, slice: Slice, guardrail: Guardrail) -> dict[str, Sums]:
    column = guardrail.column
    if column not in table.ratings:
        if column not in table.dimensions:
            return {}
        table = with_figures(table, (column,))
    found = moments(table, slice, (column,), buckets=1)
    made = {written(key): sum(buckets[1:], buckets[0]) for key, buckets in found.items()}
    return {
        name: Sums(round(float(one.n[0, 0])), float(one.sums[0, 0]), float(one.products[0, 0]))
        for name, one in made.items()
        if one.n[0, 0]
    }
