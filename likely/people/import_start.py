"""An import begins: its file was looked at, its mapping is chosen, it waits for a worker."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from likely.base.journal import record
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.import_column import PROPERTY, Column, guess_type, read, told
from likely.people.import_plan import CellFault, Plan, make_plan
from likely.people.people_import import ImportFault, ImportState, PeopleImport
from likely.people.property import PropertyType, declare_types, declared_in
from likely.people.typed import Declared

FOLDER = "imports"  # in the home
FAULTS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A file that was looked at.

    rows: that have its columns. broken: (row, rule, what is said) of the others.
    """

    name: str
    columns: Sequence[Column]
    rows: int
    head_rows: int
    broken: Iterable[tuple[int, str, str]] = ()


def folder_of(one: PeopleImport) -> Path:
    return Path(settings.HOME) / one.path


@transaction.atomic
def begin(workspace: Workspace, one: PeopleImport, file: PeopleFile, actor: str) -> PeopleImport:
    """The import of a file that lies in its folder; how its columns are called by the last one is kept."""
    columns = as_before(workspace, file.columns)
    one.workspace, one.file_name, one.by = workspace, file.name[:160], actor
    one.columns, one.total, one.head_rows = told(columns), file.rows, file.head_rows
    one.mapping = {column.name: column.field for column in columns}
    last = PeopleImport.objects.of(workspace).exclude(options={}).order_by("-created_at").first()
    one.options = {"region": last.options.get("region", "")} if last else {}
    one.save(force_insert=True)
    for some in _in_parts(file.broken):
        one.refused += len(some)
        ImportFault.objects.bulk_create(
            [
                ImportFault(workspace=workspace, people_import=one, row=row, rule=rule, said=said)
                for row, rule, said in some
            ]
        )
    one.save(update_fields=["refused"])
    return one


def as_before(workspace: Workspace, columns: Sequence[Column]) -> list[Column]:
    """A column that an earlier file called the same becomes what it became then."""
    before: dict[str, str] = {}
    for mapping in (
        PeopleImport.objects.of(workspace)
        .filter(state=ImportState.DONE)
        .order_by("created_at")
        .values_list("mapping", flat=True)[:20]
    ):
        before |= mapping
    found = [replace(one, field=before.get(one.name, one.field)) for one in columns]
    fields = [one.field for one in found if one.field not in ("", "ignore")]
    return found if len(fields) == len(set(fields)) else list(columns)


def plan_of(
    one: PeopleImport,
    mapping: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Plan:
    """How the rows are read. types: of properties that nobody declared, by their keys."""
    columns, mapping = read(one.columns), one.mapping if mapping is None else mapping
    options = one.options if options is None else options
    return make_plan(
        columns,
        mapping,
        property_types(one, columns, mapping, types or options.get("types") or {}),
        region=options.get("region", ""),
        population=options.get("population", ""),
        whole=bool(options.get("whole")),
    )


def property_types(
    one: PeopleImport, columns: Iterable[Column], mapping: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, Declared]:
    """The types of the properties that columns become: as declared, else as chosen, else as guessed."""
    known = declared_in(one.workspace)
    found: dict[str, Declared] = {}
    for column in columns:
        wanted = mapping.get(column.name, "")
        if not wanted.startswith(PROPERTY):
            continue
        key = wanted.removeprefix(PROPERTY)
        if key in known and not known[key].guessed:
            found[key] = known[key]
        else:
            found[key] = _type_of(key, column, chosen.get(key, ""), known.get(key))
    return found


def _type_of(key: str, column: Column, chosen: str, guessed: Declared | None) -> Declared:
    type = chosen if chosen in PropertyType.values else column.type
    if type == "choice":
        choices = column.choices or guess_type(column.sample)[2]
        return Declared(key, "choice", frozenset(choices)) if choices else Declared(key, "text", guessed=True)
    return Declared(
        key, guessed.type if guessed and not chosen and guessed.type == "text" else type, guessed=not chosen
    )


@transaction.atomic
def queue(
    one: PeopleImport,
    mapping: Mapping[str, str],
    types: Mapping[str, str],
    options: Mapping[str, Any],
    actor: str,
) -> None:
    """The mapping is settled and the properties are declared; from now on a worker may begin."""
    plan = plan_of(one, mapping, types, options)
    wanted = {
        target.declared.key: (target.declared.type, sorted(target.declared.choices), target.column)
        for target in plan.targets
        if target.declared
    }
    declared = declare_types(one.workspace, wanted)
    kept = {**options, "types": dict(types), "declared": declared}
    waiting = PeopleImport.objects.of(one.workspace).filter(pk=one.pk, state=ImportState.UPLOADED)
    if not waiting.update(state=ImportState.QUEUED, mapping=dict(mapping), options=kept):
        raise Refusal("import_begun", "This import has begun already.", field="state")
    one.refresh_from_db()
    record(
        one.workspace, actor, "people.import_queued", f"import:{one.pk}", file=one.file_name, rows=one.total
    )


def faults_of(one: PeopleImport, row: int, found: Iterable[CellFault]) -> list[ImportFault]:
    return [
        ImportFault(
            workspace_id=one.workspace_id,
            people_import=one,
            row=row,
            column=fault.column[:160],
            rule=fault.rule[:40],
            said=fault.said[:300],
            value=fault.value[:200],
        )
        for fault in found
    ]


def _in_parts(broken: Iterable[tuple[int, str, str]]) -> Iterator[list[tuple[int, str, str]]]:
    waiting = iter(broken)
    while some := list(islice(waiting, FAULTS_AT_ONCE)):
        yield some
