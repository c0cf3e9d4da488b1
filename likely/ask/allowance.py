"""How many messages a channel may send now: buckets of tokens in rows, so that all workers share them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from likely.lib.send_limit import SendLimit

REST: Final = timedelta(seconds=15)  # after the other side could not be reached


class Allowance(models.Model):
    """A bucket of a channel and a period, which belongs to the whole installation; or a pause."""

    name = models.CharField(max_length=60, primary_key=True)  # "mail/3600"; a pause: "mail:WORKSPACE"
    tokens = models.FloatField(default=0)
    at = models.DateTimeField()  # when `tokens` was right
    rests_until = models.DateTimeField(null=True, blank=True)

    objects = models.Manager["Allowance"]()


def take(channel: str, wanted: int, now: datetime) -> int:
    """Take up to `wanted` tokens of every bucket of the channel; how many may be sent.

    What is taken and not used is lost: a worker that dies slows the channel down and never speeds it up.
    """
    limits = settings.SEND_LIMITS.get(channel, ())
    return _taken(channel, limits, wanted, now) if limits else wanted


def give_back(channel: str, unused: int, now: datetime) -> None:
    """Tokens of messages that were not there to be sent."""
    if unused:
        _taken(channel, settings.SEND_LIMITS.get(channel, ()), -unused, now)


def rest(channel: str, workspace: UUID, now: datetime) -> None:
    """The other side can't be reached for this workspace: no worker tries before the pause is over."""
    Allowance.objects.update_or_create(
        name=f"{channel}:{workspace.hex}", defaults={"at": now, "rests_until": now + REST}
    )


def rests_until(channel: str, workspace: UUID, now: datetime) -> datetime | None:
    """Until when it rests for the workspace; None: it does not."""
    row = Allowance.objects.filter(name=f"{channel}:{workspace.hex}", rests_until__gt=now).first()
    return row.rests_until if row else None


def resting(channel: str, now: datetime) -> list[UUID]:
    """The workspaces for which the channel rests."""
    rows = Allowance.objects.filter(name__startswith=f"{channel}:", rests_until__gt=now)
    return [UUID(hex=name.partition(":")[2]) for name in rows.values_list("name", flat=True)]


@transaction.atomic
def _taken(channel: str, limits: tuple[SendLimit, ...], wanted: int, now: datetime) -> int:
    named = {f"{channel}/{limit.seconds}": limit for limit in limits}
    buckets = _buckets(named, now)
    for bucket in buckets:
        limit = named[bucket.name]
        bucket.tokens = limit.filled(bucket.tokens, (now - bucket.at).total_seconds())
        bucket.at = max(bucket.at, now)
    taken = min([wanted, *(int(bucket.tokens) for bucket in buckets)])
    for bucket in buckets:
        bucket.tokens -= taken
    Allowance.objects.bulk_update(buckets, ["tokens", "at"])
    return taken


def _buckets(named: Mapping[str, SendLimit], now: datetime) -> list[Allowance]:
    """The rows, locked in one order; a new bucket is full."""
    new = [Allowance(name=name, tokens=limit.held, at=now) for name, limit in named.items()]
    Allowance.objects.bulk_create(new, ignore_conflicts=True)
    return list(Allowance.objects.filter(name__in=named).order_by("name").select_for_update())
