"""What a provider tells afterwards about a message, applied: each telling counts once, in whatever order."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models, transaction
from django.db.models import Q

from likely.ask.message import Message, MessagePurpose, MessageState, told_as
from likely.ask.message_id import message_of_id
from likely.base.happening import emit, event
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.channels.channel import Receipt, ReceiptKind
from likely.lib.identity import new_id
from likely.people.soft_bounce import note_soft_bounce
from likely.people.suppression import SuppressionReason, suppress

SOFT_PAUSE: Final = timedelta(hours=6)  # then a mailbox that was full is tried again
MOST_SOFT: Final = 2  # bounces of one message; then it failed
# What a message's row says of a kind: when it was told of first.
MOMENTS: Final = {
    ReceiptKind.DELIVERED: ("delivered_at",),
    ReceiptKind.OPENED: ("delivered_at", "opened_at"),
    ReceiptKind.HARD_BOUNCE: ("bounced_at",),
    ReceiptKind.COMPLAINT: ("delivered_at", "complained_at"),
}
SUPPRESSED: Final = {
    ReceiptKind.HARD_BOUNCE: SuppressionReason.HARD_BOUNCE,
    ReceiptKind.COMPLAINT: SuppressionReason.COMPLAINT,
    ReceiptKind.UNSUBSCRIBED: SuppressionReason.UNSUBSCRIBED,
}
AT_THE_LATEST: Final = timedelta(days=1)  # a telling from the future is of now


class MessageReceipt(models.Model):
    """One telling, with the provider's own words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, related_name="receipts")
    kind = models.CharField(max_length=12)
    told = models.CharField(max_length=160)  # names the telling
    at = models.DateTimeField()
    words = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "told"], name="receipt_counts_once")
        ]


@transaction.atomic
def apply_receipt(channel: str, receipt: Receipt, now: datetime) -> bool:
    """Whether it told something new about a message of ours. What is foreign or known is passed over."""
    message = _message(channel, receipt)
    if message is None:
        return False
    at = receipt.at if receipt.at <= now + AT_THE_LATEST else now
    _row, new = MessageReceipt.objects.get_or_create(
        workspace=message.workspace,
        message=message,
        told=(receipt.id or f"{receipt.kind}:{at.isoformat()}")[:160],
        defaults={"kind": receipt.kind, "at": at, "words": receipt.words[:300]},
    )
    if new:
        _note(message, receipt, at, now)
    return new


def note_bounce(message: Message, at: datetime) -> None:
    """An invitation, or a reminder of it, did not arrive. Inside the transaction in which that is known."""
    if message.purpose in (MessagePurpose.INVITE, MessagePurpose.REMIND):
        facts = {"channel": message.channel, "purpose": str(message.purpose)}
        emit(event(message.workspace, "invitation.bounced", message.invitation_id, "", at, facts))


def _message(channel: str, receipt: Receipt) -> Message | None:
    """By the provider's id, or by our own where it is repeated."""
    ours = message_of_id(receipt.message_id) or message_of_id(receipt.provider_id)
    named = told_as(receipt.provider_id) if receipt.provider_id else Q()
    named |= Q(pk=ours) if ours else Q()
    if not named:
        return None
    rows = Message.objects.filter(named, channel=channel).select_related("workspace")
    return rows.select_for_update(of=("self",)).first()


def _note(message: Message, receipt: Receipt, at: datetime, now: datetime) -> None:
    for field in MOMENTS.get(receipt.kind, ()):
        known = getattr(message, field)
        setattr(message, field, min(known, at) if known else at)
    failed = message.state == MessageState.FAILED
    _move(message, receipt, at, now)
    message.save()
    if message.bounced_at and message.state == MessageState.FAILED and not failed:
        note_bounce(message, at)
    source, address = f"receipt:{message.pk}", message.address
    if reason := SUPPRESSED.get(receipt.kind):
        suppress(message.workspace, message.channel, address, "", reason, source, now)
    elif receipt.kind == ReceiptKind.SOFT_BOUNCE:
        note_soft_bounce(message.workspace, message.channel, address, source, at)


def _move(message: Message, receipt: Receipt, at: datetime, now: datetime) -> None:
    """A failure stays one, whatever is told later; and what arrived is sent for certain."""
    if receipt.kind in (ReceiptKind.HARD_BOUNCE, ReceiptKind.FAILED):
        message.state, message.failure = MessageState.FAILED, receipt.words[:300]
    elif receipt.kind == ReceiptKind.SOFT_BOUNCE:
        _try_again(message, receipt, at, now)
    elif message.state == MessageState.UNKNOWN or (message.state == MessageState.QUEUED and message.sent_at):
        message.state = MessageState.SENT
    if message.state == MessageState.SENT and message.sent_at is None:
        message.sent_at = at


def _try_again(message: Message, receipt: Receipt, at: datetime, now: datetime) -> None:
    bounces = MessageReceipt.objects.filter(message=message, kind=ReceiptKind.SOFT_BOUNCE).count()
    if message.delivered_at or message.state not in (MessageState.SENT, MessageState.UNKNOWN):
        return
    message.failure = receipt.words[:300]
    if bounces > MOST_SOFT:
        message.state, message.bounced_at = MessageState.FAILED, at
    else:
        message.state, message.due_at = MessageState.QUEUED, now + bounces * SOFT_PAUSE
