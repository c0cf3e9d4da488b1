"""The journey: each touchpoint's score, volume and trend, and what it does to the relation afterwards.

How far a touchpoint moves the relation comes from persons who answered about both (`stats.touchpoint`),
within person, by the days between. What repairing one is worth supposes that it is a cause.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from likely.analyse.findings import Change, PeriodScore, SegmentScore
from likely.analyse.segments import SMALLEST_GROUP, scores_by
from likely.analyse.trend import folded, grain_of, trend
from likely.lib.refusal import Refusal
from likely.stats.estimate import Estimate
from likely.stats.score import Score
from likely.stats.touchpoint import Link, links, worth
from likely.stats.verdict import Verdict
from likely.store.aggregate import Counts, counts, moments
from likely.store.panel import panel
from likely.store.slice import Slice
from likely.store.table import Responses

RELATION = ("kind", "rnps")
TOUCHPOINT = "touchpoint"
EDGES = (0, 60, 120, 180)  # days before an answer about the relation
MOST_TOUCHPOINTS = 8  # whose link is worked out, the most answered first


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """score: None where hidden. verdict: against all other touchpoints together.

    periods, changes: the trend. link: points of the relation for a point of this score; None: not known.
    worth: points that the relation would gain if this one scored as the median of the touchpoints; None
    where it can't be told to score lower, or where there is no link.
    """

    name: str
    score: Score | None
    verdict: Verdict
    share: float  # of all answers about touchpoints, 0..1
    periods: tuple[PeriodScore, ...]
    changes: tuple[Change, ...]
    link: Link | None
    worth: Estimate | None


@dataclass(frozen=True, slots=True)
class Journey:
    """touchpoints: the lowest score first, hidden ones last. refused: why no links are known, or empty."""

    touchpoints: tuple[Touchpoint, ...]
    edges: tuple[int, ...]
    persons: int
    refused: str


def journey(
    table: Responses,
    slice: Slice,
    *,
    touchpoint: str = TOUCHPOINT,
    relation: tuple[str, str] = RELATION,
    edges: Sequence[int] = EDGES,
    smallest: int = SMALLEST_GROUP,
) -> Journey:
    """touchpoint: the column that names it; responses without one are about something else."""
    by_day = _named(counts(table, replace(slice, by=(touchpoint, "day"))))
    whole = by_day.over(touchpoint)
    scored = scores_by(whole, smallest)
    names = [row.value for row in scored if row.score]
    sizes = {str(key[0]): cell.answered for key, cell in whole.cells.items()}
    linked = sorted(names, key=lambda name: (-sizes[name], name))[:MOST_TOUCHPOINTS]
    found, persons, refused = _links(table, slice, relation, touchpoint, linked, edges)
    rows = [_touchpoint(row, by_day, sizes, smallest) for row in scored]
    made = [_linked(row, found.get(row.name), _median(rows), persons) for row in rows]
    made.sort(key=lambda row: (row.score.value if row.score else 101, row.name))
    return Journey(tuple(made), tuple(edges), persons, refused)


def _named(found: Counts) -> Counts:
    return Counts(found.by, {key: cell for key, cell in found.cells.items() if key[0]})


def _touchpoint(row: SegmentScore, by_day: Counts, sizes: dict[str, int], smallest: int) -> Touchpoint:
    own = Counts(("day",), {key[1:]: cell for key, cell in by_day.cells.items() if key[0] == row.value})
    grain = grain_of(own) if row.score else None
    periods, changes = trend(folded(own, grain), smallest) if grain else ((), ())
    share = sizes[row.value] / max(sum(sizes.values()), 1)
    return Touchpoint(row.value, row.score, row.verdict, share, periods, changes, None, None)


def _median(rows: Sequence[Touchpoint]) -> float | None:
    values = sorted(row.score.value for row in rows if row.score)
    return values[len(values) // 2] if values else None


def _linked(row: Touchpoint, link: Link | None, median: float | None, persons: int) -> Touchpoint:
    if link is None or row.score is None or median is None:
        return row
    touched = min(link.contacts / max(persons, 1), 1.0)
    gain = worth(link, row.score.value, median, touched) if row.score.high < median else None
    return replace(row, link=link, worth=gain)


def _links(
    table: Responses,
    slice: Slice,
    relation: tuple[str, str],
    touchpoint: str,
    names: Sequence[str],
    edges: Sequence[int],
) -> tuple[dict[str, Link], int, str]:
    """Links by touchpoint, the persons that they come from, and why there are none."""
    if not names:
        return {}, 0, "No touchpoint has answers enough."
    persons = 0
    try:
        made = panel(table, slice, relation, touchpoint, names, edges)
        persons = made.persons
        buckets = moments(made.table, Slice(), made.columns).get((), [])
        found = links(buckets, names, made.contacts, len(edges) - 1, persons)
    except Refusal as refusal:
        return {}, persons, str(refusal)
    return {link.touchpoint: link for link in found}, persons, ""
