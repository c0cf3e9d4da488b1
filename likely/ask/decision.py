"""The ledger of decisions: for each person and programme why they were asked, or why not (C03)."""

from typing import ClassVar

from django.db import models

from likely.ask.invitation import Invitation
from likely.ask.programme import Programme
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.event import Event
from likely.people.person import Person


class Decision(models.Model):
    """A row for each of a million people, often: it has few indexes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="decisions", db_index=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="decisions", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="decisions", db_index=False)
    round = models.CharField(max_length=80)  # the wave's period, or the event: decided once in each
    asked = models.BooleanField()
    rule = models.CharField(max_length=32)  # out of the closed list in likely/ask/policy.py
    at = models.DateTimeField()
    eligible_at = models.DateTimeField(null=True, blank=True)  # when they may be asked again; null: unknown
    look_at = models.DateTimeField(null=True, blank=True)  # when it is decided anew; null: it is final
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="+", db_index=False)
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="+", db_index=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "programme", "round"], name="decision_once_a_round")
        ]
        # A partial index says IS NOT NULL: NOT (… IS NULL) is the same, but SQLite does not see it.
        indexes: ClassVar = [
            models.Index(fields=["programme", "asked", "rule"], name="decision_counts"),
            models.Index(
                fields=["programme", "look_at"],
                condition=models.Q(look_at__isnull=False),
                name="decision_again",
            ),
            models.Index(
                fields=["invitation"],
                condition=models.Q(invitation__isnull=False),
                name="decision_invitation",
            ),
            models.Index(fields=["event"], condition=models.Q(event__isnull=False), name="decision_event"),
        ]
