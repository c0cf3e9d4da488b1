"""An import is undone: whoever it added goes, whoever it changed is as before, if nothing happened since.

Somebody who was asked, who answered or whom somebody changed since stays. A field goes back where it still
is what the import made it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from shutil import rmtree
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from likely.base.journal import record
from likely.lib.refusal import Refusal
from likely.people.account import Account
from likely.people.bound import bound_people
from likely.people.import_start import folder_of
from likely.people.people_import import KEPT_FOR, ImportChange, ImportFault, ImportState, PeopleImport
from likely.people.person import NAMED_BY, Person, same, value_of
from likely.people.property import Property

AT_ONCE: Final = 500  # people a transaction
ABANDONED_AFTER: Final = timedelta(days=1)  # uploaded, and never begun


def undo(one: PeopleImport, actor: str) -> None:
    """From now on a worker takes back what the import did."""
    done = PeopleImport.objects.of(one.workspace).filter(pk=one.pk, state=ImportState.DONE, forgotten_at=None)
    with transaction.atomic():
        if not done.update(state=ImportState.UNDOING, leased_until=None):
            raise Refusal("not_undoable", "This import can't be undone.", field="state")
        record(one.workspace, actor, "people.import_undone", f"import:{one.pk}", file=one.file_name)


def undo_some(one: PeopleImport, lease: timedelta) -> bool:
    """Take back some; whether there is more. What is taken back loses its note: nothing is done twice."""
    with transaction.atomic():
        now = PeopleImport.objects.select_for_update().get(pk=one.pk)
        if (now.worker, now.state) != (one.worker, one.state):
            return False
        changes = ImportChange.objects.filter(people_import=one)
        added = list(changes.filter(added=True, person__isnull=False).order_by("-id")[:AT_ONCE])
        changed = [] if added else list(changes.filter(person__isnull=False).order_by("-id")[:AT_ONCE])
        if added:
            _remove(one, added)
        elif changed:
            _restore(one, changed)
        else:
            _end(one, list(changes))
        one.leased_until = timezone.now() + lease
        one.save(update_fields=["removed", "restored", "kept", "state", "finished_at", "leased_until"])
    return bool(added or changed)


def _remove(one: PeopleImport, changes: Sequence[ImportChange]) -> None:
    at = {change.person_id: change.at for change in changes if change.person_id}
    people = Person.objects.filter(pk__in=at).select_for_update().values_list("pk", "changed_at")
    untouched = {pk for pk, changed_at in people if changed_at == at[pk]}
    free = untouched - bound_people(untouched)
    ImportChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    Person.objects.filter(pk__in=free).delete()
    one.removed += len(free)
    one.kept += len(changes) - len(free)


def _restore(one: PeopleImport, changes: Sequence[ImportChange]) -> None:
    people = Person.objects.select_for_update().in_bulk([change.person_id for change in changes])
    for change in changes:
        person = people.get(change.person_id) if change.person_id else None
        if person and _put_back(person, change.fields):
            one.restored += 1
        else:
            one.kept += 1
    ImportChange.objects.filter(pk__in=[change.pk for change in changes]).delete()


def _put_back(person: Person, fields: dict[str, list[Any]]) -> bool:
    """Whether every field is as before. One that was changed since stays, and a name that another has."""
    fit = {
        name: _value(name, old)
        for name, (old, new) in fields.items()
        if same(value_of(person, name), _value(name, new)) and not _is_taken(person, name, old)
    }
    properties = dict(person.properties)
    for name, old in fit.items():
        if not name.startswith(":"):
            setattr(person, name, old)
        elif old is None:
            properties.pop(name[1:], None)
        else:
            properties[name[1:]] = old
    person.properties = properties
    person.save()
    return len(fit) == len(fields)


def _value(name: str, kept: Any) -> Any:
    """The account stands as text in the note; one that is gone is none."""
    if name != "account_id" or kept is None:
        return kept
    return UUID(kept)


def _is_taken(person: Person, name: str, old: Any) -> bool:
    if name == "account_id":
        return bool(old) and not Account.objects.of(person.workspace_id).filter(pk=old).exists()
    if name not in NAMED_BY or not old:
        return name in NAMED_BY and not any(getattr(person, other) for other in NAMED_BY if other != name)
    others = Person.objects.of(person.workspace_id).filter(**{name: old}).exclude(**{name: ""})
    return others.exclude(pk=person.pk).exists()


def _end(one: PeopleImport, changes: Sequence[ImportChange]) -> None:
    """Accounts last: one that was added goes where nobody belongs to it."""
    for change in sorted(changes, key=lambda change: -change.pk):
        account = change.account
        if account is None:
            continue
        if change.added:
            if not account.people.exists() and account.changed_at == change.at:
                account.delete()
            continue
        for name, (old, new) in change.fields.items():
            if same(getattr(account, name), new):
                setattr(account, name, old)
        account.save()
    ImportChange.objects.filter(people_import=one).delete()
    _undeclare(one)
    one.state = ImportState.FAILED if one.failure else ImportState.UNDONE
    one.finished_at = timezone.now()


def _undeclare(one: PeopleImport) -> None:
    """A property that the import declared and nobody has goes with it."""
    for key in one.options.get("declared") or ():
        if not Person.objects.of(one.workspace).filter(properties__has_key=key).exists():
            Property.objects.of(one.workspace).filter(key=key).delete()


def forget_old(now: datetime) -> None:
    """Drop what only an undo and the file of errors needed, and files that never were imported."""
    old = PeopleImport.objects.filter(created_at__lt=now - KEPT_FOR, forgotten_at=None)
    for one in old.filter(state__in=[ImportState.DONE, ImportState.FAILED, ImportState.UNDONE]):
        ImportChange.objects.filter(people_import=one).delete()
        ImportFault.objects.filter(people_import=one).delete()
        PeopleImport.objects.filter(pk=one.pk).update(forgotten_at=now)
    left = PeopleImport.objects.filter(state=ImportState.UPLOADED, created_at__lt=now - ABANDONED_AFTER)
    for one in left:
        rmtree(folder_of(one), ignore_errors=True)
        one.delete()
