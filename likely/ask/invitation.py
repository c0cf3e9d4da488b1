"""One person asked once: the personal link and how far it came."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from likely.ask.programme import Programme
from likely.ask.survey import Survey
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id, opened_name, sealed_name
from likely.people.person import Person

SALT = "likely.ask.invitation"
PROOF_BYTES = 16  # 128 bits of HMAC-SHA256


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
        return sealed_name(self.id, _proof(self.id))


def invitation_id(token: str) -> UUID | None:
    """The invitation that a genuine token names; None for anything else."""
    opened = opened_name(token, PROOF_BYTES)
    if opened is None:
        return None
    named, proof = opened
    return named if constant_time_compare(proof, _proof(named)) else None


def _proof(named: UUID) -> bytes:
    return salted_hmac(SALT, named.bytes, algorithm="sha256").digest()[:PROOF_BYTES]
