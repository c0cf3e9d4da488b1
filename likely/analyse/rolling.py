"""Rolling windows, and the same days a year before: pictures that are honest about what overlaps.

Two windows that share days share answers, so that one after the other says little new. Each window is held
against the last one that shares nothing with it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from likely.analyse.day_atoms import DayAtoms
from likely.analyse.segments import SMALLEST_GROUP, score_of
from likely.lib.refusal import Refusal
from likely.stats.difference import Difference, difference, differences
from likely.stats.score import Score
from likely.stats.verdict import Verdict, verdicts
from likely.store.aggregate import Cell, Counts

MOST_WINDOWS = 1500
YEAR = 364  # days: 52 weeks, so that Mondays meet Mondays


@dataclass(frozen=True, slots=True)
class Window:
    """The days up to `last`, it included. verdict: against the window that ended just before it began.

    fresh: shares no day with the fresh one before it, so that it may be counted as news.
    """

    first: date
    last: date
    score: Score | None
    verdict: Verdict
    fresh: bool


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """The same days 52 weeks apart. None where a side has too few answers."""

    now: Score | None
    then: Score | None
    difference: Difference | None
    verdict: Verdict


def windows(
    by_day: Counts, days: int = 28, smallest: int = SMALLEST_GROUP, atoms: DayAtoms | None = None
) -> tuple[Window, ...]:
    """One window for each day from the first full one on; the fresh ones are judged together.

    A window is left out where it and the others would tell a few answers by difference (day_atoms.py), the
    fresh ones last. atoms: with the edges of what is shown beside them.
    """
    if days < 1:
        raise Refusal("not_days", f"days {days!r} is below 1.", field="days")
    cells = {key[0]: cell for key, cell in by_day.cells.items() if isinstance(key[0], date)}
    if not cells:
        return ()
    atoms = atoms or DayAtoms({day: cell.sizes for day, cell in cells.items()}, smallest)
    lasts = _shown(_lasts(min(cells), max(cells), days), days, atoms)
    sums = _sums(cells, lasts, days)
    scores = {last: score_of(cell) if cell.is_enough(smallest) else None for last, cell in sums.items()}
    earlier = {last: scores.get(last - timedelta(days=days)) for last in lasts}
    pairs = [(mine, old) for last in lasts if (mine := scores[last]) and (old := earlier[last])]
    gaps = iter(differences(pairs))
    found = [next(gaps) if scores[last] and earlier[last] else None for last in lasts]
    return tuple(
        Window(last - timedelta(days=days - 1), last, scores[last], word, (lasts[-1] - last).days % days == 0)
        for last, word in zip(lasts, _judged(found, lasts, days), strict=True)
    )


def _lasts(first: date, last: date, days: int) -> list[date]:
    span = min((last - first).days - days + 2, MOST_WINDOWS)
    return [last - timedelta(days=back) for back in reversed(range(max(span, 0)))]


def _shown(lasts: list[date], days: int, atoms: DayAtoms) -> list[date]:
    """The fresh ones first, the newest before all others."""
    fresh = [last for last in lasts[::-1] if (lasts[-1] - last).days % days == 0]
    day = timedelta(days=1)
    kept = {last for last in (*fresh, *lasts[::-1]) if atoms.admits((last - (days - 1) * day, last + day))}
    return sorted(kept)


def _sums(cells: dict[date, Cell], lasts: list[date], days: int) -> dict[date, Cell]:
    return {
        last: sum((cells.get(last - timedelta(days=back), Cell()) for back in range(days)), Cell())
        for last in lasts
    }


def _judged(gaps: list[Difference | None], lasts: list[date], days: int) -> list[Verdict]:
    """Windows that end a whole number of windows apart share no day: each such set is a table of its own."""
    words: list[Verdict] = ["too_few"] * len(lasts)
    for offset in range(days):
        places = [place for place, last in enumerate(lasts) if (lasts[-1] - last).days % days == offset]
        for place, word in zip(places, verdicts([gaps[place] for place in places]), strict=True):
            words[place] = word
    return words


def year_on_year(by_day: Counts, since: date, until: date, smallest: int = SMALLEST_GROUP) -> YearOnYear:
    """since … until against the days 52 weeks before. by_day must reach back that far."""
    if not since <= until:
        raise Refusal("no_period", "until is before since.", field="until")
    back = timedelta(days=YEAR)
    now = _of(by_day, since, until, smallest)
    then = _of(by_day, since - back, until - back, smallest)
    gap = difference(now, then) if now and then else None
    return YearOnYear(now, then, gap, verdicts([gap])[0])


def _of(by_day: Counts, since: date, until: date, smallest: int) -> Score | None:
    days = ((key[0], cell) for key, cell in by_day.cells.items())
    cell = sum((one for day, one in days if isinstance(day, date) and since <= day <= until), Cell())
    return score_of(cell) if cell.is_enough(smallest) else None
