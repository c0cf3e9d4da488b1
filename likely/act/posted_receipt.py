"""What a provider tells afterwards about a mail that asks nothing: it bounced, or somebody complained."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from likely.act.posted_fate import give_up
from likely.act.posted_mail import PostedMail
from likely.ask.message import MessageState
from likely.ask.message_id import message_of_id
from likely.ask.receipt import SUPPRESSED
from likely.channels.channel import Receipt, ReceiptKind
from likely.people.suppression import suppress

GONE: Final = frozenset({ReceiptKind.HARD_BOUNCE, ReceiptKind.FAILED})


@transaction.atomic
def apply_posted_receipt(receipt: Receipt, now: datetime) -> bool:
    """Whether it told something new. Told twice it counts once."""
    mail = _mail(receipt)
    if mail is None:
        return False
    reason = SUPPRESSED.get(receipt.kind)
    if reason and mail.person_id and mail.address:
        suppress(mail.workspace, mail.channel, mail.address, "", reason, f"posted:{mail.pk}", now)
    if receipt.kind not in GONE or mail.state == MessageState.FAILED:
        return bool(reason)
    mail.state, mail.failure = MessageState.FAILED, receipt.words[:300]
    mail.save(update_fields=["state", "failure"])
    give_up(mail, now)
    return True


def _mail(receipt: Receipt) -> PostedMail | None:
    ours = message_of_id(receipt.message_id) or message_of_id(receipt.provider_id)
    named = Q(provider_id__gt="", provider_id=receipt.provider_id[:120]) if receipt.provider_id else Q()
    named |= Q(pk=ours) if ours else Q()
    rows = PostedMail.objects.select_related("workspace", "case").select_for_update(of=("self",))
    return rows.filter(named).first() if named else None
