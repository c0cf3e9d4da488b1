"""Soft bounces: a full mailbox is tried again, a mailbox that stays full is left in peace for a month."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from likely.base.workspace import Workspace
from likely.people.suppression import Suppression, SuppressionReason, suppress

MOST: Final = 3  # soft bounces …
WITHIN: Final = timedelta(days=14)  # … in so long a time …
REST: Final = timedelta(days=30)  # … and nothing is sent for so long


def rest_until(bounces: Iterable[datetime]) -> datetime | None:
    """Until when an address with these soft bounces rests; None: it never had to.

    The order in which they are told does not matter, and one that is told twice counts once.
    """
    known = sorted(set(bounces))
    full = [last for first, last in zip(known, known[MOST - 1 :], strict=False) if last - first <= WITHIN]
    return full[-1] + REST if full else None


def still_counting(bounces: Iterable[datetime]) -> list[datetime]:
    """Those that a later one may still be counted with."""
    known = sorted(set(bounces))
    return [one for one in known if one >= known[-1] - WITHIN]


@transaction.atomic
def note_soft_bounce(
    workspace: Workspace, channel: str, address: str, source: str, at: datetime
) -> Suppression:
    """Count one. The row bars nothing until there are enough of them: its `until` lies in the past."""
    reason = SuppressionReason.SOFT_BOUNCE
    found = suppress(workspace, channel, address, "", reason, source, at, until=at)
    row = Suppression.objects.select_for_update().get(pk=found.pk)
    known = [datetime.fromisoformat(told) for told in row.bounces] + [at]
    rest = rest_until(known)
    row.bounces = [one.isoformat() for one in still_counting(known)]
    row.until = max(row.until or at, rest) if rest else row.until
    row.source = source
    row.save(update_fields=["bounces", "until", "source"])
    return row
