"""Thank-yous: after an answer, as late as a human would be, outside quiet hours."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from likely.ask.contact_policy import policy_of
from likely.ask.draw import draw
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose
from likely.ask.message_queue import queue
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.programme_plan import Plan, Thanks
from likely.ask.quiet_hours import next_allowed, zone_named
from likely.ask.reminder import open_ways

LOOKED_BACK: Final = timedelta(days=2)  # an answer that is older is thanked for no more
SETTLED: Final = timedelta(minutes=5)  # untouched so long, an answer is taken to be finished
AT_ONCE: Final = 500


def thank_due(now: datetime) -> int:
    """Queue a thank-you for every finished answer of the programmes that thank. How many."""
    running = Programme.objects.filter(state=ProgrammeState.RUNNING).select_related("workspace")
    return sum(
        _thank(programme, plan, plan.thanks, now)
        for programme in running
        if (plan := programme.read()).thanks
    )


def _thank(programme: Programme, plan: Plan, thanks: Thanks, now: datetime) -> int:
    thanked = Message.objects.filter(invitation=OuterRef("pk"), purpose=MessagePurpose.THANK)
    answered = Invitation.objects.filter(
        ~Exists(thanked),
        response__workspace=programme.workspace_id,  # by whose index the newest answers are found
        programme=programme,
        person__isnull=False,
        response__state="counted",
        response__changed_at__gt=now - LOOKED_BACK,
        response__changed_at__lte=now - SETTLED,
    )
    rows = answered.select_related("person", "survey", "workspace", "response")[:AT_ONCE]
    return sum(_queued(invitation, programme, plan, thanks, now) for invitation in rows)


@transaction.atomic
def _queued(invitation: Invitation, programme: Programme, plan: Plan, thanks: Thanks, now: datetime) -> bool:
    options = dict(open_ways(invitation, plan, now))
    person, channel = invitation.person, invitation.channel
    if person is None or channel not in options:
        return False
    at = invitation.response.changed_at + pause_of(invitation, thanks)
    zone = zone_named(person.time_zone, programme.workspace.time_zone)
    due = next_allowed(max(at, now), zone, plan.quiet or policy_of(programme.workspace).quiet)
    return queue(invitation, MessagePurpose.THANK, 0, channel, options[channel], due)


def pause_of(invitation: Invitation, thanks: Thanks) -> timedelta:
    """As long as it takes: the same for the same invitation, whoever asks."""
    minutes = thanks.to_minutes - thanks.from_minutes
    return timedelta(minutes=thanks.from_minutes + minutes * draw(invitation.pk, "thanks"))
