"""Sealing: responses that nobody touched for a while move into the lake, each exactly once.

A seal is a numbered write. It is begun in the database (the rows carry its number), carried to the lake
(as the write of that number), and closed. Whoever dies in between leaves a seal that the next tick carries
on with: the lake says whether the number was written, and refuses to write it twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.collect.response import Response
from likely.store.hot import read, to_arrow
from likely.store.lake import Lake, Overtaken
from likely.store.sealed import ids_within

ROWS_PER_SEAL = 25_000  # in memory at once
KEEP_CLOSED = timedelta(days=30)


class Seal(models.Model):
    """One numbered write to the workspace's lake: of the responses that carry the number, or an erasure."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="seals")
    number = models.PositiveIntegerField()
    erased = models.JSONField(default=list)  # ids of responses to take out; empty: the seal puts rows in
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "number"], name="seal_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=["done_at"], name="seal_open")]


def lake_of(workspace: Workspace | UUID) -> Lake:
    id = workspace.pk if isinstance(workspace, Workspace) else workspace
    return Lake(f"{settings.LAKE_URL.rstrip('/')}/{id}/responses")


def seal_due(now: datetime, after_seconds: int | None = None) -> int:
    """Seal, in every workspace, what was not touched for so long. Returns the responses sealed."""
    seconds = settings.SEAL_AFTER_SECONDS if after_seconds is None else after_seconds
    cutoff = now - timedelta(seconds=seconds)
    due = Response.objects.filter(workspace=OuterRef("pk"), seal=None, changed_at__lte=cutoff)
    left = Seal.objects.filter(workspace=OuterRef("pk"), done_at=None)
    waiting = Workspace.objects.filter(Exists(due) | Exists(left))
    return sum(seal_workspace(workspace, cutoff, now) for workspace in waiting)


def seal_workspace(workspace: Workspace, cutoff: datetime, now: datetime) -> int:
    """Seal what was last changed by `cutoff`. Returns the responses sealed.

    When another worker is faster, this one leaves the rest to it.
    """
    sealed = 0
    lake = lake_of(workspace)
    try:
        while seal := _open_seal(workspace) or _begin(workspace, cutoff, now):
            sealed += _carry(seal, lake)
            _close(seal, now)
        if sealed:
            lake.tidy()
    except Overtaken:
        pass
    return sealed


@transaction.atomic
def erase(workspace: Workspace, responses: QuerySet[Response], now: datetime) -> int:
    """Delete responses for good: at once from every page, and from the lake with the next tick."""
    # Locked, so that no seal takes one of them along while it goes.
    rows = list(
        responses.filter(workspace=workspace).select_for_update().values_list("pk", "seal", "sealed_before")
    )
    touched = sorted(str(id) for id, seal, before in rows if seal is not None or before)
    if touched:
        _next_seal(workspace, now, erased=touched)
    Response.objects.of(workspace).filter(pk__in=[id for id, _, _ in rows]).delete()
    return len(rows)


def pending_erasures(workspace: Workspace, after: int) -> tuple[str, ...]:
    """Ids that the lake may still hold though they were erased."""
    waiting = Seal.objects.of(workspace).filter(number__gt=after).exclude(erased=[])
    return tuple(sorted(id for ids in waiting.values_list("erased", flat=True) for id in ids))


def _open_seal(workspace: Workspace) -> Seal | None:
    return Seal.objects.of(workspace).filter(done_at=None).order_by("number").first()


@transaction.atomic
def _begin(workspace: Workspace, cutoff: datetime, now: datetime) -> Seal | None:
    """Name the rows that the next write is made of, or None when nothing is due."""
    due = Response.objects.of(workspace).filter(seal=None, changed_at__lte=cutoff)
    batch = due.order_by("changed_at").values("pk")[:ROWS_PER_SEAL]
    if not due.exists():
        return None
    seal = _next_seal(workspace, now)
    # The conditions stand twice: a row edited since the inner query looked is left for a later seal.
    due.filter(pk__in=batch).update(seal=seal.number)
    return seal


def _next_seal(workspace: Workspace, now: datetime, erased: Sequence[str] = ()) -> Seal:
    Workspace.objects.select_for_update().get(pk=workspace.pk)  # one at a time
    last = Seal.objects.of(workspace).aggregate(last=Max("number"))["last"] or 0
    at = lake_of(workspace).snapshot()
    # After a backup of the database was put back, the lake may be ahead.
    number = max(last, at.number if at else 0) + 1
    return Seal.objects.create(workspace=workspace, number=number, erased=list(erased), begun_at=now)


def _carry(seal: Seal, lake: Lake) -> int:
    """Write the seal to the lake unless it is there. The snapshot comes first: the write lands on it."""
    at = lake.snapshot()
    if at and at.number >= seal.number:
        return 0
    if seal.erased:
        lake.erase(seal.number, seal.erased, at)
        return 0
    rows = read(Response.objects.of(seal.workspace_id).filter(seal=seal.number))
    if rows:
        batch = to_arrow(rows, seal.workspace.time_zone, at.columns if at else ())
        lake.write(seal.number, batch.sort_by("at"), at, ids_within(at, batch))
    return len(rows)


def _close(seal: Seal, now: datetime) -> None:
    Seal.objects.filter(pk=seal.pk).update(done_at=now)
    old = Seal.objects.of(seal.workspace_id).filter(done_at__lt=now - KEEP_CLOSED, number__lt=seal.number)
    old.delete()
