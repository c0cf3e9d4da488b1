"""The mails that ask nothing, sent: each is claimed by itself, looked over, handed over, recorded.

The guarantees are those of the sending queue (docs/sending.md): nothing is lost in silence, a worker that
dies repeats at most the one mail that it held, and the repeat carries the same Message-ID.
"""

import logging
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import Address
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from likely.act.case_file import CaseFile
from likely.act.may_reply import MAIL, SMS, WAYS, WHATSAPP, template_for, why_not
from likely.act.may_tell import why_not_tell
from likely.act.posted_fate import give_up
from likely.act.posted_mail import PostedMail
from likely.ask.allowance import give_back, rest, resting, take
from likely.ask.claim import DIED, RESEND
from likely.ask.dispatch import BACK_OFF, LONGEST_WORDS
from likely.ask.mail_letter import BY_MACHINE
from likely.ask.message import MessageState
from likely.ask.sender import MailSender, sender_of
from likely.base.lease import lease_end, new_holder
from likely.base.member import Member
from likely.channels.channel import Attached, Letter, SendError, Sent
from likely.channels.setup import setup_of
from likely.channels.table import CHANNELS
from likely.people.suppression import SuppressionReason, barred, suppress

log = logging.getLogger(__name__)

RUN_SECONDS: Final = 3.0  # then other duties have their turn
CHAT: Final = "chat"
PDF: Final = "application/pdf"
AT_ONCE: Final = 20  # rows that are looked at for one to claim
Clock = Callable[[], datetime]


def post_due(seconds: float = RUN_SECONDS, clock: Clock = timezone.now) -> int:
    """Send what is due, for about so long. How many mails were dealt with."""
    end, dealt = monotonic() + seconds, 0
    _reclaim(clock())
    while monotonic() < end and (mail := _claimed(clock())):
        _deal(mail, clock)
        dealt += 1
    return dealt


def _reclaim(now: datetime) -> None:
    """What a dead worker held may have gone out."""
    lost = PostedMail.objects.filter(state=MessageState.CLAIMED, leased_until__lte=now)
    lost.update(state=MessageState.UNKNOWN, due_at=now, leased_until=None, failure=DIED)


def _claimed(now: datetime) -> PostedMail | None:
    """One that is due, now held by us; of any number of workers one gets it."""
    open_states = Q(state=MessageState.QUEUED)
    if settings.UNKNOWN_MAILS == RESEND:
        open_states |= Q(state=MessageState.UNKNOWN, repeated=False)
    due = PostedMail.objects.filter(open_states, due_at__lte=now)
    for channel in WAYS:
        due = due.exclude(channel=channel, workspace__in=resting(channel, now))
    worker, lease = new_holder(), lease_end(now)
    empty = set()
    for pk, state, channel in due.order_by("due_at").values_list("pk", "state", "channel")[:AT_ONCE]:
        if channel in empty or not take(channel, 1, now):
            empty.add(channel)
            continue
        repeat = {"repeated": True} if state == MessageState.UNKNOWN else {}
        held = PostedMail.objects.filter(pk=pk, state=state)
        if held.update(state=MessageState.CLAIMED, worker=worker, leased_until=lease, **repeat):
            related = ("workspace", "user", "person", "case__person", "case__response", "case__workspace")
            return PostedMail.objects.select_related(*related).get(pk=pk)
        give_back(channel, 1, now)
    return None


def _deal(mail: PostedMail, clock: Clock) -> None:
    now = clock()
    if reason := _stopped(mail, now):
        _cancel(mail, reason, now)
        return
    outcome = CHANNELS[mail.channel].send([letter_of(mail, now)])[0]
    if isinstance(outcome, Sent):
        _sent(mail, outcome, clock())
    else:
        _not_sent(mail, outcome, clock())


def _stopped(mail: PostedMail, now: datetime) -> str:
    """Why it must not go out any more; "" where it may. Also looks up the newest address."""
    if mail.user is not None:
        mail.address = mail.user.email
        works_here = Member.objects.of(mail.workspace_id).filter(user=mail.user).exists()
        if not (works_here and mail.user.is_active):
            return "no_member"
        return "suppressed" if barred(mail.workspace, MAIL, [mail.address], "", now) else ""
    if mail.channel == CHAT and mail.person is None:
        return ""  # into the team's room
    if mail.channel != MAIL and mail.case is not None:
        mail.address = mail.person.phone if mail.person else ""
        return why_not(mail.case, now, mail.channel)
    mail.address = mail.person.email if mail.person else ""
    if mail.case is None and mail.person is not None:
        return why_not_tell(mail.workspace, [mail.person], now)[mail.person.pk]
    return why_not(mail.case, now) if mail.case else "no_case"


@transaction.atomic
def _cancel(mail: PostedMail, reason: str, now: datetime) -> None:
    _record(mail, state=MessageState.CANCELLED, failure=reason)
    give_up(mail, now)


