"""A domain event: that something happened to which a playbook may react. Written once, handled once.

The key names the happening, so that whoever finds it again writes nothing. Cases write theirs in the
transaction of the change; those of answers are read out of the rows (answer_events.py), so that storing an
answer costs no further write.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils import timezone

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id

KINDS: Final = (
    "answer.scored",
    "answer.commented",
    "answer.permitted",
    "answer.quarantined",
    "answer.released",
    "case.opened",
    "case.assigned",
    "case.answered",
    "case.reply_failed",
    "case.overdue",
    "case.resolved",
    "case.closed",
)
KEPT: Final = timedelta(days=30)  # after it was handled; longer than any look back for answers
AT_ONCE: Final = 500  # rows an insert


class DomainEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=24)  # one of KINDS
    subject = models.UUIDField()  # of the response or the case
    key = models.CharField(max_length=120)  # names the happening
    at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="domain_event_once")
        ]
        indexes: ClassVar = [models.Index(fields=["handled_at", "id"], name="domain_event_due")]


def emit(workspace: Workspace, kind: str, subject: UUID, once: str, at: datetime) -> None:
    """Note a happening inside the transaction of the change. once: what makes it another one."""
    note_events([event(workspace, kind, subject, once, at)])


def event(workspace: Workspace, kind: str, subject: UUID, once: str, at: datetime) -> DomainEvent:
    key = f"{kind}:{subject}:{once}"
    return DomainEvent(workspace=workspace, kind=kind, subject=subject, key=key, at=at)


def note_events(events: Iterable[DomainEvent]) -> None:
    """Those that are noted already stay as they are."""
    DomainEvent.objects.bulk_create(events, batch_size=AT_ONCE, ignore_conflicts=True)


def due_events(limit: int) -> list[DomainEvent]:
    """Not handled yet, the oldest first."""
    rows = DomainEvent.objects.filter(handled_at=None).select_related("workspace")
    return list(rows.order_by("id")[:limit])


def claim_event(one: DomainEvent, now: datetime) -> bool:
    """Inside the transaction of what is done about it: of any number of workers one gets True."""
    return DomainEvent.objects.filter(pk=one.pk, handled_at=None).update(handled_at=now) == 1


def forget_events(now: datetime) -> Any:
    return DomainEvent.objects.filter(handled_at__lt=now - KEPT).delete()
