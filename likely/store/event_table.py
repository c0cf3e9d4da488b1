"""The events of people that an analysis asks about, as a table beside the responses, joined by person.

As with responses, the lake is looked at first and the database after it: an event that is sealed, merged or
erased in between is taken as the database has it.
"""

from collections.abc import Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count

from likely.base.workspace import Workspace
from likely.people.event import Event
from likely.people.segment_rule import Rule, events_in
from likely.store.event_lake import EVENTS, FIELDS, event_schema
from likely.store.lake import Snapshot
from likely.store.lake_query import asked_by, files_of, words
from likely.store.seal import lake_of, pending_erasures
from likely.store.table import IbisTable

# Ibis is heavy: imported where it is used.
MOST_NAMES: Final = 100  # that are offered
TYPES: Final = {"person": "string", "name": "string", "at": "timestamp('UTC', 6)", "day": "date"}


def event_names(workspace: Workspace) -> list[str]:
    """Of what happened to people, the most frequent first."""
    rows = Event.objects.of(workspace).filter(person__isnull=False).order_by()
    told = rows.values("name").annotate(n=Count("pk")).order_by("-n", "name")[:MOST_NAMES]
    return [row["name"] for row in told]


def event_table(workspace: Workspace, rule: Rule) -> IbisTable | None:
    """The events that the rule asks about; None where it asks about none."""
    names = sorted({one.event for one in events_in(rule)})
    return events_named(workspace, names) if names else None


def events_named(workspace: Workspace, names: Sequence[str]) -> IbisTable:
    """Columns person, name, at, day, of these names, in order.

    day: of `at` in the workspace's time zone. The query says all: the same text, the same rows.
    """
    import ibis

    at = lake_of(workspace, EVENTS).snapshot()
    number = at.number if at else 0
    hot = _hot(workspace, names, number)
    gone = [str(id) for id, *_told, before in hot if before]
    parts = [_fresh(hot, workspace.time_zone)]
    if at and at.files:
        parts.append(_sealed(at, names, sorted({*gone, *pending_erasures(workspace, number, EVENTS)})))
    return asked_by(" UNION ALL ".join(parts), ibis.schema(TYPES))


def _hot(workspace: Workspace, names: Sequence[str], after: int) -> list[tuple[Any, ...]]:
    """What a lake with the writes up to `after` lacks, or holds under another person."""
    rows = Event.objects.of(workspace).filter(name__in=names)
    told = (*FIELDS, "sealed_before")
    found = [*rows.filter(seal=None).values_list(*told), *rows.filter(seal__gt=after).values_list(*told)]
    return list({row[0]: row for row in found}.values())


def _fresh(rows: Sequence[tuple[Any, ...]], zone: str) -> str:
    local, say = ZoneInfo(zone), words()
    told = ", ".join(
        f"({say.text(str(person))}, {say.text(name)}, {say.at(at)}, {say.day(at.astimezone(local).date())})"
        for _id, person, name, at, _before in rows
        if person
    )
    types = {"person": "STRING", "name": "STRING", "at": say.moment, "day": "DATE"}
    columns = ", ".join(f"CAST({name} AS {type}) AS {name}" for name, type in types.items())
    nothing = "(NULL, NULL, NULL, NULL)"
    fresh = f"(VALUES {told or nothing}) AS fresh(person, name, at, day)"
    return f"SELECT {columns} FROM {fresh} WHERE person IS NOT NULL"  # noqa: S608


def _sealed(at: Snapshot, names: Sequence[str], without: Sequence[str]) -> str:
    say = words()
    rules = [f"name IN ({say.texts(names)})", "person IS NOT NULL"]
    if without:
        rules.append(f"id NOT IN ({say.texts(without)})")
    files = files_of(at.files, event_schema())
    return f"SELECT person, name, {say.name('at')}, day FROM {files} WHERE {' AND '.join(rules)}"  # noqa: S608
