"""A row of a file as an event: whose, what and when; every other column is what the event says."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, Final
from zoneinfo import ZoneInfo

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.event import LONGEST, EventFacts, keep_events, read_event
from likely.people.facts import read_person

ROWS_AT_ONCE: Final = 500
NAMES: Final = ("event", "event_name")
MOMENTS: Final = ("at", "date", "time", "happened_at", "timestamp")
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", re.ASCII)
PERSON_FIELDS: Final = ("external_id", "email", "phone")


def load_events(
    workspace: Workspace, rows: Iterable[Mapping[str, Any]], name: str | None, now: datetime
) -> Iterator[str]:
    """One outcome a row: stored, repeated, or a sentence that says why not. Twice is the same as once."""
    seen: Counter[str] = Counter()
    numbered = enumerate(rows, 1)
    while part := list(islice(numbered, ROWS_AT_ONCE)):
        read = [_read_or_refused(workspace, row, name, seen, now) for _, row in part]
        kept = iter(keep_events(workspace, [one for one in read if isinstance(one, EventFacts)], "file"))
        for (number, _), one in zip(part, read, strict=True):
            outcome = next(kept) if isinstance(one, EventFacts) else one
            if isinstance(outcome, Refusal):
                yield f"row {number}: {outcome}"
            else:
                yield "stored" if outcome.is_new else "repeated"


def _read_or_refused(
    workspace: Workspace, row: Mapping[str, Any], name: str | None, seen: Counter[str], now: datetime
) -> EventFacts | Refusal:
    try:
        return event_of_row(workspace, row, name, seen, now)
    except Refusal as refusal:
        return refusal


def event_of_row(
    workspace: Workspace, row: Mapping[str, Any], name: str | None, seen: Counter[str], now: datetime
) -> EventFacts:
    """name: of every row's event; None: a column says it. seen: rows so far, to tell equal ones apart."""
    cells = {
        column.strip().lower().replace(" ", "_").replace("-", "_"): value for column, value in row.items()
    }
    named = name or next((cells[column] for column in NAMES if cells.get(column)), None)
    if not named:
        raise Refusal(
            "event_unnamed", "The event has no name.", cure="Name it in a column `event`, or by --name."
        )
    moment = next((cells[column] for column in MOMENTS if cells.get(column) is not None), None)
    person = {field: _said(cells.get(field)) for field in PERSON_FIELDS}
    own = {*NAMES, *MOMENTS, *PERSON_FIELDS, "key"}
    said = {column: _plain(value) for column, value in cells.items() if column not in own}
    key = _said(cells.get("key")) or _key_of(cells, str(named), seen)
    return read_event(str(named), read_person(person), _moment(moment, workspace.time_zone), key, said, now)


def _key_of(cells: Mapping[str, Any], name: str, seen: Counter[str]) -> str:
    """A row without a key is named by what it holds, and by how many such came before it."""
    digest = hashlib.sha256(repr((name, sorted(cells.items(), key=str))).encode()).hexdigest()[:40]
    seen[digest] += 1
    return f"load-{digest}-{seen[digest]}"[:LONGEST]


def _moment(value: object, zone: str) -> datetime | None:
    """A day is its noon, and a time without a zone is the workspace's."""
    if value is None:
        return None
    try:
        if DAY.fullmatch(_said(value)):
            value = datetime.combine(date.fromisoformat(_said(value)), time(12))
        found = value if isinstance(value, datetime) else datetime.fromisoformat(_said(value))
    except ValueError:
        raise Refusal(
            "not_a_moment",
            f"at: {_said(value)[:40]!r} is no day and no moment.",
            cure="Write it as 2026-11-26T09:30:00Z.",
            field="at",
        ) from None
    return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _said(value: object) -> str:
    return "" if value is None else str(value).strip()


def _plain(value: object) -> object:
    """What looks like a number is one, so that rules can compare it; 007 and 1e5 are names."""
    if isinstance(value, str) and NUMBER.fullmatch(value.strip()):
        return float(value) if "." in value else int(value)
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)
