"""What people did after they had answered: events such as a renewal, by the group of the answer (N06).

It is asked of the rows: events and answers of a person meet there, also those of the last minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from likely.ask.definition import NPS_KINDS
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.event import Event
from likely.stats.scale import GROUP_SCORES, Group

MOST_NAMES: Final = 100  # of events that are offered


@dataclass(frozen=True, slots=True)
class Followed:
    """people: answers of the group by named people. did: those of them that the event followed in time."""

    group: Group
    people: int
    did: int


def event_names(workspace: Workspace) -> list[str]:
    """Of what happened to people, the most frequent first."""
    rows = Event.objects.of(workspace).filter(person__isnull=False).order_by()
    told = rows.values("name").annotate(n=Count("pk")).order_by("-n", "name")[:MOST_NAMES]
    return [row["name"] for row in told]


def followed_by(
    workspace: Workspace,
    event: str,
    days: int,
    now: datetime,
    since: datetime | None = None,
    survey: str = "",
) -> tuple[Followed, ...]:
    """Detractors, passives, promoters. Counted are answers from `since` on that are at least `days` days old,
    so that everybody had the same time; of several answers of a person each counts.
    """
    rows: Any = Response.objects.of(workspace).filter(
        state=ResponseState.COUNTED,
        score__isnull=False,
        person__isnull=False,
        survey__kind__in=NPS_KINDS,
        at__lte=now - timedelta(days=days),
    )
    rows = rows.filter(at__gte=since) if since else rows
    rows = rows.filter(survey__slug=survey) if survey else rows
    happened = Event.objects.filter(
        person=OuterRef("person"),
        name=event,
        at__gt=OuterRef("at"),
        at__lte=OuterRef("at") + timedelta(days=days),
    )
    groups = [When(score__in=list(scores), then=Value(name)) for name, scores in GROUP_SCORES.items()]
    told = (
        rows.annotate(group=Case(*groups), did=Exists(happened))
        .order_by()
        .values("group")
        .annotate(people=Count("pk"), done=Count("pk", filter=Q(did=True)))
    )
    found = {row["group"]: (row["people"], row["done"]) for row in told}
    return tuple(Followed(name, *found.get(name, (0, 0))) for name in GROUP_SCORES)
