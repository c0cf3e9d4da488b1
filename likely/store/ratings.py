"""Rated columns made clean: the code for "not rated" must not enter a mean.

Scales of 5 and 7 steps often write 0 for blank, and some one step above the top for "not used". A code is
told from a step by what people who chose it scored: a step above the best is not followed by a fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from likely.store.canonical import number_of
from likely.store.query import ask, flattened
from likely.store.table import IbisTable

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any
Steps = dict[int, tuple[int, float | None]]  # step -> (times, mean score)

SCALES = (5, 7, 10)
LEAST_ANSWERED = 0.3  # share of the rows; a rarer one is a follow-up for some, not a driver for all
FEW_ROWS = 100  # below it, the steps in use do not show the scale


@dataclass(frozen=True, slots=True)
class Rating:
    """A rated column on 1..top (0..10 where zeros occur). codes: its values that mean "not rated"."""

    name: str
    codes: tuple[int, ...]
    top: int


def ratings_among(rows: IbisTable, score: IbisColumn, names: Sequence[str], total: int) -> list[Rating]:
    """Which of the candidate columns are ratings on a usual scale, and which of their values are codes."""
    found = _steps(rows, score, names) if names else {}
    ratings = [_rating(name, found[name], total) for name in names]
    return [rating for rating in ratings if rating]


def _steps(rows: IbisTable, score: IbisColumn, names: Sequence[str]) -> dict[str, Steps]:
    """For each column: step -> (times, mean score of those who chose it). One question for all columns."""
    places = {f"column_{place}": name for place, name in enumerate(names)}
    numbers = {place: number_of(rows[name]).try_cast("int64") for place, name in places.items()}
    wide = flattened(rows.select(**numbers, of_score=score.cast("float64")))
    long = wide.pivot_longer(list(places), names_to="place", values_to="step")
    long = long.filter(long["step"].notnull())
    answer = ask(long.group_by("place", "step").aggregate(n=long.count(), mean=long["of_score"].mean()))
    found: dict[str, Steps] = {name: {} for name in names}
    for row in answer.to_pylist():
        found[places[row["place"]]][row["step"]] = (row["n"], row["mean"])
    return found


def _rating(name: str, steps: Steps, total: int) -> Rating | None:
    answered = sum(n for n, _ in steps.values())
    codes = _codes(steps)
    kept = sorted(set(steps) - set(codes))
    if answered < LEAST_ANSWERED * total or len(kept) < 3 or kept[0] < 0:
        return None
    top = next(scale for scale in SCALES if scale >= kept[-1]) if kept[-1] <= 10 else 0
    full = kept[-1] == top and set(range(max(kept[0], 1), top + 1)) <= set(kept)
    return Rating(name, codes, top) if top and (full or total < FEW_ROWS) else None


def _codes(steps: Steps) -> tuple[int, ...]:
    """The values that are no steps of the scale."""
    present = sorted(steps)
    codes = []
    if present and present[0] == 0 and present[-1] in (5, 6, 7, 8) and len(present) > 3:
        codes.append(0)
    if present and present[-1] in (6, 8) and set(range(1, present[-1] + 1)) <= set(present):
        top, below = steps[present[-1]][1], steps[present[-2]][1]
        if top is not None and below is not None and top < below:
            codes.append(present[-1])
    return tuple(codes)


def rating_column(rows: IbisTable, rating: Rating) -> IbisColumn:
    """The steps as whole numbers, null where nothing was rated."""
    import ibis

    number = number_of(rows[rating.name])
    step = (number == number.floor()) & number.between(0, rating.top) & ~number.isin(rating.codes or (-1,))
    return ibis.ifelse(step, number, ibis.literal(None, "float64")).cast("int64")
