"""Who is silent: asked, and neither answered, nor said no, nor out of time."""

from datetime import datetime
from typing import Final

from django.db.models import Q

# What a scanner left that followed the link is no answer (C06).
UNANSWERED: Final = Q(response=None) | Q(response__state="quarantined", response__verdict="machine")


def is_open(now: datetime) -> Q:
    """Invitations that can still be answered and are asked for by a programme that runs."""
    return (
        (Q(expires_at=None) | Q(expires_at__gt=now))
        & Q(programme__state="running", survey__state="open", person__isnull=False)
        & (Q(survey__closes_at=None) | Q(survey__closes_at__gt=now))
    )
