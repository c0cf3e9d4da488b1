"""Who is bound to something that happened: asked, answered, agreed. No undo removes such a person."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from likely.people.person import Person

# Rows that hang on a person and say nothing of what happened between them and us.
HARMLESS: Final = frozenset({"ImportChange"})
ASKED: Final = "Decision"  # that they were not asked binds nobody


def bound_people(ids: Iterable[UUID]) -> set[UUID]:
    """Those of the people on whom any row hangs that an undo must not take away."""
    wanted, found = list(ids), set[UUID]()
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        if model.__name__ in HARMLESS:
            continue
        rows = model._default_manager.filter(**{f"{relation.field.name}__in": wanted})
        if model.__name__ == ASKED:
            rows = rows.filter(asked=True)
        found.update(rows.values_list(relation.field.attname, flat=True))
    return found
