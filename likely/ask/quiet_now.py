"""What is late and would disturb: a message whose turn comes in quiet hours waits until they are over.

It was queued for a good moment; a pause, a server that was down or a long queue made it late.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from likely.ask.contact_policy import policy_of
from likely.ask.message import Message, MessagePurpose
from likely.ask.quiet_hours import EVERY_DAY, QuietHours, next_allowed, zone_named

Hours = tuple[QuietHours, tuple[int, ...]]  # and the weekdays


def quiet_until(messages: Iterable[Message], now: datetime) -> dict[UUID, datetime]:
    """{message: when it may go out} of those that may not now, by the clock where the person is.

    Only programmes have hours: whoever sends a link by hand has chosen the moment.
    """
    known: dict[UUID, Hours] = {}
    told = {}
    for message in messages:
        programme, person = message.invitation.programme, message.invitation.person
        if programme is None or person is None:
            continue
        if programme.pk not in known:
            plan = programme.read()
            known[programme.pk] = (plan.quiet or policy_of(message.workspace).quiet, plan.weekdays)
        quiet, weekdays = known[programme.pk]
        days = EVERY_DAY if message.purpose == MessagePurpose.THANK else weekdays
        zone = zone_named(person.time_zone, message.workspace.time_zone)
        allowed = next_allowed(now, zone, quiet, days)
        if allowed > now:
            told[message.pk] = allowed
    return told
