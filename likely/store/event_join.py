"""What had happened to a person by the time of each of their answers, as columns beside the responses."""

from collections.abc import Sequence
from typing import Any

from likely.people.segment_rule import Had, Period
from likely.store.engine import remote
from likely.store.table import IbisTable

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any


def beside_events(
    rows: IbisTable, asked: Sequence[Had], events: IbisTable | None
) -> tuple[IbisTable, dict[Had, IbisColumn]]:
    """The rows with a column for each condition, true or false: whether it held when the answer was given.

    The n-th newest event at or before the answer says it; one ordered join finds it for all answers.
    """
    names = {}
    for place, one in enumerate(asked):
        assert events is not None  # noqa: S101 - a rule that holds events comes with their table
        person, at, day, names[one] = (f"had_{what}_{place}" for what in ("person", "at", "day", "it"))
        those = _nth_newest(events.filter(events["name"] == one.event), one.times)
        those = those.select(**{person: those["person"], at: those["at"], day: those["day"]})
        rows = _beside_newest(rows, those, person, at, day)
        it = rows[day].notnull()
        if one.within:
            it &= rows[day] >= moved(rows["day"], one.within, -1)
        rows = rows.mutate(**{names[one]: it.fill_null(False)}).drop(day)
    return rows, {one: rows[name] for one, name in names.items()}


def _beside_newest(rows: IbisTable, those: IbisTable, person: str, at: str, day: str) -> IbisTable:
    """With the column `day` of the newest of those events at or before each answer."""
    if remote() is None:
        joined = rows.asof_join(those, rows["at"] >= those[at], rows["person"] == those[person])
        return joined.drop(person, at)
    # Others join nothing in order, or row by row: all events before an answer, and of them the newest.
    met = rows.inner_join(those, [rows["person"] == those[person], rows["at"] >= those[at]])
    newest = met.group_by(**{at: met["id"]}).aggregate(**{day: met[day].argmax(met[at])})
    return rows.left_join(newest, rows["id"] == newest[at]).drop(at)


def moved(day: IbisColumn, period: Period, way: int) -> IbisColumn:
    """The day so much earlier or later, counted as in `Period.before`: so that months have ends."""
    import ibis

    step = ibis.interval(**{period.unit: period.n})
    return (day + step if way > 0 else day - step).cast("date")


def day_text(day: IbisColumn) -> IbisColumn:
    return day.strftime("%Y-%m-%d")


def _nth_newest(events: IbisTable, n: int) -> IbisTable:
    """person, at: of an event; day: of the n-th newest at that moment, itself counted, or null."""
    import ibis

    in_time = ibis.window(group_by="person", order_by="at")
    nth = events.mutate(day=events["day"].lag(n - 1).over(in_time))
    return nth.group_by("person", "at").aggregate(day=nth["day"].max())
