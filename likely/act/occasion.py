"""What a domain event is about, as rows: answer, case, person. And how often a playbook would have acted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery

from likely.act.case import Case
from likely.act.domain_event import DomainEvent
from likely.act.playbook import ANSWER, Playbook, answers_meant, people_meant
from likely.ask.invitation import Invitation
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.people.person import Person

LOOK_BACK: Final = timedelta(days=30)  # of a dry run
AT_ONCE: Final = 500  # events
RISK: Final = "person.at_risk"
FALLEN: Final = 3  # points below the answer before, down to a detractor: a customer at risk
DETRACTOR: Final = 6  # and less


@dataclass(frozen=True, slots=True)
class Occasion:
    """name: of the happening; a playbook acts on each name once. facts: what was reckoned."""

    workspace: Workspace
    kind: str
    name: str
    at: datetime
    response: Response | None = None
    case: Case | None = None
    person: Person | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def occasion_of(one: DomainEvent) -> Occasion | None:
    """None: what it was about is gone."""
    plain = {"kind": one.kind, "name": one.key, "at": one.at, "facts": one.facts}
    match one.kind.partition(".")[0]:
        case "case":
            case = _cases(one.workspace).filter(pk=one.subject).first()
            if case is None:
                return None
            return Occasion(one.workspace, **plain, response=case.response, case=case, person=case.person)
        case "answer" | "person":
            response = responses_of(one.workspace).filter(pk=one.subject).first()
            if response is None:
                return None
            return Occasion(one.workspace, **plain, response=response, person=response.person)
        case "invitation":
            rows = Invitation.objects.of(one.workspace).select_related("person__account")
            invitation = rows.filter(pk=one.subject).first()
            if invitation is None or invitation.person is None:
                return None
            return Occasion(one.workspace, **plain, person=invitation.person)
    return Occasion(one.workspace, **plain)


def responses_of(workspace: Workspace) -> Any:
    return Response.objects.of(workspace).select_related("person__account", "workspace", "survey")


def _cases(workspace: Workspace) -> Any:
    related = ("workspace", "person__account", "response__person", "response__workspace", "response__survey")
    return Case.objects.of(workspace).select_related(*related)


def dry_run(playbook: Playbook, now: datetime) -> int:
    """How often it would have acted in the last LOOK_BACK."""
    since = now - LOOK_BACK
    if playbook.when in (ANSWER, "answer.quarantined"):
        return answers_meant(playbook, now).filter(at__gte=since, at__lte=now).count()
    if playbook.when == RISK:
        return _at_risk(playbook, since, now)
    return sum(_would_act(playbook, some, now) for some in _happened(playbook, since, now))


def _at_risk(playbook: Playbook, since: datetime, now: datetime) -> int:
    """Answers that fell, also while no playbook waited; and those that act/risk.py told."""
    meant = answers_meant(playbook, now)
    fell = set(fallen(meant.filter(at__gte=since, at__lte=now)).values_list("pk", flat=True))
    told = {one.subject for some in _happened(playbook, since, now) for one in some}
    return len(fell | (told and set(meant.filter(pk__in=told).values_list("pk", flat=True))))


def fallen(rows: QuerySet[Response]) -> QuerySet[Any]:
    """Those that fell to a detractor's score, with `before`: the score of the person's answer before."""
    same = Response.objects.filter(
        workspace=OuterRef("workspace"),
        person=OuterRef("person"),
        survey=OuterRef("survey"),
        state="counted",
        score__isnull=False,
        at__lt=OuterRef("at"),
    )
    before = Subquery(same.order_by("-at", "-id").values("score")[:1])
    known = rows.filter(person__isnull=False, score__lte=DETRACTOR)
    return known.annotate(before=before).filter(before__gte=F("score") + FALLEN)


def before_fall(row: Response) -> int | None:
    """The score of the answer before, where this one fell from it."""
    if row.person_id is None or row.score is None or row.score > DETRACTOR:
        return None
    one = fallen(Response.objects.of(row.workspace_id).filter(pk=row.pk))
    found: int | None = one.values_list("before", flat=True).first()
    return found


def _happened(playbook: Playbook, since: datetime, now: datetime) -> Iterator[list[DomainEvent]]:
    rows = DomainEvent.objects.of(playbook.workspace).filter(kind=playbook.when, at__gte=since, at__lte=now)
    some: list[DomainEvent] = []
    for one in rows.select_related("workspace").iterator(AT_ONCE):
        some.append(one)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some


def _would_act(playbook: Playbook, events: list[DomainEvent], now: datetime) -> int:
    """Of so many events of one kind, by one query."""
    if not playbook.subject:
        return len(events)
    rows: Any = {
        "case": Case.objects.filter(response__in=answers_meant(playbook, now)),
        "answer": answers_meant(playbook, now),
        "person": Invitation.objects.filter(person__in=people_meant(playbook, now)),
    }[playbook.subject]
    subjects = [one.subject for one in events]
    known = set(rows.filter(workspace=playbook.workspace_id, pk__in=subjects).values_list("pk", flat=True))
    return sum(one.subject in known for one in events)
