"""The sending queue: what is due is claimed, looked over, sent one by one, and each is recorded by itself.

Between the other side's yes and our record of it a worker may die, so that exactly once can't be had. What
is promised instead stands in docs/sending.md: nothing is lost in silence, one death repeats at most one
message, and the repeat carries the same Message-ID.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from likely.ask.allowance import give_back, rest, take
from likely.ask.claim import RESEND, claim, reclaim, release
from likely.ask.letter import letter_of
from likely.ask.message import Message, MessageState
from likely.ask.outgoing import Batch, Outgoing, look_over
from likely.ask.receipt import note_bounce
from likely.ask.sent_write import write_sent
from likely.channels.channel import SendError, Sent
from likely.channels.table import CHANNELS
from likely.people.suppression import SuppressionReason, suppress

log = logging.getLogger(__name__)

BATCH: Final = 50  # messages claimed at once
RUN_SECONDS: Final = 5.0  # then other duties have their turn
# A batch that takes longer than this share of its lease is given back, so that no lease ends in a sending.
LEASE_SHARE: Final = 0.25
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 1200))
LONGEST_WORDS: Final = 300  # characters of the other side's words that are kept
Clock = Callable[[], datetime]


def send_due(seconds: float = RUN_SECONDS, clock: Clock = timezone.now) -> int:
    """Send what is due on every channel, for about so long. How many messages were dealt with."""
    end = monotonic() + seconds
    reclaim(clock())
    dealt, busy = 0, list(CHANNELS)
    while busy and monotonic() < end:
        done = {channel: send_batch(channel, clock) for channel in busy}
        dealt += sum(done.values())
        busy = [channel for channel in busy if done[channel]]  # the others are asked again by the next run
    return dealt


def send_batch(channel: str, clock: Clock = timezone.now) -> int:
    """One claim of one channel, worked through. How many messages it held."""
    now = clock()
    allowed = take(channel, BATCH, now)
    claimed = claim(channel, allowed, now) if allowed else []
    give_back(channel, allowed - len(claimed), now)
    if claimed:
        batch = look_over(claimed, now)
        _stop(batch)
        for due_at, messages in batch.later.items():
            release(messages, due_at)
        _send(channel, batch.going, clock, now + LEASE_SHARE * timedelta(seconds=settings.SEND_LEASE_SECONDS))
    return len(claimed)


def _stop(batch: Batch) -> None:
    """What must not go out any more, with the reason."""
    for reason, messages in batch.stopped.items():
        ids = [message.pk for message in messages]
        held = Message.objects.filter(pk__in=ids, state=MessageState.CLAIMED, worker=messages[0].worker)
        held.update(state=MessageState.CANCELLED, failure=reason, leased_until=None)


def _send(channel: str, going: Sequence[Outgoing], clock: Clock, until: datetime) -> None:
    left = deque(going)
    while left and clock() < until:
        one = left.popleft()
        outcome = CHANNELS[channel].send([letter_of(one)])[0]
        if isinstance(outcome, SendError) and outcome.down:
            workspace, now = one.message.workspace_id, clock()
            log.warning("%s can't be reached: %s", channel, outcome.words)
            rest(channel, workspace, now)
            release(
                [one.message, *(other.message for other in left if other.message.workspace_id == workspace)]
            )
            left = deque(other for other in left if other.message.workspace_id != workspace)
        else:
            record(one.message, outcome, clock())
    release([other.message for other in left])


def record(message: Message, outcome: Sent | SendError, now: datetime) -> None:
    """What became of one message, in a commit of its own."""
    if isinstance(outcome, Sent):
        with transaction.atomic():
            write_sent(message, outcome.provider_id, now)
    elif outcome.unknown:
        _keep(message, MessageState.UNKNOWN, outcome, now + BACK_OFF[0])
    elif outcome.permanent or message.tries >= len(BACK_OFF):
        _failed(message, outcome, now)
    else:
        pause = max(BACK_OFF[message.tries], timedelta(seconds=outcome.after_seconds or 0))
        _keep(message, _back(message), outcome, now + pause)


def _back(message: Message) -> str:
    """Where it waits when it was not taken for certain: as unknown as it was before."""
    if not message.repeated or settings.UNKNOWN_MAILS != RESEND:
        return MessageState.QUEUED  # also what a person said to send once more
    message.repeated = False
    return MessageState.UNKNOWN


@transaction.atomic
def _failed(message: Message, error: SendError, now: datetime) -> None:
    _keep(message, MessageState.FAILED, error, message.due_at)
    if error.bounced:
        source = f"message:{message.pk}"
        reason = SuppressionReason.HARD_BOUNCE
        suppress(message.workspace, message.channel, message.address, "", reason, source, now)
        note_bounce(message, now)


def _keep(message: Message, state: str, error: SendError, due_at: datetime) -> None:
    """Only while the claim holds: what somebody else knows better stays."""
    held = Message.objects.filter(pk=message.pk, state=MessageState.CLAIMED, worker=message.worker)
    held.update(
        state=state,
        address=message.address,
        tries=message.tries + 1,
        repeated=message.repeated,
        due_at=due_at,
        leased_until=None,
        failure=error.words[:LONGEST_WORDS],
    )
