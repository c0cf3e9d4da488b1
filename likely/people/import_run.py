"""An import runs: rows in portions, each of which is one transaction with everything that it tells.

A worker has an import for as long as its lease. One that dies loses nothing: the portion that it was in was
never committed, and whoever takes the import over goes on behind the last one that was.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from shutil import rmtree
from time import monotonic
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from likely.base.journal import record
from likely.base.lease import new_holder
from likely.lib.rare_collection import rare_collection
from likely.lib.refusal import Refusal
from likely.people.account import KeptAccount
from likely.people.bulk_write import write
from likely.people.facts import PersonFacts
from likely.people.import_ahead import Portion, Row, Rows, portions, stop_reading
from likely.people.import_plan import CellFault, Plan
from likely.people.import_start import faults_of, folder_of, plan_of
from likely.people.import_undo import undo_some
from likely.people.people_import import UNDER_WAY, ImportChange, ImportFault, ImportState, PeopleImport
from likely.people.person import Kept, KeptBatch, keep_people, value_of

ROWS_AT_ONCE: Final = 4000
LEASE: Final = timedelta(seconds=60)
COUNTED: Final = ("added", "updated", "unchanged", "repeated", "refused")

Step = Callable[[PeopleImport, Plan, Portion], bool]

__all__ = ["ROWS_AT_ONCE", "Row", "Rows", "claim", "go_on", "run_due"]


def run_due(rows: Rows, seconds: float) -> str:
    """Go on with the oldest import that waits, for about so long. Its file's name; empty: none waits."""
    one = claim(PeopleImport.objects.all(), timezone.now())
    if one is None:
        return ""
    go_on(one, rows, seconds)
    return one.file_name


def go_on(one: PeopleImport, rows: Rows, seconds: float) -> None:
    """With an import that is claimed."""
    until = monotonic() + seconds
    try:
        with rare_collection():
            while one.is_under_way and step(one, rows, until) and monotonic() < until:
                pass
    except Refusal as refusal:  # its mapping no longer fits what is declared
        _fail(one, str(refusal)[:300])
        _save(one, "state", "failure", "finished_at")
    if not one.is_under_way:
        stop_reading()
    PeopleImport.objects.filter(pk=one.pk, worker=one.worker).update(leased_until=None)


def claim(among: QuerySet[PeopleImport], now: datetime) -> PeopleImport | None:
    """The oldest import that nobody is at, by compare-and-set, whose file this machine can see."""
    worker = new_holder()
    free = among.filter(state__in=UNDER_WAY).filter(Q(leased_until=None) | Q(leased_until__lt=now))
    for one in free.order_by("created_at")[:10]:
        if one.state != ImportState.UNDOING and not folder_of(one).exists():
            continue
        seen = PeopleImport.objects.filter(pk=one.pk, state=one.state, leased_until=one.leased_until)
        if seen.update(worker=worker, leased_until=now + LEASE):
            one.refresh_from_db()
            return one
    return None


def step(one: PeopleImport, rows: Rows, until: float) -> bool:
    """Do some portions; whether there may be more to do."""
    if one.state == ImportState.UNDOING:
        return undo_some(one, LEASE)
    if one.options.get("whole") and one.checked < one.total:
        return _each(one, rows, one.checked, until, _check)
    return _each(one, rows, one.rows, until, _import)


def _each(one: PeopleImport, rows: Rows, start: int, until: float, do: Step) -> bool:
    plan = plan_of(one)
    for portion in portions(one, plan, rows, start):
        if not do(one, plan, portion):
            stop_reading()
            return False
        if monotonic() > until or one.state == ImportState.UNDOING:
            return True
    return _end(one) if do is _import else True


def _check(one: PeopleImport, _plan: Plan, portion: Portion) -> bool:
    """Look at rows before any is written. When all are looked at, one that does not fit ends the import."""
    with transaction.atomic():
        if not _still_mine(one):
            return False
        batch = keep_people(one.workspace, _facts(portion), dry=True)
        faults, counts = _faults(one, _plan, portion, batch)
        write(ImportFault, faults)
        one.checked += len(portion.rows)
        one.refused += counts["refused"]
        one.state = ImportState.RUNNING
        if one.checked >= one.total and one.refused:
            _fail(one, f"{one.refused} rows can't be kept; nothing was imported.")
        _save(one, "checked", "refused", "state", "failure", "finished_at")
    return one.is_under_way


def _import(one: PeopleImport, plan: Plan, portion: Portion) -> bool:
    """Again where somebody else made one of them at once; then row by row, where two swap a name."""
    for _try in range(3):
        try:
            with transaction.atomic():
                return _import_in_one(one, plan, portion)
        except IntegrityError:
            one.refresh_from_db()
    if len(portion.rows) == 1:
        raise IntegrityError(f"row {portion.rows[0][0]} meets another writer again and again")
    return all(_import(one, plan, replace(portion, rows=[row])) for row in portion.rows)


def _import_in_one(one: PeopleImport, plan: Plan, portion: Portion) -> bool:
    if not _still_mine(one):
        return False
    batch = keep_people(one.workspace, _facts(portion))
    faults, counts = _faults(one, plan, portion, batch)
    _note(one, batch)
    write(ImportFault, faults)
    for name, n in counts.items():
        setattr(one, name, getattr(one, name) + n)
    one.rows += len(portion.rows)
    one.state = ImportState.RUNNING
    if plan.whole and faults:  # it fitted when it was looked at: somebody changed something meanwhile
        one.state = ImportState.UNDOING
        one.failure = "A row could not be kept; what was imported is taken back."
    _save(one, *COUNTED, "rows", "state", "failure")
    return True


