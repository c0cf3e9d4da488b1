"""Alerts: what a member is told at once, each happening once, outside their quiet hours (L11).

A detractor whose account is worth so much, and a score that sinks. What happened is read out of rows and
figures again and again; the name of the mail keeps it from being told twice.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from django.utils import translation

from likely.act.alert_words import alarm_words, value_words
from likely.act.digest import CHAT, Digest, leave_link
from likely.act.digest_content import lasting_alarm
from likely.act.digest_letter import language_of
from likely.act.posted_mail import PostedMail, Words, post
from likely.act.unit_room import room_of
from likely.ask.quiet_hours import next_allowed, zone_named
from likely.base.access import reaches
from likely.base.member import Member, Role
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.local_days import LocalDays
from likely.people.unit import Unit
from likely.stats.scale import GROUP_SCORES
from likely.store.workspace_table import table_of

OVERLAP: Final = timedelta(minutes=10)  # a change may be committed after a later one was read
AT_ONCE: Final = 500  # answers of a workspace in one round
FRESH: Final = timedelta(days=3)  # what is older is news to nobody
DETRACTORS: Final = tuple(GROUP_SCORES["detractor"])


def tell_values(now: datetime, since: datetime | None) -> int:
    """Detractors of value among what changed since the last round; how many mails were written."""
    after = (since or now) - OVERLAP
    told = 0
    for workspace, digests in _wanting("on_value"):
        seeing = [one for one in digests if _sees_people(one)]
        least = min((one.value_from or 0 for one in seeing), default=None)
        if least is None:
            continue
        rows = Response.objects.of(workspace).filter(
            changed_at__gte=after,
            changed_at__lte=now,
            state=ResponseState.COUNTED,
            score__in=DETRACTORS,
            person__account__value__gte=least,
        )
        for response in rows.select_related("person__account").order_by("changed_at")[:AT_ONCE]:
            told += sum(_tell_value(one, response, now) for one in seeing)
    return told


def tell_alarms(now: datetime) -> int:
    """Alarms of the whole workspace's score in the last days; how many mails were written."""
    told = 0
    for workspace, digests in _wanting("on_alarm"):
        yesterday = LocalDays(workspace.time_zone, now).today - timedelta(days=1)  # the last full day
        alarm = lasting_alarm(table_of(workspace), yesterday)
        if alarm is None or yesterday - alarm.day > FRESH:
            continue
        for digest in digests:
            if alarm.day >= digest.since.date() - timedelta(days=1):
                with translation.override(language_of(digest)):
                    words = alarm_words(workspace, alarm)
                told += _post(digest, f"alarm:{alarm.day}", words, now)
    return told


def forget_alerts(workspace: Workspace, responses: Iterable[Response]) -> None:
    """Of answers by somebody who is erased: what waits to be told of them, and what was."""
    told = [response.pk for response in responses]
    digests = Digest.objects.of(workspace).values_list("pk", flat=True)
    names = [_once(digest, f"value:{pk}") for digest in digests for pk in told]
    PostedMail.objects.of(workspace).filter(once__in=names).delete()


def _once(digest: UUID, what: str) -> str:
    return f"alert:{digest}:{what}"


def _wanting(column: str) -> Iterator[tuple[Workspace, list[Digest]]]:
    """The digests with that switch on, by workspace."""
    rows = Digest.objects.filter(**{column: True}).select_related("workspace", "user")
    for _pk, some in groupby(rows.order_by("workspace_id", "pk"), key=lambda one: one.workspace_id):
        found = list(some)
        yield found[0].workspace, found


def _sees_people(digest: Digest) -> bool:
    member = Member.objects.of(digest.workspace).filter(user=digest.user).first()
    return member is not None and reaches(member.role, Role.AGENT)


def _tell_value(digest: Digest, response: Response, now: datetime) -> bool:
    account = response.person.account if response.person else None
    if account is None or account.value is None or account.value < (digest.value_from or 0):
        return False
    if response.at < digest.since:
        return False
    with translation.override(language_of(digest)):
        words = value_words(response, account)
    room = room_of(response) if digest.channel == CHAT else None
    return _post(digest, f"value:{response.pk}", words, now, room)


def _post(digest: Digest, once: str, words: Words, now: datetime, room: Unit | None = None) -> bool:
    return post(
        PostedMail(
            workspace=digest.workspace,
            once=_once(digest.pk, once),
            user=digest.user,
            subject=words.subject[:200],
            text=words.text,
            leave=leave_link(digest),
            channel=digest.channel,
            room=room,
            due_at=next_allowed(now, zone_named(digest.zone), digest.quiet),
        )
    )
