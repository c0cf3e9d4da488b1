"""How many invitations each programme sends in each hour: what caps are held against."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F

from likely.ask.programme import Programme
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id


class Tally(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="tallies", db_index=False)
    hour = models.DateTimeField()  # its first moment, UTC
    n = models.PositiveIntegerField(default=0)  # invitations that go out in it

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "hour"], name="tally_once_an_hour")
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "hour"], name="tally_of_workspace")]


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def count(workspace: Workspace, programme: Programme, hours: Mapping[datetime, int]) -> None:
    """Add so many to each hour. Two workers may add at once."""
    for hour, n in sorted(hours.items()):
        rows = Tally.objects.of(workspace)
        rows.get_or_create(programme=programme, hour=hour, defaults={"workspace": workspace})
        rows.filter(programme=programme, hour=hour).update(n=F("n") + n)


def counted(
    workspace: Workspace, since: datetime, until: datetime
) -> dict[tuple[UUID, bool], Counter[datetime]]:
    """{(programme, is a wave): invitations by hour}; since is included, until is not."""
    rows = Tally.objects.of(workspace).filter(hour__gte=since, hour__lt=until)
    found: dict[tuple[UUID, bool], Counter[datetime]] = {}
    for programme, kind, hour, n in rows.values_list("programme_id", "programme__kind", "hour", "n"):
        found.setdefault((programme, kind == "wave"), Counter())[hour] = n
    return found
