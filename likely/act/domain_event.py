"""The domain events that wait to be handled: a queue, of which each is claimed by one worker."""

from datetime import datetime, timedelta
from typing import Any, Final

from likely.base.happening import DomainEvent, emit, event, note_events

__all__ = ["DomainEvent", "claim_event", "due_events", "emit", "event", "forget_events", "note_events"]

KEPT: Final = timedelta(days=30)  # after it was handled; longer than any look back for answers


def due_events(limit: int) -> list[DomainEvent]:
    """Not handled yet, the oldest first."""
    rows = DomainEvent.objects.filter(handled_at=None).select_related("workspace")
    return list(rows.order_by("id")[:limit])


def claim_event(one: DomainEvent, now: datetime) -> bool:
    """Inside the transaction of what is done about it: of any number of workers one gets True."""
    return DomainEvent.objects.filter(pk=one.pk, handled_at=None).update(handled_at=now) == 1


def forget_events(now: datetime) -> Any:
    return DomainEvent.objects.filter(handled_at__lt=now - KEPT).delete()
