"""A person edited by hand: what the page shows is what is kept, also where a field was emptied."""

from collections.abc import Mapping
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from likely.base.journal import record
from likely.lib.refusal import Refusal
from likely.people.account import keep_accounts
from likely.people.facts import PersonFacts, PropertyValue
from likely.people.person import NAMED_BY, TOLD, Person
from likely.people.property import declared_in
from likely.people.typed import typed

UNTOLD: Final = {"population": "customers"}  # what an empty field means, where not nothing


def edit_person(
    person: Person, facts: PersonFacts, properties: Mapping[str, PropertyValue | None], actor: str
) -> None:
    """properties: of those keys alone; None takes one away. Names that another person has are refused."""
    try:
        with transaction.atomic():
            _edit(person, facts, properties, actor)
    except IntegrityError:  # somebody else took the name in between
        raise _taken("external_id") from None


def _edit(
    person: Person, facts: PersonFacts, properties: Mapping[str, PropertyValue | None], actor: str
) -> None:
    kept = Person.objects.select_for_update().get(pk=person.pk)
    for name in NAMED_BY:
        _refuse_taken(kept, name, getattr(facts, name))
    for name in TOLD:
        setattr(kept, name, getattr(facts, name) or UNTOLD.get(name, ""))
    accounts = keep_accounts(kept.workspace, [facts.account])
    kept.account = accounts[facts.account.external_id].account if facts.account else None
    kept.properties = _properties(kept, properties)
    kept.save()
    record(kept.workspace, actor, "person.edited", f"person:{kept.pk}")


def _properties(person: Person, told: Mapping[str, PropertyValue | None]) -> dict[str, PropertyValue]:
    declared = declared_in(person.workspace)
    kept = dict(person.properties)
    for key, value in told.items():
        if value is None or value == "":
            kept.pop(key, None)
        elif key in declared:
            kept[key] = typed(declared[key], value)
    return kept


def _refuse_taken(person: Person, name: str, value: str) -> None:
    same = Q(**{name: value}) & ~Q(**{name: ""})
    if value and Person.objects.of(person.workspace).filter(same).exclude(pk=person.pk).exists():
        raise _taken(name)


def _taken(name: str) -> Refusal:
    return Refusal(
        "two_people",
        f"Another person has this {name}.",
        cure="Correct one of them, or merge the two.",
        field=name,
    )
