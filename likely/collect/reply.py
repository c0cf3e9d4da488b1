"""An answer by message: a number alone is the score, a stop word ends it, all else is the comment.

It is taken through the same pipeline as any answer. Each message of the provider counts once, however often
it is told: its id is kept, and nothing of what was written beside the response.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.channels.channel import Inbound
from likely.collect.intake import take_in
from likely.collect.reply_words import read_reply
from likely.collect.response import Response
from likely.collect.submission import LONGEST_TEXT, Submission
from likely.lib.identity import new_id
from likely.lib.refusal import Refusal
from likely.people.address import same_spelling
from likely.people.suppression import SuppressionReason, lift, suppress

Became = Literal["answer", "stopped", "started", "refused", "unmatched", "repeated", "empty"]


class Reply(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=16)
    key = models.CharField(max_length=120)  # the provider's name of the message
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, related_name="+")
    became = models.CharField(max_length=10)  # see Became
    reason = models.CharField(max_length=40, blank=True)  # the code of the refusal
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "channel", "key"], name="reply_once")
        ]


@dataclass(frozen=True, slots=True)
class Outcome:
    became: Became
    reason: str = ""
    invitation: Invitation | None = None


REPEATED: Final = Outcome("repeated")


def take_reply(workspace: Workspace, inbound: Inbound, now: datetime) -> Outcome:
    """Store what somebody wrote back, once."""
    try:
        with transaction.atomic():
            row = Reply.objects.create(
                workspace=workspace, channel=inbound.channel, key=inbound.id[:120] or new_id().hex, at=now
            )
            outcome = _outcome(workspace, inbound, now)
            row.became, row.reason, row.invitation = outcome.became, outcome.reason, outcome.invitation
            row.save(update_fields=["became", "reason", "invitation"])
    except IntegrityError:
        if not Reply.objects.of(workspace).filter(channel=inbound.channel, key=inbound.id[:120]).exists():
            raise
        return REPEATED
    return outcome


def _outcome(workspace: Workspace, inbound: Inbound, now: datetime) -> Outcome:
    said, sender = read_reply(inbound.text), same_spelling(inbound.sender)
    source = f"reply:{inbound.channel}"
    if said.stop:
        suppress(workspace, inbound.channel, sender, "", SuppressionReason.UNSUBSCRIBED, source, now)
        return Outcome("stopped")
    if said.start:
        lift(workspace, sender, "", "respondent", "wrote to start again", [SuppressionReason.UNSUBSCRIBED])
        return Outcome("started")
    if said.score is None and not said.comment:
        return Outcome("empty")
    invitation = newest_open(workspace, inbound.channel, sender, now)
    if invitation is None:
        return Outcome("unmatched")
    try:
        with transaction.atomic():
            take_in(_submission(invitation, inbound.channel, said.score, said.comment, now))
    except Refusal as no:
        return Outcome("refused", no.code, invitation)
    return Outcome("answer", invitation=invitation)


def newest_open(workspace: Workspace, channel: str, sender: str, now: datetime) -> Invitation | None:
    """The invitation that went to this address last and can still be answered."""
    still = Q(invitation__expires_at=None) | Q(invitation__expires_at__gt=now)
    sent = Message.objects.of(workspace).filter(still, channel=channel, address=sender, sent_at__isnull=False)
    newest = sent.select_related("invitation").order_by("-sent_at").first()
    return newest.invitation if newest else None


def _submission(
    invitation: Invitation, channel: str, score: int | None, comment: str, now: datetime
) -> Submission:
    before = Response.objects.of(invitation.workspace_id).filter(invitation=invitation).first()
    told = f"{before.comment}\n{comment}".strip() if before and comment else comment
    return Submission(
        at=now,
        invitation=invitation.pk,
        score=score,
        comment=told[:LONGEST_TEXT] or None,
        channel=channel,
        language=invitation.language,
    )
