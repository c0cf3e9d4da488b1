"""When the level changed, and whether it is sinking now: from the counts of each day, one aggregate query.

Change points look back and say when; the alarm looks at each new day and says at once, with a stated rate of
false alarms. Both judge the same stream by different questions and may differ for some days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from likely.analyse.day_atoms import DayAtoms
from likely.analyse.segments import SMALLEST_GROUP, score_of
from likely.lib.refusal import Refusal
from likely.stats.change_points import ChangePoint, change_points
from likely.stats.cusum import FALSE_ALARM_DAYS, Watch, watch
from likely.stats.difference import Difference, difference
from likely.stats.local_level import local_level
from likely.stats.score import Score, counts_of_cell
from likely.stats.stream import Stream
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Cell, Counts

LINE_DAYS = 28  # days with answers below which no line is drawn


@dataclass(frozen=True, slots=True)
class LevelChange:
    """day: the first at the new level; earliest, latest: as far as that is known.

    before, after: the scores of the whole stretches on either side. p: of "no change here".
    """

    day: date
    earliest: date
    latest: date
    before: Score
    after: Score
    p: float

    @property
    def points(self) -> float:
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A day of the smooth line, in points. It is for looking at: no verdict is taken from it."""

    day: date
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A day on which something happened, and the same number of days on either side of it."""

    day: date
    days: int
    before: Score | None
    after: Score | None
    difference: Difference | None
    verdict: Verdict


def stream_of(by_day: Counts, until: date | None = None) -> Stream:
    """until: the last day, where it had no answers."""
    return Stream.of_days({day: counts_of_cell(cell.n) for day, cell in _days(by_day).items()}, until)


def _days(by_day: Counts) -> dict[date, Cell]:
    return {key[0]: cell for key, cell in by_day.cells.items() if isinstance(key[0], date)}


def level_changes(by_day: Counts) -> tuple[LevelChange, ...]:
    """Changes of level in the order of time; at most 5 % of the streams without any get one."""
    if not _days(by_day):
        return ()
    stream = stream_of(by_day)
    found = change_points(stream.means, stream.n)
    edges = [0, *(one.at for one in found), len(stream)]
    return tuple(
        change
        for place, one in enumerate(found)
        if (change := _level_change(stream, one, edges[place], edges[place + 2]))
    )


def _level_change(stream: Stream, one: ChangePoint, begin: int, end: int) -> LevelChange | None:
    before, after = _score(stream, begin, one.at), _score(stream, one.at, end)
    if before is None or after is None or min(before.n, after.n) < SMALLEST_GROUP:
        return None
    day, earliest, latest = (stream.day(at) for at in (one.at, one.earliest, one.latest))
    return LevelChange(day, earliest, latest, before, after, one.p)


def _score(stream: Stream, begin: int, end: int) -> Score | None:
    d, n0, p = (int(count) for count in stream.counts[begin:end].sum(axis=0))
    return score_of(Cell((d, 0, 0, 0, 0, 0, 0, n0, 0, p, 0)))


def watched(
    by_day: Counts,
    until: date | None = None,
    *,
    false_alarm_days: float = FALSE_ALARM_DAYS,
    streams: int = 1,
) -> Watch:
    """The alarm as it would have been seen day by day. streams: how many are watched side by side."""
    return watch(stream_of(by_day, until), false_alarm_days=false_alarm_days, streams=streams)


def smooth_line(by_day: Counts) -> tuple[LinePoint, ...]:
    """Empty below 28 days with answers."""
    import numpy as np

    if not _days(by_day):
        return ()
    stream = stream_of(by_day)
    if (stream.n > 0).sum() < LINE_DAYS or stream.variance == 0:
        return ()
    variances = np.where(stream.n > 0, stream.variance / np.maximum(stream.n, 1), np.inf)
    found = local_level(stream.means, variances)
    ends = 100 * found.low.clip(-1), 100 * found.high.clip(max=1)
    return tuple(
        LinePoint(stream.day(at), 100 * float(value), float(low), float(high))
        for at, (value, low, high) in enumerate(zip(found.line, *ends, strict=True))
    )


def before_after(
    by_day: Counts,
    marks: Mapping[str, date],
    days: int = 28,
    smallest: int = SMALLEST_GROUP,
    atoms: DayAtoms | None = None,
) -> dict[str, BeforeAfter]:
    """The `days` days before each marked day against the `days` from it on; the marks judged together.

    A release on the day of a campaign gets the credit of the campaign: this tells that something changed. A
    mark so near to another that both would tell a few answers by difference has no figures (day_atoms.py).
    atoms: with the edges of what is shown beside them.
    """
    if days < 1:
        raise Refusal("not_days", f"days {days!r} is below 1.", field="days")
    cells = _days(by_day)
    atoms = atoms or DayAtoms({day: cell.sizes for day, cell in cells.items()}, smallest)
    reach = timedelta(days=days)
    sides = {
        name: _sides(cells, day, days, smallest)
        if atoms.admits((day - reach, day, day + reach))
        else (None, None)
        for name, day in sorted(marks.items(), key=lambda mark: (mark[1], mark[0]))
    }
    gaps = {
        name: difference(after, before) if before and after else None
        for name, (before, after) in sides.items()
    }
    words = verdicts(list(gaps.values()))
    return {
        name: BeforeAfter(marks[name], days, *sides[name], gaps[name], word)
        for name, word in zip(gaps, words, strict=True)
    }


def _sides(
    cells: Mapping[date, Cell], day: date, days: int, smallest: int
) -> tuple[Score | None, Score | None]:
    reach = timedelta(days=days)
    return (
        _within(cells, day - reach, day, smallest),
        _within(cells, day, day + reach, smallest),
    )


def _within(cells: Mapping[date, Cell], first: date, end: date, smallest: int) -> Score | None:
    """The score of the days from `first` on, `end` not included."""
    cell = sum((one for day, one in cells.items() if first <= day < end), Cell())
    return score_of(cell) if cell.is_enough(smallest) else None
