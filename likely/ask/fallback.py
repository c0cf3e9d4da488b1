"""The fallback: an invitation that failed for good goes out by the next channel on which they are (C04)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from likely.ask.acquaintance import refused_ways
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose, MessageState
from likely.ask.message_queue import queue
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.programme_plan import Plan
from likely.ask.reminder import going_out_at, is_silent
from likely.people.reach import reachable

AT_ONCE: Final = 500
WITHIN: Final = timedelta(days=14)  # of the first sending; a later failure is no reason to write again
Way = tuple[str, str]  # channel, address


def fall_back_due(now: datetime) -> int:
    """Queue what can go by another channel. How many messages."""
    running = Programme.objects.filter(state=ProgrammeState.RUNNING).select_related("workspace", "survey")
    return sum(
        _fall_back_all(programme, plan, now)
        for programme in running
        if len((plan := programme.read()).channels) > 1
    )


def _fall_back_all(programme: Programme, plan: Plan, now: datetime) -> int:
    total = 0
    for part in _parts(_failed(programme, plan, now)):
        ways = _ways(programme, plan, part, now)
        total += sum(
            _fall_back(one.pk, programme, plan, ways[one.invitation_id], now)
            for one in part
            if ways[one.invitation_id]
        )
    return total


def _failed(programme: Programme, plan: Plan, now: datetime) -> QuerySet[Message]:
    """Invitations that failed and have not gone on yet."""
    later = Message.objects.filter(
        invitation=OuterRef("invitation"), purpose=MessagePurpose.INVITE, step__gt=OuterRef("step")
    )
    return Message.objects.of(programme.workspace_id).filter(
        ~Exists(later),
        state=MessageState.FAILED,
        channel__in=plan.channels,
        due_at__gt=now - WITHIN,
        purpose=MessagePurpose.INVITE,
        invitation__programme=programme,
        invitation__person__isnull=False,
    )


def _parts(rows: QuerySet[Message]) -> Iterator[list[Message]]:
    last: UUID | None = None
    while True:
        more = rows if last is None else rows.filter(pk__gt=last)
        part = list(more.select_related("invitation__person").order_by("pk")[:AT_ONCE])
        if not part:
            return
        yield part
        last = part[-1].pk


def _ways(programme: Programme, plan: Plan, part: list[Message], now: datetime) -> dict[UUID, list[Way]]:
    """By invitation: where else they may be written to, those channels left out that were tried."""
    people = {one.invitation_id: one.invitation.person for one in part}
    reached = {person.pk: reachable(person, plan.channels) for person in people.values() if person}
    refused = refused_ways(programme.workspace, reached, programme.survey.kind, now)
    sent = Message.objects.of(programme.workspace_id).filter(
        invitation__in=list(people), purpose=MessagePurpose.INVITE
    )
    tried = set(sent.values_list("invitation_id", "channel"))
    return {
        id: [
            (channel, address)
            for channel, address in (reached[person.pk] if person else ())
            if (person and (person.pk, channel) not in refused) and (id, channel) not in tried
        ]
        for id, person in people.items()
    }


@transaction.atomic
def _fall_back(id: UUID, programme: Programme, plan: Plan, ways: list[Way], now: datetime) -> bool:
    """By the first of the ways, unless they have answered meanwhile."""
    rows = Message.objects.of(programme.workspace_id).filter(pk=id).select_for_update(of=("self",))
    message = rows.select_related("invitation__person").first()
    if message is None or message.invitation.person is None or not is_silent(message.invitation, now):
        return False
    channel, address = ways[0]
    due = going_out_at(message.invitation.person, programme, plan, now)
    Invitation.objects.of(programme.workspace_id).filter(pk=message.invitation_id).update(channel=channel)
    return queue(message.invitation, MessagePurpose.INVITE, message.step + 1, channel, address, due)
