"""A message: one sending of an invitation to one address. The rows that are due are the queue."""

from typing import ClassVar, Final

from django.db import models

from likely.ask.invitation import Invitation
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id

# SQLite uses the index only where a query says the index's own condition; see `told_as`.
NAMED: Final = models.Q(provider_id__gt="")


class MessagePurpose(models.TextChoices):
    INVITE = "invite"
    REMIND = "remind"
    THANK = "thank"
    PROMOTE = "promote"  # asks who likes us to pass us on


AFTER_ANSWER: Final = (MessagePurpose.THANK, MessagePurpose.PROMOTE)  # sent to who has answered


class MessageState(models.TextChoices):
    QUEUED = "queued"
    CLAIMED = "claimed"  # a worker has it until its lease ends
    SENT = "sent"  # the other side took it
    UNKNOWN = "unknown"  # the worker died in between: it may have gone out
    FAILED = "failed"  # never again
    CANCELLED = "cancelled"  # answered, unsubscribed, expired or stopped before its turn


class Message(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="messages")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="messages")
    purpose = models.CharField(max_length=8, choices=MessagePurpose.choices)
    step = models.PositiveSmallIntegerField(default=0)  # 0 the invitation, 1… its reminders and fallbacks
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=500)  # as the channel spells it
    state = models.CharField(max_length=9, choices=MessageState.choices, default=MessageState.QUEUED)
    due_at = models.DateTimeField()
    worker = models.CharField(max_length=40, blank=True)  # who claimed it
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    repeated = models.BooleanField(default=False)  # sent again after an unknown fate, once
    provider_id = models.CharField(max_length=120, blank=True)  # the Message-ID, or the provider's own
    failure = models.CharField(max_length=300, blank=True)  # the provider's raw words
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "purpose", "step"], name="message_once_a_step")
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "channel", "due_at"], name="message_due"),
            models.Index(fields=["provider_id"], condition=NAMED, name="message_provider_id"),
        ]


def told_as(provider_id: str) -> models.Q:
    """The messages that the other side calls by this name; one without a name finds none."""
    return models.Q(NAMED, provider_id=provider_id[:120])
