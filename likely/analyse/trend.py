"""The score over time: one figure a period, and which changes can be told from noise."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from likely.analyse.findings import Change, PeriodScore
from likely.analyse.segments import SMALLEST_GROUP, score_of
from likely.analyse.small_groups import unseen
from likely.stats.difference import difference
from likely.stats.verdict import verdicts
from likely.store.aggregate import Cell, Counts
from likely.store.slice import GRAINS, Grain

MOST_PERIODS = 24  # that a reader can take in
ENOUGH_ANSWERS = 50  # a period, so that an interval is not wider than what it shows
MOST_FILLED = 400  # periods, empty ones included; more means that a date is wrong

_DAYS: dict[Grain, float] = {"day": 1, "week": 7, "month": 30.44, "quarter": 91.31, "year": 365.24}


def sensible_grain(first: date, last: date, n: int) -> Grain:
    """The finest grain with at most 24 periods and, on average, at least 50 answers in each.

    Where no grain has both, a coarser one with two periods or more that has 24 at most.
    """
    days = (last - first).days + 1
    periods = {grain: days / _DAYS[grain] for grain in GRAINS}
    fitting = [grain for grain in GRAINS if periods[grain] <= MOST_PERIODS]
    full = [
        grain for grain in fitting if n / max(periods[grain], 1) >= ENOUGH_ANSWERS and periods[grain] >= 2
    ]
    several = [grain for grain in fitting if periods[grain] >= 2]
    return (full or several[-1:] or fitting[:1] or list(GRAINS[-1:]))[0]


def grain_of(by_day: Counts) -> Grain | None:
    """The sensible grain for counts by day. A hundredth of the answers at each end may be stray dates."""
    days = sorted((day, cell.answered) for (day,), cell in by_day.cells.items() if isinstance(day, date))
    n = sum(answers for _, answers in days)
    if not n:
        return None
    middle = [day for day, passed in _passed(days) if n * 0.005 <= passed <= n * 0.995] or [days[0][0]]
    return sensible_grain(middle[0], middle[-1], n)


def _passed(days: Sequence[tuple[date, int]]) -> Iterator[tuple[date, float]]:
    """Each day with the answers before it and half of its own."""
    before = 0
    for day, answers in days:
        yield day, before + answers / 2
        before += answers


def folded(by_day: Counts, grain: Grain) -> Counts:
    """Counts by day as counts by the first day of each period; the undated are left out."""
    cells: dict[tuple[str | date | None, ...], Cell] = {}
    for (day,), cell in by_day.cells.items():
        if isinstance(day, date):
            start = (start_of(day, grain),)
            cells[start] = cells[start] + cell if start in cells else cell
    return Counts((grain,), cells)


def trend(
    counts: Counts, threshold: int = SMALLEST_GROUP, *, weighted: bool = False
) -> tuple[tuple[PeriodScore, ...], tuple[Change, ...]]:
    """Scores by period, and each change from one shown period to the next.

    counts: by one grain, keyed by the first day of each period. Periods without answers stand in their
    place without a score. A first or last period of fewer than `threshold` answers, which has mostly just
    begun, is shown together with its neighbour ("2026-04/2026-05"); others are hidden as groups are.
    Benjamini–Hochberg over the changes.
    """
    grain = _grain(counts)
    cells = {key[0]: cell for key, cell in counts.cells.items() if isinstance(key[0], date)}
    names = {start: period_name(start, grain) for start in _filled(cells, grain)}
    for edge in (0, -1):
        _join_small_edge(cells, names, edge, threshold)
    few = unseen(cells, threshold)
    periods = tuple(
        PeriodScore(
            name,
            start,
            score_of(cells[start], weighted=weighted) if start in cells and start not in few else None,
        )
        for start, name in sorted(names.items())
    )
    return periods, changes(periods)


def _join_small_edge(cells: dict[date, Cell], names: dict[date, str], edge: int, threshold: int) -> None:
    """Make one period of the first (edge 0) or last (−1) and its neighbour where the edge is too small."""
    starts = sorted(names)
    if len(starts) < 3 or not 0 < cells[starts[edge]].answered < threshold:
        return
    first, second = starts[:2] if edge == 0 else starts[-2:]
    names[first] = f"{names[first]}/{names.pop(second)}"
    cells[first] = cells.get(first, Cell()) + cells.pop(second, Cell())


def changes(periods: Sequence[PeriodScore]) -> tuple[Change, ...]:
    shown = [(period.period, period.score) for period in periods if period.score is not None]
    steps = [(name, before, after) for (_, before), (name, after) in pairwise(shown)]
    differences = [difference(after, before) for _, before, after in steps]
    return tuple(
        Change(name, before.value, after.value, verdict, gap.p)
        for (name, before, after), gap, verdict in zip(steps, differences, verdicts(differences), strict=True)
    )


def start_of(day: date, grain: Grain) -> date:
    """The first day of the period that holds `day`; weeks begin on Monday (ISO 8601)."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[grain]
    return day.replace(month=month, day=1)


def next_start(start: date, grain: Grain) -> date:
    """The first day of the period after the one that begins at `start`."""
    return start_of(
        start + timedelta(days={"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[grain]), grain
    )


def period_name(start: date, grain: Grain) -> str:
    """2026, 2026-Q1, 2026-03, 2026-W09 or 2026-03-31."""
    if grain == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if grain == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return start.isoformat()[: {"day": 10, "month": 7, "year": 4}[grain]]


def _grain(counts: Counts) -> Grain:
    grain = next((grain for grain in GRAINS if counts.by == (grain,)), None)
    if grain is None:
        raise ValueError(f"a trend needs counts by one grain, not by {counts.by}")
    return grain


def _filled(cells: Mapping[date, Cell], grain: Grain) -> list[date]:
    """All periods from the first to the last; only those with responses where that would be too many."""
    starts = sorted(cells)
    if not starts:
        return []
    filled = [starts[0]]
    while filled[-1] < starts[-1]:
        filled.append(next_start(filled[-1], grain))
        if len(filled) > MOST_FILLED:
            return starts
    return filled
