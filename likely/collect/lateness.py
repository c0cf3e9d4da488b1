"""How long the invited took to answer: the nearest that there is to knowing those who never do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from likely.ask.invitation import Invitation
from likely.base.workspace import Workspace
from likely.collect.response import ResponseState
from likely.stats.scale import HIGHEST

HOURS: Final = (1, 2, 4, 8, 12, 24, 36, 48, 72, 120, 168, 336, 720)  # waits that are told apart
SCORES: Final = HIGHEST + 1

Counts = tuple[int, ...]  # answers at 0..10


@dataclass(frozen=True, slots=True)
class Lateness:
    """sent: invitations of the period. waits: answers within HOURS[i] and not before; the last: later."""

    sent: int
    waits: tuple[Counts, ...]

    def halves(self) -> tuple[int, Counts, Counts] | None:
        """The wait in hours that divides the answers most evenly, those within it, and those later."""
        total = sum(map(sum, self.waits))
        best: tuple[float, int] | None = None
        early = 0
        for place in range(len(HOURS)):
            early += sum(self.waits[place])
            if 0 < early < total and (best is None or abs(early - total / 2) < best[0]):
                best = abs(early - total / 2), place
        if best is None:
            return None
        place = best[1] + 1
        return HOURS[best[1]], _added(self.waits[:place]), _added(self.waits[place:])


def lateness(
    workspace: Workspace, since: datetime | None = None, until: datetime | None = None, survey: str = ""
) -> Lateness:
    """Of the invitations sent from `since` to before `until`; survey: its slug. Two queries that count."""
    wanted = Q(survey__slug=survey) if survey else Q()
    wanted &= Q(sent_at__gte=since) if since else Q()
    wanted &= Q(sent_at__lt=until) if until else Q()
    rows = Invitation.objects.of(workspace).exclude(sent_at=None).filter(wanted)
    within = [
        When(response__at__lte=F("sent_at") + timedelta(hours=hours), then=Value(place))
        for place, hours in enumerate(HOURS)
    ]
    answered = rows.filter(response__state=ResponseState.COUNTED, response__score__isnull=False)
    wait = Case(*within, default=Value(len(HOURS)), output_field=IntegerField())
    counted = answered.annotate(wait=wait).values_list("wait", "response__score").annotate(n=Count("pk"))
    waits = [[0] * SCORES for _ in range(len(HOURS) + 1)]
    for place, score, n in counted.order_by("wait", "response__score"):
        waits[place][score] = n
    return Lateness(rows.count(), tuple(tuple(one) for one in waits))


def _added(parts: tuple[Counts, ...]) -> Counts:
    return tuple(map(sum, zip(*parts, strict=True)))
