"""What a person decides about mails that ask nothing and may have gone out or not; and giving one up."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from likely.act.case_message import CaseMessage
from likely.act.case_work import take_back_reply
from likely.act.posted_mail import PostedMail
from likely.ask.dispatch import LONGEST_WORDS
from likely.ask.message import MessageState
from likely.ask.message_fate import BY_HAND, MOST, Fate
from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal


@transaction.atomic
def decide_posted_fate(
    workspace: Workspace, ids: Collection[UUID], fate: Fate, actor: str, now: datetime
) -> int:
    """How many it was decided for. What meanwhile ended by itself is passed over, none left is refused."""
    if len(ids) > MOST:
        raise Refusal("too_many", f"At most {MOST} messages are decided at once.", field="ids")
    rows = PostedMail.objects.of(workspace).filter(pk__in=list(ids), state=MessageState.UNKNOWN)
    held = list(rows.select_related("case").select_for_update(of=("self",)).order_by("pk"))
    if not held:
        raise Refusal("not_unknown", "None of these messages is of unknown fate.", field="ids")
    for mail in held:
        PostedMail.objects.filter(pk=mail.pk).update(leased_until=None, **_decided(mail, fate, now))
        if fate == Fate.GIVE_UP:
            give_up(mail, now)
    told = [str(mail.pk) for mail in held]
    record(workspace, actor, f"posted.{fate.value}", f"workspace:{workspace.pk}", messages=told)
    return len(held)


def give_up(mail: PostedMail, now: datetime) -> None:
    """A reply that never went out is none: its clock runs again. Call it in a transaction."""
    said = None if mail.by_machine else CaseMessage.objects.filter(posted=mail).first()
    if said is not None and mail.case is not None:
        take_back_reply(mail.case, said.at, now)


def _decided(mail: PostedMail, fate: Fate, now: datetime) -> dict[str, Any]:
    match fate:
        case Fate.RESEND:  # it counts as the repeat: unknown again, it waits for a person again
            return {"state": MessageState.QUEUED, "repeated": True, "due_at": now}
        case Fate.SENT:
            gone = (
                {"text": ""} if mail.leave and mail.user_id else {}
            )  # what a digest says of customers is not kept
            sent_at = min(mail.due_at, now)
            return {
                "state": MessageState.SENT,
                "sent_at": sent_at,
                "tries": F("tries") + 1,
                "html": "",
                "pictures": {},
                "failure": "",
                **gone,
            }
        case Fate.GIVE_UP:
            words = f"{BY_HAND}: {mail.failure}" if mail.failure else BY_HAND
            return {"state": MessageState.FAILED, "failure": words[:LONGEST_WORDS]}
