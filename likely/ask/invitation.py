"""One person asked once: the personal link and how far it came."""

from typing import ClassVar, Final
from uuid import UUID

from django.db import models

from likely.ask.derived_token import DerivedToken
from likely.ask.programme import Programme
from likely.ask.survey import Survey
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.person import Person

TOKEN: Final = DerivedToken("likely.ask.invitation")


class Invitation(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="invitations")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="invitations")
    channel = models.CharField(max_length=16, default="link")
    language = models.CharField(max_length=12, blank=True)
    properties = models.JSONField(default=dict)  # {key: text, number or boolean}, kept with the answer
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    viewed_at = models.DateTimeField(null=True, blank=True)  # the page was shown to a person
    expires_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(
        null=True, blank=True
    )  # when to see whether they are silent; null: never
    reminders = models.PositiveSmallIntegerField(default=0)  # queued so far

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "sent_at"], name="invitation_sent"),
            models.Index(
                fields=["remind_at"], condition=models.Q(remind_at__isnull=False), name="invitation_remind"
            ),
        ]

    @property
    def token(self) -> str:
        """The unguessable part of /r/TOKEN: the id and its proof. Nothing secret is stored."""
        return TOKEN.of(self.id)


def invitation_id(token: str) -> UUID | None:
    """The invitation that a genuine token names; None for anything else."""
    return TOKEN.named_by(token)
