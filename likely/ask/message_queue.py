"""Messages put into the queue: reminders, fallbacks and thank-yous. Each step is queued once."""

from datetime import datetime

from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose


def queue(
    invitation: Invitation, purpose: MessagePurpose, step: int, channel: str, address: str, due_at: datetime
) -> bool:
    """Whether it is new: two workers that queue the same step make one message of it."""
    message = Message(
        workspace_id=invitation.workspace_id,
        invitation=invitation,
        purpose=purpose,
        step=step,
        channel=channel,
        address=address,
        due_at=due_at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.filter(pk=message.pk).exists()
