"""Two people who are one: everything that hangs on the one goes to the other, in one transaction.

What the survivor does not know is taken from the other. Where both may have only one of something (a decision
of a round), the survivor's stays and the other's goes; of two clocks the later time stays, so that nobody is
asked again too soon by being merged. Answers and events that lie in the
lake are sealed again under the survivor.
"""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import ForeignKey
from django.utils import timezone

from likely.ask.contact_clock import take_over
from likely.base.journal import record
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.people.event import Event
from likely.people.person import NAMED_BY, TOLD, Person
from likely.store.event_lake import reopen_events
from likely.store.hot import reopen

# Rows that only say how somebody came in; the survivor has its own.
DROPPED: Final = frozenset({"ImportChange"})


def merge(survivor: Person, other: Person, actor: str) -> Person:
    """The survivor with everything of both; the other is gone."""
    if survivor.pk == other.pk or survivor.workspace_id != other.workspace_id:
        raise Refusal("not_two_people", "Two different people are needed.", field="other")
    with transaction.atomic():
        both = Person.objects.filter(pk__in=[survivor.pk, other.pk])
        locked = {one.pk: one for one in both.select_for_update()}
        if len(locked) != 2:
            raise Refusal("person_unknown", "One of the two is gone.", field="other")
        kept, gone = locked[survivor.pk], locked[other.pk]
        take_over(kept, gone)
        moved = {model.__name__: n for model, n in _moved(kept, gone) if n}
        names = {name: getattr(gone, name) for name in NAMED_BY if getattr(gone, name)}
        gone.delete()
        _fill(kept, gone)
        kept.save()
        record(
            kept.workspace,
            actor,
            "person.merged",
            f"person:{kept.pk}",
            gone=str(other.pk),
            by=sorted(names),
            moved=moved,
        )
    return kept


def _moved(kept: Person, gone: Person) -> list[tuple[type, int]]:
    return [
        (relation.related_model, _move(relation.related_model, relation.field, kept, gone))  # type: ignore[arg-type]
        for relation in Person._meta.related_objects
        if relation.related_model.__name__ not in DROPPED
    ]


def _move(model: Any, field: "ForeignKey[Any, Any]", kept: Person, gone: Person) -> int:
    """How many rows moved. All at once; where one would meet a twin, one by one."""
    rows = model._default_manager.filter(**{field.name: gone})
    if model is Response:
        return reopen(rows, timezone.now(), person=kept)
    if model is Event:
        return reopen_events(rows, person=kept)
    try:
        with transaction.atomic():
            return int(rows.update(**{field.name: kept}))
    except IntegrityError:
        return sum(_move_one(model, field, pk, kept) for pk in list(rows.values_list("pk", flat=True)))


def _move_one(model: Any, field: "ForeignKey[Any, Any]", pk: Any, kept: Person) -> int:
    try:
        with transaction.atomic():
            return int(model._default_manager.filter(pk=pk).update(**{field.name: kept}))
    except IntegrityError:
        return 0  # it goes with the other person


def _fill(kept: Person, gone: Person) -> None:
    for name in TOLD:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    kept.account_id = kept.account_id or gone.account_id
    kept.properties = {**gone.properties, **kept.properties}
