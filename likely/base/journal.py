"""The journal: who did what to which object, appended in the transaction of the deed."""

from typing import Any, ClassVar

from django.db import models

from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id


class JournalEntry(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=160)  # "user:EMAIL", "key:NAME", "system"
    verb = models.CharField(max_length=40)  # "survey.published"
    subject = models.CharField(max_length=80)  # "survey:ID"
    detail = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["workspace", "-at"], name="journal_newest")]


def record(workspace: Workspace, actor: str, verb: str, subject: str, **detail: Any) -> JournalEntry:
    """Note a deed; call it inside the transaction of the deed."""
    return JournalEntry.objects.create(
        workspace=workspace, actor=actor, verb=verb, subject=subject, detail=detail
    )
