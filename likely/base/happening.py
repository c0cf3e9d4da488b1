"""A domain event: that something happened to which a playbook may react. Written once, handled once.

The key names the happening, so that whoever finds it again writes nothing. What is a change of a row is
written in the transaction of the change; what is found by reckoning (an alarm, a goal, somebody at risk) by
the duty that finds it. Those of answers are read out of their rows (act/answer_events.py), so that storing
an answer costs no further write.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import models
from django.utils import timezone

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id

KINDS: Final = (
    "answer.scored",
    "answer.commented",
    "answer.permitted",
    "answer.quarantined",
    "answer.released",
    "case.opened",
    "case.assigned",
    "case.answered",
    "case.reply_failed",
    "case.overdue",
    "case.resolved",
    "case.closed",
    "invitation.bounced",
    "person.at_risk",
    "score.alarm",
    "goal.reached",
    "risk.reckoned",
)
AT_ONCE: Final = 500  # rows an insert


class DomainEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=24)  # one of KINDS
    subject = models.UUIDField()  # of the response, the case, the invitation; else of the workspace or goal
    key = models.CharField(max_length=120)  # names the happening
    facts = models.JSONField(default=dict)  # what was reckoned: {name: text or number}; names nobody
    at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "key"], name="domain_event_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["handled_at", "id"], name="domain_event_due"),
            models.Index(fields=["workspace", "kind", "at"], name="domain_event_kind"),
        ]


def event(
    workspace: Workspace,
    kind: str,
    subject: UUID,
    once: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> DomainEvent:
    """once: what makes it another one."""
    key = f"{kind}:{subject}:{once}"
    return DomainEvent(
        workspace=workspace, kind=kind, subject=subject, key=key, at=at, facts=dict(facts or {})
    )


def emit(happened: DomainEvent) -> None:
    """Note it inside the transaction of the change."""
    note_events([happened])


def note_events(events: Iterable[DomainEvent]) -> None:
    """Those that are noted already stay as they are."""
    DomainEvent.objects.bulk_create(events, batch_size=AT_ONCE, ignore_conflicts=True)
