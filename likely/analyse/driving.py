"""What goes with the score, whole: shares, what one step more goes with, needs and delights, and segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from likely.analyse.asymmetry import Asymmetries, penalties_and_rewards
from likely.analyse.drivers import MOST_DRIVERS, Drivers, drivers, drivers_between, drivers_by
from likely.analyse.figures import Figure, figure_effects, with_figures
from likely.analyse.segments import SMALLEST_GROUP, score_of
from likely.analyse.small_groups import too_few
from likely.lib.refusal import Refusal
from likely.stats.driver_difference import DriverDifference
from likely.stats.score import Score
from likely.store.aggregate import counts
from likely.store.slice import Slice
from likely.store.spread import cut_named
from likely.store.steps import step_counts
from likely.store.table import Responses

MOST_SEGMENTS = 12  # shown beside each other, the most answered first


@dataclass(frozen=True, slots=True)
class Between:
    """Two segments that share no answer, the first against the second."""

    first: str
    second: str
    rows: tuple[DriverDifference, ...]


@dataclass(frozen=True, slots=True)
class Driving:
    """score: of the slice; None without answers, or where `hidden`: fewer than may be shown.

    standing: rated driver -> share of the way from its lowest step to its highest, 0..1. figures: operational
    drivers, with what a step more goes with. by: the cut. segments: its
    values with enough answers. between: the two most answered of them.
    """

    score: Score | None
    hidden: bool
    found: Drivers = field(default_factory=Drivers)
    needs: Asymmetries = field(default_factory=Asymmetries)
    standing: Mapping[str, float] = field(default_factory=dict)
    by: str = ""
    segments: Mapping[str, Drivers] = field(default_factory=dict)
    between: Between | None = None
    figures: tuple[Figure, ...] = ()


def driving(
    table: Responses,
    slice: Slice,
    by: str = "",
    categories: Sequence[str] = (),
    figures: Sequence[str] = (),
    *,
    smallest: int = SMALLEST_GROUP,
    narrowed: bool = True,
) -> Driving:
    """categories, figures: dimensions that are drivers too, by their values or as numbers (yes 1, no 0).

    narrowed: whether a filter is set.
    """
    slice, by = slice.cut(), cut_named(table, by) if by else ""
    cell = counts(table, slice).total()
    if narrowed and (cell.answered < smallest or too_few(table, slice, smallest)):
        return Driving(None, hidden=bool(cell.answered))
    score, columns = score_of(cell), (*table.ratings[:MOST_DRIVERS], *figures)
    table = with_figures(table, figures)
    if score is None or not (columns or categories):
        return Driving(score, hidden=False)
    found = drivers(table, slice, columns, categories)
    if not found.drivers:
        return Driving(score, hidden=False, found=found)
    numbers = [one.name for one in found.drivers if one.mean is not None]
    rated = [name for name in numbers if name not in figures]
    segments = _segments(table, slice, numbers, by) if by and numbers else {}
    return Driving(
        score,
        hidden=False,
        found=found,
        needs=penalties_and_rewards(table, slice, rated),
        standing=_standing(table, slice, found, rated),
        by=by,
        segments=segments,
        between=_between(table, slice, numbers, by, tuple(segments)),
        figures=figure_effects(table, slice, numbers, figures) if figures else (),
    )


def _standing(table: Responses, slice: Slice, found: Drivers, rated: Sequence[str]) -> dict[str, float]:
    made = {}
    for one in found.drivers:
        steps = step_counts(table, slice, one.name).total() if one.name in rated else {}
        if one.mean is not None and len(steps) > 1:
            low, high = min(steps), max(steps)
            made[one.name] = (one.mean - low) / (high - low)
    return made


def _segments(table: Responses, slice: Slice, columns: Sequence[str], by: str) -> dict[str, Drivers]:
    """Those that have enough answers, the most answered first."""
    sizes = {str(key[0]): cell.answered for key, cell in counts(table, slice.cut(by)).cells.items() if key[0]}
    found = drivers_by(table, slice, columns, by)
    told = [name for name in sizes if name in found and found[name].drivers]
    return {name: found[name] for name in sorted(told, key=lambda name: (-sizes[name], name))[:MOST_SEGMENTS]}


def _between(
    table: Responses, slice: Slice, columns: Sequence[str], by: str, names: Sequence[str]
) -> Between | None:
    if len(names) < 2:
        return None
    first, second = (slice.only(by, name) for name in names[:2])
    try:
        return Between(names[0], names[1], drivers_between(table, first, second, columns))
    except Refusal:  # a driver that one of the two hardly rated
        return None
