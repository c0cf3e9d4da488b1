"""A reply by mail: what somebody wrote back, kept word for word beside the invitation that it answers."""

from datetime import datetime
from typing import ClassVar, Final

from django.db import models, transaction

from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.message_id import message_of_id
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.channels.channel import Inbound
from likely.lib.identity import new_id
from likely.lib.plain_text import CONTROLS
from likely.lib.quoted_mail import split_quoted
from likely.people.person import Person

LONGEST_READ: Final = 100_000  # characters that are looked through: a stranger wrote them
LONGEST: Final = 10_000  # characters of a reply that are kept


class MailReply(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="mail_replies")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="mail_replies")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="mail_replies")
    channel = models.CharField(max_length=16)
    sender = models.CharField(max_length=254)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    told = models.CharField(max_length=255)  # names the reply, so that it is kept once
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "told"], name="mail_reply_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["workspace", "-at"], name="mail_reply_newest")]


@transaction.atomic
def keep_mail_reply(inbound: Inbound, now: datetime) -> MailReply | None:
    """Keep a reply to one of our messages. None: it answers none, says nothing, or is there already."""
    message = _answered(inbound)
    text = _own_words(inbound.text)
    if message is None or not text:
        return None
    reply, new = MailReply.objects.get_or_create(
        workspace=message.workspace,
        invitation=message.invitation,
        told=(inbound.id or f"{inbound.sender}:{inbound.at.isoformat()}")[:255],
        defaults={
            "person": message.invitation.person,
            "channel": inbound.channel,
            "sender": _clean(inbound.sender)[:254],
            "subject": " ".join(_clean(inbound.subject).split())[:300],
            "text": text,
            "at": min(inbound.at, now),
        },
    )
    if not new:
        return None
    record(message.workspace, "respondent", "invitation.replied", f"invitation:{message.invitation_id}")
    return reply


def _answered(inbound: Inbound) -> Message | None:
    """The message of ours that the reply names first."""
    named = [id for text in inbound.in_reply_to if (id := message_of_id(text))]
    found = Message.objects.filter(channel=inbound.channel).select_related(
        "workspace", "invitation__person"
    ).in_bulk(named)  # fmt: skip
    return next((found[id] for id in named if id in found), None)


def _own_words(text: str) -> str:
    """Without the mail that is quoted below."""
    return split_quoted(_clean(text[:LONGEST_READ]))[0][:LONGEST]


def _clean(text: str) -> str:
    return CONTROLS.sub("", text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n"))
