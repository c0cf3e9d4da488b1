"""The clocks of a person: when they were last asked anything, and when a survey of each kind.

Whoever asks must win both clocks first, in the transaction that makes the invitation. The database decides:
a row is taken only where its time lies far enough back, so two askers can never both have it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from likely.ask.row_insert import insert
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.people.person import Person

COLUMNS: Final = ("workspace_id", "person_id", "kind", "asked_at", "claim")
ANY: Final = ""  # the clock over all kinds
AT_ONCE: Final = 1000  # rows a statement
Times = Mapping[str, datetime]  # {kind: when last asked}


class Crossed(Exception):  # noqa: N818 - nothing is broken: somebody else asked first
    """Another asker took one of the clocks in between. Roll back and decide anew."""


class ContactClock(models.Model):
    """asked_at: when their invitation goes out, which is never before it was decided."""

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=12, blank=True)  # of the survey; "": any
    asked_at = models.DateTimeField()
    claim = models.UUIDField()  # who set it last

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind"], name="contact_clock_once")
        ]


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """A clock may be taken when it was set at this moment or before."""

    kind: datetime
    any: datetime

    @classmethod
    def at(cls, now: datetime, kind: timedelta, any: timedelta) -> "Cutoffs":
        return cls(now - kind, now - any)


def clocks_of(workspace: Workspace, people: Collection[UUID]) -> dict[UUID, dict[str, datetime]]:
    """{person: {kind: when last asked}}; whoever was never asked is left out."""
    rows = ContactClock.objects.of(workspace).filter(person__in=people)
    return _by_person(rows)


def clocks_between(workspace: Workspace, first: UUID, last: UUID) -> dict[UUID, dict[str, datetime]]:
    """The same of everybody whose id lies between the two, both included."""
    return _by_person(ContactClock.objects.of(workspace).filter(person__gte=first, person__lte=last))


def claim(workspace: Workspace, due: Mapping[UUID, datetime], kind: str, cutoffs: Cutoffs) -> None:
    """Set both clocks of each of them to when they are asked, or raise Crossed: all of them or none.

    Call it in the transaction that makes their invitations; on Crossed roll that back.
    """
    token, wanted = new_id(), {(person, each) for person in due for each in (kind, ANY)}
    known = set(_rows_of(workspace, due, kind).values_list("person_id", "kind"))
    late = Q(kind=kind, asked_at__lte=cutoffs.kind) | Q(kind=ANY, asked_at__lte=cutoffs.any)
    taken = 0
    for some in _parts(sorted(due)):
        taken += _rows_of(workspace, some, kind).filter(late).update(claim=token)
    if taken != len(known):
        raise Crossed
    for some in _parts(sorted(due)):
        _rows_of(workspace, some, kind).filter(claim=token).delete()  # to be written anew, with the new time
    _write(workspace, due, wanted, token)
    if sum(_rows_of(workspace, some, kind).filter(claim=token).count() for some in _parts(due)) != len(
        wanted
    ):
        raise Crossed


@transaction.atomic
def stamp(workspace: Workspace, people: Collection[UUID], kind: str, at: datetime) -> None:
    """They were asked by other means (a link by hand, the widget, the API): set their clocks, never back."""
    token, due = new_id(), dict.fromkeys(people, at)
    _write(workspace, due, {(person, each) for person in due for each in (kind, ANY)}, token)
    for some in _parts(sorted(due)):
        rows = _rows_of(workspace, some, kind).filter(asked_at__lt=at)
        rows.update(asked_at=Greatest(F("asked_at"), at), claim=token)


@transaction.atomic
def take_over(kept: Person, gone: Person) -> None:
    """Two people are one: whatever either was asked, the one was. Call it before the rows of `gone` move."""
    for kind, at in clocks_of(kept.workspace, [gone.pk]).get(gone.pk, {}).items():
        _write(kept.workspace, {kept.pk: at}, {(kept.pk, kind)}, new_id())
        rows = ContactClock.objects.of(kept.workspace).filter(person=kept, kind=kind)
        rows.filter(asked_at__lt=at).update(asked_at=at)


def _write(
    workspace: Workspace, due: Mapping[UUID, datetime], keys: Collection[tuple[UUID, str]], token: UUID
) -> None:
    """Rows that are there already stay as they are."""
    rows = [(workspace.pk, person, kind, due[person], token) for person, kind in sorted(keys)]
    insert(ContactClock, COLUMNS, rows, unless_there=True)


def _rows_of(workspace: Workspace, people: Collection[UUID], kind: str) -> "models.QuerySet[ContactClock]":
    return ContactClock.objects.of(workspace).filter(person__in=list(people), kind__in=[kind, ANY])


def _parts(people: Collection[UUID]) -> list[list[UUID]]:
    listed = list(people)
    return [listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE)]


def _by_person(rows: "models.QuerySet[ContactClock]") -> dict[UUID, dict[str, datetime]]:
    found: dict[UUID, dict[str, datetime]] = {}
    for person, kind, asked_at in rows.values_list("person_id", "kind", "asked_at"):
        found.setdefault(person, {})[kind] = asked_at
    return found
