"""Reminders: only to the silent, at most five, by the next channel where the plan says so (C04)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from likely.ask.acquaintance import refused_ways
from likely.ask.contact_policy import policy_of
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose, MessageState
from likely.ask.programme import Programme
from likely.ask.programme_plan import Plan
from likely.ask.quiet_hours import next_allowed, zone_named
from likely.ask.silent import UNANSWERED, is_open
from likely.people.person import Person
from likely.people.reach import reachable

AT_ONCE: Final = 200
APART: Final = timedelta(days=1)  # two reminders, at least
PATIENCE: Final = timedelta(hours=6)  # an invitation that is not out yet is looked at again after so long


@dataclass(frozen=True, slots=True)
class Facts:
    """Of a batch, by the invitations' ids. over: nothing will make a reminder due again; a pause may end."""

    silent: Collection[UUID]
    over: Collection[UUID]
    arrived: Collection[UUID]


def remind_due(now: datetime) -> int:
    """Queue the reminders that are due. How many."""
    total = 0
    due = Invitation.objects.filter(remind_at__lte=now).order_by("remind_at")  # of all workspaces
    while ids := list(due.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            total += _looked_at(_held(ids, now), now)
    return total


def _held(ids: Sequence[UUID], now: datetime) -> list[Invitation]:
    """Those that are still due, and nobody else's until the end of the transaction."""
    rows = Invitation.objects.filter(pk__in=ids, remind_at__lte=now).order_by("pk")
    return list(
        rows.select_for_update(of=("self",)).select_related(
            "workspace", "programme__workspace", "survey", "person"
        )
    )


def _looked_at(held: Sequence[Invitation], now: datetime) -> int:
    """Set when to look at each again, or never; how many reminders were queued."""
    plans = {one.programme_id: one.programme.read() for one in held if one.programme}
    facts, reminded = _facts([one.pk for one in held], now), []
    for one in held:
        plan = plans.get(one.programme_id)
        one.remind_at = _when_again(one, plan, facts, now)
        if one.remind_at is not None and one.remind_at <= now and plan is not None:
            reminded.append((one, plan))
            _step_on(one, plan, now)
    Invitation.objects.bulk_update(held, ["remind_at", "reminders"])
    messages = _messages(reminded, now)
    Message.objects.bulk_create(messages, AT_ONCE)
    return len(messages)


def _facts(ids: Sequence[UUID], now: datetime) -> Facts:
    rows = Invitation.objects.filter(pk__in=ids)
    ended = Q(programme=None) | Q(programme__state="ended") | Q(person=None) | Q(expires_at__lte=now)
    asked = Message.objects.filter(invitation__in=ids, purpose=MessagePurpose.INVITE)
    return Facts(
        set(rows.filter(UNANSWERED, is_open(now)).values_list("pk", flat=True)),
        set(rows.filter(ended | ~UNANSWERED).values_list("pk", flat=True)),
        set(asked.exclude(state=MessageState.FAILED).values_list("invitation_id", flat=True)),
    )


def _when_again(one: Invitation, plan: Plan | None, facts: Facts, now: datetime) -> datetime | None:
    """When the next reminder is due, at once perhaps; None: never."""
    days = plan.reminders.after_days if plan and plan.reminders else ()
    if one.pk in facts.over or one.reminders >= len(days):
        return None
    if one.pk not in facts.silent or one.pk not in facts.arrived or one.sent_at is None:
        return now + PATIENCE
    return one.sent_at + timedelta(days=days[one.reminders])


def _step_on(one: Invitation, plan: Plan, now: datetime) -> None:
    """After days without a worker several are due: then they come a day apart."""
    days = plan.reminders.after_days if plan.reminders else ()
    one.reminders += 1
    more = one.sent_at is not None and one.reminders < len(days)
    planned = one.sent_at + timedelta(days=days[one.reminders]) if more and one.sent_at else None
    one.remind_at = planned and max(planned, now + APART)


def _messages(reminded: Sequence[tuple[Invitation, Plan]], now: datetime) -> list[Message]:
    """The reminders of those who can be written to."""
    found = []
    for one, plan, options in _with_ways(reminded, now):
        if one.person is None or one.programme is None or not options:
            continue
        channel, address = _way_of(one, plan, options)
        found.append(
            Message(
                workspace_id=one.workspace_id,
                invitation=one,
                purpose=MessagePurpose.REMIND,
                step=one.reminders,
                channel=channel,
                address=address,
                due_at=going_out_at(one.person, one.programme, plan, now),
            )
        )
    return found


def _with_ways(
    reminded: Sequence[tuple[Invitation, Plan]], now: datetime
) -> Iterator[tuple[Invitation, Plan, list[tuple[str, str]]]]:
    """(channel, address) on which each may be written to now; a few queries a workspace and kind."""

    def wall(pair: tuple[Invitation, Plan]) -> tuple[str, str, str]:
        return str(pair[0].workspace_id), pair[0].survey.kind, str(pair[0].programme_id)

    for (_workspace, kind, _programme), group in groupby(sorted(reminded, key=wall), key=wall):
        some = list(group)
        reached = {one.person.pk: reachable(one.person, plan.channels) for one, plan in some if one.person}
        refused = refused_ways(some[0][0].workspace, reached, kind, now)
        for one, plan in some:
            ways = reached.get(one.person_id, ()) if one.person_id else ()
            yield one, plan, [way for way in ways if (one.person_id, way[0]) not in refused]


def _way_of(one: Invitation, plan: Plan, options: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The channel of the invitation, or the one so many steps after it."""
    listed = [channel for channel, _ in options]
    start = listed.index(one.channel) if one.channel in listed else 0
    switches = plan.reminders is not None and plan.reminders.fallback == "next"
    return options[min(start + one.reminders, len(options) - 1) if switches else start]


def is_silent(invitation: Invitation, now: datetime) -> bool:
    rows = Invitation.objects.of(invitation.workspace_id).filter(pk=invitation.pk)
    return rows.filter(UNANSWERED, is_open(now)).exists()


def open_ways(invitation: Invitation, plan: Plan, now: datetime) -> list[tuple[str, str]]:
    """(channel, address) on which they may be written to now, in the order to try."""
    person = invitation.person
    if person is None:
        return []
    options = reachable(person, plan.channels)
    refused = refused_ways(invitation.workspace, {person.pk: options}, invitation.survey.kind, now)
    return [(channel, address) for channel, address in options if (person.pk, channel) not in refused]


def going_out_at(person: Person, programme: Programme, plan: Plan, now: datetime) -> datetime:
    zone = zone_named(person.time_zone, programme.workspace.time_zone)
    return next_allowed(now, zone, plan.quiet or policy_of(programme.workspace).quiet, plan.weekdays)
