"""Thank and invite: a promoter is asked to pass us on, by mail, once, and never before the thanks."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from likely.act.promoter import Promoter, promoter_of
from likely.act.promoter_plan import promoter_plan_of
from likely.ask.message import MessagePurpose
from likely.ask.message_queue import queue
from likely.ask.thanks import pause_of
from likely.collect.response import Response
from likely.people.consent import ConsentPurpose, holds

PAUSE: Final = timedelta(days=1)  # after the answer, and after the thank-you mail where there is one


@transaction.atomic
def invite_promoter(response: Response, now: datetime) -> Promoter | None:
    """None for whoever was invited before, or may not be: nobody is written to who did not permit it."""
    person, invitation = response.person, response.invitation
    plan = promoter_plan_of(response.workspace_id)
    if person is None or invitation is None or not person.email or not plan.landing:
        return None
    if not _permits(response):
        return None
    promoter = promoter_of(person)
    if promoter.invited_at is not None or promoter.code is not None:
        return None
    queue(invitation, MessagePurpose.PROMOTE, 0, "mail", person.email, _due(response, now))
    promoter.invited_at = now
    promoter.save(update_fields=["invited_at"])
    return promoter


def _permits(response: Response) -> bool:
    """What was said of recommending holds; where nothing was, the yes to being contacted does."""
    assert response.person_id is not None  # noqa: S101 - asked for one who is known
    ledger = holds(response.workspace, [response.person_id], ConsentPurpose.REFERRAL, "mail")
    return ledger.get(response.person_id, response.permission is True)


def _due(response: Response, now: datetime) -> datetime:
    invitation = response.invitation
    plan = invitation.programme.read() if invitation and invitation.programme else None
    thanked = pause_of(invitation, plan.thanks) if invitation and plan and plan.thanks else timedelta()
    return max(now, response.changed_at + thanked + PAUSE)
