"""The events of a workspace's people: a Delta table beside the responses, for conditions that ask about them.

A row says that something of this name happened to this person at that moment; what it was about stays in the
database. An event never changes. Its person does, when two become one: it is then sealed again, as an edited
response is (`store/seal.py`).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Case, F, QuerySet, When

from likely.people.event import Event
from likely.store.lake import Kind

# PyArrow is heavy: imported where it is used.
ArrowTable = Any
FIELDS: Final = ("pk", "person_id", "name", "at")


@lru_cache(1)
def event_schema() -> Any:
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("person", pa.string()),
            pa.field("name", pa.string()),
            pa.field("at", pa.timestamp("us", tz="UTC")),
            pa.field("day", pa.date32()),  # of `at` in the workspace's time zone when it was sealed
        ]
    )


EVENTS: Final = Kind(
    "events", "Events of people, by person. See docs/store.md.", event_schema, "id,at,day,name"
)


def told(events: QuerySet[Event]) -> list[tuple[Any, ...]]:
    """Rows of FIELDS."""
    return list(events.values_list(*FIELDS))


def events_to_arrow(rows: Sequence[tuple[Any, ...]], zone: str, known: Iterable[str] = ()) -> ArrowTable:  # noqa: ARG001 - as of responses
    import pyarrow as pa

    local = ZoneInfo(zone)
    columns = {
        "id": [str(row[0]) for row in rows],
        "person": [str(row[1]) if row[1] else None for row in rows],
        "name": [row[2] for row in rows],
        "at": [row[3] for row in rows],
        "day": [row[3].astimezone(local).date() for row in rows],
    }
    return pa.table(columns, schema=event_schema())


def reopen_events(events: QuerySet[Event], **changes: Any) -> int:
    """Change rows that may be sealed: they are hot again, and their copies in the lake no longer hold."""
    sealed = Case(When(seal=None, then=F("sealed_before")), default=True)
    return events.update(sealed_before=sealed, seal=None, **changes)