def letter_of(mail: PostedMail, now: datetime | None = None) -> Letter:
    """Plain text where one person writes to another; a digest has HTML beside it. now: when it goes."""
    if mail.channel in (SMS, WHATSAPP):
        return _by_phone(mail, now or timezone.now())
    sender = sender_of(mail.workspace)
    headers: dict[str, str] = dict(BY_MACHINE) if mail.by_machine else {}
    if reply_to := mail.reply_to or sender.reply_to:
        headers["Reply-To"] = reply_to
    if mail.references:
        headers |= {"In-Reply-To": mail.references.split()[-1], "References": mail.references}
    if mail.leave:
        headers |= {
            "List-Unsubscribe": f"<{mail.leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return Letter(
        channel=mail.channel,
        address=mail.address if mail.channel == MAIL else _in_chat(mail),
        message_id=mail.message_id,
        text=f"{mail.text.rstrip()}\n",
        subject=mail.subject,
        html=mail.html,
        pictures={name: b64decode(png) for name, png in mail.pictures.items()},
        sender=_from(mail, sender),
        headers=headers,
        workspace=mail.workspace_id,
        room=str(mail.room_id or ""),
        files=_files(mail) if mail.person_id else _papers(mail),
    )


def _by_phone(mail: PostedMail, now: datetime) -> Letter:
    """The words alone, from the channel's own number; in WhatsApp's template once its 24 hours are over.

    A template's variable is one line: 1 who writes, 2 the words.
    """
    template = template_for(mail.case, mail.channel, now) if mail.case else ""
    sender = mail.sender_name or sender_of(mail.workspace).shown_name
    said = {"1": " ".join(sender.split()), "2": " ".join(mail.text.split())}
    return Letter(
        channel=mail.channel,
        address=mail.address,
        message_id=mail.message_id,
        text=mail.text.strip(),
        language=(mail.person.language if mail.person else "") or "en",
        template=template,
        variables=said if template else {},
        workspace=mail.workspace_id,
        is_free=not template,
    )


def _files(mail: PostedMail) -> list[Attached]:
    rows = CaseFile.objects.of(mail.workspace_id).filter(message__posted=mail).order_by("at", "id")
    return [Attached(one.name, one.media, one.size, bytes(one.content)) for one in rows]


def _papers(mail: PostedMail) -> list[Attached]:
    papers = {name: b64decode(pdf) for name, pdf in mail.papers.items()}
    return [Attached(name, PDF, len(pdf), pdf) for name, pdf in papers.items()]


def _in_chat(mail: PostedMail) -> str:
    """The colleague alone, where the chat app is told how people are named there; else a room."""
    setup = setup_of(mail.workspace_id, mail.channel) if mail.user_id else None
    return mail.address if setup and setup.of("person") else ""


def _from(mail: PostedMail, sender: MailSender) -> str:
    user, _, domain = sender.mail_address.rpartition("@")
    return str(Address(" ".join((mail.sender_name or sender.shown_name).split()), user, domain))


@transaction.atomic
def _sent(mail: PostedMail, sent: Sent, now: datetime) -> None:
    """Also where the lease was lost meanwhile: that it went out is known now."""
    open_states = (MessageState.CLAIMED, MessageState.UNKNOWN, MessageState.QUEUED)
    PostedMail.objects.filter(pk=mail.pk, state__in=open_states).update(
        state=MessageState.SENT,
        address=mail.address,
        sent_at=now,
        provider_id=sent.provider_id[:120],
        tries=mail.tries + 1,
        leased_until=None,
        failure="",
        html="",
        pictures={},
        papers={},
        **(
            {"text": ""} if mail.leave and mail.user_id else {}
        ),  # what a digest says of customers is not kept
    )


def _not_sent(mail: PostedMail, error: SendError, now: datetime) -> None:
    words, tried = error.words[:LONGEST_WORDS], mail.tries + 1
    again_unknown = mail.repeated and settings.UNKNOWN_MAILS == RESEND
    back = MessageState.UNKNOWN if again_unknown else MessageState.QUEUED
    if error.down and mail.channel in WAYS:
        log.warning("%s can't be reached: %s", mail.channel, error.words)
        rest(mail.channel, mail.workspace_id, now)
        _record(mail, state=back, repeated=False, failure=words)
    elif error.unknown:
        _record(mail, state=MessageState.UNKNOWN, tries=tried, due_at=now + BACK_OFF[0], failure=words)
    elif error.permanent or mail.tries >= len(BACK_OFF):
        _failed(mail, error, now)
    else:
        pause = max(BACK_OFF[mail.tries], timedelta(seconds=error.after_seconds or 0))
        _record(mail, state=back, repeated=False, tries=tried, due_at=now + pause, failure=words)


@transaction.atomic
def _failed(mail: PostedMail, error: SendError, now: datetime) -> None:
    words = error.words[:LONGEST_WORDS]
    _record(mail, state=MessageState.FAILED, tries=mail.tries + 1, failure=words)
    if error.bounced and mail.person is not None:
        reason, source = SuppressionReason.HARD_BOUNCE, f"posted:{mail.pk}"
        suppress(mail.workspace, mail.channel, mail.address, "", reason, source, now)
    give_up(mail, now)


def _record(mail: PostedMail, **told: Any) -> None:
    """Only while the claim holds: what somebody else knows better stays."""
    held = PostedMail.objects.filter(pk=mail.pk, state=MessageState.CLAIMED, worker=mail.worker)
    held.update(address=mail.address, leased_until=None, **told)
