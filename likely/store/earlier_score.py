"""The answers of each cut beside what the same persons scored before a day. One query."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from likely.stats.earlier_score import Earlier
from likely.store.engine import fetch
from likely.store.narrow import cut_of, narrow, need
from likely.store.slice import Key, Slice
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.


def earlier_sums(table: Responses, slice: Slice, before: date) -> dict[Key, Earlier]:
    """By the slice's cuts. x: the last score 0..10 of the person, of whatever survey, on a day before it."""
    for name in ("score", "person", "day"):
        need(table, name, "An earlier score")
    cuts = len(slice.by)
    rows = fetch(table, lambda asked: earlier_query(asked, slice, before), ("earlier", slice, before))
    return {row[:cuts]: _earlier(row[cuts:]) for row in rows}


def _earlier(row: tuple[Any, ...]) -> Earlier:
    n, y, y2, known, *sums = row
    y_known, x, x2, xy = (float(told) for told in sums)
    return Earlier(int(n), float(y), float(y2), int(known), y_known, x, x2, xy)


def earlier_query(table: Responses, slice: Slice, before: date) -> IbisTable:
    """The one query: columns cut_0.., n, y, y2, known, y_known, x, x2, xy."""
    import ibis

    rows = narrow(table, slice)
    rows = rows.filter(rows["score"].notnull())
    asked = replace(table, rows=rows)
    cuts = {f"cut_{place}": cut_of(asked, name) for place, name in enumerate(slice.by)}
    score = rows["score"]
    y = (score >= 9).cast("float64") - (score <= 6).cast("float64")
    answers, last = rows.select(**cuts, who=rows["person"], y=y), _last_scores(table, before)
    both = answers.left_join(last, answers["who"] == last["known_person"])
    known = both["x"].notnull()
    wide = both.select(
        *cuts, y=both["y"], known=known.cast("int64"), at=known.cast("float64"), x=both["x"].fill_null(0.0)
    )
    return wide.group_by(*cuts).agg(
        n=ibis._.count(),
        y=ibis._["y"].sum(),
        y2=(ibis._["y"] * ibis._["y"]).sum(),
        known=ibis._["known"].sum(),
        y_known=(ibis._["y"] * ibis._["at"]).sum(),
        x=ibis._["x"].sum(),
        x2=(ibis._["x"] * ibis._["x"]).sum(),
        xy=(ibis._["x"] * ibis._["y"]).sum(),
    )


def _last_scores(table: Responses, before: date) -> IbisTable:
    rows = narrow(table, Slice(until=before - timedelta(days=1)))
    rows = rows.filter(rows["score"].notnull() & rows["person"].notnull())
    last = rows["score"].argmax(rows["at"] if "at" in table.has else rows["day"])
    return rows.group_by(known_person=rows["person"]).agg(x=last.cast("float64"))
