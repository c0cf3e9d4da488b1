"""What is about to go out, with all that its words need; and what must not go out any more, and why.

Looked up for a batch at once, just before it is sent: the queue may be hours old.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from likely.ask.definition import Definition
from likely.ask.invitation import Invitation
from likely.ask.mail_words import MailWords
from likely.ask.message import AFTER_ANSWER, Message, MessagePurpose
from likely.ask.message_id import message_id_of
from likely.ask.personal_link import address_of
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.quiet_now import quiet_until
from likely.ask.sender import MailSender
from likely.ask.survey import Survey, SurveyState, SurveyVersion
from likely.ask.unsubscribe import unsubscribe_link
from likely.base.workspace import Workspace
from likely.people.person import Person
from likely.people.suppression import barred

# Where a person has one address of the kind, the newest counts and not that of the day of queueing.
HELD_BY_PERSON: Final = {"mail": "email", "sms": "phone", "whatsapp": "phone", "voice": "phone", "push": "pk"}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message and what stands around it."""

    message: Message
    invitation: Invitation
    definition: Definition
    language: str
    person: Person | None
    sender: MailSender
    words: MailWords | None  # the owner's own, in that language
    link: str
    unsubscribe: str
    first_id: str = ""  # the Message-ID of the first mail, for what follows it
    score: int | None = None  # what was answered, for a thank-you


@dataclass(frozen=True, slots=True)
class Batch:
    """going: in the order of their ids. stopped: {reason: messages}. later: {when: messages}."""

    going: Sequence[Outgoing]
    stopped: Mapping[str, Sequence[Message]]
    later: Mapping[datetime, Sequence[Message]]


def look_over(messages: Sequence[Message], now: datetime) -> Batch:
    """A handful of queries, however many messages; all of one channel."""
    loaded = _loaded(messages)
    answers = _answers(loaded)
    stopped: dict[str, list[Message]] = {}
    left: list[Message] = []
    for message in loaded:
        reason = _reason(message, answers, now)
        stopped.setdefault(reason, []).append(message) if reason else left.append(message)
    refused = _barred(left, now)
    for message in left:
        if message.pk in refused:
            stopped.setdefault(f"suppressed:{refused[message.pk]}", []).append(message)
    left = [message for message in left if message.pk not in refused]
    waiting, later = quiet_until(left, now), dict[datetime, list[Message]]()
    for message in left:
        if message.pk in waiting:
            later.setdefault(waiting[message.pk], []).append(message)
    going = [message for message in left if message.pk not in waiting]
    return Batch(_with_words(going, answers), stopped, later)


@lru_cache(maxsize=256)
def definition_of(version: UUID) -> Definition:
    """A published version never changes, so it is read once a process."""
    return SurveyVersion.objects.get(pk=version).read()


def _loaded(messages: Sequence[Message]) -> list[Message]:
    """With what each has of its own; what they share is fetched once, not once a message."""
    ids = [message.pk for message in messages]
    rows = Message.objects.filter(pk__in=ids).select_related("invitation__person__account").order_by("pk")
    loaded = list(rows)
    invitations = [message.invitation for message in loaded]
    programmes = {one.programme_id for one in invitations if one.programme_id}
    shared = (
        (loaded, "workspace", Workspace.objects.in_bulk({one.workspace_id for one in loaded})),
        (invitations, "survey", Survey.objects.in_bulk({one.survey_id for one in invitations})),
        (invitations, "programme", Programme.objects.in_bulk(programmes) if programmes else {}),
    )
    for owners, name, found in shared:
        for one in owners:
            setattr(one, name, found.get(getattr(one, f"{name}_id")))
    return loaded


def _answers(messages: Iterable[Message]) -> dict[UUID, Any]:
    """{invitation: score} of those that were answered. What a scanner left is no answer (C06)."""
    ids = {message.invitation_id for message in messages}
    found = Invitation.objects.filter(pk__in=ids, response__isnull=False)
    by_machine = Q(response__state="quarantined", response__verdict="machine")
    return dict(found.exclude(by_machine).values_list("pk", "response__score"))


def _reason(message: Message, answers: Mapping[UUID, Any], now: datetime) -> str:
    """Why it must not go out; "" where it may. Also brings the address up to date."""
    invitation = message.invitation
    thanks = message.purpose in AFTER_ANSWER
    if not thanks and invitation.pk in answers:
        return "answered"
    if invitation.programme and invitation.programme.state == ProgrammeState.ENDED:
        return "programme_ended"
    if not thanks and invitation.expires_at is not None and invitation.expires_at <= now:
        return "expired"
    if invitation.survey.live_id is None or (
        not thanks and invitation.survey.state_now == SurveyState.CLOSED
    ):
        return "survey_closed"
    return "" if _address(message) else "no_address"


def _address(message: Message) -> str:
    held, person = HELD_BY_PERSON.get(message.channel), message.invitation.person
    if held:
        message.address = str(getattr(person, held)) if person else ""
    return message.address


def _barred(messages: Iterable[Message], now: datetime) -> dict[UUID, str]:
    def wall(message: Message) -> tuple[str, str]:
        return str(message.workspace_id), message.invitation.survey.kind

    told: dict[UUID, str] = {}
    for (_workspace, kind), group in groupby(sorted(messages, key=wall), key=wall):
        some = list(group)
        found = barred(some[0].workspace, some[0].channel, {one.address for one in some}, kind, now)
        told |= {one.pk: str(found[one.address]) for one in some if one.address in found}
    return told


def _with_words(messages: Sequence[Message], answers: Mapping[UUID, Any]) -> list[Outgoing]:
    senders = {
        one.workspace_id: one
        for one in MailSender.objects.filter(workspace__in={message.workspace_id for message in messages})
    }
    surveys = {message.invitation.survey_id for message in messages}
    words = {(one.survey_id, one.language): one for one in MailWords.objects.filter(survey__in=surveys)}
    firsts = _firsts(messages)
    return [_outgoing(message, senders, words, firsts, answers) for message in messages]


def _firsts(messages: Iterable[Message]) -> dict[UUID, str]:
    """{invitation: Message-ID of its first mail} for what follows a mail."""
    ids = {message.invitation_id for message in messages if message.step or message.purpose in AFTER_ANSWER}
    if not ids:
        return {}
    first = Message.objects.filter(invitation__in=ids, channel="mail", sent_at__isnull=False)
    first = first.filter(purpose=MessagePurpose.INVITE).order_by("-step")  # the lowest step stays
    return {invitation: message_id_of(id) for id, invitation in first.values_list("pk", "invitation")}


def _outgoing(
    message: Message,
    senders: Mapping[UUID, MailSender],
    words: Mapping[tuple[UUID, str], MailWords],
    firsts: Mapping[UUID, str],
    answers: Mapping[UUID, Any],
) -> Outgoing:
    invitation = message.invitation
    assert invitation.survey.live_id is not None  # noqa: S101 - else it was stopped
    definition, person = definition_of(invitation.survey.live_id), invitation.person
    wanted = [invitation.language, person.language if person else "", message.workspace.language]
    language = definition.best_language([code for code in wanted if code])
    sender = senders.get(message.workspace_id) or MailSender()
    sender.workspace = message.workspace
    return Outgoing(
        message=message,
        invitation=invitation,
        definition=definition,
        language=language,
        person=person,
        sender=sender,
        words=words.get((invitation.survey_id, language)),
        link=address_of(invitation),
        unsubscribe=unsubscribe_link(invitation),
        first_id=firsts.get(invitation.pk, ""),
        score=answers.get(invitation.pk),
    )
