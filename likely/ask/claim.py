"""Claiming messages: of any number of workers that ask at once, one gets each; and what a dead one leaves.

A worker sends what it claimed one by one, in the order of their ids, and records each before the next. So of
the messages that a dead worker still holds, the first may have gone out, and the others have not.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, Q, QuerySet, Value, When

from likely.ask.allowance import resting
from likely.ask.message import Message, MessageState
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.survey import Survey, SurveyState
from likely.base.lease import lease_end, new_holder

RESEND: Final = "resend"  # LIKELY_UNKNOWN_MAILS
DIED: Final = "the worker died while sending"  # why the fate of a message is unknown
# A message goes back to where it came from: one whose fate was unknown before is not made new by that.
# Where unknown ones are held, only a person can have said "once more", and that stays said.
BACK: Final = Case(When(repeated=True, then=Value(MessageState.UNKNOWN)), default=Value(MessageState.QUEUED))


@transaction.atomic
def claim(channel: str, most: int, now: datetime) -> list[Message]:
    """Up to `most` messages that are due, now held by a claim of its own name until the lease ends."""
    name = new_holder()
    held = {"worker": name, "leased_until": lease_end(now)}
    due = _due(channel, now)
    claimed = 0
    if settings.UNKNOWN_MAILS == RESEND:
        unknown = due.filter(state=MessageState.UNKNOWN, repeated=False)
        claimed += _hold(unknown, most, {**held, "repeated": True})
    claimed += _hold(due.filter(state=MessageState.QUEUED), most - claimed, held)
    return list(Message.objects.filter(worker=name).order_by("pk")) if claimed else []


def _hold(rows: "QuerySet[Message]", most: int, held: dict[str, Any]) -> int:
    """In the order of the index alone, so that a long queue is not sorted for each claim."""
    ids = list(_locked(rows.order_by("due_at")).values_list("pk", flat=True)[:most])
    return Message.objects.filter(pk__in=ids).update(state=MessageState.CLAIMED, **held) if ids else 0


def release(messages: Sequence[Message], due_at: datetime | None = None) -> None:
    """Give back what was claimed and not begun; due_at: not before."""
    ids = [message.pk for message in messages]
    worker = Q(worker__in={message.worker for message in messages})
    later = {"due_at": due_at} if due_at else {}
    for some in (ids[at : at + 500] for at in range(0, len(ids), 500)):
        held = Message.objects.filter(worker, pk__in=some, state=MessageState.CLAIMED)
        if settings.UNKNOWN_MAILS == RESEND:
            held.update(state=BACK, repeated=False, leased_until=None, **later)
        else:
            held.update(state=MessageState.QUEUED, leased_until=None, **later)


@transaction.atomic
def reclaim(now: datetime) -> int:
    """Take back what dead workers hold. How many messages are of unknown fate by that."""
    lost = Message.objects.filter(state=MessageState.CLAIMED, leased_until__lte=now)
    rows = list(_locked(lost.order_by("worker", "pk")))
    unknown = 0
    for _worker, group in groupby(rows, key=lambda message: message.worker):
        begun, *rest = group
        unknown += Message.objects.filter(pk=begun.pk, state=MessageState.CLAIMED).update(
            state=MessageState.UNKNOWN, due_at=now, leased_until=None, failure=DIED
        )
        release(rest)
    return unknown


def _due(channel: str, now: datetime) -> "QuerySet[Message]":
    rows = Message.objects.filter(channel=channel, due_at__lte=now)
    if tired := resting(channel, now):
        rows = rows.exclude(workspace__in=tired)
    if Programme.objects.filter(state=ProgrammeState.PAUSED).exists():
        rows = rows.exclude(invitation__programme__state=ProgrammeState.PAUSED)
    if Survey.objects.filter(state=SurveyState.PAUSED).exists():
        rows = rows.exclude(invitation__survey__state=SurveyState.PAUSED)
    return rows


def _locked(rows: "QuerySet[Message]") -> "QuerySet[Message]":
    """Where the database can, what another worker is just claiming is passed over."""
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows.select_for_update()
