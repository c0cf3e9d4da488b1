"""What a person decides about messages of unknown fate: once more, it went out, or let it be."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from likely.ask.dispatch import LONGEST_WORDS
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessageState
from likely.ask.message_id import message_id_of
from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

MOST: Final = 500  # messages decided at once
BY_HAND: Final = "given up by hand"


class Fate(StrEnum):
    RESEND = "resend"  # once more, with the same Message-ID
    SENT = "sent"  # it went out: somebody knows
    GIVE_UP = "give_up"


@transaction.atomic
def decide_fate(workspace: Workspace, ids: Collection[UUID], fate: Fate, actor: str, now: datetime) -> int:
    """How many it was decided for. What meanwhile ended by itself is passed over, none left is refused."""
    if len(ids) > MOST:
        raise Refusal("too_many", f"At most {MOST} messages are decided at once.", field="ids")
    rows = Message.objects.of(workspace).filter(pk__in=list(ids), state=MessageState.UNKNOWN)
    held = list(rows.select_for_update().order_by("pk"))
    if not held:
        raise Refusal("not_unknown", "None of these messages is of unknown fate.", field="ids")
    for message in held:
        changed = Message.objects.filter(pk=message.pk, state=MessageState.UNKNOWN)
        changed.update(leased_until=None, **_decided(message, fate, now))
        if fate == Fate.SENT:
            invited = Invitation.objects.filter(pk=message.invitation_id, sent_at=None)
            invited.update(sent_at=min(message.due_at, now))
    told = [str(message.pk) for message in held]
    record(workspace, actor, f"message.{fate.value}", f"workspace:{workspace.pk}", messages=told)
    return len(held)


def _decided(message: Message, fate: Fate, now: datetime) -> dict[str, Any]:
    match fate:
        case Fate.RESEND:  # it counts as the repeat: unknown again, it waits for a person again
            return {"state": MessageState.QUEUED, "repeated": True, "due_at": now}
        case Fate.SENT:
            name = message.provider_id or (message_id_of(message.pk) if message.channel == "mail" else "")
            tries, sent_at = F("tries") + 1, min(message.due_at, now)
            return {"state": MessageState.SENT, "sent_at": sent_at, "provider_id": name, "tries": tries}
        case Fate.GIVE_UP:
            words = f"{BY_HAND}: {message.failure}" if message.failure else BY_HAND
            return {"state": MessageState.FAILED, "failure": words[:LONGEST_WORDS]}
