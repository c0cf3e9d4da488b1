"""Each person's relationship scores with the contacts before them: one wide table, made by one expression.

A row is one answer about the relation. Its columns are the mean score of each touchpoint in each window of
days before it (0 where there was none) and whether there was any, each minus the month's mean and then minus
the person's own mean. Persons with a single answer about the relation say nothing within themselves and are
left out. A score counts as detractor −1, passive 0, promoter 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from likely.store.engine import fetch
from likely.store.narrow import column_of, narrow, need
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any

RELATION = "relation"
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Panel:
    """table: with a rating for each of `columns`, the relation first. persons, contacts: how many."""

    table: Responses
    columns: tuple[str, ...]
    persons: int
    contacts: tuple[int, ...]


def panel(
    table: Responses,
    slice: Slice,
    relation: tuple[str, str],
    touchpoint: str,
    touchpoints: Sequence[str],
    edges: Sequence[int],
) -> Panel:
    """relation: column and value that tell answers about the relation. edges: of the windows, days before."""
    for name in ("score", "person", "at"):
        need(table, name, "A journey")
    rows = _pairs(table, slice, relation, touchpoint, touchpoints, edges)
    names = tuple(
        f"{kind}_{place}_{lag}"
        for place in range(len(touchpoints))
        for lag in range(len(edges) - 1)
        for kind in ("score", "contact")
    )
    made = Responses(
        rows=_within(rows, (RELATION, *names)),
        has=frozenset({"person"}),
        ratings=(RELATION, *names),
        drawn=table.drawn,
    )
    return Panel(made, made.ratings, _persons(made), _contacts(table, slice, touchpoint, touchpoints))


def _pairs(
    table: Responses,
    slice: Slice,
    relation: tuple[str, str],
    touchpoint: str,
    touchpoints: Sequence[str],
    edges: Sequence[int],
) -> IbisTable:
    """One row for each answer about the relation, with what the contacts before it say."""
    import ibis  # heavy

    asked = narrow(table, slice.only(*relation))
    row = asked["id"] if "id" in table.has else ibis.row_number()
    answers = asked.filter(asked["score"].notnull() & asked["person"].notnull()).select(
        person="person", at="at", relation=_group(asked["score"]), row=row
    )
    earlier = slice.only(touchpoint, *touchpoints)
    if earlier.since:
        earlier = replace(earlier, since=earlier.since - timedelta(days=edges[-1]))
    met = narrow(table, earlier)
    contacts = met.filter(met["score"].notnull() & met["person"].notnull()).select(
        who="person",
        met="at",
        touchpoint=column_of(replace(table, rows=met), touchpoint),
        y=_group(met["score"]),
    )
    both = answers.left_join(
        contacts, [answers["person"] == contacts["who"], contacts["met"] < answers["at"]]
    )
    days = (both["at"].epoch_seconds() - both["met"].epoch_seconds()) / SECONDS
    made = {}
    for place, name in enumerate(touchpoints):
        for lag, (near, far) in enumerate(pairwise(edges)):
            inside = (both["touchpoint"] == name) & (days >= near) & (days < far)
            made[f"score_{place}_{lag}"] = both["y"].mean(where=inside).fill_null(0.0)
            made[f"contact_{place}_{lag}"] = inside.fill_null(False).any().cast("float64")
    return both.group_by("row", "person", "at", "relation").agg(**made)


def _group(score: IbisColumn) -> IbisColumn:
    return (score >= 9).cast("float64") - (score <= 6).cast("float64")


def _within(rows: IbisTable, names: Sequence[str]) -> IbisTable:
    """Minus the month's mean, then minus the person's own; persons with two rows or more."""
    import ibis  # heavy

    months = rows.mutate(month=rows["at"].truncate("M"))
    seasonal = months.mutate(
        **{name: months[name] - months[name].mean().over(group_by="month") for name in names}
    )
    own = seasonal.mutate(
        answers=ibis._.count().over(group_by="person"),
        **{name: seasonal[name] - seasonal[name].mean().over(group_by="person") for name in names},
    )
    return own.filter(own["answers"] >= 2).select("person", *names)


def _persons(made: Responses) -> int:
    rows = fetch(made, lambda table: table.rows.aggregate(n=table.rows["person"].nunique()), ("persons",))
    return int(rows[0][0])


def _contacts(table: Responses, slice: Slice, touchpoint: str, touchpoints: Sequence[str]) -> tuple[int, ...]:
    import ibis  # heavy

    def question(asked: Responses) -> IbisTable:
        rows = narrow(asked, slice.only(touchpoint, *touchpoints))
        there = rows.filter(rows["score"].notnull())
        return there.group_by(touchpoint=column_of(replace(asked, rows=there), touchpoint)).agg(
            n=ibis._.count()
        )

    found = dict(fetch(table, question, ("contacts", slice, touchpoint, tuple(touchpoints))))
    return tuple(int(found.get(name, 0)) for name in touchpoints)
