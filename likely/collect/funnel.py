"""How far the invitations of a period came, counted on the rows themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet

from likely.ask.invitation import Invitation
from likely.base.workspace import Workspace
from likely.collect.answered import is_answered
from likely.collect.response import Response, ResponseState

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Funnel:
    """sent, viewed, answered, completed: invitations sent in the period. open_*: answers by open links."""

    sent: int
    viewed: int
    answered: int
    completed: int
    open_answered: int
    open_completed: int


def funnel(
    workspace: Workspace, since: datetime | None = None, until: datetime | None = None, survey: str = ""
) -> Funnel:
    """since is included, until is not; survey is its slug. Whoever answered has viewed, told or not."""
    invited = _within(Invitation.objects.of(workspace).exclude(sent_at=None), "sent_at", since, until, survey)
    counted = Q(response__state=ResponseState.COUNTED) & is_answered(workspace, "response__")
    steps = invited.aggregate(
        sent=Count("pk"),
        viewed=Count("pk", filter=Q(viewed_at__isnull=False) | counted),
        answered=Count("pk", filter=counted),
        completed=Count("pk", filter=counted & Q(response__completed_at__isnull=False)),
    )
    rows = Response.objects.of(workspace).filter(
        is_answered(workspace), invitation=None, state=ResponseState.COUNTED
    )
    opened = _within(rows, "at", since, until, survey).aggregate(
        open_answered=Count("pk"), open_completed=Count("pk", filter=Q(completed_at__isnull=False))
    )
    return Funnel(**steps, **opened)


def _within(
    rows: QuerySet[Row], column: str, since: datetime | None, until: datetime | None, survey: str
) -> QuerySet[Row]:
    wanted = Q(survey__slug=survey) if survey else Q()
    wanted &= Q(**{f"{column}__gte": since}) if since else Q()
    wanted &= Q(**{f"{column}__lt": until}) if until else Q()
    return rows.filter(wanted)
