"""A message of a case: what we wrote to the customer, and what they wrote back, in one thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from django.db import models, transaction

from likely.act.case import Case
from likely.act.case_address import reply_address
from likely.act.case_file import Upload, check_files, keep_file, noted
from likely.act.case_state import TABLE
from likely.act.case_work import move_case, note_reply
from likely.act.may_reply import MAIL, check_may_reply, template_for
from likely.act.posted_mail import PostedMail, post
from likely.act.reply_fields import filled
from likely.ask.message import Message, MessageState
from likely.ask.message_id import message_id_of
from likely.ask.sender import sender_of
from likely.base.member import User
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text, one_line
from likely.lib.refusal import Refusal
from likely.people.person import Person

LONGEST_SUBJECT: Final = 150  # characters
LONGEST_BODY: Final = 8000
LONGEST_OF: Final = {"sms": 1000, "whatsapp": 4000}  # characters of a body
LONGEST_IN_TEMPLATE: Final = 800
MOST_SHOWN: Final = 200  # messages
LONGEST_THREAD: Final = 20  # Message-IDs in References
OUT, IN = "out", "in"
SHOWN: Final = {
    MessageState.SENT: "sent",
    MessageState.UNKNOWN: "unknown",
    MessageState.FAILED: "failed",
    MessageState.CANCELLED: "failed",
}


class CaseMessage(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="case_messages")
    direction = models.CharField(max_length=3)  # OUT or IN
    channel = models.CharField(max_length=16, default=MAIL)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+"
    )  # of ours; null: a playbook
    sender = models.CharField(max_length=254, blank=True)  # theirs: the address that it came from
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()  # own words
    quoted = models.TextField(blank=True)  # the mail below them that was answered
    message_id = models.CharField(max_length=255)  # names it; the same one twice is kept once
    in_reply_to = models.CharField(max_length=255, blank=True)
    automatic = models.BooleanField(default=False)  # a machine wrote it
    attachments = models.JSONField(default=list)  # of {name, type, size, refused[, file: id of a CaseFile]}
    posted = models.OneToOneField(PostedMail, models.CASCADE, null=True, related_name="message")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "message_id"], name="case_message_once")
        ]
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="case_message_thread")]

    @property
    def state(self) -> str:
        """received; or of ours queued, sent, unknown (it may have gone out) or failed."""
        if self.posted is None:
            return "received"
        return SHOWN.get(MessageState(self.posted.state), "queued")


@dataclass(frozen=True, slots=True)
class Draft:
    """once: of the form, so that a second press sends nothing. wait: for the answer.

    channel: one of may_reply.WAYS; subject and files are the mail's alone.
    """

    subject: str
    body: str
    once: str
    wait: bool = False
    channel: str = MAIL
    files: Sequence[Upload] = ()


@transaction.atomic
def reply(case: Case, draft: Draft, author: User | None, actor: str, now: datetime) -> CaseMessage:
    """Write to the customer of the case, by mail in the thread; it goes out a moment later.

    The first one stops the clock of the reply. author: None where a playbook writes, which stops none.
    """
    case = _case_alone(case)
    if found := CaseMessage.objects.filter(case=case, posted__once=_once(case, draft)).first():
        return found
    check_may_reply(case, now, draft.channel)
    subject, body = _read(case, draft, author, template_for(case, draft.channel, now))
    thread = thread_of(case) if draft.channel == MAIL else []
    posted = PostedMail(
        workspace=case.workspace,
        once=_once(case, draft),
        case=case,
        person=case.person,
        sender_name=_sender_name(case, author),
        channel=draft.channel,
        reply_to=reply_address(case.pk),
        references=" ".join(thread[-LONGEST_THREAD:]),
        subject=subject,
        text=body,
        by_machine=author is None,
        due_at=now,
    )
    post(posted)
    made: CaseMessage = CaseMessage.objects.create(
        workspace=case.workspace,
        case=case,
        person=case.person,
        direction=OUT,
        channel=draft.channel,
        author=author,
        subject=subject,
        body=body,
        message_id=posted.message_id,
        in_reply_to=thread[-1] if thread else "",
        posted=posted,
        at=now,
    )
    if draft.files:
        kept = [keep_file(case, one, now, author, made) for one in draft.files]
        made.attachments = noted(kept)
        made.save(update_fields=["attachments"])
    if author is None:
        return made
    row = note_reply(case, actor, now)
    if draft.wait and (row.state, "wait") in TABLE:
        move_case(row, "wait", actor, now)
    return made


def messages_of(case: Case) -> list[CaseMessage]:
    """The newest MOST_SHOWN, the oldest of them first."""
    rows = CaseMessage.objects.of(case.workspace_id).filter(case=case)
    newest = rows.select_related("author", "posted").order_by("-at", "-id")[:MOST_SHOWN]
    return list(newest)[::-1]


def thread_of(case: Case) -> list[str]:
    """The Message-IDs of the conversation, beginning with the mail that asked, where a mail did."""
    rows = CaseMessage.objects.of(case.workspace_id).filter(case=case, channel=MAIL, automatic=False)
    said = rows.order_by("at", "id").values_list("message_id", flat=True)
    asked = Message.objects.of(case.workspace_id).filter(
        invitation=case.response.invitation_id, channel=MAIL, sent_at__isnull=False
    )
    first = asked.order_by("step", "id").first() if case.response.invitation_id else None
    named = [message_id_of(first.pk)] if first else []
    return [*named, *(one for one in said if one.startswith("<"))]


def subject_of_thread(case: Case) -> str:
    """`Re: ` and what the last message was about; "" where none was written."""
    last = (
        CaseMessage.objects.of(case.workspace_id)
        .filter(case=case)
        .exclude(subject="")
        .order_by("-at")
        .first()
    )
    if last is None:
        return ""
    said = last.subject
    return said if said.lower().startswith("re:") else f"Re: {said}"


def _case_alone(case: Case) -> Case:
    """The row as it is now; two that write at once come one after the other."""
    rows = Case.objects.of(case.workspace_id).select_for_update(of=("self",))
    return rows.select_related("workspace", "person__account", "response__survey").get(pk=case.pk)


def _once(case: Case, draft: Draft) -> str:
    return f"reply:{case.pk}:{draft.once}"[:160]


def longest_body(channel: str, template: str) -> int:
    """Characters. template: in which it goes; WhatsApp takes 1,024 of all of it."""
    return LONGEST_IN_TEMPLATE if template else LONGEST_OF.get(channel, LONGEST_BODY)


def _read(case: Case, draft: Draft, author: User | None, template: str) -> tuple[str, str]:
    subject = clean_text(draft.subject, "subject", LONGEST_SUBJECT)
    body = clean_text(draft.body, "body", longest_body(draft.channel, template))
    if not body:
        raise Refusal("no_message", "The message says nothing.", cure="Write something.", field="body")
    if draft.channel != MAIL:
        if draft.files:
            raise Refusal("files_by_mail", "Files go by mail alone.", field="files")
        return "", filled(body, case, author)
    check_files(draft.files)
    if not subject:
        raise Refusal("no_subject", "The mail has no subject.", cure="Write one.", field="subject")
    line = " ".join(filled(one_line("subject", subject), case, author).split())
    return line[:LONGEST_SUBJECT], filled(body, case, author)


def _sender_name(case: Case, author: User | None) -> str:
    own = sender_of(case.workspace).shown_name
    return f"{author.name}, {own}"[:160] if author and author.name else own
