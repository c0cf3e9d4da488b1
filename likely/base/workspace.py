"""A workspace: the wall around everything that belongs to one organisation."""

from typing import Self, TypeVar
from uuid import UUID

from django.db import models

from likely.lib.identity import new_id

Row = TypeVar("Row", bound=models.Model)


class Workspace(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    smallest_group = models.PositiveSmallIntegerField(default=5)  # answers; fewer are not shown
    target_score = models.SmallIntegerField(null=True, blank=True)  # points, -100..100
    surveys_need_consent = models.BooleanField(default=False)  # else whoever did not object may be asked
    contact_policy = models.JSONField(default=dict, blank=True)  # see likely/ask/contact_policy.py
    unit_levels = models.JSONField(default=list, blank=True)  # from the top down (people/unit.py)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class ScopedQuerySet(models.QuerySet[Row]):
    """Rows that carry a `workspace`: every read starts with `of`."""

    def of(self, workspace: Workspace | UUID) -> Self:
        return self.filter(workspace=workspace)
