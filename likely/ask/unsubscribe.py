"""Unsubscribing by the link of a mail, and subscribing again. The link is derived, as a personal link is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from likely.ask.derived_token import DerivedToken
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.base.journal import record
from likely.people.address import MAIL_CHANNELS, PHONE_CHANNELS, hashes
from likely.people.consent import ConsentPurpose, give, holds, withdraw
from likely.people.push_subscription import who_subscribed
from likely.people.suppression import Suppression, SuppressionReason, lift, suppress

Scope = Literal["kind", "all"]  # this kind of survey, or whatever is sent

TOKEN: Final = DerivedToken("likely.ask.unsubscribe")
ONE_CLICK: Final = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058


@dataclass(frozen=True, slots=True)
class Subscription:
    """What holds for the addresses to which an invitation went."""

    from_all: bool
    from_kind: bool


def unsubscribe_token(invitation: Invitation) -> str:
    """The unguessable part of /u/TOKEN. It opens no survey, and the survey's link does not unsubscribe."""
    return TOKEN.of(invitation.pk)


def unsubscribe_link(invitation: Invitation) -> str:
    return f"{settings.BASE_URL}/u/{unsubscribe_token(invitation)}"


def unsubscribe_headers(link: str) -> dict[str, str]:
    """Of a mail: a program may unsubscribe by POST, a person opens the page."""
    return {"List-Unsubscribe": f"<{link}>", **ONE_CLICK}


def invitation_of(token: str) -> UUID | None:
    """The invitation that a genuine token names; None for anything else."""
    return TOKEN.named_by(token)


def subscription(invitation: Invitation, now: datetime) -> Subscription:
    """What this link unsubscribed before, at any of its addresses."""
    known = [hash for address in addresses_of(invitation) for hash in hashes(address)]
    rows = Suppression.objects.of(invitation.workspace_id).filter(
        address_hash__in=known, reason=SuppressionReason.UNSUBSCRIBED
    )
    kinds = {row.kind for row in rows if row.holds(now)}
    return Subscription("" in kinds or _objected(invitation), invitation.survey.kind in kinds)


@transaction.atomic
def unsubscribe(invitation: Invitation, scope: Scope, now: datetime) -> None:
    """Send nothing more of this kind, or nothing at all, to where the invitation went.

    "all" is an objection of the person too, so that no other address of theirs is used instead.
    """
    was = subscription(invitation, now)
    if was.from_all or (scope == "kind" and was.from_kind):
        return  # twice is the same as once
    kind = "" if scope == "all" else invitation.survey.kind
    workspace, source = invitation.workspace, f"invitation:{invitation.pk}"
    for address in addresses_of(invitation):
        suppress(workspace, "", address, kind, SuppressionReason.UNSUBSCRIBED, source, now)
    if scope == "all" and invitation.person_id:
        withdraw(workspace, [invitation.person_id], ConsentPurpose.SURVEYS, "", "unsubscribe", now)
    record(workspace, "respondent", "person.unsubscribed", source, scope=scope, kind=invitation.survey.kind)


@transaction.atomic
def subscribe_again(invitation: Invitation, now: datetime) -> None:
    """Take back what was unsubscribed. Complaints, bounces and what staff entered stay."""
    workspace = invitation.workspace
    was = subscription(invitation, now)
    if not (was.from_all or was.from_kind):
        return
    for address in addresses_of(invitation):
        lift(workspace, address, "", "respondent", "subscribed again", [SuppressionReason.UNSUBSCRIBED])
    if was.from_all and invitation.person_id:
        give(workspace, [invitation.person_id], ConsentPurpose.SURVEYS, "", "unsubscribe", now)
    record(workspace, "respondent", "person.subscribed_again", f"invitation:{invitation.pk}")


def _objected(invitation: Invitation) -> bool:
    if invitation.person_id is None:
        return False
    said = holds(invitation.workspace, [invitation.person_id], ConsentPurpose.SURVEYS, "")
    return said.get(invitation.person_id) is False


def addresses_of(invitation: Invitation) -> list[str]:
    """Where the invitation went, and where the person would be written to today by the same channel.

    Their browsers too, where they let them be notified: whoever wants no more by mail wants none there.
    """
    reached = MAIL_CHANNELS | PHONE_CHANNELS
    sent = Message.objects.of(invitation.workspace_id).filter(invitation=invitation, channel__in=reached)
    found = list(sent.exclude(address="").values_list("address", flat=True).distinct())
    person = invitation.person
    if person is not None:
        by_phone = invitation.channel in PHONE_CHANNELS
        found.append(person.phone or person.email if by_phone else person.email or person.phone)
        found += [str(one) for one in who_subscribed(invitation.workspace, [person.pk])]
    return [address for address in dict.fromkeys(found) if address]
