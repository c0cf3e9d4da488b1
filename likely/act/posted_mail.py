"""A mail of ours that asks nothing: a reply to a customer, a notice to a colleague. The due rows are a queue.

A reply may also go by SMS or WhatsApp, to the person's telephone.

A mail is written into the queue in the transaction of what it tells, under a name of its own: whoever tells
the same again writes nothing. See posting.py for the sending.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models

from likely.act.case import Case
from likely.ask.message import MessageState
from likely.ask.message_id import message_id_of
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.person import Person
from likely.people.unit import Unit


class PostedMail(models.Model):
    """To a person, or to a user; the address is looked up when it goes out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    once = models.CharField(max_length=160)  # names what it tells
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="posted_mails")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    sender_name = models.CharField(max_length=160, blank=True)  # "": the workspace's
    reply_to = models.CharField(max_length=254, blank=True)  # "": the workspace's
    references = models.TextField(blank=True)  # Message-IDs of the thread, the one that it answers last
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)  # "": plain text alone; gone once it was sent
    pictures = models.JSONField(default=dict)  # {content id: PNG in base64} that the HTML shows
    papers = models.JSONField(default=dict)  # {file name: PDF in base64}; gone once it was sent
    leave = models.CharField(max_length=300, blank=True)  # the link on which one press ends such mails
    channel = models.CharField(
        max_length=8, default="mail"
    )  # to a user also chat, to a person also sms and whatsapp
    by_machine = models.BooleanField(default=True)  # no program should answer it
    state = models.CharField(max_length=9, choices=MessageState.choices, default=MessageState.QUEUED)
    due_at = models.DateTimeField()
    worker = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    repeated = models.BooleanField(default=False)  # sent again after an unknown fate, once
    address = models.CharField(max_length=254, blank=True)  # where it went
    room = models.ForeignKey(
        Unit, models.SET_NULL, null=True, related_name="+"
    )  # of a chat app: the unit whose room it is; null: the workspace's
    provider_id = models.CharField(max_length=120, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace", "once"], name="posted_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="posted_due"),
            models.Index(
                fields=["workspace", "address", "sent_at"],
                condition=models.Q(channel__in=["sms", "whatsapp"]),
                name="posted_phone",
            ),
            models.Index(
                fields=["provider_id"], condition=models.Q(provider_id__gt=""), name="posted_provider_id"
            ),
        ]

    @property
    def message_id(self) -> str:
        return message_id_of(self.pk)


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


def post(mail: PostedMail) -> bool:
    """Put it into the queue; whether it is new: of two that tell the same, one is sent."""
    PostedMail.objects.bulk_create([mail], ignore_conflicts=True)
    return PostedMail.objects.filter(pk=mail.pk).exists()


def post_to_colleague(case: Case, user: User, once: str, words: Words, now: datetime) -> bool:
    """A notice about a case; once: of the happening, so that it is told each colleague once."""
    return post(
        PostedMail(
            workspace_id=case.workspace_id,
            once=f"{once}:{user.pk}"[:160],
            case=case,
            user=user,
            subject=words.subject[:200],
            text=words.text,
            due_at=now,
        )
    )
