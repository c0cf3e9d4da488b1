"""What somebody writes back by SMS or WhatsApp: into their case, or as an answer to what was asked.

Whichever of ours went to that number last is meant. A stop word is none of both and holds for everything.
"""

from datetime import datetime
from uuid import UUID

from likely.act.case_message import CaseMessage
from likely.act.customer_reply import take_into
from likely.act.posted_mail import PostedMail
from likely.ask.message import Message, MessageState
from likely.base.workspace import Workspace
from likely.channels.channel import Inbound
from likely.collect.reply import take_reply
from likely.collect.reply_words import read_reply
from likely.people.address import same_spelling


def take_text(workspace: Workspace, inbound: Inbound, now: datetime) -> None:
    """Once, however often the provider tells it."""
    said = read_reply(inbound.text)
    case = None if said.stop or said.start else _case_of(workspace, inbound)
    if case is None:
        take_reply(workspace, inbound, now)
    else:
        take_into(case, inbound, now)


def _case_of(workspace: Workspace, inbound: Inbound) -> UUID | None:
    """The case from which they were written to last, where nothing was asked since."""
    told = f"{inbound.channel}:{inbound.id}"
    known = CaseMessage.objects.of(workspace).filter(message_id=told, direction="in")
    if inbound.id and (found := known.values_list("case", flat=True).first()):
        return UUID(str(found))
    address = same_spelling(inbound.sender)
    rows = PostedMail.objects.of(workspace).filter(
        channel=inbound.channel, address=address, state=MessageState.SENT, case__isnull=False
    )
    last = rows.order_by("-sent_at").values_list("case", "sent_at").first()
    if last is None or last[1] is None:
        return None
    asked = Message.objects.of(workspace).filter(
        channel=inbound.channel, address=address, sent_at__gt=last[1]
    )
    return None if asked.exists() else last[0]
