"""Needs and delights among rated questions: what a low rating costs and a high one brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from likely.lib.refusal import Refusal
from likely.stats.asymmetry import Asymmetry, asymmetries
from likely.store.aggregate import moments
from likely.store.slice import Slice
from likely.store.steps import step_counts
from likely.store.table import Responses

MOST_STEPS = 11  # of a rating; more is a measurement
LOW, HIGH = 0.3, 0.8  # of the way from the lowest step to the highest


@dataclass(frozen=True, slots=True)
class Ends:
    """Ratings up to `low` are low, from `high` on high. down, up: steps from the middling ones to either."""

    low: int
    high: int
    down: float
    up: float


@dataclass(frozen=True, slots=True)
class Asymmetries:
    """ends: of each driver. left_out: with the reason. refused: why there are none, or empty."""

    drivers: tuple[Asymmetry, ...] = ()
    ends: Mapping[str, Ends] = field(default_factory=dict)
    left_out: Mapping[str, Literal["no_rating", "too_few"]] = field(default_factory=dict)
    refused: str = ""


def penalties_and_rewards(table: Responses, slice: Slice, columns: Sequence[str]) -> Asymmetries:
    """One query for the steps of each column, one for the moments of all."""
    ends = {name: at for name in columns if (at := _ends(table, slice, name))}
    left_out: dict[str, Literal["no_rating", "too_few"]] = {
        name: "no_rating" for name in columns if name not in ends
    }
    if not ends:
        return Asymmetries(left_out=left_out)
    marked, names = _marked(table, ends)
    try:
        buckets = moments(marked, slice.cut(), ("score", *names)).get((), [])
        found, few = asymmetries(buckets, list(ends), [(at.down, at.up) for at in ends.values()])
    except Refusal as refusal:
        return Asymmetries(ends=ends, left_out=left_out, refused=str(refusal))
    return Asymmetries(found, ends, {**left_out, **dict.fromkeys(few, "too_few")})


def _ends(table: Responses, slice: Slice, name: str) -> Ends | None:
    counts = step_counts(table, slice.cut(), name).total()
    steps = sorted(counts)
    if not 3 <= len(steps) <= MOST_STEPS:
        return None
    span = steps[-1] - steps[0]
    low = max(step for step in steps if step <= steps[0] + LOW * span)
    high = min(step for step in steps if step >= steps[0] + HIGH * span)
    parts = (
        [s for s in steps if s <= low],
        [s for s in steps if low < s < high],
        [s for s in steps if s >= high],
    )
    if not all(parts):
        return None
    bad, middling, good = (sum(s * counts[s] for s in part) / sum(counts[s] for s in part) for part in parts)
    return Ends(low, high, middling - bad, good - middling)


def _marked(table: Responses, ends: Mapping[str, Ends]) -> tuple[Responses, list[str]]:
    """The table with two columns a driver, 1 where the rating is low, or high, and missing where it is.

    The limits are in the names: an answer that is remembered by its columns must not be another's.
    """
    names = [mark for name, at in ends.items() for mark in (f"{name} ≤ {at.low}", f"{name} ≥ {at.high}")]

    def marked(part: Responses) -> Responses:
        made = {}
        for place, (name, at) in enumerate(ends.items()):
            rating = part.rows[name]
            made[names[2 * place]] = (rating <= at.low).cast("float64")
            made[names[2 * place + 1]] = (rating >= at.high).cast("float64")
        return replace(part, rows=part.rows.mutate(**made), ratings=(*part.ratings, *names), parts=())

    return replace(marked(table), parts=tuple(marked(part) for part in table.parts)), names
