"""What share of those who are asked answer: seen in the workspace's own past, or assumed and said so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Count, Q

from likely.ask.invitation import Invitation
from likely.base.workspace import Workspace

ASSUMED: Final = 0.2  # where too little is known
LEAST: Final = 30  # invitations that make a rate of one's own
LOOKED_BACK: Final = timedelta(days=365)
TIME_TO_ANSWER: Final = timedelta(days=7)  # who was asked more recently may still answer
ANSWERED: Final = Q(response__isnull=False) & ~Q(response__state="quarantined")
FLOOR: Final = 0.005  # nothing is divided by less


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """n: the invitations it was seen in; 0 for an assumed one."""

    value: float
    n: int
    source: Literal["this kind", "all surveys", "assumed"]


def response_rate(workspace: Workspace, kind: str, now: datetime) -> ResponseRate:
    """Of surveys of this kind if there were enough, else of all, else an assumption."""
    asked = Invitation.objects.of(workspace).filter(
        sent_at__gte=now - LOOKED_BACK, sent_at__lt=now - TIME_TO_ANSWER
    )
    of_kind = Q(survey__kind=kind)
    seen = asked.aggregate(
        n=Count("pk"),
        answered=Count("pk", filter=ANSWERED),
        kind_n=Count("pk", filter=of_kind),
        kind_answered=Count("pk", filter=ANSWERED & of_kind),
    )
    if seen["kind_n"] >= LEAST:
        return ResponseRate(max(seen["kind_answered"] / seen["kind_n"], FLOOR), seen["kind_n"], "this kind")
    if seen["n"] >= LEAST:
        return ResponseRate(max(seen["answered"] / seen["n"], FLOOR), seen["n"], "all surveys")
    return ResponseRate(ASSUMED, 0, "assumed")
