"""Sealing: responses that nobody touched for a while move into the lake, each exactly once, and events too.

A seal is a numbered write. It is begun in the database (the rows carry its number), carried to the lake
(as the write of that number), and closed. Whoever dies in between leaves a seal that the next tick carries
on with: the lake says whether the number was written, and refuses to write it twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.people.event import Event
from likely.store.event_lake import EVENTS, events_to_arrow, told
from likely.store.hot import read, to_arrow
from likely.store.lake import RESPONSES, Kind, Lake, Overtaken
from likely.store.lake_copies import follow
from likely.store.sealed import ids_within

ROWS_PER_SEAL = 25_000  # in memory at once
KEEP_CLOSED = timedelta(days=30)


class Seal(models.Model):
    """One numbered write to a table of the lake: of the rows that carry the number, or an erasure."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="seals")
    table = models.CharField(max_length=16, default=RESPONSES.name)  # responses, events
    number = models.PositiveIntegerField()
    erased = models.JSONField(default=list)  # ids of rows to take out; empty: the seal puts rows in
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "table", "number"], name="seal_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["done_at"], name="seal_open")]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Rows of the database that move into a table of the lake. rested_since: a row's last change.

    read: the rows as plain values. batch: these, a time zone and the lake's columns as Arrow.
    """

    kind: Kind
    model: Any
    rested_since: str
    read: Callable[[Any], list[Any]]
    batch: Callable[[list[Any], str, Sequence[str]], Any]

    def of(self, workspace: Workspace | UUID) -> Any:
        return self.model.objects.of(workspace)


ANSWERED: Final = Sealed(RESPONSES, Response, "changed_at", lambda rows: read(rows), to_arrow)
HAPPENED: Final = Sealed(EVENTS, Event, "received_at", told, events_to_arrow)
SEALED: Final = (ANSWERED, HAPPENED)


def lake_of(workspace: Workspace | UUID, kind: Kind = RESPONSES) -> Lake:
    id = workspace.pk if isinstance(workspace, Workspace) else workspace
    return Lake(f"{settings.LAKE_URL.rstrip('/')}/{id}/{kind.name}", kind)


def seal_due(now: datetime, after_seconds: int | None = None) -> int:
    """Seal, in every workspace, what was not touched for so long. Returns the rows sealed."""
    seconds = settings.SEAL_AFTER_SECONDS if after_seconds is None else after_seconds
    cutoff = now - timedelta(seconds=seconds)
    return sum(
        seal_workspace(workspace, cutoff, now, what)
        for what in SEALED
        for workspace in _waiting(what, cutoff)
    )


def _waiting(what: Sealed, cutoff: datetime) -> QuerySet[Workspace]:
    rested = {f"{what.rested_since}__lte": cutoff}
    due = what.model.objects.filter(workspace=OuterRef("pk"), seal=None, **rested)
    left = Seal.objects.filter(workspace=OuterRef("pk"), table=what.kind.name, done_at=None)
    return Workspace.objects.filter(Exists(due) | Exists(left))


def seal_workspace(workspace: Workspace, cutoff: datetime, now: datetime, what: Sealed = ANSWERED) -> int:
    """Seal what was last changed by `cutoff`. Returns the rows sealed.

    When another worker is faster, this one leaves the rest to it.
    """
    sealed, closed = 0, 0
    lake = lake_of(workspace, what.kind)
    try:
        while seal := _open_seal(workspace, what) or _begin(workspace, cutoff, now, what):
            sealed += _carry(seal, lake, what)
            _close(seal, now)
            closed += 1
        if sealed:
            lake.tidy()
    except Overtaken:
        pass
    if closed:
        follow(lake)
    return sealed


@transaction.atomic
def erase(workspace: Workspace, rows: QuerySet[Any], now: datetime, what: Sealed = ANSWERED) -> int:
    """Delete rows for good: at once from every page, and from the lake with the next tick."""
    # Locked, so that no seal takes one of them along while it goes.
    found = list(
        rows.filter(workspace=workspace).select_for_update().values_list("pk", "seal", "sealed_before")
    )
    touched = sorted(str(id) for id, seal, before in found if seal is not None or before)
    if touched:
        _next_seal(workspace, now, what, erased=touched)
    what.of(workspace).filter(pk__in=[id for id, _, _ in found]).delete()
    return len(found)


def pending_erasures(workspace: Workspace, after: int, kind: Kind = RESPONSES) -> tuple[str, ...]:
    """Ids that the lake may still hold though they were erased."""
    waiting = Seal.objects.of(workspace).filter(table=kind.name, number__gt=after).exclude(erased=[])
    return tuple(sorted(id for ids in waiting.values_list("erased", flat=True) for id in ids))


def _open_seal(workspace: Workspace, what: Sealed) -> Seal | None:
    return Seal.objects.of(workspace).filter(table=what.kind.name, done_at=None).order_by("number").first()


@transaction.atomic
def _begin(workspace: Workspace, cutoff: datetime, now: datetime, what: Sealed = ANSWERED) -> Seal | None:
    """Name the rows that the next write is made of, or None when nothing is due."""
    due = what.of(workspace).filter(seal=None, **{f"{what.rested_since}__lte": cutoff})
    batch = due.order_by(what.rested_since).values("pk")[:ROWS_PER_SEAL]
    if not due.exists():
        return None
    seal = _next_seal(workspace, now, what)
    # The conditions stand twice: a row edited since the inner query looked is left for a later seal.
    due.filter(pk__in=batch).update(seal=seal.number)
    return seal


def _next_seal(workspace: Workspace, now: datetime, what: Sealed, erased: Sequence[str] = ()) -> Seal:
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # one at a time
    table = what.kind.name
    last = Seal.objects.of(workspace).filter(table=table).aggregate(last=Max("number"))["last"] or 0
    at = lake_of(workspace, what.kind).snapshot()
    # After a backup of the database was put back, the lake may be ahead.
    number = max(last, at.number if at else 0) + 1
    return Seal.objects.create(
        workspace=workspace, table=table, number=number, erased=list(erased), begun_at=now
    )


def _carry(seal: Seal, lake: Lake, what: Sealed = ANSWERED) -> int:
    """Write the seal to the lake unless it is there. The snapshot comes first: the write lands on it."""
    at = lake.snapshot()
    if at and at.number >= seal.number:
        return 0
    if seal.erased:
        lake.erase(seal.number, seal.erased, at)
        return 0
    rows = what.read(what.of(seal.workspace_id).filter(seal=seal.number))
    if rows:
        batch = what.batch(rows, seal.workspace.time_zone, at.columns if at else ())
        lake.write(seal.number, batch.sort_by("at"), at, ids_within(at, batch))
    return len(rows)


def _close(seal: Seal, now: datetime) -> None:
    Seal.objects.filter(pk=seal.pk).update(done_at=now)
    old = Seal.objects.of(seal.workspace_id).filter(
        table=seal.table, done_at__lt=now - KEEP_CLOSED, number__lt=seal.number
    )
    old.delete()
