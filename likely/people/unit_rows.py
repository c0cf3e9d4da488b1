"""Many units at once: rows of a file or a call, each with its way from the top. All of them or none."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Final
from uuid import UUID

from django.db import transaction

from likely.base.journal import record
from likely.base.member import Member, User
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.unit import DEEPEST, MOST_UNITS, Unit, UnitFacts, UnitTree, take, tree_of

COLUMNS: Final = ("unit", "level", "property", "values", "people")
BETWEEN_NAMES: Final = "/"
BETWEEN_VALUES: Final = "|"
LARGEST: Final = 2_000_000  # bytes of a file


@dataclass(frozen=True, slots=True)
class UnitRow:
    """path: names from the top to the unit. None: as it is. people: addresses of members."""

    path: tuple[str, ...]
    level: str | None = None
    property: str | None = None
    values: tuple[str, ...] | None = None
    people: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    changed: int
    same: int


def read_rows(file: bytes) -> list[UnitRow]:
    """A CSV file with the column `unit` and any other of COLUMNS; a fault tells its row."""
    if len(file) > LARGEST:
        raise Refusal("units_file_too_large", "The file has more than 2 MB.", field="file")
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("not_utf8", "The file is not UTF-8 text.", field="file") from None
    try:
        dialect = csv.Sniffer().sniff(text.partition("\n")[0], ",;\t")
    except csv.Error:
        dialect = csv.excel  # one column alone has nothing between
    reader = csv.DictReader(StringIO(text), dialect=dialect)
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if "unit" not in names or (unknown := [name for name in names if name not in COLUMNS]):
        told = unknown[0] if "unit" in names else "unit"
        raise Refusal(
            "unit_columns",
            f"column {told!r}: the columns are {', '.join(COLUMNS)}; unit is needed.",
            field="file",
        )
    reader.fieldnames = names
    return [_row(one) for one in reader if any(one.values())]


def _row(cells: Mapping[str, str | None]) -> UnitRow:
    def parts(name: str, between: str) -> tuple[str, ...] | None:
        return _cut(cells[name] or "", between) if name in cells else None

    path = _cut(cells["unit"] or "", BETWEEN_NAMES)
    return UnitRow(
        path,
        cells.get("level"),
        cells.get("property"),
        parts("values", BETWEEN_VALUES),
        parts("people", BETWEEN_VALUES),
    )


def _cut(text: str, between: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(between) if part.strip())


@transaction.atomic
def keep_rows(workspace: Workspace, rows: Sequence[UnitRow], actor: str) -> Imported:
    """Units are known by their way; those above that are missing are made. Nothing is removed."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    if len(rows) > MOST_UNITS:
        raise _too_many()
    making = _Making(workspace)
    for number, row in enumerate(rows, start=1):
        try:
            making.keep(row)
        except Refusal as no:
            raise Refusal(no.code, f"row {number}: {no.message}", cure=no.cure, field=no.field) from None
    if len(making.known) > MOST_UNITS:
        raise _too_many()
    told = making.told
    record(
        workspace, actor, "unit.imported", f"workspace:{workspace.pk}", added=told.added, changed=told.changed
    )
    return told


class _Making:
    """The units of a workspace by their ways, while rows are written to them."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, tree = workspace, tree_of(workspace)
        self.known = {tuple(one.name for one in tree.above(unit)): unit for unit in tree.units}
        self.members: Mapping[str, UUID] = dict(
            Member.objects.of(workspace).values_list("user__email", "user_id")
        )
        self.told = Imported(0, 0, 0)

    def keep(self, row: UnitRow) -> None:
        path = tuple(" ".join(name.split()) for name in row.path)
        if not path:
            raise Refusal("unit_no_name", "The unit has no name.", cure="Give it one.", field="unit")
        if len(path) > DEEPEST:
            raise Refusal("unit_too_deep", f"Units lie at most {DEEPEST} deep.", field="unit")
        for length in range(1, len(path)):
            if path[:length] not in self.known:
                self._write(Unit(workspace=self.workspace), UnitRow(path[:length]), path[:length])
                self.told = replace(self.told, added=self.told.added + 1)
        was = self.known.get(path)
        if was is None:
            self._write(Unit(workspace=self.workspace), row, path)
            self.told = replace(self.told, added=self.told.added + 1)
        elif self._write(was, row, path):
            self.told = replace(self.told, changed=self.told.changed + 1)
        else:
            self.told = replace(self.told, same=self.told.same + 1)

    def _write(self, unit: Unit, row: UnitRow, path: tuple[str, ...]) -> bool:
        """Whether it changed."""
        before = (unit.level, unit.key, list(unit.values))
        facts = UnitFacts(
            path[-1],
            unit.level if row.level is None else row.level,
            property=unit.key if row.property is None else row.property,
            values=unit.values if row.values is None else row.values,
            digest=unit.digest,
        )
        take(unit, facts)
        changed = path not in self.known or before != (unit.level, unit.key, unit.values)
        if path not in self.known:
            unit.parent = self.known[path[:-1]] if len(path) > 1 else None
        if changed:
            unit.save()
        self.known[path] = unit
        return self._staffed(unit, row.people) or changed

    def _staffed(self, unit: Unit, people: Sequence[str] | None) -> bool:
        if people is None:
            return False
        missing = [one for one in people if one.lower() not in self.members]
        if missing:
            raise Refusal("member_unknown", f"{missing[0]!r} is no member here.", field="people")
        wanted = {self.members[one.lower()] for one in people}
        if wanted == set(unit.people.values_list("pk", flat=True)):
            return False
        unit.people.set(User.objects.filter(pk__in=wanted))
        return True


def _too_many() -> Refusal:
    return Refusal("too_many_units", f"A workspace has at most {MOST_UNITS} units.", field="units")


def rows_of(tree: UnitTree) -> list[list[str]]:
    """As a file that can be read again, head row first."""
    pairs = Unit.people.through.objects.filter(unit__in=[one.pk for one in tree.units])
    people: dict[UUID, list[str]] = {}
    for unit, email in pairs.order_by("user__email").values_list("unit_id", "user__email"):
        people.setdefault(unit, []).append(email)
    rows = [
        [
            f" {BETWEEN_NAMES} ".join(part.name for part in tree.above(one)),
            one.level,
            one.key,
            BETWEEN_VALUES.join(one.values),
            BETWEEN_VALUES.join(people.get(one.pk, ())),
        ]
        for one in tree.units
    ]
    return [list(COLUMNS), *rows]
