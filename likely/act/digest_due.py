"""Digests that are due go into the queue of mails, each once for each member and period.

The figures are worked out first; then the row's turn is taken by compare-and-set and the mail written, in one
transaction, under a name that tells member and period. A worker that dies leaves the digest due.
"""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from likely.act.digest import CHAT, Digest, begin_team_digests, leave_link
from likely.act.digest_letter import DigestLetter, make_letter
from likely.act.digest_time import DAY, PATIENCE, WEEK, Period, period_at
from likely.act.posted_mail import PostedMail, post
from likely.act.unit_room import room_of_parts
from likely.ask.quiet_hours import zone_named
from likely.base.member import Member

log = logging.getLogger(__name__)

AT_ONCE: Final = 20  # digests; each takes up to a second


def send_digests(now: datetime) -> int:
    """How many went into the queue."""
    begin_team_digests(now)
    rows = Digest.objects.filter(next_at__lte=now).select_related("workspace", "user")
    return sum(_sent(digest, now) for digest in rows.order_by("next_at")[:AT_ONCE])


def send_now(digest: Digest, now: datetime) -> bool:
    """The digest of the period that ended yesterday, besides any that is due; at most one a minute."""
    every = digest.every or WEEK
    period = period_at(every, now, zone_named(digest.zone))
    letter = make_letter(digest, period, now)
    return post(_mail(digest, letter, f"now:{now:%Y%m%d%H%M}", now))


def period_now(digest: Digest, now: datetime) -> Period:
    """That a look shows."""
    return period_at(digest.every or WEEK, now, zone_named(digest.zone))


def _sent(digest: Digest, now: datetime) -> bool:
    """One that fails is logged and stays due; it stops no other."""
    try:
        return _issue(digest, now)
    except Exception:
        log.exception("digest %s failed", digest.pk)
        return False


def _issue(digest: Digest, now: datetime) -> bool:
    due = digest.next_at
    if due is None or digest.every not in (DAY, WEEK):
        return False
    wanted = now - due <= PATIENCE[digest.every] and _works_here(digest)
    period = period_at(digest.every, due, zone_named(digest.zone))
    letter = make_letter(digest, period, now) if wanted else None
    with transaction.atomic():
        turn = Digest.objects.filter(pk=digest.pk, next_at=due, every=digest.every)
        if not turn.update(next_at=digest.next_after(now)):
            return False
        return letter is not None and post(_mail(digest, letter, period.name, now))


def _works_here(digest: Digest) -> bool:
    return digest.user.is_active and Member.objects.of(digest.workspace).filter(user=digest.user).exists()


def _mail(digest: Digest, letter: DigestLetter, once: str, now: datetime) -> PostedMail:
    return PostedMail(
        workspace=digest.workspace,
        once=f"digest:{digest.pk}:{once}",
        user=digest.user,
        subject=letter.subject[:200],
        text=letter.text,
        html=letter.html,
        pictures=letter.encoded,
        leave=leave_link(digest),
        channel=digest.channel,
        room=room_of_parts(digest.workspace, digest.parts()) if digest.channel == CHAT else None,
        due_at=now,
    )
