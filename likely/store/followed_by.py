"""What people did after they had answered: events such as a renewal, by the group of the answer (N06)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from likely.lib.refusal import Refusal
from likely.stats.scale import GROUP_SCORES, Group
from likely.store.engine import fetch
from likely.store.lake_query import text_of
from likely.store.narrow import narrow, need
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.
MOST_DAYS: Final = 1100
WHAT: Final = "What followed an answer"


def followed_by(
    table: Responses, slice: Slice, events: IbisTable, days: int, now: datetime
) -> Mapping[Group, tuple[int, int]]:
    """Detractors, passives, promoters: their answers by named people, and those that an event followed.

    events: one query with person and at (UTC), of the event in question alone. days: within so many after the
    answer, 1 to MOST_DAYS. Counted are answers at least `days` days old when the day of `now` began (UTC), so
    that everybody had the same time; of several answers of a person each counts. The slice is not cut.
    """
    for column in ("person", "score", "at"):
        need(table, column, WHAT)
    if not 1 <= days <= MOST_DAYS:
        raise Refusal("out_of_range", f"days: {days} is not between 1 and {MOST_DAYS}.", field="days")
    asked = slice.cut()
    # Of the day, so that its questions are the same question and are compiled once.
    last = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days)
    key = ("followed", asked, text_of(events), days, last)
    answers, done = dict.fromkeys(GROUP_SCORES, 0), dict.fromkeys(GROUP_SCORES, 0)
    groups = {score: group for group, scores in GROUP_SCORES.items() for score in scores}
    for part in table.split():
        for score, did, n in fetch(part, lambda one: _counted(one, asked, events, days, last), key):
            (done if did else answers)[groups[score]] += n
    return {group: (answers[group], done[group]) for group in GROUP_SCORES}


def _counted(table: Responses, slice: Slice, events: IbisTable, days: int, last: datetime) -> IbisTable:
    """By score: the answers (did is false), and those of them that the event followed (did is true)."""
    import ibis

    rows = narrow(table, slice)
    old = rows["at"] <= ibis.literal(last, "timestamp('UTC')")
    rows = rows.filter(rows["score"].notnull() & rows["person"].notnull() & old).select(
        "person", "score", "at"
    )
    those = events.select(whose=events["person"], then=events["at"])
    in_time = (those["then"] > rows["at"]) & (those["then"] <= rows["at"] + ibis.interval(days=days))
    met = rows.semi_join(those, [rows["person"] == those["whose"], in_time])
    parts = [
        one.group_by("score").aggregate(n=one.count()).select("score", "n", did=ibis.literal(did))
        for one, did in ((rows, False), (met, True))
    ]
    return ibis.union(*parts).select("score", "did", "n")
