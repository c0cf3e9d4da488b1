"""A property has another type: the values that people have are read anew, some thousand at a time."""

from typing import Final

from django.db import transaction
from django.utils import timezone

from likely.lib.refusal import Refusal
from likely.people.bulk_write import write
from likely.people.person import Person, same
from likely.people.property import Property
from likely.people.typed import typed

AT_ONCE: Final = 2000  # people a transaction


def read_due() -> bool:
    """Read some values of the property that waits longest; whether there may be more to do."""
    with transaction.atomic():
        one = Property.objects.exclude(reading_from=None).select_for_update().order_by("pk").first()
        if one is None:
            return False
        people = list(
            Person.objects.of(one.workspace_id)
            .filter(pk__gt=one.reading_from)
            .select_for_update()
            .order_by("pk")[:AT_ONCE]
        )
        changed = [person for person in people if _read(one, person)]
        write(Person, changed, ("properties", "changed_at"))
        one.reading_from = people[-1].pk if len(people) == AT_ONCE else None
        one.save(update_fields=["reading_from", "misfits"])
    return True


def _read(one: Property, person: Person) -> bool:
    """Whether the value changed. One that is not of the type stays as it is, and is counted."""
    told = person.properties.get(one.key)
    if told is None:
        return False
    try:
        value = typed(one.declared, told)
    except Refusal:
        one.misfits += 1
        return False
    if same(value, told) and type(value) is type(told):
        return False
    person.properties = {**person.properties, one.key: value}
    person.changed_at = timezone.now()
    return True
