"""The events that a segment's condition asks about, as a table beside the responses, joined by person."""

from datetime import timedelta
from typing import Final

from likely.base.workspace import Workspace
from likely.people.event import Event
from likely.people.local_days import LocalDays
from likely.people.segment_rule import Compare, Had, Rule, fold
from likely.store.table import IbisTable

# Ibis and PyArrow are heavy: imported where they are used.
AT_ONCE: Final = 10_000  # rows


def event_table(workspace: Workspace, rule: Rule, days: LocalDays) -> IbisTable:
    """Columns person, name, at, of the names that the rule holds and no further back than it looks.

    They are read from the rows, so that whoever was merged or erased a moment ago is so here too.
    """
    import ibis
    import pyarrow as pa

    asked = events_in(rule)
    rows = Event.objects.of(workspace).filter(name__in={one.event for one in asked}).exclude(person=None)
    if asked and all(one.within for one in asked):
        first = min(one.within.before(days.today) for one in asked if one.within)
        rows = rows.filter(at__gte=days.start(first), at__lt=days.start(days.today + timedelta(days=1)))
    kind = pa.schema([("person", pa.string()), ("name", pa.string()), ("at", pa.timestamp("us", tz="UTC"))])
    told = rows.values_list("person_id", "name", "at").iterator(AT_ONCE)
    found = [{"person": str(person), "name": name, "at": at} for person, name, at in told]
    return ibis.memtable(pa.Table.from_pylist(found, kind))


def events_in(rule: Rule) -> list[Had]:
    """Every condition about an event, wherever in the rule it stands."""

    def leaf(one: Compare | Had) -> list[Had]:
        return [one] if isinstance(one, Had) else []

    def joined(parts: list[list[Had]]) -> list[Had]:
        return [one for part in parts for one in part]

    return fold(rule, leaf, lambda inner: inner, joined, joined)
