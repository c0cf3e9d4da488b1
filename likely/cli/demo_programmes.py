"""The demo's programmes: a wave and a trigger that asked the invitations of the past weeks.

They send nothing more: in this round everybody is decided on.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.message import Message, MessagePurpose, MessageState
from likely.ask.policy import Rule
from likely.ask.programme import Programme, ProgrammeFacts
from likely.ask.programme_plan import read_plan
from likely.ask.quiet_hours import zone_named
from likely.ask.round import period_of
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.people.event import Event
from likely.people.person import Person

ACTOR: Final = "system"
WAVE_DAYS, TRIGGER_DAYS = 27, 55
SHARE_FAILED: Final = 0.015
NO_SUCH_USER: Final = "550 5.1.1 No such user here"
SHARE_INSIDE_CLOCK: Final = 0.14  # of the events
CLOCK: Final = timedelta(days=30)
DAY: Final = timedelta(days=1)
BATCH: Final = 1_000


def seed_programmes(workspace: Workspace, wave: Survey, call: Survey, now: datetime, random: Random) -> None:
    _wave(workspace, wave, now, random)
    _trigger(workspace, call, now, random)


def _wave(workspace: Workspace, survey: Survey, now: datetime, random: Random) -> None:
    plan = {"wave": {"over_days": 40}, "sample": {"share": 25}, "expires_days": 30}
    one = _running(workspace, "Quarterly relationship", survey, plan, now - WAVE_DAYS * DAY)
    label = period_of("quarter", now.astimezone(zone_named(workspace.time_zone)).date())[0]
    asked = _first_of_each(_sent(survey, now - WAVE_DAYS * DAY))
    _write(one, [(each, label, None) for each in asked], random)
    known = {_person(each).pk for each in asked}
    Decision.objects.bulk_create(
        [
            Decision(
                workspace=workspace,
                programme=one,
                person=person,
                round=label,
                asked=False,
                rule=(Rule.KIND_CLOCK if random.random() < 0.1 else Rule.NOT_SAMPLED).value,
                at=now - random.random() * WAVE_DAYS * DAY,
            )
            for person in Person.objects.of(workspace).exclude(pk__in=known)
        ],
        batch_size=BATCH,
    )


def _trigger(workspace: Workspace, survey: Survey, now: datetime, random: Random) -> None:
    plan = {"trigger": {"event": "call_ended"}, "expires_days": 14}
    one = _running(workspace, "A day after a call", survey, plan, now - TRIGGER_DAYS * DAY)
    asked = _first_of_each(_sent(survey, now - TRIGGER_DAYS * DAY))
    events = [_event(workspace, each, random) for each in asked]
    Event.objects.bulk_create(events, batch_size=BATCH)
    _write(one, [(each, event.pk.hex, event) for each, event in zip(asked, events, strict=True)], random)
    again = [each for each in asked if random.random() < SHARE_INSIDE_CLOCK]
    called = [(each, _event(workspace, each, random, 6 * DAY)) for each in again if _at(each) + 7 * DAY < now]
    Event.objects.bulk_create([event for _each, event in called], batch_size=BATCH)
    Decision.objects.bulk_create(
        [
            Decision(
                workspace=workspace,
                programme=one,
                person=_person(each),
                round=event.pk.hex,
                asked=False,
                rule=Rule.KIND_CLOCK.value,
                at=event.at + DAY,
                eligible_at=event.at - 5 * DAY + CLOCK,
                event=event,
            )
            for each, event in called
        ],
        batch_size=BATCH,
    )


def _running(
    workspace: Workspace, name: str, survey: Survey, plan: dict[str, object], since: datetime
) -> Programme:
    made = Programme.begin(workspace, ProgrammeFacts(name, survey, read_plan(plan)), ACTOR)
    made.start(ACTOR, since)
    return made


def _sent(survey: Survey, since: datetime) -> Iterable[Invitation]:
    rows = Invitation.objects.of(survey.workspace_id).filter(
        survey=survey, channel="mail", sent_at__gte=since
    )
    return rows.select_related("person").order_by("sent_at")


def _first_of_each(rows: Iterable[Invitation]) -> list[Invitation]:
    """Nobody is asked twice inside a clock."""
    found: dict[object, Invitation] = {}
    for one in rows:
        found.setdefault(one.person_id, one)
    return list(found.values())


def _person(one: Invitation) -> Person:
    assert one.person  # noqa: S101 - each of them was sent to somebody
    return one.person


def _at(one: Invitation) -> datetime:
    assert one.sent_at  # noqa: S101 - only those that were sent are looked at
    return one.sent_at


def _event(workspace: Workspace, one: Invitation, random: Random, later: timedelta = timedelta(0)) -> Event:
    return Event(
        workspace=workspace,
        person_id=one.person_id,
        name="call_ended",
        properties={"minutes": random.randint(2, 25)},
        source="api",
        at=_at(one) + later - DAY,
        considered=True,
    )


def _write(programme: Programme, asked: list[tuple[Invitation, str, Event | None]], random: Random) -> None:
    """Each invitation as a decision and a message; the few mails that nobody took had no answer."""
    messages, decisions = [], []
    for one, round, event in asked:
        one.programme = programme
        failed = one.viewed_at is None and random.random() < SHARE_FAILED * 3
        messages.append(_message(one, failed))
        decisions.append(
            Decision(
                workspace=programme.workspace,
                programme=programme,
                person=_person(one),
                round=round,
                asked=True,
                rule=Rule.ASKED.value,
                at=_at(one),
                invitation=one,
                event=event,
            )
        )
    Invitation.objects.bulk_update([one for one, _round, _event in asked], ["programme"], batch_size=200)
    Message.objects.bulk_create(messages, batch_size=BATCH)
    Decision.objects.bulk_create(decisions, batch_size=BATCH)


def _message(one: Invitation, failed: bool) -> Message:
    at = _at(one)
    return Message(
        workspace_id=one.workspace_id,
        invitation=one,
        purpose=MessagePurpose.INVITE,
        channel="mail",
        address=_person(one).email,
        state=MessageState.FAILED if failed else MessageState.SENT,
        failure=NO_SUCH_USER if failed else "",
        due_at=at,
        sent_at=None if failed else at,
        delivered_at=None if failed else at + timedelta(seconds=4),
        opened_at=one.viewed_at,
        tries=1,
    )
