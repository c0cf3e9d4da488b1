"""The events that a segment's condition asks about, as a table beside the responses, joined by person.

As with responses, the lake is looked at first and the database after it: an event that is sealed, merged or
erased in between is taken as the database has it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from likely.base.workspace import Workspace
from likely.people.event import Event
from likely.people.segment_rule import Rule, events_in
from likely.store.engine import backend
from likely.store.event_lake import EVENTS, FIELDS
from likely.store.lake import Snapshot
from likely.store.seal import lake_of, pending_erasures
from likely.store.table import IbisTable

# Ibis is heavy: imported where it is used.
TYPES: Final = {"person": "string", "name": "string", "at": "timestamp('UTC', 6)", "day": "date"}


def event_table(workspace: Workspace, rule: Rule) -> IbisTable | None:
    """Columns person, name, at, day, of the names that the rule holds; None where it holds none.

    day: of `at` in the workspace's time zone. The query says all: the same text, the same rows.
    """
    import ibis

    names = sorted({one.event for one in events_in(rule)})
    if not names:
        return None
    at = lake_of(workspace, EVENTS).snapshot()
    number = at.number if at else 0
    hot = _hot(workspace, names, number)
    gone = [str(id) for id, *_told, before in hot if before]
    parts = [_fresh(hot, workspace.time_zone)]
    if at and at.files:
        parts.append(_sealed(at, names, sorted({*gone, *pending_erasures(workspace, number, EVENTS)})))
    return backend().sql(" UNION ALL ".join(parts), schema=ibis.schema(TYPES))


def _hot(workspace: Workspace, names: Sequence[str], after: int) -> list[tuple[Any, ...]]:
    """What a lake with the writes up to `after` lacks, or holds under another person."""
    rows = Event.objects.of(workspace).filter(name__in=names)
    told = (*FIELDS, "sealed_before")
    found = [*rows.filter(seal=None).values_list(*told), *rows.filter(seal__gt=after).values_list(*told)]
    return list({row[0]: row for row in found}.values())


def _fresh(rows: Sequence[tuple[Any, ...]], zone: str) -> str:
    local = ZoneInfo(zone)
    told = ", ".join(
        f"({_text(str(person))}, {_text(name)}, {_moment(at)}, {_day(at.astimezone(local).date())})"
        for _id, person, name, at, _before in rows
        if person
    )
    columns = "person::VARCHAR AS person, name::VARCHAR AS name, at::TIMESTAMPTZ AS at, day::DATE AS day"
    nothing = "(NULL, NULL, NULL, NULL)"
    fresh = f"(VALUES {told or nothing}) AS fresh(person, name, at, day)"
    return f"SELECT {columns} FROM {fresh} WHERE person IS NOT NULL"  # noqa: S608


def _sealed(at: Snapshot, names: Sequence[str], without: Sequence[str]) -> str:
    files = ", ".join(_text(file) for file in at.files)
    rules = [f"name IN ({', '.join(map(_text, names))})", "person IS NOT NULL"]
    if without:
        rules.append(f"id NOT IN ({', '.join(map(_text, without))})")
    files = f"read_parquet([{files}], hive_partitioning = false)"
    return f'SELECT person, name, "at", day FROM {files} WHERE {" AND ".join(rules)}'  # noqa: S608


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _moment(at: datetime) -> str:
    return f"TIMESTAMPTZ '{at.astimezone(UTC).isoformat(' ', 'microseconds')}'"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"