def _facts(portion: Portion) -> list[PersonFacts]:
    return [facts for _number, facts in portion.rows if isinstance(facts, PersonFacts)]


def _faults(
    one: PeopleImport, plan: Plan, portion: Portion, batch: KeptBatch
) -> tuple[list[ImportFault], dict[str, int]]:
    """What was refused, and how many rows became what."""
    faults: list[ImportFault] = []
    raw: Mapping[int, Mapping[str, str | None]] = {}
    counts, seen, outcomes = dict.fromkeys(COUNTED, 0), set[int](), iter(batch.told)
    for number, facts in portion.rows:
        outcome = next(outcomes) if isinstance(facts, PersonFacts) else facts
        if isinstance(outcome, Kept):
            counts[_became(outcome, seen)] += 1
            continue
        counts["refused"] += 1
        if isinstance(outcome, Refusal):
            raw = raw or portion.raw()
            outcome = [_cell_of(outcome, plan, raw[number])]
        faults += faults_of(one, number, outcome)
    return faults, counts


def _became(kept: Kept, seen: set[int]) -> str:
    """A person has one Kept in a batch."""
    if id(kept) in seen:
        return "repeated"
    seen.add(id(kept))
    return "added" if kept.was is None else "updated" if kept.was else "unchanged"


def _cell_of(refusal: Refusal, plan: Plan, row: Mapping[str, str | None]) -> CellFault:
    """The refusal at the column that became the field."""
    field = refusal.field.replace("properties.", "property:")
    column = next((target.column for target in plan.targets if target.field == field), "")
    return CellFault(column, refusal.code, str(refusal), row.get(column) or "")


def _note(one: PeopleImport, batch: KeptBatch) -> None:
    """What the undo needs: whoever was added, and what changed from what to what."""
    told = {id(one): one for one in batch.told if isinstance(one, Kept)}.values()
    changed = {one.person.id: one for one in told if one.was}
    earlier = ImportChange.objects.filter(people_import=one, person__in=changed)
    before = {change.person_id: change for change in earlier if change.person_id}
    added = [kept for kept in told if kept.was is None]
    new = [*added, *(kept for pk, kept in changed.items() if pk not in before)]
    write(ImportChange, [_change(one, kept) for kept in new])
    for pk, change in before.items():
        _go_on(change, changed[pk])
    ImportChange.objects.bulk_update(before.values(), ["fields", "at"], batch_size=200)
    write(
        ImportChange,
        [_account_change(one, kept) for kept in batch.accounts.values() if kept.was is None or kept.was],
    )


class Change(NamedTuple):
    """A row of ImportChange on its way."""

    workspace_id: UUID
    people_import_id: UUID
    person_id: UUID | None
    account_id: UUID | None
    added: bool
    fields: dict[str, list[Any]]
    at: datetime


def _change(one: PeopleImport, kept: Kept) -> Change:
    fields, person = _fields(kept), kept.person
    return Change(one.workspace_id, one.id, person.id, None, kept.was is None, fields, person.changed_at)


def _account_change(one: PeopleImport, kept: KeptAccount) -> Change:
    fields = {name: [old, getattr(kept.account, name)] for name, old in (kept.was or {}).items()}
    at = kept.account.changed_at
    return Change(one.workspace_id, one.pk, None, kept.account.pk, kept.was is None, fields, at)


def _fields(kept: Kept) -> dict[str, list[Any]]:
    return {
        name: [_plain(old), _plain(value_of(kept.person, name))] for name, old in (kept.was or {}).items()
    }


def _go_on(change: ImportChange, kept: Kept) -> None:
    """The same person in a later portion: from what they were at first to what they are now."""
    if not change.added:
        for name, (old, new) in _fields(kept).items():
            change.fields[name] = [change.fields.get(name, [old])[0], new]
    change.at = kept.person.changed_at


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _still_mine(one: PeopleImport) -> bool:
    """Whether nobody took the import over; its row is locked from here to the end of the transaction."""
    now = PeopleImport.objects.select_for_update().get(pk=one.pk)
    return (now.worker, now.rows, now.checked, now.state) == (one.worker, one.rows, one.checked, one.state)


def _save(one: PeopleImport, *names: str) -> None:
    one.leased_until = timezone.now() + LEASE
    one.save(update_fields=[*names, "leased_until"])


def _end(one: PeopleImport) -> bool:
    """Every row was read. The file goes; what an undo needs stays."""
    with transaction.atomic():
        if one.state == ImportState.UNDOING or not _still_mine(one):
            return one.state == ImportState.UNDOING
        one.state, one.finished_at = ImportState.DONE, timezone.now()
        _save(one, "state", "finished_at")
        counts = {name: getattr(one, name) for name in COUNTED}
        record(one.workspace, one.by, "people.imported", f"import:{one.pk}", file=one.file_name, **counts)
    rmtree(folder_of(one), ignore_errors=True)
    return False


def _fail(one: PeopleImport, failure: str) -> None:
    one.state, one.failure, one.finished_at = ImportState.FAILED, failure, timezone.now()
    rmtree(folder_of(one), ignore_errors=True)
