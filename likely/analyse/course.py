"""The course of a score: everything that its answers of each day tell, from one aggregate query.

The query reaches back behind the period that is shown: an alarm has to learn the usual level, a year ago is a
year ago, and the days before a release may lie before the first one that is shown.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from likely.analyse.day_atoms import DayAtoms
from likely.analyse.findings import Change, PeriodScore
from likely.analyse.level import (
    BeforeAfter,
    LevelChange,
    before_after,
    level_changes,
    watched,
)
from likely.analyse.rolling import Window, YearOnYear, windows, year_on_year
from likely.analyse.segments import score_of
from likely.analyse.small_groups import too_few
from likely.analyse.trend import folded, grain_of, trend
from likely.stats.benchmark import against
from likely.stats.cusum import Watch
from likely.stats.difference import Difference
from likely.stats.score import Score
from likely.stats.target import probability_of_reaching
from likely.store.aggregate import Counts, counts
from likely.store.remembered import Remembered
from likely.store.slice import Grain, Slice
from likely.store.table import Responses

QUARTER_DAYS: Final = 91
KEPT: Final = Remembered[Any](longest=200)  # of days that have not changed


@dataclass(frozen=True, slots=True)
class Aim:
    """A target held against the quarter's score so far.

    gap: score − target. days, more: what is left of the quarter, and the answers that are expected in it.
    reached: probability that the whole quarter is on the target, 0..1.
    """

    points: int
    score: Score
    gap: Difference
    days: int
    more: int
    reached: float


@dataclass(frozen=True, slots=True)
class Course:
    """score: of the shown period; None where it is `hidden` or nobody answered. grain: of the periods.

    weeks: the same by week, for the picture of levels. windows: those of the shown period. watch: the alarm,
    None where nothing has been answered. year: None where the period has no first day.
    """

    score: Score | None
    hidden: bool
    grain: Grain | None
    periods: tuple[PeriodScore, ...]
    changes: tuple[Change, ...]
    weeks: tuple[PeriodScore, ...]
    windows: tuple[Window, ...]
    levels: tuple[LevelChange, ...]
    watch: Watch | None
    marks: Mapping[str, BeforeAfter]
    year: YearOnYear | None
    aim: Aim | None
    answers_a_day: float


NOTHING: Final = Course(None, False, None, (), (), (), (), (), None, {}, None, None, 0.0)
HIDDEN: Final = Course(None, True, None, (), (), (), (), (), None, {}, None, None, 0.0)


def make_course(
    table: Responses,
    slice: Slice,
    today: date,
    *,
    smallest: int,
    grain: Grain | None = None,
    window_days: int = 28,
    marks: Mapping[str, date] | None = None,
    target: int | None = None,
    narrowed: bool = False,
) -> Course:
    """The slice's period against what came before it. narrowed: the table is a part of the responses.

    marks: {name: day} of what happened, each held against the same number of days on either side.
    """
    ever = _dated(counts(table, slice.between(None, slice.until).cut("day")))
    shown = _since(ever, slice.since)
    n = shown.total().answered
    if not n:
        return NOTHING
    if (narrowed or slice.where or slice.words) and too_few(table, slice, smallest):
        return HIDDEN
    until = min(slice.until or today, today)
    grain = grain or grain_of(shown)
    periods, changes = trend(folded(shown, grain), smallest) if grain else ((), ())
    atoms = DayAtoms({day: ever.cells[(day,)].sizes for day in _days(ever)}, smallest)
    for period in periods:  # before all else that is shown over days
        atoms.admits((period.start,))
    told = before_after(ever, marks or {}, window_days, smallest, atoms)
    beside = (
        window_days,
        smallest,
        tuple(one.start for one in periods),
        tuple(sorted((marks or {}).values())),
    )
    rolled = kept("windows", ever, lambda: windows(ever, window_days, smallest, atoms), *beside)
    levels = kept("levels", shown, lambda: level_changes(shown))
    first = slice.since or min(_days(shown))
    return Course(
        score=score_of(shown.total()),
        hidden=False,
        grain=grain,
        periods=periods,
        changes=changes,
        weeks=trend(folded(shown, "week"), smallest)[0],
        windows=tuple(one for one in rolled if one.last >= first),
        levels=tuple(one for one in levels if min(one.before.n, one.after.n) >= smallest),
        watch=kept("watch", ever, lambda: watched(ever, until), until),
        marks=told,
        year=year_on_year(ever, slice.since, until, smallest) if slice.since else None,
        aim=None if target is None else _aim(ever, target, until, smallest),
        answers_a_day=n / ((until - first).days + 1),
    )


def kept(name: str, by_day: Counts, make: Any, *options: Hashable) -> Any:
    """What takes a second to work out is worked out once for the same days."""
    days = tuple(sorted((str(key[0]), cell.n) for key, cell in by_day.cells.items()))
    return KEPT.get((name, options, days), make)


def _aim(ever: Counts, target: int, until: date, smallest: int) -> Aim | None:
    """Of the quarter that `until` lies in; the answers to come are as many a day as those of the last 91."""
    first = date(until.year, until.month - (until.month - 1) % 3, 1)
    behind = (first + timedelta(days=95)).replace(day=1) - timedelta(days=1)
    left = (behind - until).days
    score = score_of(_since(ever, first).total())
    if score is None or score.n < smallest:
        return None
    recent = _since(ever, until - timedelta(days=QUARTER_DAYS - 1)).total().answered
    more = round(recent / QUARTER_DAYS * left)
    return Aim(
        target, score, against(score, target), left, more, probability_of_reaching(score, target, more)
    )


def _dated(by_day: Counts) -> Counts:
    return Counts(by_day.by, {key: cell for key, cell in by_day.cells.items() if isinstance(key[0], date)})


def _since(by_day: Counts, since: date | None) -> Counts:
    if since is None:
        return by_day
    cells = {key: cell for key, cell in by_day.cells.items() if isinstance(key[0], date) and key[0] >= since}
    return Counts(by_day.by, cells)


def _days(by_day: Counts) -> list[date]:
    return [key[0] for key in by_day.cells if isinstance(key[0], date)]
