"""Who is likely to leave, reckoned once a day from what happened before others left.

Who left is told by events that a company writes of its customers, named as in LEFT. Where too few of them are
known, or where what they teach does not foretell months that were not looked at, nothing is foretold, and a
customer at risk is one whose score fell (act/occasion.py).
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from likely.act.case import Case
from likely.act.domain_event import DomainEvent, emit, event, note_events
from likely.act.occasion import RISK
from likely.act.playbook import Playbook
from likely.ask.message import Message, MessagePurpose
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.people.event import Event
from likely.stats.leaving import NEVER, Histories, Leaving, features_at, learn

RECKONED: Final = "risk.reckoned"  # names the event that keeps what the model was found to be worth
LEFT: Final = ("churned", "cancelled", "left")  # names of events that tell that a customer left
EVERY: Final = timedelta(hours=23)
TIMES: Final = 2.0  # the usual chance and more: somebody at risk
TOP: Final = 0.1  # of all customers; and no more of them
MOST_A_DAY: Final = 50  # are told, the likeliest first
MOST_ANSWERS: Final = 500_000  # the newest: what a worker holds at once
DAY: Final = timedelta(days=1)
ORIGIN: Final = datetime(2000, 1, 1, tzinfo=UTC)


def note_risks(now: datetime) -> int:
    """How many were told; once a day, for workspaces with a playbook that waits for somebody at risk."""
    waiting = Playbook.objects.filter(when=RISK).values("workspace")
    reckoned = DomainEvent.objects.filter(kind=RECKONED, at__gt=now - EVERY).values("workspace")
    due = Workspace.objects.filter(pk__in=waiting).exclude(pk__in=reckoned)
    return sum(_note(workspace, now) for workspace in due)


def worth_of(workspace: Workspace) -> Mapping[str, Any]:
    """What the model was worth last: {refused, left, rows, share, auc, skill, slope}; {}: not known yet."""
    rows = DomainEvent.objects.of(workspace).filter(kind=RECKONED).order_by("-at")
    return rows.values_list("facts", flat=True).first() or {}


@transaction.atomic
def _note(workspace: Workspace, now: datetime) -> int:
    people, told = histories(workspace, now)
    found = learn(told, _days(now))
    names = ("share", "auc", "skill", "slope")
    figures = {name: getattr(found, name) for name in names if getattr(found, name) is not None}
    facts = {"refused": found.refused, "left": found.left, "rows": found.rows}
    facts |= {name: round(float(value), 4) for name, value in figures.items()}
    emit(event(workspace, RECKONED, workspace.pk, now.isoformat(), now, facts))
    return 0 if found.refused else _tell(workspace, people, told, found, now)


def _tell(workspace: Workspace, people: list[UUID], told: Histories, found: Leaving, now: datetime) -> int:
    who, x = features_at(told, _days(now))
    chances = found.chances(x)
    ranked = sorted(zip(chances, who, strict=True), reverse=True)[: int(len(who) * TOP)]
    meant = {people[number]: chance for chance, number in ranked if chance >= TIMES * found.share}
    rows = Response.objects.of(workspace).filter(
        person__in=meant, state=ResponseState.COUNTED, score__isnull=False, at__lte=now
    )
    last = {
        person: (pk, score)
        for person, pk, score in rows.order_by("at", "id").values_list("person", "pk", "score")
    }
    events = []
    for person, chance in meant.items():
        pk, score = last[person]
        facts = {"chance": round(100 * chance), "usual": round(100 * found.share), "score": score}
        events.append(event(workspace, RISK, pk, "", now, facts))
    known = DomainEvent.objects.of(workspace).filter(key__in=[one.key for one in events])
    noted = set(known.values_list("key", flat=True))
    fresh = [one for one in events if one.key not in noted][:MOST_A_DAY]
    note_events(fresh)
    return len(fresh)


def histories(workspace: Workspace, now: datetime) -> tuple[list[UUID], Histories]:
    """Everybody who has answered with a score, and what happened to each until now."""
    told = Response.objects.of(workspace).filter(
        person__isnull=False, state=ResponseState.COUNTED, score__isnull=False, at__lte=now
    )
    answers = list(told.order_by("-at").values_list("person", "at", "score")[:MOST_ANSWERS])
    people = sorted({person for person, _at, _score in answers})
    number = {person: place for place, person in enumerate(people)}
    gone = Event.objects.of(workspace).filter(name__in=LEFT, person__isnull=False, at__lte=now)
    left = dict(gone.values_list("person").annotate(at=Min("at")))
    sent = Message.objects.of(workspace).filter(
        purpose=MessagePurpose.INVITE, sent_at__lte=now, invitation__person__isnull=False
    )
    cases = Case.objects.of(workspace).filter(person__isnull=False, opened_at__lte=now)
    return people, Histories(
        answers=[(number[person], _days(at), float(score or 0)) for person, at, score in answers],
        asked=[
            (number[person], _days(at))
            for person, at in sent.values_list("invitation__person", "sent_at")
            if at and person in number
        ],
        cases=[
            (number[person], _days(opened), _days(ended) if ended else NEVER)
            for person, opened, ended in cases.values_list("person", "opened_at", "resolved_at")
            if person in number
        ],
        left=[_days(left[one]) if one in left else NEVER for one in people],
    )


def _days(at: datetime) -> float:
    return (at - ORIGIN) / DAY
